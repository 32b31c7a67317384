"""Read from nbgrader's gradebook what it holds of submissions, for many students in four queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from nbgrader import api
from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from autograder.bulk.tables import parts
from autograder.feedback.held import Held, Mark


def held(session: Session, notebook: str, students: Sequence[str]) -> dict[str, Held]:
    """Return what the gradebook holds of these students' submissions; students who handed in nothing are left out.

    Parameters
    ----------
    session : Session
        Of the gradebook.
    notebook : str
        Id of the assignment's notebook.
    students : sequence of str
        Whose.
    """
    return {student: found for part in parts(students) for student, found in _read(session, notebook, part).items()}


def given_by_people(session: Session, notebook: str) -> dict[str, Held]:
    """Return what people gave, by student: names, manual scores, extra credit and comments, the empty ones too, and times of handing in."""
    return _read(session, notebook, None)


def _read(session: Session, notebook: str, students: Sequence[str] | None) -> dict[str, Held]:
    """Return all that is held of some students' submissions, or of everybody's what people gave."""
    names = dict(_names(session, students))
    submissions = {row.id: row for row in _submissions(session, notebook, students)}
    marks: dict[str, dict[str, Mark]] = defaultdict(dict)
    comments: dict[str, dict[str, str]] = defaultdict(dict)
    chosen = list(submissions) if students is not None else None
    for key, cell, auto, manual, extra, waits in _grades(session, notebook, chosen):
        marks[key][cell] = Mark(auto, manual, extra, bool(waits))
    for key, cell, automatic, said in _comments(session, notebook, chosen):
        words = automatic if said is None else said
        if words or students is None:
            comments[key][cell] = words
    found = {
        row.student_id: Held(
            names.get(row.student_id, ""), row.timestamp, row.late_submission_penalty, marks[key], comments[key]
        )
        for key, row in submissions.items()
    }
    return found if students is not None else {student: Held(name) for student, name in names.items()} | found


def _names(session: Session, students: Sequence[str] | None) -> Iterator[tuple[str, str]]:
    table = api.Student
    query = select(table.id, table.first_name, table.last_name)
    query = query.where(or_(table.first_name.is_not(None), table.last_name.is_not(None)))
    if students is not None:
        query = query.where(table.id.in_(students))
    for student, first, last in session.execute(query):
        yield student, " ".join(part for part in (first, last) if part)


def _submissions(session: Session, notebook: str, students: Sequence[str] | None) -> Iterable[Any]:
    submitted, row = api.SubmittedAssignment, api.SubmittedNotebook
    query = select(submitted.student_id, row.id, submitted.timestamp, row.late_submission_penalty)
    query = query.join(row, row.assignment_id == submitted.id).where(row.notebook_id == notebook)
    return session.execute(query if students is None else query.where(submitted.student_id.in_(students)))


def _grades(session: Session, notebook: str, chosen: Sequence[str] | None) -> Iterable[Any]:
    table, cell = api.Grade, api.BaseCell.__table__
    fields = (table.auto_score, table.manual_score, table.extra_credit, table.needs_manual_grade)
    query = select(table.notebook_id, cell.c.name, *fields).join(cell, table.cell_id == cell.c.id)
    people = or_(table.manual_score.is_not(None), table.extra_credit.is_not(None))
    # The cells are always named: by them the gradebook finds a class's few rows without looking through all others.
    where = (cell.c.notebook_id == notebook, people if chosen is None else table.notebook_id.in_(chosen))
    return session.execute(query.where(*where))


def _comments(session: Session, notebook: str, chosen: Sequence[str] | None) -> Iterable[Any]:
    table, cell = api.Comment, api.BaseCell.__table__
    query = select(table.notebook_id, cell.c.name, table.auto_comment, table.manual_comment)
    query = query.join(cell, table.cell_id == cell.c.id)
    people = table.manual_comment.is_not(None)
    where = (cell.c.notebook_id == notebook, people if chosen is None else table.notebook_id.in_(chosen))
    return session.execute(query.where(*where))
