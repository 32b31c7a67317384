"""Where feedback pages lie: laid aside by a worker, put to their places by the writer, as graded folders are."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from rapport.journal.file import open_carefully

GIVEN_BACK = ("timestamp.txt", "submission_secret.txt")
"""Files of a submission without which `nbgrader release_feedback` releases nothing."""
MAX_GIVEN_BACK = 4096
GROUP_WRITES = 0o2770
"""What nbgrader adds to the permissions of folders that instructors share."""
HIDDEN = ".pages"
"""Our folder among those of feedback; nbgrader's patterns pass over hidden folders."""


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

    @property
    def work(self) -> Path:
        """Where pages are prepared."""
        return self.folder / HIDDEN / f"{self.name}.work"

    @property
    def trash(self) -> Path:
        """Where old ones go."""
        return self.folder / HIDDEN / f"{self.name}.old"

    def place(self, student: str) -> Path:
        """Return the folder of a student's page."""
        return self.folder / student / self.name

    def page(self, folder: Path) -> Path:
        """Return the page in a folder."""
        return folder / f"{self.name}.html"

    def lay_aside(self, page: bytes, files: Mapping[str, Path]) -> Path:
        """Write a page where nobody looks for it, with what nbgrader needs to release it, and return its folder."""
        folder = self.work / uuid4().hex
        folder.mkdir(parents=True)
        for name in GIVEN_BACK:
            if name in files:
                with open_carefully(files[name]) as file:
                    self._write(folder / name, file.read(MAX_GIVEN_BACK))
        self._write(self.page(folder), page)
        if self.shared:
            folder.chmod((folder.stat().st_mode | GROUP_WRITES) & 0o2777)
        return folder

    def give(self, student: str, page: bytes, files: Path, *, every: bool) -> bool:
        """Bring a student's page to its place, with what `files` holds for its release; return whether it was written.

        One that says the same is left alone unless `every` is asked for.
        """
        place = self.place(student)
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
        self._write(made, page)
        made.replace(self.page(folder))

    def _write(self, path: Path, content: bytes) -> None:
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb", buffering=0) as file:
            file.write(content)
        path.chmod(self.mode)
