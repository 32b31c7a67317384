"""Give a submission back what the instructor gave it, and clear what a student must not decide.

Plain data in, the same data changed: notebook nodes or dictionaries. Both ways of grading without running code share these rules.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, NamedTuple

from pydantic_core import to_json

from rapport.content.response import Classify, SelfRatings
from rapport.journal import MIME, Event, parse_event, receipts_of
from rapport.journal.event import MAX_LINE, MIN_LINE
from rapport.journal.receipt import parse_receipt

CELLS_WITH_IDS = 5
"""From this minor version of nbformat 4 on, every cell has an id."""

OUTPUT_METADATA = frozenset({"collapsed", "scrolled"})
"""What is said of a cell's outputs in its metadata; nbconvert clears these with the outputs."""


@dataclass(frozen=True)
class GivenCell:
    """A cell as the instructor gave it, from the gradebook.

    Attributes
    ----------
    name : str
        Its grade id.
    source : str
        Its source, with hidden tests.
    metadata : dict
        What nbgrader keeps in the cell's metadata.
    """

    name: str
    source: str
    metadata: dict[str, Any]

    @property
    def kind(self) -> str:
        """``code`` or ``markdown``."""
        return str(self.metadata["cell_type"])

    @property
    def locked(self) -> bool:
        """Whether the student was not to change it."""
        return bool(self.metadata["locked"])

    def untouched(self, cell: Any) -> bool:
        """Return whether a student left the cell's source as it was; what nbgrader tells from its checksum."""
        return self.metadata["checksum"] is not None and bool(cell["source"] == self.source)


class Kept(NamedTuple):
    """An output that holds an answer.

    Attributes
    ----------
    output : dict
        The cell's output.
    event : Event or None
        What `rapport.journal.receipts_of` reads from it; None for nothing.
    """

    output: dict[str, Any]
    event: Event | None


class Reader:
    """Reads answers from receipts, and writes them as plain data.

    Parameters
    ----------
    journalled : iterable of Event
        The answers of the answer file, which receipts mostly repeat: one that says the same as the last of these is not read again.
    """

    def __init__(self, journalled: Iterable[Event] = ()) -> None:
        self._last = {event.item: event for event in journalled}
        self._data = {id(event): event.model_dump(mode="json") for event in self._last.values()}

    def parse(self, found: Any) -> Event | str:
        """Return the answer in the JSON of a receipt, or in words why there is none."""
        item = found.get("item") if isinstance(found, dict) else None
        last = self._last.get(item) if isinstance(item, str) else None
        # To Python true is 1, but it is no version.
        if last and found == self._data[id(last)] and type(found["schema_version"]) is int:
            return last
        return parse_receipt(found)

    def data(self, event: Event) -> dict[str, Any]:
        """Return an answer as JSON-ready data, which is not to be changed."""
        return self._data.get(id(event)) or event.model_dump(mode="json")


def given_cells(notebook: Any) -> Iterator[GivenCell]:
    """Yield the cells of a gradebook's notebook, `nbgrader.api.Notebook`, in the order in which they were recorded."""
    points = {cell.name: float(cell.max_score) for cell in (*notebook.grade_cells, *notebook.task_cells)}
    grades, solutions, tasks = (
        {cell.name for cell in cells} for cells in (notebook.grade_cells, notebook.solution_cells, notebook.task_cells)
    )
    for cell in notebook.source_cells:
        kind = {"grade": cell.name in grades, "solution": cell.name in solutions, "task": cell.name in tasks}
        worth = {"points": points[cell.name]} if cell.name in points else {}
        known = {"grade_id": cell.name, "locked": cell.locked, "checksum": cell.checksum, "cell_type": cell.cell_type}
        yield GivenCell(cell.name, cell.source, {"schema_version": 3, **known, **kind, **worth})


