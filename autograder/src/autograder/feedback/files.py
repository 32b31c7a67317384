"""Where feedback pages lie: laid aside by a worker, put to their places by the writer, as graded folders are."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from uuid import uuid4

from rapport.journal.file import open_carefully

GIVEN_BACK = ("timestamp.txt", "submission_secret.txt")
"""Files of a submission without which `nbgrader release_feedback` releases nothing."""
MAX_GIVEN_BACK = 4096
GROUP_WRITES = 0o2770
"""What nbgrader adds to the permissions of folders that instructors share."""
HIDDEN = ".pages"
"""Our folder among those of feedback; nbgrader's patterns pass over hidden folders."""
Files = Mapping[str, str] | Mapping[str, Path]
NOTHING_KNOWN: Mapping[str, bytes] = MappingProxyType({})
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
_BY_DESCRIPTOR = os.chmod in os.supports_fd


@dataclass(frozen=True)
class Shelf:
    """Where pages go.

    Attributes
    ----------
    folder : Path
        nbgrader's folder of feedback, a folder for each student in it.
    name : str
        The assignment.
    course : str
        The course's id, for the pages' heads; may be empty.
    mode : int
        Permissions of the files.
    shared : bool
        Whether folders are writable for the instructors' group.
    """

    folder: Path
    name: str
    course: str
    mode: int
    shared: bool

    @cached_property
    def work(self) -> Path:
        """Where pages are prepared."""
        return self.folder / HIDDEN / f"{self.name}.work"

    @cached_property
    def trash(self) -> Path:
        """Where old ones go."""
        return self.folder / HIDDEN / f"{self.name}.old"

    def place(self, student: str) -> str:
        """Return the folder of a student's page."""
        return os.path.join(self.folder, student, self.name)

    def page(self, folder: Path) -> Path:
        """Return the page in a folder."""
        return folder / f"{self.name}.html"

    def lay_aside(self, page: bytes, files: Files, known: Mapping[str, bytes] = NOTHING_KNOWN) -> Path:
        """Write a page where nobody looks for it, with what nbgrader needs to release it, and return its folder.

        Parameters
        ----------
        page : bytes
            The page.
        files : mapping of str to str or Path
            The submission's files, by path within its folder.
        known : mapping of str to bytes
            The content of those that have been read before.
        """
        folder = self.work / uuid4().hex
        folder.mkdir(parents=True)
        inside = f"{folder}{os.sep}"
        for name in GIVEN_BACK:
            if name in files:
                content = known[name] if name in known else _beginning(files[name])
                _write(inside + name, content[:MAX_GIVEN_BACK], self.mode)
        _write(f"{inside}{self.name}.html", page, self.mode)
        if self.shared:
            share(folder)
        return folder

    def give(self, student: str, page: bytes, files: Path, *, every: bool) -> bool:
        """Bring a student's page to its place, with what `files` holds for its release; return whether it was written.

        One that says the same is left alone unless `every` is asked for.
        """
        place = Path(self.place(student))
        if self.page(place).is_file():
            if not every and self.page(place).read_bytes() == page:
                return False
            self.write(place, page)
            return True
        laid = self.lay_aside(page, {name: files / name for name in GIVEN_BACK if (files / name).is_file()})
        shutil.rmtree(place, ignore_errors=True)
        place.parent.mkdir(parents=True, exist_ok=True)
        laid.rename(place)
        return True

    def write(self, folder: Path, page: bytes) -> None:
        """Replace the page in a folder, in one step."""
        made = folder / f".{uuid4().hex}"
        _write(str(made), page, self.mode)
        made.replace(self.page(folder))


def share(folder: Path) -> None:
    """Make a folder writable for the instructors' group."""
    mode = folder.stat().st_mode
    if mode & GROUP_WRITES != GROUP_WRITES:
        folder.chmod((mode | GROUP_WRITES) & 0o2777)


def created(path: str, mode: int) -> int:
    """Make a new file in a folder that is there; return its descriptor. Making `Path` and file objects would cost as much as writing."""
    descriptor = os.open(path, _NEW, 0o600)
    try:
        os.chmod(descriptor if _BY_DESCRIPTOR else path, mode)
    except BaseException:
        os.close(descriptor)
        raise
    return descriptor


def write_whole(descriptor: int, content: bytes) -> None:
    """Write a new file's content and close it."""
    try:
        left = memoryview(content)
        while left:
            left = left[os.write(descriptor, left) :]
    finally:
        os.close(descriptor)


def _write(path: str, content: bytes, mode: int) -> None:
    write_whole(created(path, mode), content)


def _beginning(path: str | Path) -> bytes:
    with open_carefully(path) as file:
        return file.read(MAX_GIVEN_BACK)
