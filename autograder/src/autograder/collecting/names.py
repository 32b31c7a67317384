"""Whose a file is, told from where a learning platform put it."""

from __future__ import annotations

import re
from dataclasses import dataclass

MAX_ID = 128
"""Characters of a student's id in the gradebook."""
MAX_BYTES = 200
"""Bytes of a folder's name that every file system takes."""
_NO_FOLDER = re.compile(r'[\\/:*?"<>|&]|^\.|^\s|[\s.]$')
"""What some system refuses or misreads in a folder's name, or nbgrader's formgrader in an id."""

PATTERNS = {
    # ada.zip or ada/…: the zip's name is followed by a slash, as if it were a folder. Or a lone file: ada.ipynb, ada.responses.jsonl.
    "folders": r"(?P<student>[^/]+)/(?P<file>.+)|(?P<lone>[^/]+?)(?:\.responses)?\.(?:ipynb|jsonl)",
    # Ada Lovelace_123_assignsubmission_file_/abby.ipynb, or the like without folders, or without the last underscore.
    "moodle": r"(?:.+/)?(?P<name>[^/]+?)_(?P<once>\d+)_assignsubmission_file(?:_?/|_)(?P<file>.+)",
    # lovelaceada_12345_67890_abby.ipynb; late: lovelaceada_LATE_12345_67890_abby.ipynb; handed in again: …_abby-1.ipynb.
    "canvas": r"(?:.+/)?(?P<name>[^/_]+)(?P<late>_LATE)?_(?P<number>\d+)_(?P<upload>\d+)_(?P<file>.+)",
}
"""How platforms name what they give out; matched against the path within the archive folder, or within the zip of the class."""


@dataclass(frozen=True)
class Owner:
    """Whose a file is, in the platform's words.

    Attributes
    ----------
    student : str
        The id in the gradebook, where the instructor named the file or folder by it.
    name, number : str
        What the platform calls the person; empty where it says nothing.
    once : str
        A number that holds for this assignment only, as Moodle's do: it tells two of one name apart, and nothing else.
    """

    student: str = ""
    name: str = ""
    number: str = ""
    once: str = ""

    def __str__(self) -> str:
        return self.student or " ".join(word for word in (self.name, self.number, self.once) if word)


@dataclass(frozen=True)
class Named:
    """A path that names its owner: `file` is what is left of it, and `late` is whether the platform marks it so."""

    owner: Owner
    file: str
    late: bool


def named(pattern: re.Pattern[str], path: tuple[str, ...]) -> Named | None:
    """Return whose a file is; None where its path does not fit the pattern."""
    match = pattern.fullmatch("/".join(path))
    if match is None:
        return None
    found = {group: text or "" for group, text in match.groupdict().items()}
    words = (found.get(group, "") for group in ("name", "number", "once"))
    owner = Owner(found.get("student") or found.get("lone", ""), *words)
    return Named(owner, found.get("file") or path[-1], bool(found.get("late"))) if str(owner) else None


def fits(student: str) -> bool:
    """Return whether an id can name a student's folder on any system, and a row of the gradebook."""
    return (
        bool(student)
        and len(student) <= MAX_ID
        and student.isprintable()
        and not _NO_FOLDER.search(student)
        and not any("\ud800" <= letter <= "\udfff" for letter in student)
        and len(student.encode()) <= MAX_BYTES
    )
