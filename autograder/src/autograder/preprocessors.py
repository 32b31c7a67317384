"""The two steps in which our grading differs from nbgrader's: `KeepReceipts` while sanitising, `KeyedExecute` in place of executing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from nbformat import NotebookNode
from nbformat.notebooknode import from_dict
from nbgrader.preprocessors import ClearOutput, Execute
from traitlets import Unicode

from autograder.cells import asked_item, is_graded_code, is_locked_code, marked_item
from autograder.keys import Scheme, find
from autograder.marking import marks_for
from autograder.submission import Answers, answers, assignment_of, receipt
from rapport.journal import MIME, Event, receipts_of

__all__ = ["KeepReceipts", "KeyedExecute"]


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


def _receipts(cell: Any) -> list[Event]:
    return receipts_of({"cells": [cell]}, "")[0]


def _shown(scheme: Scheme, item: str, event: Event | None) -> list[NotebookNode]:
    return [_output("display_data", receipt(scheme, item, event))]


def _scored(scheme: Scheme, item: str, event: Event | None) -> list[NotebookNode]:
    mark = repr(marks_for(scheme.key(item), event, scheme.cases))
    return [*_shown(scheme, item, event), _output("execute_result", {"text/plain": mark}, execution_count=None)]


def _output(kind: str, data: dict[str, Any], **more: Any) -> NotebookNode:
    output: NotebookNode = from_dict({"output_type": kind, "metadata": {}, "data": data, **more})  # type: ignore[no-untyped-call]
    return output