def clear_outputs(cell: Any, fields: Collection[str] = OUTPUT_METADATA, reader: Reader | None = None) -> list[Kept]:
    """Clear a cell's outputs but for its answers, which are kept in their canonical form: receipts' HTML comes from a student.

    Parameters
    ----------
    cell : dict
        The cell, which is changed.
    fields : collection of str
        What is cleared of its metadata.
    reader : Reader or None
        Reads the answers.

    Returns
    -------
    list of Kept
        The outputs that are left, with the answers that are read from them.
    """
    reader = reader or Reader()
    received, _ = receipts_of({"cells": [cell]}, "", reader.parse) if cell.get("outputs") else ((), ())
    if cell["cell_type"] == "code":
        cell["outputs"], cell["execution_count"] = [], None
        for field in fields:
            cell["metadata"].pop(field, None)
    kept = [_canonical(event, reader.data(event)) for event in received]
    if kept:
        cell["outputs"] = [found.output for found in kept]
    return kept


def restore_cells(notebook: Any, given: Iterable[GivenCell]) -> list[str]:
    """Restore the instructor's cells and return what was amiss, a clause each.

    Of a cell that stands there twice the last counts, as in nbgrader. What a student was to write is left as it is. Locked cells that were
    deleted are put back.
    """
    known = {cell.name: cell for cell in given}
    amiss: list[str] = []
    held: set[str] = set()
    for cell in reversed(notebook["cells"]):
        claimed = cell["metadata"].pop("nbgrader", None)
        name = claimed.get("grade_id") if isinstance(claimed, dict) else None
        if isinstance(name, str) and name in known and name not in held:
            held.add(name)
            _restore(cell, known[name])
        elif claimed:
            amiss.append(f"a cell claims to be {str(name)[:64]!r}, which is another cell or none")
    for name in (name for name, cell in known.items() if cell.locked and name not in held):
        amiss.append(f"the cell {name!r} was deleted and is put back")
        _put_back(notebook, list(known.values()), known[name])
    return amiss


def output(kind: str, data: dict[str, Any], **more: Any) -> dict[str, Any]:
    """Return an output of a cell."""
    return {"output_type": kind, "metadata": {}, "data": data, **more}


def _canonical(event: Event, data: dict[str, Any]) -> Kept:
    """Return an answer in the form in which a notebook's file holds it, with what is read from that: its labels are in their order there."""
    if isinstance(event.response, (Classify, SelfRatings)):
        data = json.loads(json.dumps(data, sort_keys=True))
        return Kept(output("display_data", {MIME: data}), _read(to_json(data)))
    read = event if MIN_LINE <= len(to_json(data)) <= MAX_LINE else None
    return Kept(output("display_data", {MIME: data}), read)


def _read(text: bytes) -> Event | None:
    read = parse_event(text)
    return read if isinstance(read, Event) else None


def _restore(cell: Any, given: GivenCell) -> None:
    if cell["cell_type"] != given.kind:
        _change_kind(cell, given.kind)
    if given.locked:
        cell["source"] = given.source
    cell["metadata"]["nbgrader"] = dict(given.metadata)


def _change_kind(cell: Any, kind: str) -> None:
    """Undo what a front end did when a student changed the cell's kind; nbgrader's own step refuses some of what is left over."""
    for field in ("outputs", "execution_count", "attachments"):
        cell.pop(field, None)
    cell["cell_type"] = kind
    if kind == "code":
        cell["outputs"], cell["execution_count"] = [], None


def _put_back(notebook: Any, given: Sequence[GivenCell], cell: GivenCell) -> None:
    """Put a deleted cell after the nearest one that stood before it."""
    cells = notebook["cells"]
    before = {other.name for other in given[: given.index(cell)]}
    places = [index for index, found in enumerate(cells) if _name(found) in before]
    metadata = {"nbgrader": dict(cell.metadata)}
    made: dict[str, Any] = {"cell_type": cell.kind, "metadata": metadata, "source": cell.source}
    if cell.kind == "code":
        made |= {"outputs": [], "execution_count": None}
    if notebook["nbformat_minor"] >= CELLS_WITH_IDS:
        made["id"] = free_id(cell.name, {found.get("id") for found in cells})
    cells.insert(max(places, default=-1) + 1, made)


def free_id(seed: str, taken: Collection[Any]) -> str:
    """Return an id for a cell that is always the same for the same notebook, so that grading twice changes nothing."""
    tries = (sha256(f"{seed} {number}".encode()).hexdigest()[:8] for number in range(len(taken) + 1))
    return next(found for found in tries if found not in taken)


def _name(cell: Any) -> Any:
    return cell["metadata"].get("nbgrader", {}).get("grade_id")
