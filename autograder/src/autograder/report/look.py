"""Items to look at: which rule an item breaks, and whether chance could be all there is to it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any

import pandas as pd

from autograder.report.analysis import Analysis
from autograder.report.statistics import share
from rapport.charts.measures import coefficient, percent

EASY, HARD = 0.90, 0.30
WEAK = 0.20
UNUSED = 0.05
LEFT_OUT = 0.10
GAP = 0.05
"""How much more the upper group must choose something; smaller differences come and go."""
FEW = 30
"""Learners below whom an option that few chose says nothing."""

WRITTEN = {"best-reply", "best-and-worst"}
"""Kinds whose options were written to be chosen in error; labels, turns and steps were not."""


@dataclass(frozen=True)
class Rule:
    """A rule by which an item is listed."""

    name: str
    says: str
    source: str


RULES = {
    rule.name: rule
    for rule in (
        Rule(
            "key in doubt",
            "Of the upper group, fewer chose the key's answer than another. The key may be wrong, or the wording misleads those who know most.",
            "Our rule: the plainest sign of a wrong key.",
        ),
        Rule(
            "negative",
            "Those who did well on all other items did worse on this one. The key may be wrong, or the item may ask for something else.",
            "The coefficient is Henrysson's (1963); that it should not be below 0 follows from what it measures.",
        ),
        Rule(
            "weak",
            f"The corrected point-biserial is below {coefficient(WEAK)}: the item hardly tells those who know from those who don't.",
            "Ebel & Frisbie (1991), who give this limit for the difference between upper and lower group.",
        ),
        Rule(
            "draws the upper group",
            f"The upper group chose what earns nothing more than the lower did, by {GAP * 100:.0f} points or more. Is the key fair to it?",
            "Haladyna & Downing (1993): a working distractor is chosen less by those who know more.",
        ),
        Rule(
            "no better than guessing",
            "On average the class earned no more than answers picked at random would.",
            "Our rule; the chance level is computed from the key.",
        ),
        Rule(
            "hard",
            f"The class earned less than {percent(HARD)} of the points.",
            "Our limit; Allen & Yen (1979) find difficulties from .30 to .70 the most telling.",
        ),
        Rule(
            "easy",
            f"The class earned more than {percent(EASY)} of the points. After good teaching that is no fault, but the item tells little.",
            "Our limit; Allen & Yen (1979), as above.",
        ),
        Rule(
            "unused option",
            f"Fewer than {percent(UNUSED)} chose it, in any part of the item. Another wrong option would do more.",
            "Haladyna & Downing (1993).",
        ),
        Rule(
            "left out",
            f"More than {percent(LEFT_OUT)} gave no answer that fits. Is the card found, and its question understood?",
            "Our rule.",
        ),
    )
}
SOURCES = (
    "Allen, M. J., & Yen, W. M. (1979). Introduction to measurement theory. Brooks/Cole.",
    "Ebel, R. L., & Frisbie, D. A. (1991). Essentials of educational measurement (5th ed.). Prentice Hall.",
    "Haladyna, T. M., & Downing, S. M. (1993). How many options is enough for a multiple-choice test item? "
    "Educational and Psychological Measurement, 53, 999-1010.",
    "Henrysson, S. (1963). Correction of item-total correlations in item analysis. Psychometrika, 28, 211-218.",
)


@dataclass(frozen=True)
class Finding:
    """An item that breaks a rule.

    Attributes
    ----------
    item : str
        Its name.
    rule : str
        The rule's name.
    about : str
        The figures, in words.
    clear : bool
        Whether the whole 95 % interval breaks the rule; else chance may be all there is to it.
    """

    item: str
    rule: str
    about: str
    clear: bool


def look(analysis: Analysis) -> list[Finding]:
    """Return what to look at, clear findings first, in the order of the rules and items."""
    of_items = chain.from_iterable(_of_item(row) for row in analysis.items.to_dict("records"))
    kinds = analysis.items["kind"]
    of_choices = chain.from_iterable(
        _of_choices(str(item), kinds[item] in WRITTEN, choices)
        for item, choices in analysis.choices.groupby("item", sort=False)
    )
    order = {name: place for place, name in enumerate(RULES)}
    found = list(chain(of_items, of_choices))
    return sorted(found, key=lambda finding: (not finding.clear, order[finding.rule]))


def judged(analysis: Analysis) -> int:
    """Return how many figures the rules look at."""
    items, choices = analysis.items, analysis.choices
    wrong = choices["upper"].notna() & ~choices["is_key"] & (choices["credit"] == 0)
    return int(items["difficulty"].notna().sum() + items["rest"].notna().sum() + len(items) + wrong.sum())


def two_digits(value: float) -> str:
    """Return a coefficient as it is written here: ``.37``; a third digit would promise what no class can keep."""
    return coefficient(round(value, 2))


def _of_item(row: dict[str, Any]) -> Iterator[Finding]:
    item, difficulty, rest = row["item"], row["difficulty"], row["rest"]
    if not pd.isna(difficulty):
        earned = f"{percent(difficulty)} of the points ({percent(row['difficulty_low'])} to {percent(row['difficulty_high'])})"
        if not pd.isna(row["guessing"]) and difficulty <= row["guessing"]:
            clear = row["difficulty_high"] < row["guessing"]
            yield Finding(item, "no better than guessing", f"{earned}; by guessing {percent(row['guessing'])}", clear)
        elif difficulty < HARD:
            yield Finding(item, "hard", earned, row["difficulty_high"] < HARD)
        elif difficulty > EASY:
            yield Finding(item, "easy", earned, row["difficulty_low"] > EASY)
    if not pd.isna(rest) and rest < WEAK:
        rule, limit = ("negative", 0.0) if rest < 0 else ("weak", WEAK)
        told = f"{two_digits(rest)} ({two_digits(row['rest_low'])} to {two_digits(row['rest_high'])})"
        yield Finding(item, rule, told, row["rest_high"] < limit)
    asked = row["learners"] + row["waiting"] + row["missing"]
    missing = share(row["missing"] / asked, asked) if asked else None
    if missing and missing.value > LEFT_OUT:
        yield Finding(item, "left out", f"{row['missing']} of {asked}", missing.low > LEFT_OUT)


def _of_choices(item: str, written: bool, choices: pd.DataFrame) -> Iterator[Finding]:
    for _, part in choices.groupby("part", sort=False):
        yield from _of_part(item, part)
    if written:
        yield from _unused(item, choices)


def _of_part(item: str, part: pd.DataFrame) -> Iterator[Finding]:
    """Judge wrong choices, those that earn nothing, by the groups; without a key or groups there is nothing to judge."""
    keyed = part[part["is_key"]]
    if keyed.empty or part["upper"].isna().any():
        return
    key, size = float(keyed["upper"].iloc[0]), float(keyed["upper_size"].iloc[0])
    others = part[~part["is_key"]].sort_values("upper", ascending=False, kind="stable").to_dict("records")
    first = others[0] if others else None
    if first and first["upper"] > key:
        either = share(first["upper"] / (first["upper"] + key), (first["upper"] + key) * size)
        told = f"{_quoted(first)}: {percent(first['upper'])} of the upper group, the key {percent(key)}"
        yield Finding(item, "key in doubt", told, either is not None and either.low > 0.5)
    for wrong in others:
        upper, lower = wrong["upper"], wrong["lower"]
        if upper <= key and wrong["credit"] == 0 and upper - lower >= GAP:
            told = f"{_quoted(wrong)}: {percent(upper)} of the upper group, {percent(lower)} of the lower"
            yield Finding(item, "draws the upper group", told, wrong["gap_low"] > 0)


def _unused(item: str, choices: pd.DataFrame) -> Iterator[Finding]:
    keys = set(choices.loc[choices["part"] == "best"].loc[choices["is_key"], "choice"])
    learners = int(choices["learners"].max())
    if learners < FEW:
        return
    for option, rows in choices.groupby("choice", sort=False):
        taken = share(rows["count"].sum() / learners, learners)
        if option not in keys and taken and taken.value < UNUSED:
            yield Finding(
                item, "unused option", f"{_quoted(rows.iloc[0])}: {percent(taken.value, 1)}", taken.high < UNUSED
            )


def _quoted(choice: Any) -> str:
    return f"{choice['part_title']}: “{choice['words']}”"
