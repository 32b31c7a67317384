"""From answers and keys to marks: the one place where marks are made, whichever way a notebook is graded."""

from __future__ import annotations

from collections.abc import Mapping

from autograder.keys import Scheme
from rapport.journal import Event
from rapport.scoring import score

DIGITS = 6
"""Marks are rounded to this many decimal places, so that neither machine nor way can show in them."""


def marks_for(scheme: Scheme, item_id: str, event: Event | None) -> float:
    """Return the marks of one answer, from 0 to the key's points, as a plain `float`.

    nbgrader gives full marks to a value that it can't read as a number; numpy's scalars print as one that it can't.
    """
    key = scheme.key(item_id)
    result = score(key, event.response if event else None, scheme.cases_of(item_id))
    return round(float(result.score) * float(key.points), DIGITS)


def marks(scheme: Scheme, answers: Mapping[str, Event]) -> dict[str, float]:
    """Return the marks of every item of an assignment; an item without an answer earns 0."""
    return {key.item: marks_for(scheme, key.item, answers.get(key.item)) for key in scheme.keys.keys}
