"""The journal: one file beside the notebook, one answer a line, only ever appended to.

The contract of `append`: when it returns, the answer is on the disk and no crash, no second writer and no torn line can take it away; when
it raises `NotSaved`, the learner is told one clear sentence. Every record starts with a line break, so a line torn by a crash or a full disk
spoils nothing after it, without locks.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from rapport.journal.event import MAX_LINE, Event, Fault, parse_event

MAX_READ = 64_000_000
"""Bytes read of a journal, from its end; an honest one stays under 1 MB."""
MAX_FAULTS = 20

# Windows lacks the first two; elsewhere there is no third.
_CAREFULLY = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


class NotSaved(OSError):
    """An answer that could not be written; its text is for the learner."""


def append(path: Path, *events: Event) -> None:
    """Write answers durably; several in one piece.

    Raises
    ------
    NotSaved
        With one sentence for the learner: the disk is full, the folder can't be written to, and so on.
    """
    record = b"".join(b"\n" + event.line() + b"\n" for event in events)
    try:
        new = not path.exists()
        file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | _CAREFULLY, 0o644)
        try:
            _refuse_special(file)
            _write_whole(file, record)
            _sync(file)
        finally:
            os.close(file)
        if new:
            _sync_folder(path.parent)
    except OSError as error:
        raise NotSaved(_sentence(path, error)) from error


def read(path: Path) -> tuple[list[Event], list[Fault]]:
    """Return every answer of a journal in file order, and what could not be read; a journal that is not there is empty."""
    events: list[Event] = []
    faults: list[Fault] = []
    try:
        with open_carefully(path) as file:
            if _skipped(file):
                faults.append(Fault(where=path.name, what="it is larger than 64 MB, and only its end was read"))
            _gather(file, path.name, events, faults)
    except FileNotFoundError:
        return [], []
    except OSError as error:
        faults.append(Fault(where=path.name, what=f"it can't be read: {error.strerror or error}"))
    return events, faults


def read_bytes(content: bytes, name: str) -> tuple[list[Event], list[Fault]]:
    """Return what `read` does, for a journal whose content somebody has read already; `name` is for the faults."""
    events: list[Event] = []
    faults: list[Fault] = []
    _gather(BytesIO(content), name, events, faults)
    return events, faults


def open_carefully(path: str | Path) -> BinaryIO:
    """Open a file that somebody else may have laid there: no link is followed, and a pipe or device is refused instead of waited for."""
    descriptor = os.open(path, os.O_RDONLY | _CAREFULLY)
    try:
        _refuse_special(descriptor)
        return os.fdopen(descriptor, "rb")
    except BaseException:
        os.close(descriptor)
        raise


def _refuse_special(file: int) -> None:
    mode = os.fstat(file).st_mode
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    if not stat.S_ISREG(mode):
        raise OSError(errno.ENXIO, "it is not a file")


def _gather(file: BinaryIO, name: str, events: list[Event], faults: list[Fault]) -> None:
    """Add a journal's answers in file order, and what could not be read."""
    for number, raw in _lines(file):
        event = parse_event(raw)
        if isinstance(event, Event):
            events.append(event)
        elif len(faults) < MAX_FAULTS:
            faults.append(Fault(where=f"{name}, line {number}", what=event))


def _skipped(file: BinaryIO) -> bool:
    """Go to where reading begins, and return whether that is past the start."""
    size = os.fstat(file.fileno()).st_size
    if size <= MAX_READ:
        return False
    file.seek(size - MAX_READ)
    file.readline(MAX_LINE)
    return True


def _lines(file: BinaryIO) -> Iterator[tuple[int, bytes]]:
    number = 0
    while raw := file.readline(MAX_LINE + 2):
        number += 1
        whole = raw.endswith(b"\n")
        while not whole and (rest := file.readline(MAX_LINE)):
            whole = rest.endswith(b"\n")
            raw = b"-" * (MAX_LINE + 1)  # too long whatever follows; its length is all that matters now
        if raw.strip():
            yield number, raw.rstrip(b"\r\n")


def _write_whole(file: int, record: bytes) -> None:
    """Write the record in one piece: a piece that came out short is left behind as a torn line and the whole is written again."""
    for _ in range(3):
        if os.write(file, record) == len(record):
            return
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def _sync(handle: int) -> None:
    try:
        os.fsync(handle)
    except OSError as error:
        # Some network and in-memory file systems have no fsync; what they took is as safe there as it can be.
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):
            raise


def _sync_folder(folder: Path) -> None:
    """Make the new file's name durable too, where the system knows how."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    try:
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    except PermissionError:
        return  # a folder that one may write to but not list
    try:
        _sync(handle)
    finally:
        os.close(handle)


_SENTENCES = {
    errno.ENOSPC: "the disk is full: free some space, then send the answer again",
    errno.EDQUOT: "your disk quota is used up: free some space, then send the answer again",
    errno.EACCES: "this folder can't be written to: copy the folder to a place of your own and open the notebook there",
    errno.EPERM: "this folder can't be written to: copy the folder to a place of your own and open the notebook there",
    errno.EROFS: "this folder is read-only: copy the folder to a place of your own and open the notebook there",
    errno.ENOENT: "the folder of this notebook is gone: save the notebook again, then send the answer again",
    errno.EISDIR: "a folder stands where the answers belong: rename it, then send the answer again",
    errno.ENOTDIR: "the folder of this notebook is gone: save the notebook again, then send the answer again",
    errno.ENXIO: "something that is no file stands where the answers belong: remove it, then send the answer again",
    errno.ELOOP: "a link stands where the answers belong: remove it, then send the answer again",
    errno.EIO: "the disk reports a fault: save the notebook elsewhere, then send the answer again",
}


def _sentence(path: Path, error: OSError) -> str:
    reason = _SENTENCES.get(error.errno or 0, f"{error.strerror or error}: mend that, then send the answer again")
    return f"Not saved to {path.name}: {reason}."
