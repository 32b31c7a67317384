"""Other ways into nbgrader: its own quickstart course, and zip files from a learning platform."""

from __future__ import annotations

import shutil
from pathlib import Path

import nbgrader
from nbgrader.api import Gradebook

from .term import ASSIGNMENT, ROOT, Course, Desk, Term

EXAMPLE = Path(nbgrader.__file__).parent / "docs" / "source" / "user_guide"
"""nbgrader ships its quickstart course, and submissions to it."""
STUDENT = "hacker"

QUICKSTART = """
c = get_config()
c.CourseDirectory.course_id = "stock"
c.IncludeHeaderFooter.header = "source/header.ipynb"
"""
"""What `nbgrader quickstart` writes; the command itself starts Python five times."""
STOCK_FOLDERS = """
c.CourseDirectory.source_directory = "source"
c.CourseDirectory.release_directory = "release"
c.CourseDirectory.submitted_directory = "submitted"
c.CourseDirectory.autograded_directory = "autograded"
c.CourseDirectory.db_url = f"sqlite:///{root / 'gradebook.db'}"
c.IncludeHeaderFooter.header = "source/header.ipynb"
"""


def _marks(desk: Desk) -> dict[tuple[str, str], tuple[float, bool]]:
    """Autograde nbgrader's example as configured at this desk, and return the marks of every cell."""
    desk.nbgrader("generate_assignment", "ps1")
    shutil.copytree(EXAMPLE / "submitted" / STUDENT, desk.folder / "submitted" / STUDENT)
    # nbgrader's own 30 s would fail a cell on a busy machine.
    desk.nbgrader("autograde", "ps1", "--Execute.timeout=120", "--Execute.startup_timeout=120")
    with Gradebook(f"sqlite:///{desk.folder / 'gradebook.db'}") as gradebook:
        return {
            (notebook.name, grade.cell.name): (grade.score, grade.needs_manual_grade)
            for notebook in gradebook.find_submission("ps1", STUDENT).notebooks
            for grade in notebook.grades
        }


def test_ordinary_notebooks_are_graded_as_ever(tmp_path: Path) -> None:
    """Does an instructor's own, ordinary assignment get the same marks under our configuration as under stock nbgrader?"""
    left_out = shutil.ignore_patterns("*.html", "autotests.yml", "ps1_autotest")  # as `nbgrader quickstart` does
    for name, settings in (("stock", QUICKSTART), ("ours", (ROOT / "nbgrader_config.py").read_text() + STOCK_FOLDERS)):
        shutil.copytree(EXAMPLE / "source", tmp_path / name / "source", ignore=left_out)
        (tmp_path / name / "nbgrader_config.py").write_text(settings)

    expected = _marks(Desk(tmp_path / "stock", tmp_path / "private"))
    assert len({score for score, _ in expected.values()}) > 2, "the example tells no marks apart"
    assert _marks(Desk(tmp_path / "ours", tmp_path / "private")) == expected


def test_zip_files_bring_the_answers(term: Term, tmp_path: Path) -> None:
    """Do zip files from a learning platform keep the answer files, and earn what the exchange earns?"""
    course = Course.copied_to(tmp_path / "course", [ASSIGNMENT])
    course.nbgrader("generate_assignment", ASSIGNMENT)
    archive = course.folder / "autograder" / "downloaded" / ASSIGNMENT / "archive"
    archive.mkdir(parents=True)
    for name, student in term.students.items():
        shutil.make_archive(str(archive / name), "zip", student.folder, ASSIGNMENT)
    course.nbgrader("zip_collect", ASSIGNMENT)
    course.nbgrader("autograde", ASSIGNMENT)

    for name, student in term.students.items():
        answers = f"{ASSIGNMENT}/{ASSIGNMENT}.responses.jsonl"
        collected = course.folder / "autograder" / "submitted" / name / answers
        assert collected.read_bytes() == (student.folder / answers).read_bytes()
        assert course.grades(ASSIGNMENT, name) == term.course.grades(ASSIGNMENT, name)
