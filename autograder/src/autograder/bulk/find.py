"""Find what was handed in, and read it: no link is followed, nothing is waited for, and sizes are capped."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from autograder.bulk.kinds import Places, Ungradable
from rapport.journal.file import MAX_READ, open_carefully

MAX_NOTEBOOK = 64_000_000
"""Bytes of a notebook; an honest one stays under 1 MB, one with large pictures under 20."""
MAX_FILES = 1000
MAX_COPIED = 100_000_000
"""Bytes of a submission's other files, in all; nbgrader's own limit for a folder that is handed in."""
MAX_NAME = 128
"""Characters of a student's id in the gradebook."""
MAX_HELD = 8_000_000
"""Bytes of a submission's other files that are kept in memory, so as not to be read again."""
MARKUP = frozenset('<>"&\\')
"""What no student's id may hold: nbgrader's formgrader writes ids into a student's page as they are."""
MAX_TIMESTAMP = 64
PIECE = 1 << 20


@dataclass(frozen=True)
class Submission:
    """What one student handed in, read once.

    Attributes
    ----------
    notebook : bytes
        The notebook's file.
    timestamp : str
        When it was handed in; empty where no file says so.
    files : dict of str to str
        What is copied beside the graded notebook, by path within the folder.
    digest : str
        Stands for the content of all of these.
    notes : tuple of str
        What was left out.
    small : dict of str to bytes
        The content of those files that are not large.
    """

    notebook: bytes
    timestamp: str
    files: dict[str, str]
    digest: str
    notes: tuple[str, ...]
    small: dict[str, bytes]


def students(submitted: Path, name: str) -> list[str]:
    """Return who handed in something for the assignment, in order; hidden folders are nobody's, as in nbgrader."""
    try:
        entries = sorted(entry.name for entry in os.scandir(submitted) if not entry.name.startswith("."))
    except FileNotFoundError:
        return []
    return [entry for entry in entries if _there(os.path.join(submitted, entry, name))]


def read(places: Places, student: str, name: str) -> Submission:
    """Read one submission.

    Raises
    ------
    Ungradable
        If its notebook, its folder or its owner's name can't be used.
    """
    _refuse_name(student)
    # As plain text: making `Path` objects costs as much as reading.
    owner = os.path.join(places.submitted, student)
    folder = os.path.join(owner, name)
    _refuse_links(owner, folder)
    notebook = _notebook(os.path.join(folder, f"{name}.ipynb"))
    files, notes = _files(folder, places.ignored)
    digest = sha256(b"%d " % len(notebook) + notebook)
    kept: dict[str, str] = {}
    small: dict[str, bytes] = {}
    room, spare = MAX_COPIED, MAX_HELD
    for path, file in files.items():
        added = _add(digest.update, path, file, room, notes)
        if added is None:
            continue
        size, content = added
        kept[path] = file
        room -= size
        if len(content) == size < min(PIECE, spare):
            small[path] = content
            spare -= size
    return Submission(notebook, _timestamp(kept, small), kept, digest.hexdigest(), tuple(notes), small)


def walk(folder: str | Path, ignored: Sequence[str]) -> Iterator[tuple[str, os.DirEntry[str]]]:
    """Yield what a folder holds that nbgrader would copy, with its path within; notebooks and links are for the caller to judge."""
    pending = [("", str(folder))]
    while pending:
        above, current = pending.pop()
        with os.scandir(current) as entries:
            found = sorted(entries, key=lambda entry: entry.name)
        for entry in found:
            if not is_ignored(entry.name, ignored):
                yield above + entry.name, entry
                if entry.is_dir(follow_symlinks=False):
                    pending.append((f"{above}{entry.name}/", entry.path))


def is_ignored(name: str, patterns: Sequence[str]) -> bool:
    """Return whether a name fits one of nbgrader's patterns; as in its globs, a star does not stand for a leading dot."""
    return any(
        fnmatchcase(name, pattern) and (pattern.startswith(".") or not name.startswith(".")) for pattern in patterns
    )


def _there(path: str) -> bool:
    try:
        os.lstat(path)
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError:
        return True  # reading it says what is wrong
    return True


def _refuse_name(student: str) -> None:
    printable = student.isprintable() and not any("\ud800" <= letter <= "\udfff" for letter in student)
    if not printable or len(student) > MAX_NAME or MARKUP & set(student):
        raise Ungradable(
            "the folder's name can't be a student's id in the gradebook",
            f"rename it to the student's id: at most {MAX_NAME} characters that can be printed, none of {' '.join(sorted(MARKUP))}",
        )


