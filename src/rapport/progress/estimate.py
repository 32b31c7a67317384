"""How well each strategy is known, as far as the answers can tell.

The estimate of a strategy is the mean credit of its items, each by its latest attempt and at most the last `WINDOW` of them, drawn towards
what guessing would have earned as if `DOUBT` more items had been answered by guessing. It begins at "not known yet" and leaves it as answers
come in. Its likely range is that of a Beta distribution with the same mean and as many observations (an upper bound, since credit comes
in parts): the mean plus or minus 1.28 standard deviations, which holds about 80 in 100.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import fmean

from rapport.content.vocabulary import Strategy, strategies
from rapport.progress.attempt import Attempt

WINDOW = 12
DOUBT = 2
ENOUGH = 3
"""Fewest items of which anything is said."""
LIKELY = 1.28
STEP = 0.05
"""Estimates are rounded to 5 in 100; a dozen answers carry no finer figure."""


@dataclass(frozen=True)
class Mastery:
    """What is known of one strategy.

    Attributes
    ----------
    strategy : Strategy
        The strategy.
    items : int
        How many of its items were answered, up to `WINDOW`.
    share : float or None
        The estimate, from 0 to 1 in steps of 0.05; None below `ENOUGH` items.
    low, high : float or None
        The likely range around it.
    guessing : float
        What guessing would have earned on these items.
    change : float or None
        Mean credit of the latest attempts minus that of the first, over items that were attempted again later; None below `ENOUGH` of them.
    """

    strategy: Strategy
    items: int
    share: float | None
    low: float | None
    high: float | None
    guessing: float
    change: float | None

    @property
    def words(self) -> str:
        """The state in a word or two."""
        if self.share is None:
            return "not enough answers yet" if self.items else "not begun"
        if self.share < 0.55:
            return "worth more practice"
        return "coming along" if self.share < 0.75 else "going well"


def mastery(found: Sequence[Attempt]) -> list[Mastery]:
    """Return what is known of every strategy, in the order of the lessons; `found` is oldest first."""
    return [
        _of(strategy, [attempt for attempt in found if attempt.strategy == name])
        for name, strategy in strategies().items()
    ]


def _of(strategy: Strategy, found: Sequence[Attempt]) -> Mastery:
    latest = {attempt.asked.place: attempt for attempt in sorted(found, key=lambda attempt: attempt.at)}
    counted = sorted(latest.values(), key=lambda attempt: attempt.at)[-WINDOW:]
    if not counted:
        return Mastery(strategy, 0, None, None, None, 0.0, None)
    guessing = fmean(attempt.asked.chance for attempt in counted)
    change = _change(found, latest.values())
    if len(counted) < ENOUGH:
        return Mastery(strategy, len(counted), None, None, None, guessing, change)
    observed = len(counted) + DOUBT
    share = (sum(attempt.credit for attempt in counted) + DOUBT * guessing) / observed
    around = LIKELY * sqrt(share * (1 - share) / (observed + 1))
    low, high = max(0.0, share - around), min(1.0, share + around)
    return Mastery(strategy, len(counted), _rounded(share), _rounded(low), _rounded(high), guessing, change)


def _change(found: Sequence[Attempt], latest: Iterable[Attempt]) -> float | None:
    first: dict[tuple[str, str], Attempt] = {}
    for attempt in found:
        first.setdefault(attempt.asked.place, attempt)
    again = [last.credit - first[last.asked.place].credit for last in latest if last.at > first[last.asked.place].at]
    return _rounded(fmean(again)) if len(again) >= ENOUGH else None


def _rounded(value: float) -> float:
    return round(round(value / STEP) * STEP, 2)
