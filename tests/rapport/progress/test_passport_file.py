"""The passport: nothing is lost, nothing is doubled, and nothing else gets in."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rapport.journal import Event, NotSaved, append, journal_path, newest
from rapport.progress.gather import distinct, journalled
from rapport.progress.passport_file import MAX_BYTES, NotRestored, Restored, packed, restore, unpacked
from tests.rapport.journal.answers import events

from .course import DAY, NOON, said, wrote

many = st.lists(events, max_size=8)


def lay(folder: Path, found: list[Event]) -> Path:
    """Write answers into the journals of a new folder."""
    folder.mkdir()
    for event in found:
        append(journal_path(folder, event.notebook), event)
    return folder


def whole(*found: Event, **changed: Any) -> bytes:
    """Return a passport with some fields changed and its checksum right."""
    fields = {**json.loads(packed(found, NOON)), **changed}
    content = {name: value for name, value in fields.items() if name not in ("format", "schema_version", "checksum")}
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":")).encode()
    fields = {name: value for name, value in fields.items() if value is not None}
    return json.dumps({**fields, "checksum": f"sha256:{sha256(canonical).hexdigest()}"}).encode()


@given(many)
def test_a_passport_holds_every_answer(found: list[Event]) -> None:
    """Is what was packed what is unpacked, whatever was answered?"""
    assert unpacked(packed(found, NOON)) == distinct(found)


@given(many, many)
def test_restoring_loses_nothing_and_doubles_nothing(here: list[Event], there: list[Event]) -> None:
    """After restoring, does the folder hold the union; does restoring again add nothing; do both directions end alike?"""
    with TemporaryDirectory() as place:
        one, other = lay(Path(place) / "one", here), lay(Path(place) / "other", there)
        from_one, from_other = packed(journalled(one)[0], NOON), packed(journalled(other)[0], NOON)
        restore(one, unpacked(from_other))
        restore(other, unpacked(from_one))
        union = distinct([*here, *there])
        assert journalled(one) == journalled(other) == (union, [])
        before = {path.name: path.read_bytes() for path in one.iterdir()}
        assert restore(one, unpacked(from_other)).added == 0
        assert {path.name: path.read_bytes() for path in one.iterdir()} == before


@given(many, many)
def test_what_is_there_stays_as_it_is(here: list[Event], there: list[Event]) -> None:
    """Does each journal begin with the very bytes that it held before?"""
    with TemporaryDirectory() as place:
        folder = lay(Path(place) / "one", here)
        before = {path: path.read_bytes() for path in folder.iterdir()}
        restore(folder, there)
        assert all(path.read_bytes().startswith(held) for path, held in before.items())


@given(st.lists(events, max_size=8, unique_by=lambda event: event.order), st.integers(0, 8))
def test_the_newest_wins_from_either_side(found: list[Event], cut: int) -> None:
    """Is the answer of record the newest one, whichever side had it?"""
    with TemporaryDirectory() as place:
        folder = lay(Path(place) / "one", found[:cut])
        restore(folder, unpacked(packed(found[cut:], NOON)))
        for name in {event.notebook for event in found}:
            expected = {}
            for event in sorted(found, key=lambda event: event.order):
                if event.notebook == name:
                    expected[event.item] = event
            assert newest(journalled(folder)[0], name) == expected


def test_restoring_says_what_it_did(tmp_path: Path) -> None:
    """Are answers added and answers known counted, and lessons with them?"""
    folder = lay(tmp_path / "one", [said("a")])
    found = [said("a"), said("b"), wrote("S", lesson="06-honesty"), wrote("So", NOON + DAY, lesson="06-honesty")]
    assert restore(folder, found) == Restored(added=2, lessons=2, known=1)
    assert restore(folder, found) == Restored(added=0, lessons=0, known=3)


def test_a_passport_says_what_it_is() -> None:
    """Can a person who opens the file see what it is, when it was made and that it holds their words?"""
    text = packed([wrote("I would wait, for once. שלום")], NOON).decode()
    fields = json.loads(text)
    assert (fields["format"], fields["schema_version"], fields["created"]) == (
        "rapport-passport",
        1,
        "2026-05-04T12:00:00+00:00",
    )
    assert "everything written there" in fields["about"]
    assert "I would wait, for once. שלום" in text


def test_layout_does_not_matter() -> None:
    """Is a passport still good after an editor has laid it out anew and put a mark in front?"""
    fields = json.loads(packed([said("a")], NOON))
    shuffled = dict(reversed(fields.items()))
    assert unpacked(b"\xef\xbb\xbf" + json.dumps(shuffled, indent=7).encode("utf-8")) == [said("a")]


def cut(raw: bytes) -> bytes:
    """Lose the second half, as a broken download does."""
    return raw[: len(raw) // 2]


def flip(raw: bytes) -> bytes:
    """Change one letter of one answer."""
    return raw.replace(b'"best"', b'"fair"')


def without_checksum(raw: bytes) -> bytes:
    """Take the checksum out."""
    return json.dumps({name: value for name, value in json.loads(raw).items() if name != "checksum"}).encode()


DEEP = b"[" * 200_000
NO_PASSPORT = "This file is no passport"
DAMAGED = "This passport is damaged"


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"", NO_PASSPORT),
        (b"\x89PNG\r\n\x1a\n", NO_PASSPORT),
        (b"null", NO_PASSPORT),
        (b"[]", NO_PASSPORT),
        (b'{"cells": []}', NO_PASSPORT),
        (DEEP, NO_PASSPORT),
        (b'{"format": "rapport-passport", "schema_version": 1, "answers": ' + DEEP, NO_PASSPORT),
        (b'{"format": "rapport-passport", "answers": []}', DAMAGED),
        (b'{"format": "rapport-passport", "schema_version": true, "answers": []}', DAMAGED),
        (b'{"format": "rapport-passport", "schema_version": "1", "answers": []}', DAMAGED),
        (b'{"format": "rapport-passport", "schema_version": 1}', DAMAGED),
        (b'{"format": "rapport-passport", "schema_version": 1, "answers": NaN, "checksum": ""}', DAMAGED),
        (b'{"format": "rapport-passport", "schema_version": ' + b"9" * 5000 + b"}", NO_PASSPORT),
        (b'{"format": "rapport-passport", "schema_version": ' + b"9" * 50 + b"}", DAMAGED),
        (cut(packed([said("a")], NOON)), NO_PASSPORT),
        (flip(packed([said("a")], NOON)), DAMAGED),
        (without_checksum(packed([said("a")], NOON)), DAMAGED),
        (whole(said("a"), answers="none"), DAMAGED),
        (whole(said("a"), schema_version=2), "This passport is of a newer version (2) than this course reads (1)"),
        (whole(said("a"), schema_version=0), "This passport is of an older version (0) than this course reads (1)"),
        (b" " * (MAX_BYTES + 1), "This file is larger than 8 MB"),
    ],
)
def test_what_is_no_whole_passport_is_refused(raw: bytes, words: str) -> None:
    """Is a file that is damaged, of another version, too large or something else refused in words that say which?"""
    with pytest.raises(NotRestored) as error:
        unpacked(raw)
    assert str(error.value).startswith(words)
    assert "<" not in str(error.value)


def bent(**fields: Any) -> Callable[[], dict[str, Any]]:
    """Return an answer with some fields as nobody's journal has them."""
    return lambda: {**said("a").model_dump(mode="json"), **fields}


