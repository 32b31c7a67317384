"""A disk that is full, read-only or broken: no answer is lost that was said to be saved, and the learner gets one clear sentence.

Faults are injected into the system calls, and, where the machine lets us, met on a real small or read-only file system.
"""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from rapport.content.response import FreeText
from rapport.journal import NotSaved, Record, append, read
from tests.rapport.journal.answers import NOON, event, texts

FULL = "the disk is full: free some space, then send the answer again"
FOREIGN = "this folder can't be written to: copy the folder to a place of your own and open the notebook there"
READ_ONLY = "this folder is read-only: copy the folder to a place of your own and open the notebook there"


@pytest.fixture
def journal(tmp_path: Path) -> Path:
    path = tmp_path / "abby.responses.jsonl"
    append(path, event("before"))
    return path


def refusal(journal: Path, text: str = "lost") -> str:
    """Return what the learner is told, having asserted that it is one sentence."""
    with pytest.raises(NotSaved) as caught:
        append(journal, event(text))
    sentence = str(caught.value)
    assert sentence.startswith("Not saved to abby.responses.jsonl: ")
    assert sentence.endswith(".")
    assert "\n" not in sentence
    assert "Errno" not in sentence
    return sentence


def failing(number: int) -> Callable[..., Any]:
    def fail(*_: Any, **__: Any) -> Any:
        raise OSError(number, os.strerror(number))

    return fail


@pytest.mark.parametrize("written", [0, 1, 40, -2, -1])
def test_a_disk_that_fills_up_in_the_middle_of_an_answer(
    journal: Path, monkeypatch: pytest.MonkeyPatch, written: int
) -> None:
    """Is an answer of which only a part fitted refused, and is the journal whole again once there is space?"""
    real = os.write
    calls: list[int] = []

    def write(file: int, data: bytes) -> int:
        calls.append(len(data))
        if len(calls) > 1 or written == 0:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return real(file, data[:written])

    with monkeypatch.context() as patched:
        patched.setattr(os, "write", write)
        assert FULL in refusal(journal)
    append(journal, event("after"))
    found, faults = read(journal)
    assert [one for one in texts(journal) if one != "lost"] == ["before", "after"]
    assert len(found) + len(faults) <= 3


