"""What passes between finding, marking and writing; all of it can be sent to another process."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from autograder.feedback.files import Shelf
from autograder.feedback.held import NOTHING, Held
from autograder.keys import Scheme
from autograder.restoring import GivenCell


class Misuse(Exception):
    """Nothing can be graded; the text says why and what to do."""


class Ungradable(Exception):
    """One submission can't be graded.

    Attributes
    ----------
    what, mend : str
        What is wrong with it, and what the instructor can do.
    """

    def __init__(self, what: str, mend: str) -> None:
        super().__init__(what, mend)
        self.what, self.mend = what, mend


@dataclass(frozen=True)
class Rules:
    """What every submission of one assignment is graded by.

    Attributes
    ----------
    name : str
        The assignment, as its folder is named.
    opened : str
        The assignment, as its notebook names itself.
    scheme : Scheme
        Items, keys and cases.
    given : tuple of GivenCell
        The instructor's cells, from the gradebook.
    kernelspec : dict
        The instructor's, which replaces a student's; empty for none.
    digest : str
        Changes whenever any of these, the settings or this program do.
    """

    name: str
    opened: str
    scheme: Scheme
    given: tuple[GivenCell, ...]
    kernelspec: Mapping[str, Any]
    digest: str


@dataclass(frozen=True)
class Places:
    """Where files lie, and how graded ones are written.

    Attributes
    ----------
    submitted, autograded : Path
        nbgrader's folders, a folder for each student in them.
    source : Path
        The assignment's source folder, whose files are laid over a student's.
    kept_back : frozenset of str
        Files of the source folder that are not.
    ignored : tuple of str
        Patterns of names that are never copied.
    work : Path
        Where graded folders are prepared, on the disk of `autograded`.
    mode : int
        Permissions of graded files.
    shared : bool
        Whether the folders are writable for the instructors' group.
    shelf : Shelf
        Where feedback pages go.
    """

    submitted: Path
    autograded: Path
    source: Path
    kept_back: frozenset[str]
    ignored: tuple[str, ...]
    work: Path
    mode: int
    shared: bool
    shelf: Shelf


@dataclass(frozen=True)
class Marks:
    """What the gradebook is to hold of one submission, by grade id; cells that are missing from a notebook are missing here.

    Attributes
    ----------
    scores : mapping of str to float or None
        Automatic scores; None waits for a person.
    comments : mapping of str to str or None
        Automatic comments.
    """

    scores: Mapping[str, float | None]
    comments: Mapping[str, str | None]


@dataclass(frozen=True)
class Task:
    """One submission to grade, unless it is still what was graded last time; `before` is what people gave it, for its feedback page."""

    student: str
    known: str = ""
    before: Held = NOTHING


@dataclass(frozen=True)
class Outcome:
    """What became of one submission in a worker.

    Attributes
    ----------
    student : str
        Whose it is.
    state : str
        ``marked`` but not recorded yet, ``unchanged`` since it was graded, or ``failed``.
    digest : str
        Stands for what was handed in and what it was marked by.
    marks : Marks or None
        For the gradebook.
    timestamp : str
        When it was handed in, as nbgrader wrote it; empty where that is not known.
    folder : Path or None
        The graded folder, laid aside.
    size : int
        Bytes of the graded notebook.
    page : Path or None
        The folder of the feedback page, laid aside.
    held : Held or None
        What that page takes the gradebook to hold.
    what, mend : str
        What is wrong with a failed one, and what to do.
    notes : tuple of str
        What was amiss without standing in the way.
    """

    student: str
    state: Literal["marked", "unchanged", "failed"]
    digest: str = ""
    marks: Marks | None = None
    timestamp: str = ""
    folder: Path | None = None
    size: int = 0
    page: Path | None = None
    held: Held | None = None
    what: str = ""
    mend: str = ""
    notes: tuple[str, ...] = field(default=())
