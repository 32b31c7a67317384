"""The model answers, kept in the source notebook as receipts: handed in, that notebook alone earns full marks.

`nbgrader generate_assignment` clears outputs, so no student receives them.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import nbformat

from autograder.cells import asked_item, is_graded_code, marked_item
from autograder.keys import NoKeys, Scheme
from autograder.marking import marks_for
from autograder.submission import receipt
from rapport.content.base import SCHEMA_VERSION
from rapport.content.item import DialogueItem
from rapport.content.key import ChoiceKey, ClassifyKey, FreeTextKey, OrderKey
from rapport.content.response import (
    AnyResponse,
    BestAndWorst,
    BestReply,
    Classify,
    Dialogue,
    FreeText,
    Order,
    RuptureTurn,
)
from rapport.dialogue.outlook import outlook
from rapport.journal import Event

ANSWERED = datetime(2020, 1, 1, tzinfo=UTC)
"""When model answers were given: always the same, so that solving twice changes nothing, and before any answer of a person's."""


def model_response(scheme: Scheme, item_id: str) -> AnyResponse:
    """Return the answer that earns full marks; for a talk the choices that lead to the highest alliance.

    Raises
    ------
    NoKeys
        If the item is not the assignment's, or its talk has no ending.
    """
    item, key = scheme.item(item_id), scheme.key(item_id)
    if isinstance(key, ChoiceKey):
        return _choice(key)
    if isinstance(key, OrderKey):
        return Order(kind=key.kind, order=tuple(key.order))
    if isinstance(key, ClassifyKey):
        return Classify(labels={option: labelled.label for option, labelled in key.options.items()})
    if isinstance(key, FreeTextKey):
        return FreeText(text=key.model_reply)
    assert isinstance(item, DialogueItem)  # since find() has matched items and keys
    best = outlook(scheme.cases[item.case]).best
    if best is None:
        raise NoKeys(f"No choices bring the talk {item.case!r} to an end. Run `rapport check` and mend the case.")
    return Dialogue(case=item.case, choices=best.choices)


def _choice(key: ChoiceKey) -> AnyResponse:
    if key.kind == "best-reply":
        return BestReply(option=key.best)
    if key.kind == "rupture-turn":
        return RuptureTurn(turn=key.best)
    return BestAndWorst(best=key.best, worst=key.worst)


def model_answers(scheme: Scheme) -> dict[str, Event]:
    """Return the model answer to every item.

    Raises
    ------
    NoKeys
        If an answer does not earn its key's full points, as where a goal lies above all that a talk can reach.
    """
    given: dict[str, Event] = {}
    for sequence, item in enumerate(scheme.assignment.items, start=1):
        event = Event(
            schema_version=SCHEMA_VERSION,
            notebook=scheme.assignment.assignment,
            item=item.id,
            response=model_response(scheme, item.id),
            sequence=sequence,
            at=ANSWERED,
        )
        key = scheme.key(item.id)
        earned = marks_for(scheme, item.id, event)
        if not isinstance(key, FreeTextKey) and earned != key.points:
            raise NoKeys(
                f"The best answer to {item.id!r} earns {earned} of {key.points} points. Lower `full` in the goal of its key."
            )
        given[item.id] = event
    return given


def solve(scheme: Scheme, path: Path) -> bool:
    """Write the model answers into a source notebook; return whether that changed the file.

    Raises
    ------
    NoKeys
        If the notebook marks an item that is not the assignment's, or a cell's points are not its key's.
    """
    notebook: Any = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
    before = path.read_text(encoding="utf-8")
    given = model_answers(scheme)
    for cell in notebook.cells:
        if cell.cell_type != "code":
            continue
        cell.outputs, cell.execution_count = [], None
        item = asked_item(cell.source)
        if item is None:
            continue
        data = receipt(scheme, item, given.get(item))
        cell.outputs = [nbformat.from_dict({"output_type": "display_data", "metadata": {}, "data": data})]  # type: ignore[no-untyped-call]
        if is_graded_code(cell):
            _same_points(scheme, cell, item)
    after: str = nbformat.writes(notebook) + "\n"  # type: ignore[no-untyped-call]
    if after != before:
        path.write_text(after, encoding="utf-8")
    return after != before


def _same_points(scheme: Scheme, cell: Any, item: str) -> None:
    """Refuse points that differ: nbgrader refuses a mark above the cell's points, and can't know of a lower full mark."""
    if marked_item(cell.source) is None:
        return
    points, expected = float(cell.metadata.nbgrader.points), float(scheme.key(item).points)
    if points != expected:
        raise NoKeys(f"The cell of {item!r} has {points:g} points, its key {expected:g}. Give both the same.")
