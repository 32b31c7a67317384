"""Write the folder of a graded submission: laid aside by a worker, moved to its place by the writer."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from uuid import uuid4

from autograder.bulk.find import Submission, walk
from autograder.bulk.kinds import Places, Rules
from autograder.feedback.files import created, share, write_whole
from rapport.journal.file import open_carefully


def lay_aside(places: Places, rules: Rules, submission: Submission, notebook: bytes) -> tuple[Path, list[str]]:
    """Write a graded folder where nobody looks for it; return it, and which files of the student's found no place in it.

    It holds the graded notebook, the assignment's source files, and of the student's other files all that these don't replace.
    """
    folder = os.path.join(places.work, uuid4().hex)
    os.makedirs(folder)
    inside = f"{folder}{os.sep}"
    laid = _laid_over(places.source, places.kept_back, places.ignored, rules.digest)
    for path, content in laid.items():
        _write(inside + path, content, places.mode)
    left_out: list[str] = []
    for path, file in submission.files.items():
        if path not in laid:
            held = submission.small.get(path)
            try:
                _copy(file, inside + path, places.mode) if held is None else _write(inside + path, held, places.mode)
            except OSError as error:
                left_out.append(f"{path} is left out: {error.strerror or error}")
    _write(f"{inside}{rules.name}.ipynb", notebook, places.mode)
    if places.shared:
        _share(folder)
    return Path(folder), left_out


def take_away(final: str, trash: Path) -> str | None:
    """Move a student's old graded folder away and return where to; None where there was none."""
    moved = f"{trash}{os.sep}{uuid4().hex}"
    try:
        os.rename(final, moved)
    except FileNotFoundError:
        if not os.path.lexists(final):
            return None
        trash.mkdir(parents=True, exist_ok=True)
        os.rename(final, moved)
    return moved


def put(folder: Path, final: str) -> None:
    """Move a graded folder to its place."""
    try:
        os.rename(folder, final)
    except FileNotFoundError:
        os.makedirs(os.path.dirname(final), exist_ok=True)
        os.rename(folder, final)


def clear(*folders: Path) -> None:
    """Delete folders of our own, such as what a killed run laid aside."""
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)


@lru_cache(maxsize=4)
def _laid_over(source: Path, kept_back: frozenset[str], ignored: tuple[str, ...], _digest: str) -> dict[str, bytes]:
    """Read the source folder's files once for many submissions; the rules' digest changes with them."""
    return {path: file.read_bytes() for path, file in source_files(source, kept_back, ignored)}


def source_files(source: Path, kept_back: Iterable[str], ignored: Sequence[str]) -> list[tuple[str, Path]]:
    """Return the files of a source folder that are laid over a student's, by path within it."""
    if not source.is_dir():
        return []
    held = frozenset(kept_back)
    found = walk(source, [*ignored, "*.ipynb"])
    return [(path, Path(entry.path)) for path, entry in found if entry.is_file() and path not in held]


def _write(path: str, content: bytes, mode: int) -> None:
    write_whole(_created(path, mode), content)


def _copy(source: str, path: str, mode: int) -> None:
    with open_carefully(source) as read, open(_created(path, mode), "wb", buffering=0) as written:
        shutil.copyfileobj(read, written)


def _created(path: str, mode: int) -> int:
    """Make a new file; folders above it are made too."""
    try:
        return created(path, mode)
    except FileNotFoundError:
        os.makedirs(os.path.dirname(path))
        return created(path, mode)


def _share(folder: str) -> None:
    for current, _, _ in os.walk(folder):
        share(Path(current))
