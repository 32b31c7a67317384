"""RestoreCells: what it leaves to the steps of nbgrader that it takes the place of, and to a gradebook that changes meanwhile."""

from __future__ import annotations

import copy
import shutil
from typing import Any

import nbformat
from hypothesis import given, settings
from hypothesis import strategies as st
from nbgrader.preprocessors import CheckCellMetadata, DeduplicateIds, OverwriteCells, OverwriteKernelspec

from autograder.preprocessors import RestoreCells
from tests.autograder.course import Course, Notebook, cell_of, nbgraders_warnings, source_notebook

REPLACED = (DeduplicateIds, OverwriteKernelspec, OverwriteCells, CheckCellMetadata)
"""nbgrader's steps that the course's settings leave out, in nbgrader's order."""
CLAIMS: list[Any] = [
    {"grade": False},
    {"solution": True},
    {"locked": False},
    {"task": True},
    {"points": 40},
    {"points": "many"},
    {"checksum": "0"},
    {"cell_type": "raw"},
    {"schema_version": 1},
    {"extra": "field"},
    {"grade_id": "never-there"},
    {"grade_id": "late-bus"},
    {"grade_id": ["late-bus"]},
    {"grade_id": None},
    "late-bus",
    None,
]


def _claimed(claim: Any) -> Any:
    def change(notebook: Notebook, cell: Notebook) -> None:
        metadata = cell.metadata
        held = metadata.get("nbgrader")
        metadata["nbgrader"] = {**held, **claim} if isinstance(claim, dict) and isinstance(held, dict) else claim

    return change


def _copied(notebook: Notebook, cell: Notebook) -> None:
    notebook.cells.append(copy.deepcopy(cell))


def _deleted(notebook: Notebook, cell: Notebook) -> None:
    notebook.cells.remove(cell)


def _rewritten(notebook: Notebook, cell: Notebook) -> None:
    cell.source = "1 / 0"


def _of_another_kind(notebook: Notebook, cell: Notebook) -> None:
    cell.cell_type = "markdown" if cell.cell_type == "code" else "code"


def _for_another_kernel(notebook: Notebook, cell: Notebook) -> None:
    notebook.metadata["kernelspec"] = {"name": "bash", "display_name": "Bash", "language": "bash"}


damages = st.one_of(
    st.sampled_from(CLAIMS).map(_claimed),
    st.sampled_from([_copied, _deleted, _rewritten, _of_another_kind, _for_another_kernel]),
)


def test_nothing_is_left_to_nbgraders_steps(course: Course) -> None:
    """Whatever a student did to cells and metadata, do the steps that RestoreCells replaces find nothing to change or refuse?"""
    released = nbformat.read(course.root / "exercises" / "mira" / "mira.ipynb", as_version=4)
    told = {"nbgrader": {**dict.fromkeys(("assignment", "notebook"), "mira"), "student": "ada"}}
    told["nbgrader"]["db_url"] = f"sqlite:///{course.root}/autograder/gradebook.db"
    seen = set()

    @settings(max_examples=40, deadline=None, derandomize=True)
    @given(st.lists(st.tuples(st.integers(0, len(released.cells) - 1), damages), max_size=8))
    def compare(made: list[Any]) -> None:
        notebook = copy.deepcopy(released)
        for place, damage in made:
            damage(notebook, notebook.cells[place % len(notebook.cells)])
        seen.add(len(notebook.cells))
        restored, _ = RestoreCells().preprocess(notebook, told)
        again = copy.deepcopy(restored)
        for step in REPLACED:
            again, _ = step().preprocess(again, told)
        assert again == restored

    with nbgraders_warnings():
        compare()
    assert len(seen) > 2, "the generator neither deleted nor copied cells"


def test_another_release(course: Course) -> None:
    """Does a process that has graded before see a new release, and another gradebook that was put in the place of the first?"""
    gradebook = course.root / "autograder" / "gradebook.db"
    first = shutil.copy(gradebook, course.root / "first.db")
    course.submit("ada")

    def graded_start() -> str:
        assert course.autograde()
        return str(cell_of(course.graded("ada"), "start").source)

    assert "# Start again" not in graded_start()
    notebook = source_notebook()
    cell_of(notebook, "start").source += "\n# Start again"
    _release(course, notebook)
    assert "# Start again" in graded_start()
    shutil.move(first, gradebook)
    assert "# Start again" not in graded_start()


def test_cells_to_write_into(course: Course) -> None:
    """Is a deleted cell that a student was to write into missing as in nbgrader, and added where nbgrader's own setting asks for it?"""
    notebook = source_notebook()
    flags = {"schema_version": 3, "grade": True, "solution": True, "locked": False, "task": False, "points": 3}
    essay = nbformat.v4.new_markdown_cell("Why?", metadata={"nbgrader": {"grade_id": "essay", **flags}})
    notebook.cells.insert(notebook.cells.index(cell_of(notebook, "late-bus")) + 1, essay)
    _release(course, notebook)
    course.submit("ada", lambda handed_in: handed_in.cells.remove(cell_of(handed_in, "essay")))
    assert course.autograde()
    names = [cell.metadata.nbgrader.grade_id for cell in notebook.cells]
    assert _names(course.graded("ada")) == [name for name in names if name != "essay"]
    assert course.autograde(OverwriteCells={"add_missing_cells": True})
    assert _names(course.graded("ada")) == names


def _release(course: Course, notebook: Notebook) -> None:
    nbformat.write(notebook, course.root / "solutions" / "mira" / "mira.ipynb")
    shutil.rmtree(course.root / "exercises")
    course.release()


def _names(notebook: Notebook) -> list[str]:
    return [cell.metadata.nbgrader.grade_id for cell in notebook.cells]