def _refuse_links(*folders: str) -> None:
    for path in folders:
        name = os.path.basename(path)
        try:
            mode = os.lstat(path).st_mode
        except OSError as error:
            raise _unreadable(f"the folder {name}", error) from None
        if stat.S_ISLNK(mode):
            raise Ungradable(f"the folder {name} is a link", "put the folder itself in its place")
        if not stat.S_ISDIR(mode):
            raise Ungradable(f"{name} is no folder", "put the handed-in files into a folder of that name")


def _notebook(path: str) -> bytes:
    try:
        with open_carefully(path) as file:
            raw = _read(file, MAX_NOTEBOOK + 1)
    except FileNotFoundError:
        raise Ungradable(f"there is no {os.path.basename(path)}", "ask for the notebook, or collect it again") from None
    except OSError as error:
        raise _unreadable(os.path.basename(path), error) from None
    if len(raw) > MAX_NOTEBOOK:
        raise Ungradable(
            f"{os.path.basename(path)} is larger than {MAX_NOTEBOOK // 1_000_000} MB",
            "ask the student to clear the outputs of their own cells and hand in again",
        )
    return raw


def _unreadable(name: str, error: OSError) -> Ungradable:
    if error.errno == errno.ELOOP:
        return Ungradable(f"{name} is a link", "ask for the file itself")
    what = f"{name} can't be read: {error.strerror or error}"
    if isinstance(error, PermissionError):
        return Ungradable(what, "give yourself the right to read it (chmod u+r, and u+x for folders)")
    return Ungradable(what, "look at the file, or collect it again")


def _files(folder: str, ignored: Sequence[str]) -> tuple[dict[str, str], list[str]]:
    files: dict[str, str] = {}
    notes: list[str] = []
    try:
        for path, entry in walk(folder, [*ignored, "*.ipynb"]):
            if entry.is_symlink():
                notes.append(f"{path} is a link and is left out")
            elif entry.is_file(follow_symlinks=False):
                files[path] = entry.path
            elif not entry.is_dir(follow_symlinks=False):
                notes.append(f"{path} is no file and is left out")
            if len(files) > MAX_FILES or len(notes) > MAX_FILES:
                notes.append(f"there are more than {MAX_FILES} files, and the rest is left out")
                break
    except OSError as error:
        raise _unreadable("the folder", error) from None
    return files, notes


def _add(
    update: Callable[[bytes], None], path: str, file: str, room: int, notes: list[str]
) -> tuple[int, bytes] | None:
    """Add a file to what the digest stands for; return its size and its first piece, or None for one that is not copied."""
    try:
        with open_carefully(file) as opened:
            size = os.fstat(opened.fileno()).st_size
            # A journal is read from its end, and only so much of it.
            whole = size <= room
            if not whole:
                opened.seek(max(0, size - MAX_READ))
            update(f"\n{path!r} {size} ".encode())
            content = piece = _read(opened, PIECE)
            while piece:
                update(piece)
                piece = opened.read(PIECE) if len(piece) == PIECE else b""
    except OSError as error:
        notes.append(f"{path} can't be read and is left out: {error.strerror or error}")
        update(f"\n{path!r} not read ".encode())
        return None
    if not whole:
        notes.append(f"{path} is too large and is not copied")
        return None
    return size, content


def _read(file: BinaryIO, most: int) -> bytes:
    """Read at most so much. A file says how much it holds, and room for more is not made in vain."""
    return file.read(min(most, os.fstat(file.fileno()).st_size + 1))


def _timestamp(files: Mapping[str, str], small: Mapping[str, bytes]) -> str:
    """Return what timestamp.txt says; nbgrader hands the text to a parser that may open files named in it, so a slash is refused."""
    if "timestamp.txt" not in files:
        return ""
    raw = small.get("timestamp.txt")
    if raw is None:
        with open_carefully(files["timestamp.txt"]) as file:
            raw = file.read(MAX_TIMESTAMP + 1)
    text = raw[: MAX_TIMESTAMP + 1].decode("utf-8", errors="replace").strip()
    if len(raw) > MAX_TIMESTAMP or "/" in text or "\\" in text or not text.isprintable():
        raise Ungradable(
            "timestamp.txt holds no time", "write the time of handing in into it, such as 2026-01-31 12:00:00 UTC"
        )
    return text
