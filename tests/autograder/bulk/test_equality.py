"""Whatever was handed in, `autograder grade` leaves behind what keyed `nbgrader autograde` does."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.autograder.bulk.classes import bulk, everything, gradebook, hand_in, twin
from tests.autograder.course import Course

STUDENTS = 60
ZERO: dict[str, Any] = {"penalty_method": "zero"}


def compare(course: Course, other: Course) -> int:
    """Grade one course each way, and assert that both leave the same behind; return how many were graded."""
    stock, ours = course.autograde(), bulk(other, force=True)
    by_nbgrader, by_us = everything(course), everything(other)
    failed = {outcome.student for outcome in ours.failed}
    assert stock == (not failed)
    assert failed == by_nbgrader[0].keys() - by_nbgrader[1].keys()
    for student in by_us[1]:
        assert by_nbgrader[0][student] == by_us[0][student], student
        theirs, own = by_nbgrader[1][student], by_us[1][student]
        for cell, same in zip(theirs["mira.ipynb"]["cells"], own["mira.ipynb"]["cells"], strict=True):
            assert cell == same, student
        assert theirs == own, student
    assert by_nbgrader[1].keys() == by_us[1].keys()
    return len(by_us[1])


def penalise(*courses: Course) -> None:
    """Let late submissions lose all, by the settings."""
    for course in courses:
        with (course.root / "nbgrader_config.py").open("a") as file:
            file.write("\nc.LateSubmissionPlugin.penalty_method = 'zero'\n")


def review(*courses: Course) -> None:
    """Give scores, comments, extra credit, flags and an extension by hand."""
    for course in courses:
        with gradebook(course) as book:
            for student in ("s00001", "s00002", "s00003"):
                found = book.find_submission("mira", student)
                grades = {grade.name: grade for grade in found.notebooks[0].grades}
                grades["late-bus"].manual_score = 1.5
                grades["own-words"].manual_score, grades["own-words"].needs_manual_grade = 3, False
                grades["essay"].extra_credit = 0.25
                found.notebooks[0].comments[0].manual_comment = "Well said."
                found.notebooks[0].flagged = True
            book.db.commit()
            book.grant_extension("mira", "s00002", days=3)


def test_the_same_as_nbgrader(course: Course, tmp_path: Path) -> None:
    """Do both leave the same marks, comments, flags, penalties, notebooks and files, also when graded again after a person's review?"""
    hand_in(course, STUDENTS)
    other = twin(course, tmp_path / "other")
    assert compare(course, other) > STUDENTS * 0.9
    penalise(course, other)
    review(course, other)
    compare(course, other)
