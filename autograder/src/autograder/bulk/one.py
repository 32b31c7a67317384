"""Mark one submission: the bytes of its notebook and its journalled answers in, marks and the graded notebook out."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from autograder.bulk import notebook as files
from autograder.bulk.kinds import Marks, Rules
from autograder.cells import is_graded_code
from autograder.restoring import clear_outputs, restore_cells
from autograder.showing import ours_in, outputs_of
from rapport.journal import Event, newest, receipts_of

UNTOUCHED = "No response."
"""nbgrader's automatic comment on a cell that a student left as it was."""


def mark(rules: Rules, raw: bytes, journalled: Iterable[Event]) -> tuple[Marks, bytes, list[str]]:
    """Mark one submission.

    Parameters
    ----------
    rules : Rules
        What it is marked by.
    raw : bytes
        The notebook's file.
    journalled : iterable of Event
        The answers of the answer file, in its order.

    Returns
    -------
    tuple
        What the gradebook is to hold, the graded notebook's file, and what was amiss, a clause each.

    Raises
    ------
    Ungradable
        If the file is no notebook that could be opened.
    """
    notebook = files.parse(raw)
    for cell in notebook["cells"]:
        clear_outputs(cell)
    files.check(notebook)
    amiss = restore_cells(notebook, rules.given)
    if rules.kernelspec:
        notebook["metadata"]["kernelspec"] = dict(rules.kernelspec)
    received, _ = receipts_of(notebook, "")
    given = newest((*received, *journalled), rules.opened)
    for index, outputs in outputs_of(ours_in(notebook), rules.scheme, given).items():
        notebook["cells"][index]["outputs"] = outputs
    return _marks(rules, notebook), files.as_bytes(notebook), amiss


def _marks(rules: Rules, notebook: dict[str, Any]) -> Marks:
    scores: dict[str, float | None] = {}
    comments: dict[str, str | None] = {}
    known = {cell.name: cell for cell in rules.given}
    for cell in notebook["cells"]:
        told = cell["metadata"].get("nbgrader")
        if not told:
            continue
        untouched = known[told["grade_id"]].untouched(cell)
        if told["grade"]:
            scores[told["grade_id"]] = _score(cell, told, untouched)
        if told["solution"] or told["task"]:
            comments[told["grade_id"]] = UNTOUCHED if untouched and not told["task"] else None
    return Marks(scores, comments)


def _score(cell: dict[str, Any], told: dict[str, Any], untouched: bool) -> float | None:
    if told["solution"]:
        return 0.0 if untouched else None
    return float(cell["outputs"][-1]["data"]["text/plain"]) if is_graded_code(cell) else None
