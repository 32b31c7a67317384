"""Grade a large generated class by keyed `nbgrader autograde` and by `autograder grade`, and compare all that they leave behind.

    python -m bench.equality --students 3000 --start 100000 --executing 40

Some tests do the same with 60 students; this takes a quarter of a second for each, and some seconds for each of those that are also
executed, as stock nbgrader does, to compare their marks. Another start makes another class.
"""

from __future__ import annotations

import shutil
import tempfile
import time
from pathlib import Path
from typing import Annotated

import pytest
import typer

from tests.autograder.bulk.classes import due_at_noon, hand_in, twin, with_essay
from tests.autograder.bulk.test_equality import compare, penalise
from tests.autograder.course import Course, source_notebook, write_course


def main(
    students: Annotated[int, typer.Option(min=1, help="How many hand in.")] = 3000,
    start: Annotated[int, typer.Option(min=1, help="The first one's number, which seeds the generators.")] = 1,
    executing: Annotated[int, typer.Option(min=0, help="How many are executed too.")] = 0,
) -> None:
    """Print how many were graded alike; fail at the first difference."""
    with tempfile.TemporaryDirectory(prefix="equality-") as folder, pytest.MonkeyPatch.context() as patch:
        for variable in ("RAPPORT_KEYS", "RAPPORT_SOURCE", "RAPPORT_GRADING"):
            patch.delenv(variable, raising=False)
        course = write_course(Path(folder) / "course", with_essay(source_notebook()))
        course.release()
        due_at_noon(course)
        penalise(course)
        hand_in(course, students, start)
        other = twin(course, Path(folder) / "other")
        patch.delenv("RAPPORT_KEYS", raising=False)
        patch.delenv("RAPPORT_SOURCE", raising=False)
        began = time.perf_counter()
        graded = compare(course, other)
        typer.echo(
            f"{graded} of {students} graded alike, the others by neither way; {time.perf_counter() - began:.0f} s."
        )
        if executing:
            number = execute(other, twin(course, Path(folder) / "executed"), executing)
            typer.echo(f"{number} of them got the same marks by executing.")


def execute(graded: Course, course: Course, number: int) -> int:
    """Execute some submissions, and assert that they get the marks of the graded course; return how many those were.

    Left out are those with a loop that never ends: they only wait for nbgrader's patience to.
    """
    marks, chosen = {}, 0
    for folder in sorted((course.root / "autograder" / "submitted").iterdir()):
        endless = "while True" in (folder / "mira" / "mira.ipynb").read_text()
        filed = graded.root / "autograder" / "autograded" / folder.name / "mira"
        if chosen < number and not endless and filed.is_dir():
            marks[folder.name] = graded.marks(folder.name)
            chosen += 1
        else:
            shutil.rmtree(folder)
    assert course.autograde(keyed=False)
    for student, expected in marks.items():
        assert course.marks(student) == expected, student
    return chosen


if __name__ == "__main__":
    typer.run(main)
