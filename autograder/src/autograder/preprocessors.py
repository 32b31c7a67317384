"""The steps in which our grading differs from nbgrader's.

`KeepReceipts` and `RestoreCells` while a submission is sanitised, `KeyedExecute` in place of executing it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

from nbformat import NotebookNode
from nbformat.notebooknode import from_dict
from nbgrader.api import Gradebook
from nbgrader.preprocessors import ClearOutput, Execute, NbGraderPreprocessor
from traitlets import Unicode

from autograder.cells import asked_item, is_graded_code, is_locked_code, marked_item
from autograder.keys import Scheme, find
from autograder.marking import marks_for
from autograder.submission import Answers, answers, assignment_of, receipt
from rapport.journal import MIME, Event, receipts_of

__all__ = ["KeepReceipts", "KeyedExecute", "RestoreCells"]

CELLS_WITH_IDS = 5
"""From this minor version of nbformat 4 on, every cell has an id."""


class KeepReceipts(ClearOutput):  # type: ignore[misc]  # nbgrader is untyped
    """Clear a submission's outputs but for its answers.

    Only the answer itself is kept of a receipt, in its canonical form: its HTML comes from a student and would be shown to instructors.
    """

    def preprocess_cell(self, cell: Any, resources: Any, cell_index: int) -> tuple[Any, Any]:
        """Clear one cell."""
        kept = [_output("display_data", {MIME: event.model_dump(mode="json")}) for event in _receipts(cell)]
        cell, resources = super().preprocess_cell(cell, resources, cell_index)
        if kept:
            cell["outputs"] = kept
        return cell, resources


class RestoreCells(NbGraderPreprocessor):  # type: ignore[misc]  # nbgrader is untyped
    """Give a submission the cells and the cell metadata that the instructor gave it.

    In nbgrader 0.9.6 a graded cell that was copied, or metadata that was edited, stops the grading of everybody who comes after; a locked
    cell that was deleted takes its marks along, though the answer may be in the answer file. Of a cell that stands there twice the last
    counts, as in nbgrader. What a student was to write is left as it is.
    """

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Restore one notebook."""
        told = resources["nbgrader"]
        with Gradebook(told["db_url"]) as gradebook:
            given = {
                cell.name: cell for cell in _given_cells(gradebook.find_notebook(told["notebook"], told["assignment"]))
            }
        held: set[str] = set()
        for cell in reversed(nb.cells):
            claimed = cell.metadata.pop("nbgrader", None)
            name = claimed.get("grade_id") if isinstance(claimed, dict) else None
            if isinstance(name, str) and name in given and name not in held:
                held.add(name)
                cell.metadata["nbgrader"] = from_dict(given[name].metadata)  # type: ignore[no-untyped-call]
            elif claimed:
                self.log.warning("A cell of %s claims to be %r, which is another cell or none", told["student"], name)
        for name in (name for name, cell in given.items() if cell.metadata["locked"] and name not in held):
            self.log.warning("Cell %r of %s was deleted; it is put back", name, told["student"])
            _put_back(nb, given, name)
        return nb, resources


