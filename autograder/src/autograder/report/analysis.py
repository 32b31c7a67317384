"""From what a class did to what that says about the items, the class and the test as a whole."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from autograder.report.asked import Asked, Part, parts
from autograder.report.collect import Collected
from autograder.report.statistics import (
    Estimate,
    Numbers,
    Reliability,
    correlation,
    difference,
    groups,
    reliability,
    share,
)
from rapport.content.vocabulary import strategies

BINS = 10
"""Bars of the distribution of scores."""


@dataclass(frozen=True)
class Scores:
    """How the class's totals are spread, as shares of all points that are in them.

    Attributes
    ----------
    points : float
        What all items in the total are worth.
    items : tuple of str
        Those items.
    learners : int
        How many have marks for all of them.
    mean, median : float
        Of the totals, from 0 to 1.
    deviation : float or None
        Their standard deviation; None for one learner.
    bars : DataFrame
        ``low``, ``high`` (shares, each bar from its lower end on; the last with its upper end), ``learners``.
    """

    points: float
    items: tuple[str, ...]
    learners: int
    mean: float
    median: float
    deviation: float | None
    bars: pd.DataFrame


@dataclass(frozen=True)
class Analysis:
    """What a class's work says.

    Attributes
    ----------
    collected : Collected
        What it stands on.
    blank : int
        Learners who answered nothing; they are in no figure below.
    learners : int
        Those who are.
    items : DataFrame
        A row an item, by its name. ``difficulty`` is the share of the points that was earned, of those who answered; ``rest`` is the
        correlation with the marks for all other items; both have ``_low`` and ``_high``, the ends of their 95 % intervals.
    choices : DataFrame
        A row for each thing that could be chosen. ``share``, ``upper`` and ``lower`` are about all, the upper and the lower group;
        ``gap_low`` and ``gap_high`` are the ends of the interval of upper less lower.
    strategies : DataFrame
        A row a strategy that the assignment asks for, the least known first.
    scores : Scores or None
        None where nobody has marks for all items.
    reliability : Reliability or None
        None where it can't be computed.
    """

    collected: Collected
    blank: int
    learners: int
    items: pd.DataFrame
    choices: pd.DataFrame
    strategies: pd.DataFrame
    scores: Scores | None
    reliability: Reliability | None


def analyse(collected: Collected) -> Analysis:
    """Analyse a class.

    Learners who answered nothing are left out. An item's difficulty is about those who answered it. In totals an answer that is missing counts
    as 0, as in the marks; an item that still waits for a person's marks, if only for one learner, is in nobody's total.
    """
    blank = _is_blank(collected)
    marks = collected.marks[~blank]
    # Where a submission is gone, marks are all there is, and count as answered.
    answered = collected.answered[~blank].fillna(True).astype(bool)
    scale = [one for one in collected.asked if _is_marked(one, marks)]
    points = np.array([one.points for one in scale])
    whole = marks[[one.name for one in scale]].dropna() if scale else marks.iloc[:0]
    totals = whole.sum(axis=1)
    chosen = dict(list(collected.choices.groupby(["item", "part"], sort=False)))
    rows = [_item(one, marks[one.name], answered[one.name], totals, one in scale) for one in collected.asked]
    counted = [
        row
        for one in collected.asked
        for part in parts(one)
        for row in _choices(one, part, chosen.get((one.name, part.name)), _rest(one, marks, totals, one in scale))
    ]
    return Analysis(
        collected,
        int(blank.sum()),
        len(marks),
        pd.DataFrame(rows, columns=ITEM_COLUMNS).set_index("item", drop=False),
        pd.DataFrame(counted, columns=CHOICE_COLUMNS),
        _strategies(collected.asked, marks, answered),
        _scores(scale, whole, totals) if len(whole) else None,
        reliability(whole.to_numpy(float), points) if len(whole) else None,
    )


ITEM_COLUMNS = [
    *("item", "title", "kind", "strategy", "points", "by_hand", "in_total", "learners", "missing", "waiting"),
    *("difficulty", "difficulty_low", "difficulty_high", "guessing", "rest", "rest_low", "rest_high"),
]
CHOICE_COLUMNS = [
    *("item", "part", "part_title", "choice", "words", "is_key", "credit", "learners", "count", "share"),
    *("upper", "lower", "gap_low", "gap_high", "upper_size"),
]


def _is_blank(collected: Collected) -> pd.Series:
    """Return of each learner whether there is a submission in which nothing is answered and nothing has earned marks."""
    answered = collected.answered
    nothing = ~answered.fillna(False).any(axis=1) & answered.notna().any(axis=1)
    return nothing & (collected.marks.sum(axis=1) == 0)


def _is_marked(asked: Asked, marks: pd.DataFrame) -> bool:
    """Return whether an item can be in the totals: somebody has marks for it, and nobody waits for a person's."""
    given = marks[asked.name].notna()
    return bool(given.all() if asked.by_hand else given.any())


