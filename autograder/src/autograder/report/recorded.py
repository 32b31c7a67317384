"""What nbgrader's gradebook holds of one assignment, as tables. Nothing is written."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
from nbgrader import api
from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session

from autograder.bulk.gradebook import Book
from autograder.restoring import GivenCell


@dataclass(frozen=True)
class Recorded:
    """What the gradebook holds.

    Attributes
    ----------
    cells : tuple of GivenCell
        The instructor's cells.
    marks, automatic : DataFrame
        A row a learner, a column a cell that earns marks: the points that count, and those that no person gave. NaN where there are none.
    learners : DataFrame
        A row a learner: ``extra_credit``, ``late_penalty``.
    """

    cells: tuple[GivenCell, ...]
    marks: pd.DataFrame
    automatic: pd.DataFrame
    learners: pd.DataFrame


def read_gradebook(url: str, name: str) -> Recorded:
    """Read all marks of an assignment at once.

    Raises
    ------
    Misuse
        If the gradebook or the assignment is not there, or the gradebook is of another version of nbgrader.
    """
    book = Book(url, name)
    book.close()
    submission, notebook, grade, cell = api.SubmittedAssignment, api.SubmittedNotebook, api.Grade, api.BaseCell
    handed_in = (
        select(submission.student_id, notebook.late_submission_penalty)
        .join(notebook, notebook.assignment_id == submission.id)
        .join(api.Assignment, api.Assignment.id == submission.assignment_id)
        .where(api.Assignment.name == name)
        .order_by(submission.student_id)
    )
    graded = (
        select(submission.student_id, cell.name, grade.auto_score, grade.manual_score, grade.extra_credit)
        .join(notebook, notebook.assignment_id == submission.id)
        .join(grade, grade.notebook_id == notebook.id)
        .join(cell, cell.id == grade.cell_id)
        .join(api.Assignment, api.Assignment.id == submission.assignment_id)
        .where(api.Assignment.name == name)
    )
    engine = create_engine(url)
    try:
        with Session(engine) as session:
            learners = pd.DataFrame(session.execute(handed_in).all(), columns=["student", "late_penalty"])
            grades = pd.DataFrame(
                session.execute(graded).all(), columns=["student", "cell", "automatic", "manual", "extra_credit"]
            )
    finally:
        engine.dispose()
    numbers = ["automatic", "manual", "extra_credit"]
    grades[numbers] = grades[numbers].astype(float)
    grades["marks"] = grades["manual"].fillna(grades["automatic"])
    extra = grades.groupby("student")["extra_credit"].sum()
    learners = learners.set_index("student")
    return Recorded(
        book.given,
        grades.pivot(index="student", columns="cell", values="marks"),
        grades.pivot(index="student", columns="cell", values="automatic"),
        pd.DataFrame(
            {
                "extra_credit": extra.reindex(learners.index).fillna(0.0),
                "late_penalty": learners["late_penalty"].astype(float).fillna(0.0),
            }
        ),
    )