HOSTILE: dict[str, Callable[[], Any]] = {
    "a name that climbs out": bent(notebook="../../x"),
    "an absolute name": bent(notebook="/etc/passwd"),
    "a name with a drive": bent(notebook="c:x"),
    "a name with a line break": bent(notebook="x\n"),
    "a name of markup": bent(item="<img src=x onerror=alert(1)>"),
    "a field too many": bent(extra="<script>"),
    "another schema": bent(schema_version=2),
    "a far future": bent(at="2999-01-01T00:00:00Z"),
    "a kind that is none": bent(response={"kind": "exec", "code": "1"}),
    "a text without end": bent(response={"kind": "free-text", "text": "x" * 70_000}),
    "a text that is no Unicode": bent(response={"kind": "free-text", "text": "\ud800"}),
    "no answer at all": lambda: "x" * 200,
    "nothing": lambda: None,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_answers_are_refused_with_the_whole(name: str, tmp_path: Path) -> None:
    """Is a passport with one answer that is none refused as a whole, though its checksum is right, without a word of it?"""
    good = said("a").model_dump(mode="json")
    with pytest.raises(
        NotRestored, match=r"^1 of the 2 answers in this passport are not as this course writes them\."
    ) as error:
        unpacked(whole(said("a"), answers=[good, HOSTILE[name]()]))
    assert [part for part in ("<", "..", "/etc", "xxx") if part in str(error.value)] == []


def test_a_nest_in_an_answer_is_refused() -> None:
    """Is an answer of a thousand brackets refused without an error of Python's own?"""
    nest: Any = []
    for _ in range(900):
        nest = [nest]
    with pytest.raises(NotRestored):
        unpacked(whole(said("a"), answers=[nest]))


def test_more_notebooks_than_a_course_has_are_refused() -> None:
    """Can't a passport fill the folder with files?"""
    with pytest.raises(NotRestored, match="more than 100 lessons"):
        unpacked(packed([said("a", lesson=f"lesson-{number}") for number in range(101)], NOON))


@pytest.mark.skipif(not hasattr(os, "O_NOFOLLOW"), reason="this system has no such links")
def test_nothing_is_written_outside(tmp_path: Path) -> None:
    """Where a link to somewhere else stands for a journal, is it refused and is its target left alone?"""
    folder = tmp_path / "one"
    folder.mkdir()
    outside = tmp_path / "outside.txt"
    outside.write_text("mine")
    journal_path(folder, "03-active-listening").symlink_to(outside)
    with pytest.raises(NotSaved, match="a link stands where the answers belong"):
        restore(folder, [said("a")])
    assert outside.read_text() == "mine"


def test_half_a_restore_can_be_repeated(tmp_path: Path) -> None:
    """Where one journal can't be written, are the others kept, is it said, and does restoring again add the rest?"""
    folder = lay(tmp_path / "one", [said("z")])
    blocked = journal_path(folder, "06-honesty")
    blocked.mkdir()
    found = [said("a"), said("b", lesson="06-honesty", at=NOON + DAY)]
    with pytest.raises(
        NotSaved, match=r"06-honesty.* What was restored before it stays; restoring again adds the rest\."
    ):
        restore(folder, found)
    blocked.rmdir()
    assert restore(folder, found) == Restored(added=1, lessons=1, known=1)
    assert journalled(folder)[0] == distinct([said("z"), *found])


def test_a_passport_that_nobody_could_restore_is_not_made() -> None:
    """Is a passport larger than what is read refused when it is made?"""
    long = [wrote("x" * 8000, NOON + number * DAY) for number in range(MAX_BYTES // 8000 + 1)]
    with pytest.raises(NotRestored, match="larger than 8 MB"):
        packed(long, NOON)