def _item(asked: Asked, marks: pd.Series, answered: pd.Series, totals: pd.Series, in_total: bool) -> dict[str, Any]:
    of = marks[answered & marks.notna()]
    found = share(float(of.mean()) / asked.points, len(of)) if len(of) else None
    both = of.index.intersection(totals.index)
    rest = totals[both] - (of[both] if in_total else 0.0)
    return {
        "item": asked.name,
        "title": asked.title,
        "kind": asked.item.kind if asked.item else "own code",
        "strategy": strategies()[asked.item.strategy].name if asked.item else "",
        "points": asked.points,
        "by_hand": asked.by_hand,
        "in_total": in_total,
        "learners": len(of),
        "missing": int((~answered).sum()),
        "waiting": int(marks[answered].isna().sum()),
        **_columns("difficulty", found),
        "guessing": asked.guessing,
        **_columns("rest", correlation(of[both].to_numpy(float), rest.to_numpy(float))),
    }


def _columns(name: str, found: Estimate | None) -> dict[str, float | None]:
    values = (found.value, found.low, found.high) if found else (None, None, None)
    return dict(zip((name, f"{name}_low", f"{name}_high"), values, strict=True))


def _rest(asked: Asked, marks: pd.DataFrame, totals: pd.Series, in_total: bool) -> pd.Series:
    """Return each learner's marks for all other items."""
    return totals - marks.loc[totals.index, asked.name] if in_total else totals


def _choices(asked: Asked, part: Part, chosen: pd.DataFrame | None, rest: pd.Series) -> list[dict[str, Any]]:
    taken = chosen.set_index("student")["choice"] if chosen is not None else pd.Series(dtype=object)
    ranked = taken[taken.index.isin(rest.index)]
    belongs = groups(rest[ranked.index].to_numpy(float))
    rows = []
    for choice, what in part.choices.items():
        count = int((taken == choice).sum())
        upper, lower = (_in_group(ranked == choice, weights) for weights in belongs) if belongs else (None, None)
        gap = difference(upper, lower) if upper and lower else None
        rows.append(
            {
                "item": asked.name,
                "part": part.name,
                "part_title": part.title,
                "choice": choice,
                "words": what.words,
                "is_key": choice == part.key,
                "credit": what.credit,
                "learners": len(taken),
                "count": count,
                "share": count / len(taken) if len(taken) else None,
                "upper": upper.value if upper else None,
                "lower": lower.value if lower else None,
                "gap_low": gap.low if gap else None,
                "gap_high": gap.high if gap else None,
                "upper_size": float(belongs[0].sum()) if belongs else None,
            }
        )
    return rows


def _in_group(taken: pd.Series, weights: Numbers) -> Estimate | None:
    size = float(weights.sum())
    return share(float(weights[taken.to_numpy(bool)].sum()) / size, size)


def _strategies(asked: tuple[Asked, ...], marks: pd.DataFrame, answered: pd.DataFrame) -> pd.DataFrame:
    """Return the mean share of the points for each strategy, over learners, of what they answered and has marks."""
    rows = []
    for known in strategies().values():
        of = [one for one in asked if one.item and one.item.strategy == known.id and marks[one.name].notna().any()]
        names = [one.name for one in of]
        there = answered[names] & marks[names].notna()
        worth = (there * [one.points for one in of]).sum(axis=1)
        earned = (marks[names].where(there).sum(axis=1) / worth)[worth > 0]
        found = share(float(earned.mean()), len(earned)) if len(earned) else None
        if found is None:
            continue
        guessed = [one.guessing for one in of]
        mean = sum(guess for guess in guessed if guess is not None) / len(of) if None not in guessed else None
        identity = {"strategy": known.id, "name": known.name, "lesson": known.lesson}
        numbers = {"items": len(of), "learners": len(earned), "guessing": mean}
        rows.append({**identity, **numbers, **_columns("mean", found)})
    columns = ["strategy", "name", "lesson", "items", "learners", "guessing", "mean", "mean_low", "mean_high"]
    return pd.DataFrame(rows, columns=columns).sort_values(["mean", "lesson"], ignore_index=True)


def _scores(scale: list[Asked], whole: pd.DataFrame, totals: pd.Series) -> Scores:
    points = sum(one.points for one in scale)
    shares = totals.to_numpy(float) / points
    # Sums of decimal fractions may fall short of a bar's lower end by an unseen trifle.
    bars = np.bincount(np.clip(np.floor(shares * BINS + 1e-9).astype(int), 0, BINS - 1), minlength=BINS)
    return Scores(
        points,
        tuple(whole.columns),
        len(whole),
        float(shares.mean()),
        float(np.median(shares)),
        float(shares.std(ddof=1)) if len(shares) > 1 else None,
        pd.DataFrame({"low": np.arange(BINS) / BINS, "high": np.arange(1, BINS + 1) / BINS, "learners": bars}),
    )
