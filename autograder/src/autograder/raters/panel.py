"""From ratings to a judgement on each key."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from statistics import fmean

from autograder.raters.alpha import ordinal_alpha
from autograder.raters.ratings import RATED_KINDS, Ratings
from rapport.content.key import AnyKey, ChoiceKey, OrderKey

ENOUGH = 3
"""Raters that an item needs before its key can be called confirmed."""
AGREED = 0.7
"""Share of the raters who must rate the key's answer highest."""
NEAR = 0.5
"""Where the two highest options lie closer than this on average, the item is in doubt: it may have two best replies."""
RELIABLE, TENTATIVE = 0.8, 0.667
"""What alpha allows: conclusions from the first on, tentative ones from the second (Krippendorff, 2004)."""

Keyed = Mapping[tuple[str, str], AnyKey]
"""Notebook and item to the key that stands in the course."""


@dataclass(frozen=True)
class Judged:
    """One item after rating.

    Attributes
    ----------
    notebook, item : str
    raters : int
    share : float
        Of the raters who rate the key's answer highest; ties count by parts. For an item with a worst reply, the lower of both shares.
    key, implied : str
        The answer that the course keys, and the one that the ratings imply.
    doubts : tuple of str
        Why the key is not confirmed; empty where it is.
    """

    notebook: str
    item: str
    raters: int
    share: float
    key: str
    implied: str
    doubts: tuple[str, ...]

    @property
    def confirmed(self) -> bool:
        """Whether the panel stands behind the key."""
        return not self.doubts


@dataclass(frozen=True)
class Judgement:
    """The whole panel: its agreement over all options, every item, and ratings that no item of the course takes."""

    alpha: float | None
    items: tuple[Judged, ...]
    strange: tuple[str, ...]


def judge(ratings: Ratings, keyed: Keyed) -> Judgement:
    """Hold the ratings against the keys of the course."""
    judged, strange, units = [], [], []
    for (notebook, item), options in sorted(ratings.items()):
        key = keyed.get((notebook, item))
        if key is None or key.kind not in RATED_KINDS or not isinstance(key, ChoiceKey | OrderKey):
            strange.append(f"{notebook}: there is no item {item!r} whose options can be rated; correct the id.")
            continue
        unknown = sorted(options.keys() - key.options.keys())
        if unknown:
            strange.append(f"{notebook}, {item}: there is no option {unknown[0]!r}; correct the id.")
            continue
        units += [list(raters.values()) for raters in options.values()]
        judged.append(_judged(notebook, key, options))
    return Judgement(ordinal_alpha(units), tuple(judged), tuple(strange))


def _judged(notebook: str, key: ChoiceKey | OrderKey, options: Mapping[str, Mapping[str, int]]) -> Judged:
    raters = sorted(set.intersection(*(set(options.get(option, {})) for option in key.options)))
    means = {option: fmean(given.values()) for option, given in options.items()}
    falling = sorted(key.options, key=lambda option: -means.get(option, 0.0))
    best = key.best if isinstance(key, ChoiceKey) else key.order[0]
    keyed, implied = [best], falling[:1]
    shares = [_share(options, raters, best, sign=1)]
    if key.kind == "best-and-worst" and isinstance(key, ChoiceKey):
        keyed, implied = [best, key.worst], [falling[0], falling[-1]]
        shares.append(_share(options, raters, key.worst, sign=-1))
    if isinstance(key, OrderKey):
        keyed, implied = key.order, falling
    share = round(min(shares), 4)
    doubts = []
    if len(raters) < ENOUGH:
        doubts.append(f"only {len(raters)} rated all its options; {ENOUGH} are needed")
    if implied != keyed:
        doubts.append("the ratings imply another key")
    elif means[falling[0]] - means[falling[1]] < NEAR:
        doubts.append("its two best options are rated nearly alike")
    if share < AGREED:
        doubts.append(f"{100 * share:.0f} % agree with the key; {100 * AGREED:.0f} % are needed")
    return Judged(notebook, key.item, len(raters), share, " > ".join(keyed), " > ".join(implied), tuple(doubts))


def _share(options: Mapping[str, Mapping[str, int]], raters: list[str], keyed: str, sign: int) -> float:
    """Return the share of raters who rate the keyed option highest (with `sign` -1: lowest); ties count in part."""
    parts = []
    for rater in raters:
        own = {option: sign * given[rater] for option, given in options.items()}
        tied = [option for option, rating in own.items() if rating == max(own.values())]
        parts.append(1 / len(tied) if keyed in tied else 0.0)
    return fmean(parts) if parts else 0.0
