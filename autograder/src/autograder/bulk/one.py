"""Mark one submission: the bytes of its notebook and its journalled answers in, marks and the graded notebook out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from autograder.bulk import notebook as files
from autograder.bulk.kinds import Marks, Rules
from autograder.cells import is_graded_code
from autograder.restoring import Kept, Reader, clear_outputs, restore_cells
from autograder.showing import ours_in, outputs_of
from rapport.journal import Event, newest

UNTOUCHED = "No response."
"""nbgrader's automatic comment on a cell that a student left as it was."""


class Marked(NamedTuple):
    """One submission, marked.

    Attributes
    ----------
    marks : Marks
        What the gradebook is to hold.
    file : bytes
        The graded notebook's file.
    notebook : dict
        What stands in it.
    answers : mapping of item id to Event
        The newest answer to each item.
    amiss : list of str
        What was amiss, a clause each.
    """

    marks: Marks
    file: bytes
    notebook: dict[str, Any]
    answers: Mapping[str, Event]
    amiss: list[str]


def mark(rules: Rules, raw: bytes, journalled: Iterable[Event]) -> Marked:
    """Mark one submission.

    Parameters
    ----------
    rules : Rules
        What it is marked by.
    raw : bytes
        The notebook's file.
    journalled : iterable of Event
        The answers of the answer file, in its order.

    Raises
    ------
    Ungradable
        If the file is no notebook that could be opened.
    """
    notebook = files.parse(raw)
    journalled = list(journalled)
    reader = Reader(journalled)
    kept = [found for cell in notebook["cells"] for found in clear_outputs(cell, reader=reader)]
    files.check(notebook)
    amiss = restore_cells(notebook, rules.given)
    if rules.kernelspec:
        notebook["metadata"]["kernelspec"] = dict(rules.kernelspec)
    given = newest((*_received(notebook, kept), *journalled), rules.opened)
    for index, outputs in outputs_of(ours_in(notebook), rules.scheme, given, reader).items():
        notebook["cells"][index]["outputs"] = outputs
    return Marked(_marks(rules, notebook), files.as_bytes(notebook), notebook, given, amiss)


def _received(notebook: dict[str, Any], kept: Iterable[Kept]) -> Iterator[Event]:
    """Yield the answers in the notebook's outputs; restoring it may have taken some away, or cells with them apart."""
    events = {id(found.output): found.event for found in kept}
    for cell in notebook["cells"]:
        outputs = cell.get("outputs")
        for shown in outputs if isinstance(outputs, list) else ():
            if event := events.get(id(shown)):
                yield event


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
