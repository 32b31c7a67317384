"""Every committed assignment: what students get is made from what instructors write, and the model answers earn full marks."""

from __future__ import annotations

import filecmp
import shutil
from pathlib import Path

import pytest

from rapport.content.key import FreeTextKey

from .term import ASSIGNMENTS, ROOT, Course


def _files(folder: Path) -> set[str]:
    return {
        str(path.relative_to(folder))
        for path in folder.rglob("*")
        if path.is_file() and ".ipynb_checkpoints" not in path.parts
    }


def test_every_assignment_is_handed_out() -> None:
    """Do solutions/ and exercises/ hold the same assignments?"""
    assert {"abby", "john"} <= set(ASSIGNMENTS)
    assert sorted(path.parent.name for path in ROOT.glob("exercises/*/*.ipynb")) == ASSIGNMENTS


@pytest.fixture(scope="module")
def handed_out(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """A course in which every assignment was made for students."""
    course = Course.copied_to(tmp_path_factory.mktemp("assignments") / "course", ASSIGNMENTS)
    for name in ASSIGNMENTS:
        course.nbgrader("generate_assignment", name)
    return course


@pytest.mark.parametrize("name", ASSIGNMENTS)
def test_exercises_are_what_solutions_give(name: str, handed_out: Course) -> None:
    """Is exercises/NAME, byte for byte, what `nbgrader generate_assignment` makes today? If not: make assignments."""
    made, committed = handed_out.folder / "exercises" / name, ROOT / "exercises" / name
    assert _files(committed) == _files(made)
    _, differing, unreadable = filecmp.cmpfiles(made, committed, _files(made), shallow=False)
    assert (differing, unreadable) == ([], [])


@pytest.mark.parametrize("name", ASSIGNMENTS)
def test_the_solution_notebook_alone_earns_full_marks(name: str, handed_out: Course) -> None:
    """Does the solution, handed in as a notebook without its answer file, get every mark that no person gives?"""
    submitted = handed_out.folder / "autograder" / "submitted" / "solver" / name
    submitted.mkdir(parents=True)
    shutil.copy(ROOT / "solutions" / name / f"{name}.ipynb", submitted)
    handed_out.nbgrader("autograde", name)

    keys = handed_out.keys(name).keys
    by_person = {key.item for key in keys if isinstance(key, FreeTextKey)}
    graded = handed_out.grades(name, "solver")
    assert {item for item, grade in graded.items() if grade.needs_person} == by_person
    assert {item: grade.score for item, grade in graded.items() if item not in by_person} == {
        key.item: key.points for key in keys if key.item not in by_person
    }