class KeyedExecute(Execute):  # type: ignore[misc]  # nbgrader is untyped
    """Mark our cells by reading answers and keys; run a notebook only for graded code of the instructor's own.

    Gives each graded cell of ours the outputs that nbgrader's next steps look for: a receipt that shows the answer as words, and a number.
    Ungraded cards get their receipt. A notebook without graded code of the instructor's own starts no kernel, so no student's code runs.
    """

    keys = Unicode("", help="Folder of the keys; by default RAPPORT_KEYS, or else the course's autograder/keys.").tag(
        config=True
    )

    def __call__(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Mark also where nbgrader is told not to execute: reading is no execution."""
        return self.preprocess(nb, resources)

    def preprocess(self, nb: Any, resources: Any = None, km: Any = None) -> tuple[Any, Any]:
        """Mark one notebook."""
        # Answers are read before anything runs, so that no student code can change them.
        self._ours = self._read(nb, resources)
        others = any(is_graded_code(cell) and index not in self._ours for index, cell in enumerate(nb.cells))
        if self.enabled and others:
            nb, resources = super().preprocess(nb, resources, km)
        for index, outputs in self._ours.items():
            nb.cells[index]["outputs"] = outputs
            nb.cells[index]["execution_count"] = None
        return nb, resources

    def preprocess_cell(self, cell: Any, resources: Any, index: int) -> tuple[Any, Any]:
        """Run one cell, unless it is ours."""
        if index in self._ours:
            return cell, resources
        ran: tuple[Any, Any] = super().preprocess_cell(cell, resources, index)
        return ran

    def _read(self, nb: Any, resources: Any) -> dict[int, list[Any]]:
        """Return the outputs of each cell of ours, by index."""
        code = {index: cell for index, cell in enumerate(nb.cells) if cell.cell_type == "code"}
        graded = {index for index, cell in code.items() if is_graded_code(cell)}
        marked = {index: item for index in graded if (item := marked_item(code[index].source))}
        asked = {index: item for index in code.keys() - graded if (item := asked_item(code[index].source))}
        if not marked and not any(is_locked_code(code[index]) for index in asked):
            return {}
        scheme, found = self._look_up(nb, resources)
        # A student's own cell may ask for anything.
        known = {index: item for index, item in asked.items() if scheme.assignment.item(item)}
        cards = {index: _shown(scheme, item, found.given.get(item)) for index, item in known.items()}
        return cards | {index: _scored(scheme, item, found.given.get(item)) for index, item in marked.items()}

    def _look_up(self, nb: Any, resources: Any) -> tuple[Scheme, Answers]:
        course = self._course()
        told = resources["nbgrader"]
        graded = Path(resources["metadata"]["path"])
        source, folder = None, graded
        if course is not None:
            source = Path(course.format_path(course.source_directory, ".", told["assignment"]))
            # What was handed in, and not its copy among the graded files, over which nbgrader has laid the source folder's files.
            folder = Path(course.format_path(course.submitted_directory, told["student"], told["assignment"]))
        name = assignment_of(nb, told["notebook"])
        scheme = find(name, Path(self.keys).expanduser() if self.keys else None, source, graded)
        found = answers(nb, name, folder)
        for fault in found.faults:
            self.log.warning("%s of %s: %s", fault.where, told["student"], fault.what)
        return scheme, found

    def _course(self) -> Any:
        """Return nbgrader's CourseDirectory, which only the converter above knows."""
        above = self.parent
        while above is not None and not hasattr(above, "coursedir"):
            above = above.parent
        return above.coursedir if above is not None else None


@dataclass(frozen=True)
class _GivenCell:
    """A cell as the instructor gave it, from the gradebook."""

    name: str
    source: str
    metadata: dict[str, Any]


def _given_cells(notebook: Any) -> Iterator[_GivenCell]:
    """Yield the cells of a gradebook's notebook, in the order in which they were recorded."""
    points = {cell.name: float(cell.max_score) for cell in (*notebook.grade_cells, *notebook.task_cells)}
    grades, solutions, tasks = (
        {cell.name for cell in cells} for cells in (notebook.grade_cells, notebook.solution_cells, notebook.task_cells)
    )
    for cell in notebook.source_cells:
        kind = {"grade": cell.name in grades, "solution": cell.name in solutions, "task": cell.name in tasks}
        worth = {"points": points[cell.name]} if cell.name in points else {}
        known = {"grade_id": cell.name, "locked": cell.locked, "checksum": cell.checksum, "cell_type": cell.cell_type}
        yield _GivenCell(cell.name, cell.source, {"schema_version": 3, **known, **kind, **worth})


def _put_back(nb: Any, given: dict[str, _GivenCell], name: str) -> None:
    """Put a deleted cell after the nearest one that stood before it."""
    names = list(given)
    before = set(names[: names.index(name)])
    places = [
        index for index, cell in enumerate(nb.cells) if cell.metadata.get("nbgrader", {}).get("grade_id") in before
    ]
    cell = given[name]
    kind = cell.metadata["cell_type"]
    made: dict[str, Any] = {"cell_type": kind, "metadata": {"nbgrader": cell.metadata}, "source": cell.source}
    if kind == "code":
        made |= {"outputs": [], "execution_count": None}
    if nb.nbformat_minor >= CELLS_WITH_IDS:
        made["id"] = uuid4().hex[:8]
    nb.cells.insert(max(places, default=-1) + 1, from_dict(made))  # type: ignore[no-untyped-call]


def _receipts(cell: Any) -> list[Event]:
    return receipts_of({"cells": [cell]}, "")[0]


def _shown(scheme: Scheme, item: str, event: Event | None) -> list[NotebookNode]:
    return [_output("display_data", receipt(scheme, item, event))]


def _scored(scheme: Scheme, item: str, event: Event | None) -> list[NotebookNode]:
    mark = repr(marks_for(scheme, item, event))
    return [*_shown(scheme, item, event), _output("execute_result", {"text/plain": mark}, execution_count=None)]


def _output(kind: str, data: dict[str, Any], **more: Any) -> NotebookNode:
    output: NotebookNode = from_dict({"output_type": kind, "metadata": {}, "data": data, **more})  # type: ignore[no-untyped-call]
    return output
