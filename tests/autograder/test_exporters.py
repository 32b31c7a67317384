"""The CSV files that learning platforms import: what they hold, and what they never hold."""

from __future__ import annotations

import csv
import logging
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nbgrader.api import Gradebook
from traitlets.config import Config

from autograder.exporters import CanvasExporter, MoodleExporter, NotExported
from autograder.spreadsheet import guarded, shown
from tests.autograder.course import POINTS, Course, nbgraders_warnings

NAMES = {
    "ada": ("Ada", "Lovelace", "815", "ada@example.org"),
    "bo": ('=HYPERLINK("#","x")', "@SUM(1)", "12; DROP", "+1@example.org"),
    "=cmd|' /C calc'!A0": ("'=1", "-2\n=3", None, None),
    "nobody": (None, None, None, None),
    "pp": ("Points Possible", "Jr.", None, None),
    "tHooft": ("Jan", '\'t Hooft, "J"', None, None),
}
EARNED = {"ada": (1.5, 0.0), "bo": (2 / 3, 0.5), "=cmd|' /C calc'!A0": (0.25, 1.0)}
"""Marks for one item, and what is taken off for being late."""


@pytest.fixture
def gradebook(course: Course) -> Iterator[Gradebook]:
    """Return a gradebook with students of all names, some of whom handed in."""
    with Gradebook(f"sqlite:///{course.root}/autograder/gradebook.db") as book:
        for student, (first, last, number, email) in NAMES.items():
            book.add_student(student, first_name=first, last_name=last, lms_user_id=number, email=email)
        for student, (mark, penalty) in EARNED.items():
            with nbgraders_warnings():
                submission = book.add_submission("mira", student)
            book.find_grade("late-bus", "mira", "mira", student).auto_score = mark
            submission.notebooks[0].late_submission_penalty = penalty
        book.db.commit()
        yield book


def rows(exporter: Any, gradebook: Gradebook, to: Path) -> list[list[str]]:
    """Export, and return what a reader of the file gets, guards taken off."""
    exporter.to = str(to)
    exporter.export(gradebook)
    with to.open(encoding="utf-8", newline="") as file:
        return [[shown(cell) for cell in row] for row in csv.reader(file)]


def by_id(found: list[list[str]], column: int) -> dict[str, list[str]]:
    return {row[column]: row for row in found}


def test_canvas(gradebook: Gradebook, tmp_path: Path) -> None:
    """Does the Canvas file hold Canvas's columns, the full marks, and each mark with its penalty taken off?"""
    headings, points, *students = rows(CanvasExporter(), gradebook, tmp_path / "canvas.csv")
    assert headings == ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "mira"]
    assert points[0].strip() == "Points Possible"
    assert float(points[5]) == pytest.approx(sum(POINTS.values()) + 4)
    found = by_id(students, 3)
    assert found.keys() == NAMES.keys()
    assert found["ada"] == ["Lovelace, Ada", "815", "", "ada", "", "1.5"]
    assert found["bo"] == ['@SUM(1), =HYPERLINK("#","x")', "", "", "bo", "", "0.166667"]
    assert found["=cmd|' /C calc'!A0"][5] == "0"
    assert found["nobody"] == ["nobody", "", "", "nobody", "", ""]
    assert found["pp"][0] == "pp"
    assert found["tHooft"][0] == '\'t Hooft, "J", Jan'


def test_moodle(gradebook: Gradebook, tmp_path: Path) -> None:
    """Does the Moodle file hold what students can be found by, and a dash where nothing was handed in?"""
    headings, *students = rows(MoodleExporter(), gradebook, tmp_path / "moodle.csv")
    assert headings == ["First name", "Last name", "Username", "ID number", "Email address", "mira"]
    found = by_id(students, 2)
    assert found.keys() == NAMES.keys()
    assert found["ada"] == ["Ada", "Lovelace", "ada", "815", "ada@example.org", "1.5"]
    assert found["bo"] == ['=HYPERLINK("#","x")', "@SUM(1)", "bo", "12; DROP", "+1@example.org", "0.166667"]
    assert found["=cmd|' /C calc'!A0"][:2] == ["'=1", "-2 =3"]
    assert found["nobody"] == ["", "", "nobody", "", "", "-"]


