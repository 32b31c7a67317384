"""The report's tables, and the words for its numbers. Each cell is text; whoever shows a table escapes it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pandas as pd

from autograder.report.analysis import Analysis, Scores
from autograder.report.look import RULES, Finding, two_digits
from rapport.charts.measures import percent
from rapport.charts.table import Table

NONE = "none"
KEY = "the key"
ITEM_HEADS = (
    *("Item", "Kind", "Points", "Marked answers", "Share of the points (95 %)", "By guessing"),
    *("Corrected point-biserial (95 %)", "No answer", "Wait for marks"),
)


def labels(analysis: Analysis) -> dict[str, str]:
    """Return each item with its number, as all tables and figures call it."""
    return {name: f"{place}. {row['title']}" for place, (name, row) in enumerate(analysis.items.iterrows(), start=1)}


def items(analysis: Analysis) -> Table:
    """Return difficulty and discrimination of every item."""
    named = labels(analysis)
    rows = [
        (
            named[row["item"]],
            row["kind"].replace("-", " "),
            f"{row['points']:g}",
            str(row["learners"]),
            with_interval(row, "difficulty", percent),
            _guessing(row["guessing"]),
            with_interval(row, "rest", two_digits),
            str(row["missing"]),
            str(row["waiting"]),
        )
        for row in analysis.items.to_dict("records")
    ]
    return Table(
        "Every item: how much the class earned, and how well it tells learners apart.", ITEM_HEADS, tuple(rows)
    )


def scores(found: Scores) -> Table:
    """Return how many learners have which share of the points."""
    bars = found.bars.to_dict("records")
    rows = tuple(
        (
            f"{percent(bar['low'])} to {'' if bar is bars[-1] else 'under '}{percent(bar['high'])}",
            str(bar["learners"]),
            percent(bar["learners"] / found.learners),
        )
        for bar in bars
    )
    return Table("How the totals are spread.", ("Share of the points", "Learners", "Of all"), rows)


def strategies(analysis: Analysis) -> Table:
    """Return the mean share of the points for each strategy, the least known first."""
    rows = tuple(
        (
            row["name"],
            f"{row['lesson']:02}",
            str(row["items"]),
            str(row["learners"]),
            with_interval(row, "mean", percent),
            _guessing(row["guessing"]),
        )
        for row in analysis.strategies.to_dict("records")
    )
    heads = ("Strategy", "Lesson", "Items", "Learners", "Share of the points (95 %)", "By guessing")
    return Table("Strategies, the one that the class knows least first.", heads, rows)


def choices(analysis: Analysis, item: str) -> list[Table]:
    """Return what was chosen in each part of an item; nothing for free text and an instructor's own code."""
    of = analysis.choices[analysis.choices["item"] == item]
    return [_part(part) for _, part in of.groupby("part", sort=False)]


def findings(found: Sequence[Finding], analysis: Analysis) -> Table:
    """Return the items to look at."""
    named = labels(analysis)
    rows = tuple((named[one.item], one.rule, one.about, "clear" if one.clear else "may be chance") for one in found)
    return Table("Items to look at, the clearest first.", ("Item", "Why", "What was found", "How sure"), rows)


def rules(names: Sequence[str] = tuple(RULES)) -> Table:
    """Return what each rule says, and where it comes from."""
    rows = tuple((RULES[name].name, RULES[name].says, RULES[name].source) for name in names)
    return Table("The rules by which items are listed.", ("Rule", "What it says", "Source"), rows)


def learners(analysis: Analysis) -> Table:
    """Return every learner's total, by id."""
    marks = analysis.collected.marks
    made = analysis.collected.learners["simulated"]
    rows = tuple(
        (str(student), f"{given.sum():g}", str(int(given.isna().sum())), "simulated" if made[student] else "")
        for student, given in marks.iterrows()
    )
    heads = ("Learner", "Marks, before penalties and extra credit", "Items without marks", "Remark")
    return Table("Every learner.", heads, rows)


def _guessing(value: float) -> str:
    return "not known" if pd.isna(value) else percent(value)


def with_interval(row: dict[str, Any], name: str, write: Callable[[float], str]) -> str:
    """Return a figure with its interval in brackets; `NONE` where there is none."""
    if pd.isna(row[name]):
        return NONE
    return f"{write(row[name])} ({write(row[f'{name}_low'])} to {write(row[f'{name}_high'])})"


def _part(part: pd.DataFrame) -> Table:
    first = part.iloc[0]
    rows = tuple(
        (
            row["words"],
            _worth(row),
            str(row["count"]),
            _share(row["share"]),
            _share(row["upper"]),
            _share(row["lower"]),
        )
        for row in part.to_dict("records")
    )
    heads = ("Choice", "By the key", "Chosen by", "Of all", "Upper group", "Lower group")
    return Table(f"{first['part_title']}: {first['learners']} learners.", heads, rows)


def _worth(row: dict[str, Any]) -> str:
    if row["is_key"]:
        return KEY
    if pd.isna(row["credit"]):
        return ""
    return "half" if row["credit"] else "no marks"


def _share(value: float) -> str:
    return NONE if pd.isna(value) else percent(value)
