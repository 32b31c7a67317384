"""The journal as a file: what is appended is read, whatever else stands in it or in its place."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rapport.journal import Event, NotSaved, append, read
from rapport.journal import file as module
from rapport.journal.event import MAX_LINE
from rapport.journal.file import MAX_FAULTS, MAX_READ
from tests.rapport.journal.answers import event, events, texts

LINE = event().line()


@pytest.fixture
def journal(tmp_path: Path) -> Path:
    return tmp_path / "abby.responses.jsonl"


@given(st.lists(events, max_size=12))
def test_what_is_appended_is_read(tmp_path_factory: pytest.TempPathFactory, answers: list[Event]) -> None:
    """Do answers of every kind come back, all of them, in the order in which they were given?"""
    journal = tmp_path_factory.mktemp("journal") / "abby.responses.jsonl"
    for answer in answers:
        append(journal, answer)
    assert read(journal) == (answers, [])


def test_no_journal_is_an_empty_one(journal: Path) -> None:
    """Is a journal that was not begun yet neither an error nor a fault?"""
    assert read(journal) == ([], [])


def test_an_answer_is_on_the_disk_before_append_returns(journal: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Is the record written in one piece, then forced to the disk, and for a new file its name too?"""
    done: list[str] = []
    write, fsync = os.write, os.fsync

    def noted_write(file: int, data: bytes) -> int:
        done.append("write")
        return write(file, data)

    def noted_sync(file: int) -> None:
        done.append("sync")
        fsync(file)

    monkeypatch.setattr(os, "write", noted_write)
    monkeypatch.setattr(os, "fsync", noted_sync)
    append(journal, event())
    assert done == ["write", "sync", "sync"]
    done.clear()
    append(journal, event())
    assert done == ["write", "sync"]


DAMAGE: dict[str, tuple[bytes, int]] = {
    "torn": (LINE[:90], 1),
    "torn after the brace": (LINE, 0),
    "invalid UTF-8": (b"\xff\xfe\xfd" * 50, 1),
    "NUL bytes": (b"\0" * 4096, 1),
    "10 MB": (b"x" * 10_000_000, 1),
    "10 MB of blanks": (b" " * 10_000_000, 1),
    "10 MB of an answer": (LINE[:-3] + b"x" * 10_000_000, 1),
    "NaN": (LINE.replace(b'"sequence":1', b'"sequence":NaN'), 1),
    "deep": (b"[" * 10_000, 1),
    "another schema": (LINE.replace(b'_version":1', b'_version":2'), 1),
    "year 9999": (LINE.replace(b"2026", b"9999"), 1),
    "blank lines": (b"\n \n\t\n\r\n", 0),
    "carriage return": (LINE + b"\r", 0),
    "many lines": (b"x\n" * 1000, MAX_FAULTS),
}


@pytest.mark.parametrize(("damage", "told"), DAMAGE.values(), ids=DAMAGE.keys())
def test_a_damaged_last_line_spoils_nothing(journal: Path, damage: bytes, told: int) -> None:
    """Are the answers before a damaged last line read, the damage told, and the next answer written beside it read too?"""
    append(journal, event("before"))
    with journal.open("ab") as file:
        file.write(damage)
    found, faults = read(journal)
    assert found[0] == event("before")
    assert len(faults) == told
    append(journal, event("after"))
    assert texts(journal)[0] == "before"
    assert texts(journal)[-1] == "after"
    assert len(read(journal)[1]) == told
    for fault in faults:
        assert fault.where.startswith(f"{journal.name}, line ")
        assert len(fault.what) < 100
        assert fault.what.startswith("it is ")


@pytest.mark.parametrize("length", [MAX_LINE - 1, MAX_LINE, MAX_LINE + 1, MAX_LINE + 2, MAX_LINE + 3, 2 * MAX_LINE + 2])
def test_lines_around_the_longest_are_told_apart(journal: Path, length: int) -> None:
    """Is a line of any length next to the limit one line, so that the answers around it are read?"""
    journal.write_bytes(LINE + b"\n" + b"x" * length + b"\n" + LINE)
    found, faults = read(journal)
    assert (len(found), len(faults)) == (2, 1)
    assert faults[0].where.endswith("line 2")