@pytest.mark.parametrize("exporter", [CanvasExporter, MoodleExporter])
def test_no_formulas(exporter: Any, gradebook: Gradebook, tmp_path: Path) -> None:
    """Does no cell begin as a formula, and no row take more than one line?"""
    to = tmp_path / "marks.csv"
    config = Config({exporter.__name__: {"columns": {"mira": "=1+1"}}})
    assert rows(exporter(config=config), gradebook, to)[0][5] == "=1+1"
    with to.open(encoding="utf-8", newline="") as file:
        cells = [cell for row in csv.reader(file) for cell in row]
    assert any(cell.startswith("'=") for cell in cells)
    assert not [cell for cell in cells if cell.lstrip()[:1] in set("=+-@\t\r|%") - {""} and cell != "-"]
    assert len(to.read_text(encoding="utf-8").splitlines()) == len(rows(exporter(), gradebook, to))


@given(st.text() | st.text("'=+-@ \t\nx\uff1d", max_size=6))
def test_guarding(text: str) -> None:
    """Does a guarded text come back as it was, and never begin as a formula?"""
    assert shown(guarded(text)) == text
    assert guarded(text).lstrip()[:1] not in tuple("=+-@\uff1d\uff0b\uff0d\uff20|%")
    assert not guarded(text).startswith(("\t", "\r", "\n"))


def test_chosen(gradebook: Gradebook, tmp_path: Path) -> None:
    """Are only the students and assignments exported that were named?"""
    exporter = MoodleExporter(student=["bo"], assignment=["mira"])
    assert [row[2] for row in rows(exporter, gradebook, tmp_path / "moodle.csv")] == ["Username", "bo"]


@pytest.mark.parametrize(
    ("chosen", "told"),
    [({"student": ["eve"]}, "no student 'eve'"), ({"assignment": ["john"]}, "no assignment 'john'.*mira")],
)
def test_unknown_names(gradebook: Gradebook, tmp_path: Path, chosen: Any, told: str) -> None:
    """Is a name that the gradebook does not have an error, before a file is written?"""
    with pytest.raises(NotExported, match=told):
        rows(CanvasExporter(**chosen), gradebook, tmp_path / "canvas.csv")
    assert not (tmp_path / "canvas.csv").exists()


def test_two_columns_of_one_name(gradebook: Gradebook, tmp_path: Path) -> None:
    """Is a heading that stands twice refused, since a platform would read one of the two for the other?"""
    with pytest.raises(NotExported, match="called 'Section'"):
        rows(CanvasExporter(columns={"mira": "Section"}), gradebook, tmp_path / "canvas.csv")


def test_work_that_waits(gradebook: Gradebook, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Is the instructor told that marks are still to be given by hand?"""
    exporter = CanvasExporter()
    exporter.log = logging.getLogger("exports")
    rows(exporter, gradebook, tmp_path / "canvas.csv")
    assert "mira: 3 submissions still wait for a person's marks" in caplog.text


@pytest.mark.parametrize(("name", "lines"), [("Canvas", 8), ("Moodle", 7)])
def test_command(gradebook: Gradebook, course: Course, name: str, lines: int) -> None:
    """Does `nbgrader export --exporter=…` write the file, as the instructor's page says?"""
    gradebook.close()
    command = [sys.executable, "-m", "nbgrader", "export", f"--exporter=autograder.exporters.{name}Exporter"]
    subprocess.run([*command, "--to=marks.csv", "--assignment=mira"], cwd=course.root, check=True, capture_output=True)
    assert len((course.root / "marks.csv").read_text(encoding="utf-8").splitlines()) == lines
