"""What can break in a set-up: how, which check finds it, and in which words."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable

import nbformat

from rapport.content.response import BestReply
from tests.autograder.course import FIXTURES, Course, event, received


def add_setting(course: Course, line: str) -> None:
    """Add a line to the course's settings."""
    with (course.root / "nbgrader_config.py").open("a") as file:
        file.write(f"\n{line}\n")


def _edit(path: str, old: str, new: str) -> Callable[[Course], None]:
    def change(course: Course) -> None:
        text = (course.root / path).read_text()
        assert old in text
        (course.root / path).write_text(text.replace(old, new))

    return change


def write(path: str, text: str) -> Callable[[Course], None]:
    """Return what writes a file."""

    def change(course: Course) -> None:
        (course.root / path).parent.mkdir(parents=True, exist_ok=True)
        (course.root / path).write_text(text)

    return change


def _remove(path: str) -> Callable[[Course], None]:
    def remove(course: Course) -> None:
        there = course.root / path
        shutil.rmtree(there) if there.is_dir() else there.unlink()

    return remove


def _move(path: str, to: str) -> Callable[[Course], None]:
    def move(course: Course) -> None:
        (course.root / to).parent.mkdir(parents=True, exist_ok=True)
        (course.root / path).rename(course.root / to)

    return move


def _configured(line: str) -> Callable[[Course], None]:
    return lambda course: add_setting(course, line)


def _mode(path: str, mode: int) -> Callable[[Course], None]:
    return lambda course: (course.root / path).chmod(mode)


def _in_gradebook(statement: str) -> Callable[[Course], None]:
    def change(course: Course) -> None:
        connection = sqlite3.connect(course.root / "autograder" / "gradebook.db")
        with connection:
            connection.execute(statement)
        connection.close()

    return change


def _both(*changes: Callable[[Course], None]) -> Callable[[Course], None]:
    def change(course: Course) -> None:
        for each in changes:
            each(course)

    return change


def _answered(course: Course) -> None:
    path = course.root / "exercises" / "mira" / "mira.ipynb"
    notebook = nbformat.read(path, as_version=4)
    received(event("late-bus", BestReply(option="sit-first")))(notebook)
    nbformat.write(notebook, path)


EXERCISE, OUTBOUND = "exercises/mira/mira.ipynb", "exchange/rapport/outbound/mira"
SUBMITTED = "autograder/submitted/ada"
STEPS = "c.Autograde.sanitize_preprocessors"
KEYS = (FIXTURES / "keys" / "mira.yaml").read_text()