@given(st.lists(st.binary(max_size=150) | events.map(Event.line), max_size=8))
def test_every_line_is_an_answer_a_fault_or_blank(tmp_path_factory: pytest.TempPathFactory, lines: list[bytes]) -> None:
    """Does reading never fail, whatever stands in the file, and find every whole answer?"""
    lines = [line.replace(b"\n", b"") for line in lines]
    journal = tmp_path_factory.mktemp("journal") / "abby.responses.jsonl"
    journal.write_bytes(b"\n".join(lines))
    found, faults = read(journal)
    assert len(found) + len(faults) == sum(1 for line in lines if line.strip())


SIZE = 50_000_000
LETTER = event("I hear you. " * 60).line()
BULKY: dict[str, Callable[[], bytes]] = {
    "answers": lambda: (LETTER + b"\n") * (SIZE // (len(LETTER) + 1)),
    "one line": lambda: b"x" * SIZE,
    "brackets": lambda: b"[" * SIZE,
}


@pytest.mark.parametrize("content", BULKY.values(), ids=BULKY.keys())
def test_fifty_megabytes_are_read_in_reasonable_time(journal: Path, content: Callable[[], bytes]) -> None:
    """Is a huge journal read within seconds, and the last answer found?"""
    journal.write_bytes(content())
    append(journal, event("last"))
    started = time.process_time()
    found = texts(journal)
    assert time.process_time() - started < 20
    assert found[-1] == "last"
    journal.unlink()


def test_of_a_journal_beyond_all_bounds_the_end_is_read(journal: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Are the newest answers of an enormous file found, and is it told that its start was not read?"""
    monkeypatch.setattr(module, "MAX_READ", 10 * len(LINE))
    for number in range(100):
        append(journal, event(f"answer {number:04}"))
    found, faults = read(journal)
    assert [one.response.text for one in found if one.response.kind == "free-text"][-1] == "answer 0099"
    assert 5 <= len(found) <= 10
    assert [fault.what for fault in faults] == ["it is larger than 64 MB, and only its end was read"]
    assert MAX_READ == 64_000_000


def place_link(path: Path) -> None:
    (path.parent / "elsewhere").write_text("precious")
    path.symlink_to(path.parent / "elsewhere")


def place_dangling_link(path: Path) -> None:
    path.symlink_to(path.parent / "nowhere")


def place_loop(path: Path) -> None:
    path.symlink_to(path)


def place_folder(path: Path) -> None:
    path.mkdir()


IN_PLACE: dict[str, tuple[Callable[[Path], None], str]] = {
    "link": (place_link, "a link stands where the answers belong: remove it"),
    "dangling link": (place_dangling_link, "a link stands where the answers belong: remove it"),
    "link to itself": (place_loop, "a link stands where the answers belong: remove it"),
    "folder": (place_folder, "a folder stands where the answers belong: rename it"),
    "pipe": (os.mkfifo, "something that is no file stands where the answers belong: remove it"),
}


@pytest.mark.parametrize(("place", "reason"), IN_PLACE.values(), ids=IN_PLACE.keys())
def test_what_is_no_file_is_refused_in_one_sentence(journal: Path, place: Callable[[Path], None], reason: str) -> None:
    """Is something else in the journal's place neither followed nor waited for, and told, in writing and in reading?"""
    place(journal)
    with pytest.raises(NotSaved) as caught:
        append(journal, event())
    assert str(caught.value) == f"Not saved to abby.responses.jsonl: {reason}, then send the answer again."
    found, faults = read(journal)
    assert found == []
    assert len(faults) == 1
    assert faults[0].what.startswith("it can't be read: ")
    assert not (journal.parent / "nowhere").exists()
    if (journal.parent / "elsewhere").exists():
        assert (journal.parent / "elsewhere").read_text() == "precious"


def test_a_pipe_with_a_reader_is_refused_too(journal: Path) -> None:
    """Is an answer kept out of a pipe that somebody listens to?"""
    os.mkfifo(journal)
    listener = os.open(journal, os.O_RDONLY | os.O_NONBLOCK)
    try:
        with pytest.raises(NotSaved, match="something that is no file"):
            append(journal, event())
        assert os.read(listener, 1) == b""
    finally:
        os.close(listener)


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="counting open files needs /proc")
def test_refused_files_are_closed(journal: Path) -> None:
    """Does a refusal leave no file open behind it?"""
    journal.mkdir()
    before = len(list(Path("/proc/self/fd").iterdir()))
    for _ in range(20):
        read(journal)
    assert len(list(Path("/proc/self/fd").iterdir())) == before
