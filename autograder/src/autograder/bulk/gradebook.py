"""nbgrader's own gradebook, read and written for many students at a time through its own SQLAlchemy models."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from json import loads
from typing import Any, NamedTuple

from nbgrader import api
from nbgrader.utils import parse_utc
from sqlalchemy import bindparam, case, distinct, func, or_, select, update
from sqlalchemy.exc import OperationalError, ProgrammingError
from sqlalchemy.orm import Session

from autograder.bulk import database, tables
from autograder.bulk.kinds import Marks, Misuse
from autograder.feedback.gradebook import given_by_people, held
from autograder.feedback.held import Held, handed_in
from autograder.restoring import given_cells

Penalty = Callable[[str, float, float], float | None]
"""From student, score and seconds late to the penalty, or None for none; what nbgrader's late-submission plugins are."""


@dataclass(frozen=True)
class Known:
    """A submission that the gradebook holds already."""

    row: str
    due: str


class Recorded(NamedTuple):
    """A submission as it was recorded.

    Attributes
    ----------
    row, due : str
        As in `Known`.
    ours : bool
        Whether all that the gradebook holds of it is what was recorded: it is new, and being late costs it nothing.
    """

    row: str
    due: str
    ours: bool


@dataclass(frozen=True)
class Entry:
    """What is to be recorded of one submission; without a timestamp an earlier one stays."""

    student: str
    marks: Marks
    timestamp: datetime | None


class PenaltyFailed(Exception):
    """The plugin that assigns late penalties raised for some students.

    Attributes
    ----------
    reasons : mapping of str to str
        By student.
    """

    def __init__(self, reasons: Mapping[str, str]) -> None:
        super().__init__(reasons)
        self.reasons = reasons


