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
from rapport.journal.file import open_carefully

GROUP_WRITES = 0o2770
"""What nbgrader adds to the permissions of folders that instructors share."""


def lay_aside(places: Places, rules: Rules, submission: Submission, notebook: bytes) -> tuple[Path, list[str]]:
    """Write a graded folder where nobody looks for it; return it, and which files of the student's found no place in it.

    It holds the graded notebook, the assignment's source files, and of the student's other files all that these don't replace.
    """
    folder = places.work / uuid4().hex
    folder.mkdir(parents=True)
    laid = _laid_over(places.source, places.kept_back, places.ignored, rules.digest)
    for path, content in laid.items():
        _write(folder / path, content, places.mode)
    left_out: list[str] = []
    for path, file in submission.files.items():
        if path not in laid:
            try:
                _copy(file, folder / path, places.mode)
            except OSError as error:
                left_out.append(f"{path} is left out: {error.strerror or error}")
    _write(folder / f"{rules.name}.ipynb", notebook, places.mode)
    if places.shared:
        _share(folder)
    return folder, left_out


def take_away(final: Path, trash: Path) -> Path | None:
    """Move a student's old graded folder away and return where to; None where there was none."""
    trash.mkdir(parents=True, exist_ok=True)
    moved = trash / uuid4().hex
    try:
        final.rename(moved)
    except FileNotFoundError:
        return None
    return moved


def put(folder: Path, final: Path) -> None:
    """Move a graded folder to its place."""
    final.parent.mkdir(parents=True, exist_ok=True)
    folder.rename(final)


def clear(*folders: Path) -> None:
    """Delete folders of our own, such as what a killed run laid aside."""
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)


def share_root(autograded: Path) -> None:
    """Make nbgrader's folder of graded submissions writable for the instructors' group."""
    _add_mode(autograded)


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


def _write(path: Path, content: bytes, mode: int) -> None:
    if not path.parent.is_dir():
        path.parent.mkdir(parents=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with open(descriptor, "wb", buffering=0) as file:
        file.write(content)
    path.chmod(mode)


def _copy(source: Path, path: Path, mode: int) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with open_carefully(source) as read, path.open("xb") as written:
        shutil.copyfileobj(read, written)
    path.chmod(mode)


def _share(folder: Path) -> None:
    for current, _, _ in os.walk(folder):
        _add_mode(Path(current))


def _add_mode(folder: Path) -> None:
    mode = folder.stat().st_mode
    if mode & GROUP_WRITES != GROUP_WRITES:
        folder.chmod((mode | GROUP_WRITES) & 0o2777)
