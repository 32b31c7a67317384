"""What a page sums up: the share of the points in each strategy, and whether the student was as sure as right.

A strategy's share is what its marked questions in this one assignment earned. It is no estimate of skill: that is `rapport.progress.estimate`,
over many answers, with a likely range.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from statistics import fmean
from typing import NamedTuple

from autograder.feedback.held import Held
from autograder.feedback.sheet import Part, Sheet
from rapport.journal import Event

ENOUGH_TO_MATCH = 8
"""Fewest answers of which more than the two means is said, as in `rapport.progress.sureness`."""
MATCHED = 10
"""Points of difference that are no difference, likewise."""


class Row(NamedTuple):
    """One strategy's line.

    Attributes
    ----------
    name : str
        The strategy.
    questions : int
        How many of its questions are marked.
    earned, points : float
        What they earned, of how much.
    waiting : int
        How many more wait for a person's marks.
    """

    name: str
    questions: int
    earned: float
    points: float
    waiting: int

    @property
    def percent(self) -> int | None:
        """The share in percent; None where nothing is marked yet. Extra credit never makes it more than 100."""
        return round(100 * min(1.0, max(0.0, self.earned / self.points))) if self.points else None


def rows(sheet: Sheet, held: Held) -> list[Row]:
    """Return a row for each strategy of the assignment, in the order of the lessons."""
    there = ((name, [part for part in parts if part.cell in held.marks]) for name, parts in sheet.strategies.items())
    return [_row(name, parts, held) for name, parts in there if parts]


def _row(name: str, parts: list[Part], held: Held) -> Row:
    marked = [part for part in parts if not held.marks[part.cell].is_open]
    earned = sum(held.marks[part.cell].score for part in marked)
    return Row(name, len(marked), earned, sum(part.points for part in marked), len(parts) - len(marked))


def sureness(sheet: Sheet, held: Held, answers: Mapping[str, Event]) -> str:
    """Return in a sentence how sure the student was and what that earned; empty where no card asked."""
    pairs = list(_pairs(sheet, held, answers))
    if not pairs:
        return ""
    sure, right = fmean(pair[0] for pair in pairs), fmean(pair[1] for pair in pairs)
    cards = "1 question" if len(pairs) == 1 else f"{len(pairs)} questions"
    said = f"On {cards} you said how sure you were: {sure:.0f} % on average. You earned {right:.0f} % of their points."
    if len(pairs) < ENOUGH_TO_MATCH:
        return f"{said} That is too few to say whether the two match."
    if abs(sure - right) < MATCHED:
        return f"{said} You are about as sure as you are right."
    return f"{said} You are surer than right." if sure > right else f"{said} You are right more often than you think."


def _pairs(sheet: Sheet, held: Held, answers: Mapping[str, Event]) -> Iterable[tuple[float, float]]:
    for part in sheet.parts:
        event = answers.get(part.item.id) if part.item else None
        sure = getattr(event.response, "confidence", None) if event else None
        mark = held.marks.get(part.cell)
        if sure is not None and mark and not mark.is_open and part.points:
            yield float(sure), 100 * min(1.0, max(0.0, mark.score / part.points))