class Book:
    """The gradebook of one assignment. What formgrader users gave, manual scores, extra credit, comments and flags, is never touched.

    Parameters
    ----------
    url : str
        nbgrader's ``db_url``.
    assignment : str
        The assignment; it must have been made with `nbgrader generate_assignment`.

    Attributes
    ----------
    given : tuple of GivenCell
        The instructor's cells.
    kernelspec : dict
        The instructor's notebook's; empty for none.
    due : datetime or None
        When the assignment is due, UTC without a zone.

    Raises
    ------
    Misuse
        If the gradebook or the assignment is not there, or the gradebook is of another version of nbgrader.
    """

    def __init__(self, url: str, assignment: str) -> None:
        self._name = assignment
        self._engine = database.connect(url, assignment)
        try:
            with Session(self._engine) as session:
                self._read(session)
        except (OperationalError, ProgrammingError) as error:
            self.close()
            raise Misuse(
                f"The gradebook {database.told(self._engine)} can't be used: {error.orig}. Run `nbgrader generate_assignment "
                f"{assignment}` for a new one, or `nbgrader db upgrade` for one of an older nbgrader."
            ) from None
        except Misuse:
            self.close()
            raise

    def _read(self, session: Session) -> None:
        found = session.scalar(select(api.Assignment).where(api.Assignment.name == self._name))
        if found is None or len(found.notebooks) != 1 or found.notebooks[0].name != self._name:
            raise Misuse(_unfit(self._name, found))
        notebook = found.notebooks[0]
        self._assignment, self._notebook, self.due = found.id, notebook.id, found.duedate
        self.given = tuple(given_cells(notebook))
        self.kernelspec: dict[str, Any] = loads(notebook.kernelspec) if notebook.kernelspec else {}
        self._graded = {cell.name: cell.id for cell in (*notebook.grade_cells, *notebook.task_cells)}
        self._commented = {cell.name: cell.id for cell in (*notebook.solution_cells, *notebook.task_cells)}

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    def alone(self) -> AbstractContextManager[None]:
        """Keep out who grades the same assignment on another machine; raises `Misuse` where somebody does."""
        return database.alone(self._engine, self._name, self._assignment)

    def known(self) -> dict[str, Known]:
        """Return the submissions that are there, by student."""
        table = api.SubmittedAssignment
        query = select(table.student_id, table.id, table.extension).where(table.assignment_id == self._assignment)
        with Session(self._engine) as session:
            return {student: Known(row, self._due(extension)) for student, row, extension in session.execute(query)}

    def held(self, students: Sequence[str]) -> dict[str, Held]:
        """Return all that is held of these students' submissions."""
        with Session(self._engine) as session:
            return held(session, self._notebook, students)

    def given_by_people(self) -> dict[str, Held]:
        """Return what people gave to submissions before, by student."""
        with Session(self._engine) as session:
            return given_by_people(session, self._notebook)

    def students(self) -> set[str]:
        """Return who is in the gradebook at all."""
        with Session(self._engine) as session:
            return set(session.scalars(select(api.Student.id)))

    def waiting(self) -> int:
        """Return how many submissions have cells that wait for a person's marks."""
        # By way of cells, which the gradebook has an index of: nbgrader's own property looks through all grades for each submission.
        query = select(func.count(distinct(api.Grade.notebook_id)))
        query = query.where(api.Grade.cell_id.in_(self._graded.values()), api.Grade.needs_manual_grade)
        with Session(self._engine) as session:
            return session.scalar(query) or 0

    def record(self, entries: Sequence[Entry], penalty: Penalty | None) -> dict[str, Recorded]:
        """Record submissions in one transaction: all of them, or none when it raises.

        Returns
        -------
        dict
            What the gradebook holds now, by student.

        Raises
        ------
        PenaltyFailed
            If the plugin raised for some students; nothing is recorded then.
        Misuse
            If the database can't be written to, as while somebody else writes for long.
        """
        try:
            return self._recorded(entries, penalty)
        except OperationalError as error:
            raise Misuse(
                f"The gradebook can't be written to: {error.orig}. Run the same command again to go on."
            ) from None

    def _recorded(self, entries: Sequence[Entry], penalty: Penalty | None) -> dict[str, Recorded]:
        with Session(self._engine) as session, session.begin():
            database.be_patient(session)
            submissions = self._submissions(session, entries)
            notebooks = self._notebooks(session, [row.id for row in submissions.values()])
            by_student = {student: notebooks[row.id] for student, row in submissions.items()}
            self._scores(session, entries, by_student)
            self._comments(session, entries, by_student)
            late = self._penalties(session, submissions, by_student, penalty)
            return {
                student: Recorded(row.id, self._due(row.extension), row.new and student not in late)
                for student, row in submissions.items()
            }

    def _due(self, extension: timedelta | None) -> str:
        due = self.due + (extension or timedelta()) if self.due else None
        return due.isoformat() if due else ""

    def _submissions(self, session: Session, entries: Sequence[Entry]) -> dict[str, _Row]:
        names = [entry.student for entry in entries]
        there = set(tables.among(session, select(api.Student.id), api.Student.id, names))
        database.insert_missing(session, api.Student, [{"id": name} for name in names if (name,) not in there])
        table = api.SubmittedAssignment
        query = select(table.student_id, table.id, table.timestamp, table.extension)
        query = query.where(table.assignment_id == self._assignment)
        rows = {row[0]: _Row(*row[1:]) for row in tables.among(session, query, table.student_id, names)}
        new = [entry for entry in entries if entry.student not in rows]
        made = {entry.student: _Row(tables.new_id(), entry.timestamp, None, new=True) for entry in new}
        fields = [
            {"id": row.id, "assignment_id": self._assignment, "student_id": student, "timestamp": row.timestamp}
            for student, row in made.items()
        ]
        tables.add(session, table, fields)
        timed = {entry.student: entry.timestamp for entry in entries if entry.timestamp and entry.student in rows}
        tables.change(session, table, [{"id": rows[student].id, "timestamp": at} for student, at in timed.items()])
        newer = {
            student: _Row(row.id, timed.get(student, row.timestamp), row.extension) for student, row in rows.items()
        }
        return newer | made

    def _notebooks(self, session: Session, submissions: Sequence[str]) -> dict[str, str]:
        table = api.SubmittedNotebook
        query = select(table.assignment_id, table.id).where(table.notebook_id == self._notebook)
        found: dict[str, str] = dict(tables.among(session, query, table.assignment_id, submissions))
        made = {row: tables.new_id() for row in submissions if row not in found}
        fields = [
            {"id": made[row], "assignment_id": row, "notebook_id": self._notebook, "flagged": False} for row in made
        ]
        tables.add(session, table, fields)
        return found | made

    def _scores(self, session: Session, entries: Sequence[Entry], notebooks: Mapping[str, str]) -> None:
        """Write automatic scores; like nbgrader, ask for a person's look where one gave a score before, or where nobody else can."""
        there = tables.ids(session, api.Grade, notebooks.values(), self._graded.values())
        new, old = [], []
        for entry in entries:
            notebook = notebooks[entry.student]
            for name, cell in self._graded.items():
                score, row = entry.marks.scores.get(name), there.get((notebook, cell))
                if row is None:
                    unscored = {"needs_manual_grade": score is None, "auto_score": score}
                    new.append({"id": tables.new_id(), "cell_id": cell, "notebook_id": notebook, **unscored})
                elif name in entry.marks.scores:
                    old.append({"row": row, "score": score, "unscored": int(score is None)})
        tables.add(session, api.Grade, new)
        if old:
            table = api.Grade.__table__
            waits = or_(table.c.manual_score.is_not(None), bindparam("unscored") == 1)
            # The database decides, so that a score given in the formgrader at this very moment is not missed.
            values = {"auto_score": bindparam("score"), "needs_manual_grade": case((waits, True), else_=False)}
            changed = update(table).where(table.c.id == bindparam("row")).values(values)
            session.connection().execute(changed, old)

    def _comments(self, session: Session, entries: Sequence[Entry], notebooks: Mapping[str, str]) -> None:
        there = tables.ids(session, api.Comment, notebooks.values(), self._commented.values())
        new, old = [], []
        for entry in entries:
            notebook = notebooks[entry.student]
            for name, cell in self._commented.items():
                comment, row = entry.marks.comments.get(name), there.get((notebook, cell))
                if row is None:
                    new.append(
                        {"id": tables.new_id(), "cell_id": cell, "notebook_id": notebook, "auto_comment": comment}
                    )
                elif name in entry.marks.comments:
                    old.append({"id": row, "auto_comment": comment})
        tables.add(session, api.Comment, new)
        tables.change(session, api.Comment, old)

    def _penalties(
        self, session: Session, submissions: Mapping[str, _Row], notebooks: Mapping[str, str], penalty: Penalty | None
    ) -> set[str]:
        """Assign what being late costs; return whom it costs something."""
        if penalty is None:
            return set()
        late = {student: seconds for student, row in submissions.items() if (seconds := self._late(row)) > 0}
        table = api.SubmittedNotebook
        query = select(table.id, table.score)
        scores: dict[str, float] = dict(
            tables.among(session, query, table.id, [notebooks[student] for student in late])
        )
        given: dict[str, float | None] = {}
        reasons: dict[str, str] = {}
        for student, seconds in late.items():
            score = scores[notebooks[student]]
            try:
                asked = penalty(student, score, seconds)
            except Exception as error:  # noqa: BLE001 - a plugin is anybody's code
                reasons[student] = f"{type(error).__name__}: {error}"
                continue
            given[student] = None if asked is None else min(max(asked, 0), score)
        if reasons:
            raise PenaltyFailed(reasons)
        fields = [{"id": row, "late_submission_penalty": given.get(student)} for student, row in notebooks.items()]
        tables.change(session, table, fields)
        return {student for student, lost in given.items() if lost}

    def _late(self, row: _Row) -> float:
        if row.timestamp is None or self.due is None:
            return 0.0
        return float((row.timestamp - (self.due + (row.extension or timedelta()))).total_seconds())


def as_time(timestamp: str) -> datetime | None:
    """Return the time that nbgrader reads from a timestamp file, UTC without a zone; raises `ValueError` for what is none."""
    if written := handed_in(timestamp):
        return written
    try:
        found: datetime | None = parse_utc(timestamp) if timestamp else None
    except (ArithmeticError, TypeError, AttributeError, LookupError) as error:
        # A minute of fifty nines is more than the parser's decimals hold.
        raise ValueError(str(error)) from error
    return found


@dataclass(frozen=True)
class _Row:
    id: str
    timestamp: datetime | None
    extension: timedelta | None
    new: bool = False


def _unfit(assignment: str, found: Any) -> str:
    if found is None or not found.notebooks:
        return f"The gradebook has no assignment {assignment!r}. Check the name, or run `nbgrader generate_assignment {assignment}`."
    names = ", ".join(f"{notebook.name}.ipynb" for notebook in found.notebooks)
    return (
        f"The assignment {assignment!r} has the notebooks {names}; only one named {assignment}.ipynb can be graded in bulk. "
        f"Use `nbgrader autograde {assignment}`."
    )
