"""Marks as the CSV files that learning platforms import, through nbgrader's exporter plugins.

    nbgrader export --exporter=autograder.exporters.CanvasExporter --to=canvas.csv
    nbgrader export --exporter=autograder.exporters.MoodleExporter --to=moodle.csv

A student's name can hold anything, and people open such files in spreadsheets: text is guarded as in `spreadsheet`. Marks are plain numbers.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from nbgrader.plugins import ExportPlugin
from traitlets import Dict, Unicode

from autograder.spreadsheet import guarded

_CONTROL = re.compile(r"[\x00-\x1f\x7f\u2028\u2029]+")
DIGITS = 6
"""Decimal places of marks; as `autograder.marking.DIGITS`."""


class NotExported(LookupError):
    """Marks that can't be exported as asked; the text is for the instructor."""


class _PlatformExporter(ExportPlugin):  # type: ignore[misc] # nbgrader has no types
    """What the exporters share: whose marks, for what, and how they are written."""

    columns = Dict(
        key_trait=Unicode(),
        value_trait=Unicode(),
        help="The platform's heading for an assignment, where it is not the assignment's name: {'abby': 'Abby (1234)'}.",
    ).tag(config=True)

    default_name = ""
    """Where the file goes if nothing else is said."""
    absent = ""
    """What stands for work that was not handed in: the platform leaves or clears such a mark, but reads no 0."""
    student_headings: Sequence[str] = ()

    def export(self, gradebook: Any) -> None:
        """Write the marks of a gradebook, late penalties taken off, to ``--to``.

        Raises
        ------
        NotExported
            If a student or an assignment that was named is not in the gradebook, or two columns would have one heading.
        """
        assignments = _wanted(gradebook.assignments, self.assignment, "assignment", "name")
        students = _wanted(gradebook.students, self.student, "student", "id")
        headings = [_line(self.columns.get(assignment.name, assignment.name)) for assignment in assignments]
        _refuse_twins([*self.student_headings, *headings])
        marks = [self._marks(assignment) for assignment in assignments]
        path = Path(self.to or self.default_name)
        with path.open("w", encoding="utf-8", newline="") as file:
            rows = csv.writer(file)
            rows.writerow([guarded(heading) for heading in (*self.student_headings, *headings)])
            rows.writerows(self.opening_rows([_number(assignment.max_score) for assignment in assignments]))
            for student in students:
                about = [guarded(text) for text in self.about(student)]
                rows.writerow([*about, *(given.get(student.id, self.absent) for given in marks)])
        self.log.info("Wrote marks of %d students in %d assignments to %s", len(students), len(assignments), path)

    def about(self, student: Any) -> Sequence[str]:
        """Return a student's cells below `student_headings`."""
        raise NotImplementedError

    def opening_rows(self, points: Sequence[str]) -> Iterable[Sequence[str]]:
        """Return rows between the headings and the students, given the full marks of each assignment."""
        del points  # most platforms know them
        return ()

    def _marks(self, assignment: Any) -> dict[str, str]:
        """Return the marks of all who handed in, by student."""
        submissions = list(assignment.submissions)
        waiting = sum(bool(submission.needs_manual_grade) for submission in submissions)
        if waiting:
            self.log.warning("%s: %d submissions still wait for a person's marks", assignment.name, waiting)
        return {
            submission.student_id: _number(max(0.0, submission.score - (submission.late_submission_penalty or 0.0)))
            for submission in submissions
        }


class CanvasExporter(_PlatformExporter):
    """The gradebook file of Canvas: one row a student, one column an assignment, full marks in a row of their own.

    Canvas finds students by ``ID`` (its own number: nbgrader's `lms_user_id`, where that is a number) or by ``SIS Login ID`` (the student's
    id in nbgrader), and assignments by their heading, which may end in Canvas's number: ``Abby (1234)``.
    """

    default_name = "canvas.csv"
    student_headings = ("Student", "ID", "SIS User ID", "SIS Login ID", "Section")

    def about(self, student: Any) -> Sequence[str]:
        """Return name, numbers and login."""
        name = ", ".join(part for part in (_line(student.last_name), _line(student.first_name)) if part)
        # Canvas takes such a name for the row of full marks.
        name = student.id if not name or "Points Possible" in name else name
        number = str(student.lms_user_id or "")
        # Canvas reads the digits at the start of anything, which may be another student's number.
        return (name, number if re.fullmatch("[0-9]+", number) else "", "", student.id, "")

    def opening_rows(self, points: Sequence[str]) -> Iterable[Sequence[str]]:
        """Return the row of full marks, which Canvas knows by its first cell."""
        return [("    Points Possible", "", "", "", "", *points)]


class MoodleExporter(_PlatformExporter):
    """A file for Moodle's grade import (Grades, Import, CSV file): one row a student, one column an assignment.

    When importing, map ``Username``, ``ID number`` or ``Email address`` to the user, and each assignment's column to its grade item.
    """

    default_name = "moodle.csv"
    absent = "-"
    student_headings = ("First name", "Last name", "Username", "ID number", "Email address")

    def about(self, student: Any) -> Sequence[str]:
        """Return names, login, number and address."""
        names = (_line(student.first_name), _line(student.last_name))
        return (*names, student.id, _line(student.lms_user_id), _line(student.email))


def _wanted(known: Iterable[Any], named: Sequence[Any], what: str, field: str) -> list[Any]:
    """Return all of a gradebook's, or those named in their order there."""
    found: Mapping[str, Any] = {getattr(one, field): one for one in known}
    names = [str(name) for name in named]
    missing = [name for name in names if name not in found]
    if missing:
        first = ", ".join(sorted(found)[:8]) or "none"
        raise NotExported(f"The gradebook has no {what} {missing[0]!r}. Check --{what}; it has: {first}.")
    return [one for name, one in found.items() if not names or name in names]


def _refuse_twins(headings: Sequence[str]) -> None:
    for heading in headings:
        if headings.count(heading) > 1:
            raise NotExported(
                f"Two columns would be called {heading!r}. Give one another heading in nbgrader_config.py, "
                "in c.CanvasExporter.columns or c.MoodleExporter.columns, such as {'abby': 'Abby (1234)'}."
            )


def _line(text: str | None) -> str:
    """Return text on one line: platforms tell separators from the file's first lines."""
    return _CONTROL.sub(" ", text or "").strip()


def _number(mark: float) -> str:
    return f"{round(float(mark), DIGITS):.{DIGITS}f}".rstrip("0").rstrip(".")
