"""A course as the checks look at it, and what they find."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from jupyter_core.paths import jupyter_config_path
from nbgrader.converters import Autograde, GenerateAssignment
from nbgrader.coursedir import CourseDirectory
from sqlalchemy import make_url
from traitlets.config import Config
from traitlets.config.loader import PyFileConfigLoader

from autograder.keys import keys_folder

SETTINGS = "nbgrader_config.py"
SHOWN = 4
"""How many places of one kind are named."""


@dataclass(frozen=True)
class Finding:
    """Something that is broken.

    Attributes
    ----------
    what, where, mend : str
        What is wrong, where, and what to do about it.
    """

    what: str
    where: str
    mend: str


class Broken(Exception):
    """The course can't be looked at any further; holds the finding."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.what)
        self.finding = finding


@dataclass(frozen=True)
class Course:
    """A course's settings and places.

    Attributes
    ----------
    root : Path
        Its folder.
    names : tuple of str
        The assignments to look at.
    config : Config
        nbgrader's settings.
    """

    root: Path
    names: tuple[str, ...]
    config: Config

    @cached_property
    def directory(self) -> Any:
        """Nbgrader's own view of the course's folders."""
        return CourseDirectory(config=self.config)

    @cached_property
    def autograde(self) -> Any:
        """Nbgrader's step that grades."""
        return Autograde(coursedir=self.directory, config=self.config)

    @cached_property
    def generate(self) -> Any:
        """Nbgrader's step that makes what students get."""
        return GenerateAssignment(coursedir=self.directory, config=self.config)

    @property
    def keys(self) -> Path:
        """Where the keys are looked for."""
        named = self.config.KeyedExecute.get("keys", "")
        return Path(named).expanduser() if named else keys_folder()

    def source(self, name: str) -> Path:
        """Return an assignment's source folder."""
        return Path(self.directory.format_path(self.directory.source_directory, ".", name))

    def released(self, name: str) -> Path:
        """Return the folder of what students get."""
        return Path(self.directory.format_path(self.directory.release_directory, ".", name))

    def step(self, step: str) -> Path:
        """Return the folder of one of nbgrader's steps."""
        return Path(self.directory.format_path(step, "x", "x")).parents[1]

    @property
    def gradebook_file(self) -> Path | None:
        """The gradebook's file; None for one on a database server."""
        url = make_url(self.directory.db_url)
        return Path(url.database) if url.drivername.startswith("sqlite") and url.database else None

    @property
    def gradebook_shown(self) -> str:
        """Where the gradebook is, without a password."""
        file = self.gradebook_file
        return self.shown(file) if file else make_url(self.directory.db_url).render_as_string(hide_password=True)

    @property
    def submitted(self) -> Path:
        """Where submissions lie."""
        return self.step(self.directory.submitted_directory)

    def shown(self, path: Path) -> str:
        """Return a path as the instructor knows it, from the course's folder on where it lies there."""
        return str(path.relative_to(self.root)) if path.is_relative_to(self.root) else str(path)


def read_course(root: Path, name: str | None = None) -> Course:
    """Read a course's settings.

    Parameters
    ----------
    root : Path
        The course's folder.
    name : str, optional
        The one assignment to look at; by default all.

    Raises
    ------
    Broken
        If there are none, or they can't be read.
    """
    root = root.resolve()
    if not (root / SETTINGS).is_file():
        raise Broken(Finding("there are no settings", str(root / SETTINGS), "give the course's folder with --root"))
    config = Config()
    for folder in (*reversed(jupyter_config_path()), str(root)):
        if (Path(folder) / SETTINGS).is_file():
            try:
                config.merge(PyFileConfigLoader(SETTINGS, path=folder).load_config())
            except Exception as error:  # noqa: BLE001 - settings are anybody's code
                what = f"the settings can't be read: {type(error).__name__}: {error}"
                raise Broken(Finding(what, os.path.join(folder, SETTINGS), "mend that line")) from None
    course = Course(root, (), config)
    known = sorted({path.parent.name for path in course.source(".").glob("*/*.ipynb")})
    if name and name not in known:
        what, mend = f"there is no assignment {name!r}", f"check the name; there are: {', '.join(known) or 'none'}"
        raise Broken(Finding(what, course.shown(course.source(name)), mend))
    return Course(root, (name,) if name else tuple(known), config)


def listed(places: Iterable[str], most: int = SHOWN) -> str:
    """Return names as a list for people, cut short where there are many."""
    found: Sequence[str] = list(places)
    more = f" and {len(found) - most} more" if len(found) > most else ""
    return ", ".join(found[:most]) + more
