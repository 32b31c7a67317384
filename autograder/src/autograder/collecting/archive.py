"""What a folder or a zip holds, as a list of files not read yet. Nothing is ever unpacked to the place that a zip names."""

from __future__ import annotations

import io
import lzma
import os
import re
import stat
import struct
import time
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from autograder.bulk.find import MAX_NOTEBOOK
from autograder.bulk.kinds import Ungradable
from rapport.journal.file import open_carefully

MAX_ENTRIES = 1000
"""Files in what one student handed in; an assignment has fewer than ten."""
MAX_BULK_ENTRIES = 200_000
"""Files in the zip of a whole class."""
MAX_TOTAL = 500_000_000
"""Bytes that a student's zip may claim to hold when unpacked."""
MAX_RATIO = 200
"""How many times larger than packed; notebooks shrink to a tenth or so."""
SMALL = 10_000_000
"""Bytes up to which any ratio will do: a notebook full of one repeated line."""
MAX_DEPTH = 3
"""Zips within zips."""
MAX_ZIP = 200_000_000
"""Bytes of a student's zip."""
MAX_PATH = 1000
PIECE = 1 << 16
CONTENTS = 1_000
"""Bytes for each file in a zip's table of contents; some 100 are usual."""

_IGNORED = re.compile(r"__MACOSX|\.ipynb_checkpoints|\..*")
"""What Macs, Jupyter and others add."""
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    RuntimeError,
    ValueError,
    OverflowError,
)
"""What Python's zipfile raises for files that are cut off, damaged or forged."""

Time = tuple[int, ...]


class Refused(Ungradable):
    """Something that can't be taken in; it tells what and the mend as what can't be graded does."""


@dataclass(frozen=True)
class Entry:
    """A file that was handed in.

    Attributes
    ----------
    path : tuple of str
        Where it lay, within what was handed in.
    modified : tuple of int
        When it was last changed: year, month, day, hour, minute, second, as the one who packed it says.
    open : function
        Opens it for reading.
    """

    path: tuple[str, ...]
    modified: Time
    open: Callable[[], BinaryIO]

    @property
    def name(self) -> str:
        """The file's own name."""
        return self.path[-1]

    def read(self, most: int = MAX_NOTEBOOK) -> bytes:
        """Return the content; raises `Refused` for what is larger than `most` bytes, or damaged."""
        try:
            with self.open() as file:
                raw = _read(file, most + 1)
        except NotImplementedError:
            raise Refused(f"{self.name} is packed in an unusual way", "ask for an ordinary zip") from None
        except (*_DAMAGE, OSError) as error:
            raise Refused(f"{self.name} can't be read: {plain(str(error))}", "ask for it again") from None
        if len(raw) > most:
            mend = "ask the student to clear the outputs of their own cells and hand in again"
            raise Refused(f"{self.name} is larger than {most // 1_000_000} MB", mend)
        return raw


class _Zip(io.BufferedReader):
    """A zip that is read in pieces, but for its table of contents, which Python's zipfile reads and holds whole."""

    most = PIECE

    def read(self, size: int | None = -1) -> bytes:
        if size is not None and size > self.most:
            raise Refused("the zip's table of contents is too large", "ask for a zip of the assignment's folder alone")
        return super().read(size)


def in_folder(folder: Path, unread: Callable[[str], None]) -> Iterator[Entry]:
    """Yield every file below a folder but links, devices and hidden ones; `unread` is told of folders that can't be read."""
    pending: list[tuple[tuple[str, ...], Path]] = [((), folder)]
    while pending:
        above, current = pending.pop()
        try:
            with os.scandir(current) as found:
                entries = sorted(found, key=lambda entry: entry.name, reverse=True)
        except OSError:
            unread("/".join(above) or current.name)
            continue
        for entry in entries:
            path = (*above, entry.name)
            if _IGNORED.fullmatch(entry.name):
                continue
            if entry.is_dir(follow_symlinks=False):
                pending.append((path, Path(entry.path)))
            elif entry.is_file(follow_symlinks=False):
                yield Entry(path, _changed(entry), lambda file=Path(entry.path): open_carefully(file))  # type: ignore[misc]


