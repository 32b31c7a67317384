"""Checks of the gradebook, of the exchange, and of the folders that students' work goes through."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

import nbgrader
from nbgrader.exchange.default.exchange import Exchange
from sqlalchemy import create_engine
from sqlalchemy.exc import SQLAlchemyError

from autograder.doctor.course import Course, Finding, listed

MAY = os.R_OK | os.W_OK | os.X_OK
OTHERS_ALL, OTHERS_READ, OTHERS_WRITE, OTHERS_ENTER = 0o007, 0o004, 0o002, 0o001
HAS_MODES = os.name != "nt"


def gradebook(course: Course) -> Iterator[Finding]:
    """Check that the gradebook is there, and of this version of nbgrader."""
    url = course.directory.db_url
    file = course.gradebook_file
    if file and not file.is_file():
        if any(course.released(name).is_dir() for name in course.names):
            first = course.names[0]
            mend = f"run `nbgrader generate_assignment {first} --force`, and for every other assignment; or put the file back"
            yield Finding("there is no gradebook", course.gradebook_shown, mend)
        return
    try:
        found, wanted = _revisions(url)
    except SQLAlchemyError as error:
        what = f"the gradebook can't be read: {getattr(error, 'orig', None) or error}"
        yield Finding(what, course.gradebook_shown, "put a copy of it back, or start its server")
        return
    if found != wanted:
        what = f"the gradebook is of another version of nbgrader ({found or 'none'}; this one has {wanted})"
        yield Finding(what, course.gradebook_shown, "copy the file to a safe place, then run `nbgrader db upgrade`")


def _revisions(url: str) -> tuple[str | None, str | None]:
    """Return of which revision the database is, and of which it should be."""
    from alembic.migration import MigrationContext  # noqa: PLC0415 - only this check needs it
    from alembic.script import ScriptDirectory  # noqa: PLC0415

    scripts = ScriptDirectory(str(Path(nbgrader.__file__).parent / "alembic"))
    engine = create_engine(url)
    try:
        with engine.connect() as connection:
            return MigrationContext.configure(connection).get_current_revision(), scripts.get_current_head()
    finally:
        engine.dispose()


def exchange_root(course: Course) -> Path | None:
    """Return nbgrader's exchange folder; None where the course has an exchange of another kind."""
    if course.config.ExchangeFactory:
        return None
    return Path(Exchange(coursedir=course.directory, config=course.config).root)


def exchange(course: Course) -> Iterator[Finding]:
    """Check, where there is an exchange, that everybody may use it, and nobody see what others handed in."""
    root = exchange_root(course)
    if root is None or not HAS_MODES:
        return
    if not root.is_dir():
        if course.config.Exchange.get("root"):
            yield Finding(
                "the exchange is not there", str(root), "make the folder, and let everybody read, write and enter it"
            )
        return
    if not course.directory.groupshared and _mode(root) & OTHERS_ALL != OTHERS_ALL:
        yield Finding("students may not use the exchange", str(root), f"run `chmod o+rwx {root}`")
    own = root / (course.directory.course_id or "")
    for name in course.names:
        folder = own / "outbound" / name
        if folder.is_dir() and _mode(folder) & (OTHERS_READ | OTHERS_ENTER) != OTHERS_READ | OTHERS_ENTER:
            yield Finding(f"students may not fetch {name}", str(folder), f"run `chmod -R o+rX {folder}`")
    inbound = own / "inbound"
    if inbound.is_dir() and _mode(inbound) & OTHERS_READ:
        yield Finding("students can see who handed in what", str(inbound), f"run `chmod o-r {inbound}`")
    if inbound.is_dir() and _mode(inbound) & (OTHERS_WRITE | OTHERS_ENTER) != OTHERS_WRITE | OTHERS_ENTER:
        yield Finding("students may not hand in", str(inbound), f"run `chmod o+wx {inbound}`")


def permissions(course: Course, may: Callable[[Path, int], bool] = os.access) -> Iterator[Finding]:
    """Check that you may read and write what grading reads and writes, and nobody else change it."""
    directory = course.directory
    steps = [directory.submitted_directory, directory.autograded_directory, directory.feedback_directory]
    folders = [folder for folder in map(course.step, steps) if folder.exists()]
    for folder in folders:
        if not may(folder, MAY):
            yield Finding("you may not read or write this folder", course.shown(folder), f"run `chmod u+rwx {folder}`")
    shut = [path for path in course.submitted.glob("*/*") if path.is_dir() and not may(path, os.R_OK | os.X_OK)]
    if shut:
        what = f"you may not read what was handed in: {listed(course.shown(path) for path in shut)}"
        yield Finding(what, course.shown(course.submitted), f"run `chmod -R u+rX {course.submitted}`")
    file = course.gradebook_file
    guarded = [*folders, course.keys, *course.submitted.glob("*/*"), *([file] if file else [])]
    open_ = [
        path for path in guarded if HAS_MODES and path.exists() and not path.is_symlink() and _mode(path) & OTHERS_WRITE
    ]
    if open_:
        what = f"everybody on this machine may change: {listed(course.shown(path) for path in open_)}"
        yield Finding(what, course.shown(open_[0]), "take that right away with `chmod -R o-w`")


def submissions(course: Course) -> Iterator[Finding]:
    """Check that every submission lies in STUDENT/NAME, with its notebook."""
    known = {path.parent.name for path in course.source(".").glob("*/*.ipynb")}
    amiss: dict[tuple[str, str], list[str]] = {}
    for student in _visible(course.submitted):
        if not student.is_dir():
            amiss.setdefault(("a file lies where students' folders do", "move it into STUDENT/NAME"), []).append(
                student.name
            )
            continue
        for folder in _visible(student):
            trouble = _trouble(folder, known, course.names)
            if trouble:
                amiss.setdefault(trouble, []).append(f"{student.name}/{folder.name}")
    for (what, mend), places in amiss.items():
        yield Finding(f"{what}: {listed(places)}", course.shown(course.submitted), mend)


def _trouble(folder: Path, known: set[str], wanted: tuple[str, ...]) -> tuple[str, str] | None:
    """Return what is wrong with a student's folder and how to mend it."""
    name = folder.name
    if not folder.is_dir():
        return "a notebook lies beside the assignments' folders", f"move it into a folder called {folder.stem}"
    if name not in known:
        return f"no assignment is called {name!r}", f"rename the folder to one of: {listed(sorted(known), 20)}"
    if name not in wanted or (folder / f"{name}.ipynb").exists():
        return None
    if any(folder.glob(f"*/{name}.ipynb")):
        return f"{name}.ipynb lies one folder too deep", "move it up"
    if any(folder.glob("*.ipynb")):
        return f"the notebook is not called {name}.ipynb", "rename it"
    return f"there is no {name}.ipynb", "ask the student for it, or collect again"


def _visible(folder: Path) -> list[Path]:
    try:
        return sorted(path for path in folder.iterdir() if not path.name.startswith("."))
    except OSError:
        return []


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)
