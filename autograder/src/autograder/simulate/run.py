"""Make a class and hand its work in: everything is checked before the first file is written."""

from __future__ import annotations

import json
import shutil
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from autograder.cells import asked_item, opened_name
from autograder.keys import Scheme
from autograder.simulate.hostile import tamper
from autograder.simulate.kinds import PREFIX, SHARES, Kind, Refused, Student, class_of
from autograder.simulate.submission import MARKER, made, source_of, write

DUE = datetime(2026, 1, 30, 18, tzinfo=UTC)
"""When simulated work is due unless told otherwise; fixed, so that the same seed makes the same files on any day."""


@dataclass(frozen=True)
class Made:
    """A class that was written.

    Attributes
    ----------
    students : tuple of Student
        Who handed in.
    removed : int
        How many submissions of an earlier simulated class made room.
    """

    students: tuple[Student, ...]
    removed: int


def simulate(
    scheme: Scheme,
    release: Path,
    into: Path,
    number: int,
    seed: int,
    *,
    shares: Mapping[Kind, float] = SHARES,
    due: datetime = DUE,
) -> Made:
    """Write the submissions of a simulated class to ``into/simulated-0001/NAME`` and so on.

    An earlier simulated class's submissions for this assignment are replaced; all others stay as they are.

    Parameters
    ----------
    scheme : Scheme
        The assignment's items and keys.
    release : Path
        The released notebook.
    into : Path
        The folder of submissions.
    number : int
        How many students.
    seed : int
        The same seed makes the same files.
    shares : mapping of kind to float
        See `class_of`.
    due : datetime
        When the work is due; honest students hand in within six days before, late ones within six after.

    Raises
    ------
    Refused
        If the release can't be used, or if a submission that is not simulated stands where one would be written.
    """
    name = scheme.assignment.assignment
    students = class_of(number, seed, shares)
    released = _released(release, scheme)
    _refuse_no_folder(into)
    earlier = _earlier(into, name)
    for student in students:
        _refuse_taken(into / student.id / name)
    for folder in earlier:
        _remove(folder)
    for student in students:
        work = made(student, released, scheme, due, seed)
        tamper(work, student, seed)
        write(work, into / student.id / name, student, seed)
    return Made(tuple(students), len(earlier))


def _released(path: Path, scheme: Scheme) -> bytes:
    name = scheme.assignment.assignment
    release = f"Release it with `nbgrader generate_assignment {name} --force`."
    try:
        raw = path.read_bytes()
        sources = [source_of(cell) for cell in json.loads(raw)["cells"] if cell["cell_type"] == "code"]
    except FileNotFoundError:
        raise Refused(f"There is no released notebook {path}. {release}") from None
    except (ValueError, KeyError, TypeError) as error:
        raise Refused(f"{path} is no notebook that can be read: {error}. {release}") from None
    if name not in map(opened_name, sources):
        raise Refused(f"{path} does not open the assignment {name!r}. {release}")
    asked = [item for item in map(asked_item, sources) if item]
    strange = [item for item in asked if scheme.assignment.item(item) is None]
    if strange or not asked:
        problem = f"asks for {strange[0]!r}, which the assignment does not have" if strange else "asks for nothing"
        raise Refused(f"{path} {problem}. {release}")
    return raw


def _refuse_no_folder(into: Path) -> None:
    if into.exists() and not into.is_dir():
        raise Refused(f"{into} is no folder. Give --into a folder for submissions.")


def _earlier(into: Path, name: str) -> list[Path]:
    """Return the folders of simulated submissions for this assignment."""
    return [folder for student in sorted(into.glob(f"{PREFIX}*")) if is_simulated(folder := student / name)]


def _refuse_taken(folder: Path) -> None:
    for path in (folder.parent, folder):
        mode = _mode(path)
        if mode is not None and not stat.S_ISDIR(mode):
            raise Refused(f"{path} is a link or a file. Move it away, or give --into another folder.")
    if _mode(folder) is not None and not is_simulated(folder):
        raise Refused(
            f"{folder} holds a submission that is not simulated (no {MARKER} in it says so), and it stays as it is. Give --into another folder."
        )


def is_simulated(folder: Path) -> bool:
    """Return whether a submission says that it is simulated, and stands where one would; links are never followed."""
    for path in (folder.parent, folder):
        mode = _mode(path)
        if mode is None or not stat.S_ISDIR(mode):
            return False
    mode = _mode(folder / MARKER)
    if mode is None or not stat.S_ISREG(mode):
        return False
    try:
        mark: Any = json.loads((folder / MARKER).read_bytes())
    except (OSError, ValueError, RecursionError):
        return False
    return isinstance(mark, dict) and mark.get("simulated") is True and mark.get("student") == folder.parent.name


def _mode(path: Path) -> int | None:
    try:
        return path.lstat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        return None


def _remove(folder: Path) -> None:
    shutil.rmtree(folder)
    if not any(folder.parent.iterdir()):
        folder.parent.rmdir()
