"""The command: what it prints, and its exit codes."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from autograder.bulk import run, setup
from autograder.bulk.kinds import Misuse
from autograder.cli import app
from rapport.content.response import BestReply
from tests.autograder.bulk.classes import bulk, filed, gradebook, recorded, submit
from tests.autograder.course import Course, event, nbgraders_warnings, received

HONEST = received(event("late-bus", BestReply(option="sit-first")))


def grade(course: Course, *more: str) -> Result:
    with nbgraders_warnings():
        return CliRunner().invoke(app, ["grade", "mira", "--root", str(course.root), *more])


def test_all_graded(course: Course) -> None:
    """Is the exit code 0 where all are graded, and does the table count them?"""
    submit(course, "ada", [HONEST])
    result = grade(course)
    assert result.exit_code == 0, result.output
    assert "graded now" in result.output
    assert course.marks("ada")["late-bus"] == 2
    assert "unchanged" in grade(course).output
    assert grade(course, "--force").exit_code == 0


def test_some_could_not_be(course: Course) -> None:
    """Is the exit code 1, with student, reason and mend, where one could not be graded?"""
    submit(course, "ada", [HONEST])
    (submit(course, "[red]eve") / "mira.ipynb").write_text("{")
    result = grade(course)
    assert result.exit_code == 1
    for words in ("[red]eve", "JSON is cut off or damaged", "ask the student to hand in the notebook again"):
        assert words in result.output


def _no_assignment(course: Course) -> None:
    with gradebook(course) as book:
        book.remove_assignment("mira")


def _own_code(course: Course) -> None:
    with gradebook(course) as book:
        book.find_source_cell("late-bus", "mira", "mira").source = "assert 1 + 1 == 2"
        book.db.commit()


def _fewer_points(course: Course) -> None:
    with gradebook(course) as book:
        book.find_grade_cell("late-bus", "mira", "mira").max_score = 1
        book.db.commit()


def _add(line: str, course: Course) -> None:
    with (course.root / "nbgrader_config.py").open("a") as file:
        file.write(f"\n{line}\n")


MISUSES = {
    "Nothing was handed in": lambda course: shutil.rmtree(course.root / "autograder" / "submitted"),
    "There is no gradebook": lambda course: (course.root / "autograder" / "gradebook.db").unlink(),
    "There is no": lambda course: (course.root / "nbgrader_config.py").unlink(),
    "There are no keys": lambda course: (course.root / "autograder" / "keys" / "mira.yaml").unlink(),
    "can't be used": lambda course: (course.root / "autograder" / "gradebook.db").write_bytes(b""),
    "has no assignment": _no_assignment,
    "code of the instructor's own": _own_code,
    "refuses marks above a cell's points": _fewer_points,
    "post_convert_hook": lambda course: _add("c.Autograde.post_convert_hook = print", course),
    "ClearAlways": lambda course: _add("c.Autograde.autograde_preprocessors += ['own.ClearAlways']", course),
}


@pytest.mark.parametrize("told", MISUSES)
def test_misuse(course: Course, told: str) -> None:
    """Is the exit code 2, with what is missing and what to do, where nothing can be graded?"""
    submit(course, "ada", [HONEST])
    MISUSES[told](course)
    result = grade(course)
    assert result.exit_code == 2
    assert told in result.stderr
    assert not (course.root / "autograder" / "autograded" / "ada").exists()


@pytest.mark.parametrize("name", ["", "../mira", ".", "mi\nra"])
def test_names_that_are_none(course: Course, name: str) -> None:
    """Is a name that is no folder's refused?"""
    with pytest.raises(Misuse, match="no assignment's name"), nbgraders_warnings():
        setup.prepare(course.root, name)


def test_one_run_at_a_time(course: Course) -> None:
    """Is a second run of the same assignment kept out?"""
    submit(course, "ada", [HONEST])
    with nbgraders_warnings():
        prepared = setup.prepare(course.root, "mira")

    def second(_: int) -> None:
        with pytest.raises(Misuse, match="Another run"):
            run.grade(prepared)

    assert run.grade(prepared, progress=second).marked == ["ada"]
    prepared.book.close()


PLUGIN = """
from nbgrader.plugins import LateSubmissionPlugin


class Late(LateSubmissionPlugin):
    def late_submission_penalty(self, student_id, score, seconds):
        if student_id == "eve":
            raise RuntimeError("no rule for eve")
        return {"ada": 0.5, "ben": -1, "cem": 1000}.get(student_id)


c.AssignLatePenalties.plugin_class = Late
"""


def test_a_plugin_of_the_course(course: Course) -> None:
    """Are penalties the course's own plugin's, within the score, and does one that it fails on stop nobody else?"""
    _add(PLUGIN, course)
    for student in ("ada", "ben", "cem", "eve"):
        (submit(course, student, [HONEST]) / "timestamp.txt").write_text("2025-03-02 12:00:00 UTC")
    assert len(bulk(course).failed) == 1
    _add(PLUGIN.replace('"eve"', '"ada"'), course)
    kept = filed(course, "ada")
    assert kept
    assert [outcome.student for outcome in bulk(course).failed] == ["ada"]
    assert filed(course, "ada") == kept
    _add(PLUGIN, course)
    report = bulk(course)
    assert [outcome.student for outcome in report.failed] == ["eve"]
    assert "no rule for eve" in report.failed[0].what
    penalties = {student: rows[0][2] for student, rows in recorded(course).items()}
    assert penalties == {"ada": 0.5, "ben": 0.0, "cem": 2.0, "eve": None}


def test_a_busy_gradebook(course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    """Does somebody else who holds the gradebook for long cost nobody anything, and is the instructor told to run it again?"""
    monkeypatch.setattr("autograder.bulk.database.PATIENCE", 0.1)
    submit(course, "ada", [HONEST])
    holder = sqlite3.connect(course.root / "autograder" / "gradebook.db")
    holder.execute("begin immediate")
    result = grade(course)
    holder.close()
    assert result.exit_code == 2
    assert "Run the same command again" in result.stderr
    assert grade(course).exit_code == 0


def test_students_who_must_be_known(course: Course, tmp_path: Path) -> None:
    """Where the course adds no students by itself, and leaves some out, are strangers reported and those left alone?"""
    _add("c.Autograde.create_student = False\nc.CourseDirectory.student_id_exclude = 'cem'", course)
    with gradebook(course) as book:
        book.add_student("ada")
    for student in ("ada", "ben", "cem"):
        submit(course, student, [HONEST])
    report = bulk(course)
    assert report.marked == ["ada"]
    assert [outcome.student for outcome in report.failed] == ["ben"]