BREAKS: dict[str, tuple[Callable[[Course], None], str, str]] = {
    "no settings": (_remove("nbgrader_config.py"), "settings", "there are no settings"),
    "settings with a mistake": (_configured("c.Autograde ="), "settings", "can't be read: SyntaxError"),
    "a way that is none": (_configured("raise ValueError('RAPPORT_GRADING is wrong')"), "settings", "RAPPORT_GRADING"),
    "answers cleared": (
        _edit("nbgrader_config.py", "autograder.preprocessors.KeepReceipts", "nbgrader.preprocessors.ClearOutput"),
        "steps",
        "leaves out the step KeepReceipts",
    ),
    "nothing marks": (_configured("del c.Autograde.autograde_preprocessors[0]"), "steps", "no step that marks"),
    "nothing saved": (
        _configured("c.Autograde.autograde_preprocessors.remove('nbgrader.preprocessors.SaveAutoGrades')"),
        "steps",
        "leaves out nbgrader's step SaveAutoGrades",
    ),
    "a step of one's own": (_configured(f"{STEPS}.append('own.Steps')"), "steps", "takes the step Steps"),
    "answers released": (
        _configured("c.GenerateAssignment.post_convert_hook = None"),
        "answer files",
        "would be released",
    ),
    "answers overwritten": (_configured("c.Autograde.exclude_overwriting = {}"), "answer files", "over a student's"),
    "answers ignored": (
        _configured("c.CourseDirectory.ignore = ['*.jsonl']"),
        "answer files",
        "left out when students hand in",
    ),
    "answers not collected": (
        _configured(
            "from nbgrader.plugins import FileNameCollectorPlugin as stock\nc.ZipCollectApp.collector_plugin = stock"
        ),
        "answer files",
        "would drop answer files",
    ),
    "a name that nbgrader ignores": (_configured("c.CourseDirectory.ignore = ['mi*']"), "names", "drops all files"),
    "no folder of keys": (_remove("autograder/keys"), "keys' folder", "is not there"),
    "keys elsewhere": (
        _configured("c.KeyedExecute.keys = '~/no-such-folder'"),
        "keys' folder",
        "as the setting KeyedExecute.keys gives it",
    ),
    "no keys": (_move("autograder/keys/mira.yaml", "autograder/keys/other.yaml"), "keys", "There are no keys"),
    "a key too few": (_edit("autograder/keys/mira.yaml", "item: late-bus", "item: lost"), "keys", "late-bus"),
    "a damaged key": (_edit("autograder/keys/mira.yaml", "points: 2.5", "points: many"), "keys", "must be a number"),
    "other points in a key": (
        _edit("autograder/keys/mira.yaml", "points: 2.5", "points: 2"),
        "points",
        "the cell of 'cooling' has 2.5 points, its key 2",
    ),
    "a cell of another item": (
        _edit("solutions/mira/mira.ipynb", 'mark(exercise, \\"naming\\")', 'mark(exercise, \\"lost\\")'),
        "points, cells",
        "a cell marks 'lost'",
    ),
    "keys in exercises": (
        write("exercises/mira/keys/old.yaml", KEYS),
        "leaks, handed out",
        "holds an assignment's keys",
    ),
    "keys in the course": (write("course/practice/mira.yaml", KEYS), "leaks", "holds an assignment's keys"),
    "answers in exercises": (write("exercises/mira/x.responses.jsonl", ""), "leaks, handed out", "an answer file"),
    "hidden tests in the course": (write("course/a.ipynb", "### BEGIN HIDDEN TESTS"), "leaks", "hidden tests"),
    "model answers in exercises": (_answered, "leaks, handed out", "answers in its outputs"),
    "keys among exercises": (
        _both(
            _move("autograder/keys/mira.yaml", "course/.secret/mira.yaml"),
            lambda course: add_setting(course, f"c.KeyedExecute.keys = '{course.root}/course/.secret'"),
        ),
        "leaks",
        "lies where students get it",
    ),
    "no gradebook": (_remove("autograder/gradebook.db"), "gradebook", "there is no gradebook"),
    "no database": (write("autograder/gradebook.db", "no database" * 99), "gradebook", "can't be read"),
    "another version": (
        _in_gradebook("update alembic_version set version_num = 'older'"),
        "gradebook",
        "another version of nbgrader (older; this one has",
    ),
    "not released": (_remove("exercises/mira"), "release", "handed in, but is not released"),
    "an old release": (
        _edit("solutions/mira/mira.ipynb", "Say it.", "Say it well."),
        "release, cells",
        "not what its source makes",
    ),
    "an old file beside": (
        _edit("exercises/mira/items.yaml", "schema", "# old\nschema"),
        "release, handed out",
        "items.yaml",
    ),
    "no case beside": (
        _both(_remove("exercises/mira/cases"), _remove(f"{OUTBOUND}/cases")),
        "release",
        "missing or old: cases/mira.yaml",
    ),
    "other points": (
        _in_gradebook(
            "update grade_cells set max_score = 9 where id in (select id from base_cell where name = 'late-bus')"
        ),
        "cells",
        "other cells than the source: late-bus",
    ),
    "another assignment": (_in_gradebook("update assignment set name = 'other'"), "cells", "does not know mira"),
    "no exchange": (_remove("exchange"), "exchange", "the exchange is not there"),
    "an exchange for oneself": (_mode("exchange", 0o750), "exchange", "students may not use"),
    "an assignment for oneself": (_mode(OUTBOUND, 0o750), "exchange", "may not fetch mira"),
    "hand-ins for all to see": (_mode("exchange/rapport/inbound", 0o737), "exchange", "can see who handed in"),
    "nothing can be handed in": (_mode("exchange/rapport/inbound", 0o711), "exchange", "may not hand in"),
    "an older one handed out": (
        _edit(f"{OUTBOUND}/mira.ipynb", "exercise.open", "open"),
        "handed out",
        "an older mira",
    ),
    "a lone file": (write("autograder/submitted/ben.ipynb", ""), "submissions", "a file lies where"),
    "another folder": (
        _move(f"{SUBMITTED}/mira", f"{SUBMITTED}/Mira"),
        "submissions",
        "no assignment is called 'Mira'",
    ),
    "no folder": (
        _move(f"{SUBMITTED}/mira/mira.ipynb", f"{SUBMITTED}/mira.ipynb"),
        "submissions",
        "beside the assignments",
    ),
    "another notebook": (
        _move(f"{SUBMITTED}/mira/mira.ipynb", f"{SUBMITTED}/mira/mira-1.ipynb"),
        "submissions",
        "not called mira.ipynb",
    ),
    "too deep": (
        _move(f"{SUBMITTED}/mira/mira.ipynb", f"{SUBMITTED}/mira/mira/mira.ipynb"),
        "submissions",
        "one folder too deep",
    ),
    "no notebook": (_remove(f"{SUBMITTED}/mira/mira.ipynb"), "submissions", "there is no mira.ipynb"),
    "work that all may change": (_mode(f"{SUBMITTED}/mira", 0o777), "permissions", "everybody on this machine"),
    "a gradebook that all may change": (_mode("autograder/gradebook.db", 0o666), "permissions", "gradebook.db"),
}
