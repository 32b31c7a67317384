"""The steps in which our grading differs from nbgrader's.

`KeepReceipts` and `RestoreCells` while a submission is sanitised, `KeyedExecute` in place of executing it.
"""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from nbformat.notebooknode import from_dict
from nbgrader.api import Assignment, Notebook
from nbgrader.preprocessors import ClearOutput, Execute, OverwriteCells
from sqlalchemy import Engine, NullPool, create_engine, select
from sqlalchemy.orm import Session
from traitlets import Unicode

from autograder.keys import Scheme, find
from autograder.restoring import clear_outputs, given_cells, restore_cells
from autograder.showing import ours_in, outputs_of
from autograder.submission import Answers, answers, assignment_of

__all__ = ["KeepReceipts", "KeyedExecute", "RestoreCells"]


class KeepReceipts(ClearOutput):  # type: ignore[misc]  # nbgrader is untyped
    """Clear a submission's outputs but for its answers.

    Only the answer itself is kept of a receipt, in its canonical form: its HTML comes from a student and would be shown to instructors.
    """

    def preprocess_cell(self, cell: Any, resources: Any, cell_index: int) -> tuple[Any, Any]:  # noqa: ARG002 - nbconvert passes it
        """Clear one cell."""
        clear_outputs(cell, self.remove_metadata_fields)
        return from_dict(cell), resources  # type: ignore[no-untyped-call]


class RestoreCells(OverwriteCells):  # type: ignore[misc]  # nbgrader is untyped
    """Give a submission the cells, the cell metadata and the kernel's name that the instructor gave it, read once from the gradebook.

    This does what `DeduplicateIds`, `OverwriteKernelspec` and `OverwriteCells` do. It leaves `CheckCellMetadata` nothing to find either:
    every cell's metadata is now what `nbgrader generate_assignment` checked and recorded, or gone. In nbgrader 0.9.6 a graded cell that
    was copied, or metadata that was edited, stops the grading of everybody who comes after; a locked cell that was deleted takes its
    marks along, though the answer may be in the answer file. Of a cell that stands there twice the last counts, as in nbgrader. What a
    student was to write is left as it is.
    """

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Restore one notebook."""
        told = resources["nbgrader"]
        with Session(_engine(told["db_url"])) as session:
            query = select(Notebook).join(Assignment, Assignment.id == Notebook.assignment_id)
            released = session.scalars(
                query.where(Notebook.name == told["notebook"], Assignment.name == told["assignment"])
            ).one()
            given, kernelspec = list(given_cells(released)), json.loads(released.kernelspec or "{}")
        for amiss in restore_cells(nb, given):
            self.log.warning("In the notebook of %s %s", told["student"], amiss)
        if kernelspec:
            nb["metadata"]["kernelspec"] = kernelspec
        restored = from_dict(nb)  # type: ignore[no-untyped-call]
        if self.add_missing_cells:
            # Also those that a student may write into, with a notice: nbgrader's own setting, for who asks for it.
            return super().preprocess(restored, resources)  # type: ignore[no-any-return]
        return restored, resources


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
        ours = ours_in(nb)
        # Answers are read before anything runs, so that no student code can change them.
        self._ours: dict[int, list[dict[str, Any]]] = {}
        if ours.marked or ours.asked:
            scheme, found = self._look_up(nb, resources)
            self._ours = outputs_of(ours, scheme, found.given)
        if self.enabled and ours.others:
            nb, resources = super().preprocess(nb, resources, km)
        for index, outputs in self._ours.items():
            nb.cells[index]["outputs"] = from_dict(outputs)  # type: ignore[no-untyped-call]
            nb.cells[index]["execution_count"] = None
        return nb, resources

    def preprocess_cell(self, cell: Any, resources: Any, index: int) -> tuple[Any, Any]:
        """Run one cell, unless it is ours."""
        if index in self._ours:
            return cell, resources
        ran: tuple[Any, Any] = super().preprocess_cell(cell, resources, index)
        return ran

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


@lru_cache(maxsize=4)
def _engine(db_url: str) -> Engine:
    """Return what opens the gradebook, the same for all submissions: queries are made ready once, which takes longer than to ask them.

    Connections are not kept, so that a gradebook that was put in the place of another is seen by a process as old as the formgrader's.
    """
    return create_engine(db_url, poolclass=NullPool)
