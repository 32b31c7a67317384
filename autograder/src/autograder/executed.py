"""Marks for a notebook that nbgrader executes: the last line of a graded cell."""

from __future__ import annotations

import contextlib
import io
import warnings

from autograder.keys import Scheme, find
from autograder.marking import marks_for
from rapport.journal import Event, Record


def mark(exercise: object, item_id: str) -> float:
    """Return the marks of one item, for nbgrader to read off the cell's output.

    Prints nothing: nbgrader gives 0 to a cell with anything on stderr.

    Parameters
    ----------
    exercise : the module `rapport.exercise`, opened
        Where the answers are.
    item_id : str
        The item.

    Returns
    -------
    float
        From 0 to the item's points. Nothing that a learner did raises: no answer, one that can't be read, or an exercise that
        was never opened earns 0.

    Raises
    ------
    NoKeys, ContentError
        If the instructor's keys or items are missing or damaged. The cell then earns 0 too, but says why.
    """
    with (
        contextlib.redirect_stdout(io.StringIO()),
        contextlib.redirect_stderr(io.StringIO()),
        warnings.catch_warnings(),
    ):
        warnings.simplefilter("ignore")
        record = _record(exercise)
        if record is None:
            return 0.0
        scheme = find(record.notebook, beside=record.path.parent)
        return _marks(scheme, item_id, record.answers.get(item_id))


def _marks(scheme: Scheme, item_id: str, event: Event | None) -> float:
    return marks_for(scheme, item_id, event)


def _record(exercise: object) -> Record | None:
    """Return where the exercise keeps its answers, or None where a learner's code has left none."""
    try:
        found = exercise.opened().record  # type: ignore[attr-defined]
    except Exception:  # noqa: BLE001 - whatever a learner's code put in its place, the mark is 0
        return None
    return found if isinstance(found, Record) else None