def in_zip(file: BinaryIO, most: int = MAX_ENTRIES) -> tuple[list[Entry], list[str]]:
    """Return the files of a zip, which must stay open while they are read, and what was passed over.

    Raises
    ------
    Refused
        If the zip is damaged, has a password, or holds more than is reasonable.
    """
    try:
        read = _Zip(file)  # type: ignore[arg-type]
        read.most = most * CONTENTS
        packed = zipfile.ZipFile(read)
        infos = packed.infolist()
    except NotImplementedError:
        raise Refused("the zip is packed in an unusual way", "ask for an ordinary zip") from None
    except (*_DAMAGE, OSError):
        raise Refused("it is no zip, or damaged", "ask for it again") from None
    infos = [info for info in infos if not info.filename.endswith(("/", "\\"))]
    if len(infos) > most:
        raise Refused(f"the zip holds more than {most} files", "ask for a zip of the assignment's folder alone")
    entries: list[Entry] = []
    notes: list[str] = []
    for info in infos:
        path = parts(info.filename)
        if path is None:
            notes.append(f"{plain(info.filename)} leads out of the zip and is passed over")
        elif stat.S_ISLNK(info.external_attr >> 16):
            notes.append(f"{plain(info.filename)} is a link and is passed over")
        elif not any(_IGNORED.fullmatch(part) for part in path):
            entries.append(Entry(path, info.date_time, _opener(packed, info)))
    if most == MAX_ENTRIES:
        _refuse_bombs(infos)
    return entries, notes


def parts(name: str) -> tuple[str, ...] | None:
    r"""Return the parts of a path in a zip; None for one that leads elsewhere, on any system. Some Windows programs pack with ``\``."""
    found = name.replace("\\", "/").split("/")
    if name.startswith(("/", "\\")) or len(name) > MAX_PATH or "\0" in name or re.match("[A-Za-z]:", name):
        return None
    found = [part for part in found if part not in {"", "."}]
    return tuple(found) if found and ".." not in found else None


def plain(text: str) -> str:
    """Return text of a student's for a line of the log: short, and nothing in it that a terminal obeys."""
    shown = "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in text[:120])
    return f"{shown}…" if len(text) > 120 else shown


def _changed(entry: os.DirEntry[str]) -> Time:
    try:
        return time.localtime(entry.stat(follow_symlinks=False).st_mtime)[:6]
    except (OSError, OverflowError, ValueError):
        return ()  # older than any time that can be told


def _refuse_bombs(infos: list[zipfile.ZipInfo]) -> None:
    for info in infos:
        if info.file_size > SMALL and info.file_size > MAX_RATIO * max(1, info.compress_size):
            raise Refused(f"{plain(info.filename)} unpacks to far more than it is", "look at the zip; it may be a bomb")
    if sum(info.file_size for info in infos) > MAX_TOTAL:
        what = f"the zip unpacks to more than {MAX_TOTAL // 1_000_000} MB"
        raise Refused(what, "ask for a zip of the assignment's folder alone")


def _opener(packed: zipfile.ZipFile, info: zipfile.ZipInfo) -> Callable[[], BinaryIO]:
    def open_it() -> BinaryIO:
        if info.flag_bits & 1:
            raise Refused("the zip has a password", "ask for one without")
        if info.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
            raise NotImplementedError
        return packed.open(info)  # type: ignore[return-value]

    return open_it


def _read(file: BinaryIO, most: int) -> bytes:
    """Read in pieces, so that a size that a zip only claims takes no memory."""
    read = io.BytesIO()
    while read.tell() < most and (piece := file.read(min(PIECE, most - read.tell()))):
        read.write(piece)
    return read.getvalue()
