"""From answers and keys to marks: the one place where marks are made, whichever way a notebook is graded."""

from __future__ import annotations

from collections.abc import Mapping

from autograder.keys import Scheme
from rapport.content.case import Case
from rapport.journal import Event
from rapport.scoring import score
from rapport.scoring.score import AnyKey

DIGITS = 6
"""Marks are rounded to this many decimal places, so that neither machine nor way can show in them."""


def marks_for(key: AnyKey, event: Event | None, cases: Mapping[str, Case]) -> float:
    """Return the marks of one answer, from 0 to the key's points, as a plain `float`.

    nbgrader gives full marks to a value that it can't read as a number; numpy's scalars print as one that it can't.
    """
    result = score(key, event.response if event else None, cases)
    return round(float(result.score) * float(key.points), DIGITS)


def marks(scheme: Scheme, answers: Mapping[str, Event]) -> dict[str, float]:
    """Return the marks of every item of an assignment; an item without an answer earns 0."""
    return {key.item: marks_for(key, answers.get(key.item), scheme.cases) for key in scheme.keys.keys}
