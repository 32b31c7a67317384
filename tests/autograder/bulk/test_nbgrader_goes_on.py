"""After bulk grading, nbgrader's own commands and the formgrader find what they need."""

from __future__ import annotations

import html

import nbformat
from nbgrader.apps.api import NbGraderAPI
from nbgrader.converters import GenerateFeedback
from nbgrader.coursedir import CourseDirectory

from rapport.content.response import BestReply
from tests.autograder.bulk.classes import bulk, everything, gradebook, submit
from tests.autograder.course import Course, event, nbgraders_warnings, received

HONEST = received(event("late-bus", BestReply(option="sit-first")))


def test_feedback(course: Course) -> None:
    """Does nbgrader make feedback of what bulk grading wrote, and of nothing else?"""
    submit(course, "ada", [HONEST])
    bulk(course)
    config = course.config()
    directory = CourseDirectory(config=config, assignment_id="mira")
    with nbgraders_warnings():
        GenerateFeedback(coursedir=directory, config=config).start()
    made = [path for path in (course.root / "autograder" / "feedback").rglob("*") if path.suffix == ".html"]
    assert [path.parent.parent.name for path in made] == ["ada"]
    assert "You're here. Sit down and get your breath." in html.unescape(made[0].read_text())


def test_formgrader(course: Course) -> None:
    """Does the formgrader list the submission as graded, with its score, and a text as waiting for a person?"""
    submit(course, "ada", [HONEST])
    bulk(course)
    with nbgraders_warnings():
        api = NbGraderAPI(CourseDirectory(config=course.config()))
        assert api.get_autograded_students("mira") == {"ada"}
        (told,) = api.get_submissions("mira")
    assert (told["student"], told["autograded"], told["score"]) == ("ada", True, 2.0)
    assert told["needs_manual_grade"]


def test_grading_in_turns(course: Course) -> None:
    """May an instructor grade by nbgrader and in bulk in turns, the last one to say the same as ever?"""
    submit(course, "ada", [HONEST])
    bulk(course)
    first = everything(course)
    assert course.autograde()
    assert bulk(course).marked == ["ada"]
    assert everything(course) == first


def test_a_score_by_hand(course: Course) -> None:
    """Does a score that a person gave stay, and does a new grading ask for another look, as nbgrader does?"""
    submit(course, "ada", [HONEST])
    bulk(course)
    with gradebook(course) as book:
        grade = book.find_grade("late-bus", "mira", "mira", "ada")
        grade.manual_score, grade.extra_credit, grade.needs_manual_grade = 0.5, 1, False
        book.db.commit()
    assert bulk(course).unchanged == ["ada"]
    with gradebook(course) as book:
        assert not book.find_grade("late-bus", "mira", "mira", "ada").needs_manual_grade
    bulk(course, force=True)
    with gradebook(course) as book:
        grade = book.find_grade("late-bus", "mira", "mira", "ada")
        assert (grade.auto_score, grade.score, grade.needs_manual_grade) == (2.0, 1.5, True)


def test_no_code_runs(course: Course) -> None:
    """Is the graded notebook a valid one that holds no code of the student's as ours, and its number nbgrader's?"""

    def cheat(notebook: nbformat.NotebookNode) -> None:
        notebook.cells[1]["source"] = "2.0"

    submit(course, "eve", [cheat])
    bulk(course)
    notebook = course.graded("eve")
    nbformat.validate(notebook)
    assert 'mark(exercise, "late-bus")' in notebook.cells[1].source
    assert course.marks("eve")["late-bus"] == 0