def test_a_write_that_comes_out_short_is_written_again(journal: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Is an answer whose first write was cut, though the disk has room, saved all the same?"""
    real = os.write
    cuts = [30]
    monkeypatch.setattr(os, "write", lambda file, data: real(file, data[: cuts.pop()] if cuts else data))
    append(journal, event("after"))
    assert texts(journal) == ["before", "after"]
    assert len(read(journal)[1]) == 1


def test_writes_that_always_come_out_short_are_a_full_disk(journal: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Does a disk that takes only a few bytes at a time end in a refusal, not in an endless loop?"""
    real = os.write
    monkeypatch.setattr(os, "write", lambda file, data: real(file, data[:7]))
    assert FULL in refusal(journal)


@pytest.mark.parametrize(
    ("call", "number", "told"),
    [
        ("write", errno.EDQUOT, "your disk quota is used up: free some space"),
        ("write", errno.EIO, "the disk reports a fault: save the notebook elsewhere"),
        ("fsync", errno.EIO, "the disk reports a fault: save the notebook elsewhere"),
        ("fsync", errno.ENOSPC, FULL),
        ("open", errno.EROFS, READ_ONLY),
        ("open", errno.EACCES, FOREIGN),
        ("open", errno.EPERM, FOREIGN),
        ("open", errno.ENOSPC, FULL),
        ("open", errno.EMFILE, "Too many open files: mend that, then send the answer again"),
    ],
)
def test_each_fault_has_its_sentence(
    journal: Path, monkeypatch: pytest.MonkeyPatch, call: str, number: int, told: str
) -> None:
    """Does the learner read what is wrong and what to do, whichever call fails, and is what was saved still there?"""
    with monkeypatch.context() as patched:
        patched.setattr(os, call, failing(number))
        assert told in refusal(journal)
    assert texts(journal)[0] == "before"
    append(journal, event("after"))
    assert texts(journal)[-1] == "after"


@pytest.mark.parametrize("number", [errno.EINVAL, errno.ENOTSUP])
def test_a_file_system_without_fsync_still_saves(journal: Path, monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    """Is an answer saved where the file system does not know how to force it to a disk?"""
    monkeypatch.setattr(os, "fsync", failing(number))
    append(journal, event("after"))
    append(journal.with_name("new.responses.jsonl"), event("new"))
    assert texts(journal) == ["before", "after"]


def test_a_folder_that_is_gone(tmp_path: Path) -> None:
    """Is a learner whose folder was deleted or replaced by a file told so?"""
    told = "the folder of this notebook is gone: save the notebook again"
    assert told in refusal(tmp_path / "gone" / "abby.responses.jsonl")
    (tmp_path / "file").write_text("")
    assert told in refusal(tmp_path / "file" / "abby.responses.jsonl")


def test_an_answer_not_saved_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Does the record keep the answer that is on the disk, and can the refused one be sent again?"""
    record = Record(tmp_path, "abby")
    first = record.answer("a-moment", FreeText(text="first"), NOON)
    with monkeypatch.context() as patched:
        patched.setattr(os, "write", failing(errno.ENOSPC))
        with pytest.raises(NotSaved):
            record.answer("a-moment", FreeText(text="second"), NOON)
    assert record.answers == {"a-moment": first}
    again = record.answer("a-moment", FreeText(text="second"), NOON)
    assert Record(tmp_path, "abby").answers == {"a-moment": again}


@contextmanager
def as_somebody_else() -> Iterator[None]:
    """Take root's privileges away for a while: root may write anywhere."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def foreign() -> Iterator[Path]:
    """Yield a folder in which one may look and not write."""
    folder = Path(tempfile.mkdtemp(prefix="rapport-"))
    append(folder / "abby.responses.jsonl", event("before"))
    folder.chmod(0o555)
    (folder / "abby.responses.jsonl").chmod(0o444)
    yield folder
    folder.chmod(0o755)
    shutil.rmtree(folder)


def test_somebody_elses_folder(foreign: Path) -> None:
    """Is an answer refused, begun journal or not, while the answers there can be read?"""
    with as_somebody_else():
        assert FOREIGN in refusal(foreign / "abby.responses.jsonl")
        with pytest.raises(NotSaved, match=FOREIGN):
            append(foreign / "john.responses.jsonl", event())
        assert texts(foreign / "abby.responses.jsonl") == ["before"]


def test_somebody_elses_answers(foreign: Path) -> None:
    """Is a journal that one may not read a fault, not a crash and not an empty one?"""
    (foreign / "abby.responses.jsonl").chmod(0o200)
    with as_somebody_else():
        found, faults = read(foreign / "abby.responses.jsonl")
    assert found == []
    assert [fault.what for fault in faults] == ["it can't be read: Permission denied"]


def test_a_folder_that_can_be_written_but_not_listed(foreign: Path) -> None:
    """Is an answer that was saved not said to be lost because the folder can't be opened?"""
    foreign.chmod(0o333)
    with as_somebody_else():
        append(foreign / "new.responses.jsonl", event("new"))
        assert texts(foreign / "new.responses.jsonl") == ["new"]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Yield a real file system of 64 kB."""
    if not sys.platform.startswith("linux") or os.geteuid() != 0:
        pytest.skip("mounting a small file system needs root on Linux; the same faults are injected above")
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(folder)], capture_output=True, text=True, check=False
    )
    if mounted.returncode:
        pytest.skip(f"this machine mounts nothing ({mounted.stderr.strip()}); the same faults are injected above")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_a_disk_that_is_really_full(small_disk: Path) -> None:
    """Are all answers that were said to be saved read from a full disk, and new ones saved once there is space?"""
    journal = small_disk / "abby.responses.jsonl"
    ballast = small_disk / "ballast"
    ballast.write_bytes(b"x" * 20_000)
    saved: list[str] = []
    with pytest.raises(NotSaved, match=FULL):  # noqa: PT012 - which answer is the first refused is the disk's affair
        for number in range(1000):
            text = f"{number} " + "é" * (number * 37 % 900)
            append(journal, event(text))
            saved.append(text)
    assert len(saved) > 20
    assert texts(journal)[: len(saved)] == saved
    ballast.unlink()
    append(journal, event("after"))
    assert texts(journal)[-1] == "after"
    assert texts(journal)[: len(saved)] == saved


def test_a_disk_that_is_really_read_only(small_disk: Path) -> None:
    """Is an answer refused with the sentence for it, and are the answers there read?"""
    journal = small_disk / "abby.responses.jsonl"
    append(journal, event("before"))
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    assert READ_ONLY in refusal(journal)
    with pytest.raises(NotSaved, match=READ_ONLY):
        append(small_disk / "john.responses.jsonl", event())
    assert texts(journal) == ["before"]
