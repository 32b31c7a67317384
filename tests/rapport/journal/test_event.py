"""One answer as a line: there and back, and what is no answer."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from rapport.content.response import MAX_DONE, MAX_SAID, MAX_TEXT, AnyResponse, Choice, Dialogue, FreeText, OwnWords
from rapport.journal import Event, parse_event
from rapport.journal.event import EARLIEST, LAST_SEQUENCE, LATEST, MAX_LINE, MIN_LINE, follow
from tests.rapport.journal.answers import NOON, event, events, responses

GOOD = json.loads(event().line())


@given(events)
def test_a_line_gives_the_answer_back(one: Event) -> None:
    """Is an answer read from its line the answer that was written, on one line, within the limits?"""
    line = one.line()
    assert b"\n" not in line
    assert MIN_LINE <= len(line) <= MAX_LINE
    assert parse_event(line) == one
    assert parse_event(line.decode()) == one


@pytest.mark.parametrize("character", ["\0", "\x7f", "\u2028", "\\", '"', "é", "😀", "\n", "\r", "\U0010ffff"])
def test_the_longest_honest_answer_is_read(character: str) -> None:
    """Does a text of the full length stay within a line, whatever it is made of?"""
    one = event(character * MAX_TEXT)
    assert parse_event(one.line()) == one


LONGEST = OwnWords(says="\0" * MAX_SAID, behaviours=("advice-with-permission",) * MAX_DONE)


@pytest.mark.parametrize("choice", ["r" * 64, LONGEST], ids=["ids", "own words"])
def test_the_longest_talk_is_read(choice: Choice) -> None:
    """Does a talk of the most turns, with the longest ids or the longest own words, stay within a line?"""
    talk = Dialogue(case="c" * 64, choices=(choice,) * 60)
    one = Event(schema_version=1, notebook="n" * 64, item="i" * 64, response=talk, sequence=LAST_SEQUENCE, at=LATEST)
    assert parse_event(one.line()) == one


def spoilt(**fields: Any) -> str:
    return json.dumps({**GOOD, **fields})


PADDING = {"kind": "free-text", "text": "x" * 100}
NO_ANSWERS: dict[str, tuple[bytes | str, str]] = {
    "empty": (b"", "too short"),
    "a word": (b"x", "too short"),
    "cut off": (event().line()[:-5], "cut off or damaged"),
    "cut in a character": (event("é" * 80).line()[:150], "cut off or damaged"),
    "invalid UTF-8": (event("x" * 99).line().replace(b"xx", b"\xff\xfe", 1), "cut off or damaged"),
    "lone surrogate": (spoilt(item="\ud800"), "cut off or damaged"),
    "surrogate in a str": (spoilt(item="@").replace("@", "\ud800"), "it is not an answer"),
    "two on a line": (event().line() * 2, "cut off or damaged"),
    "NUL bytes": (b"\0" * 500, "cut off or damaged"),
    "10 MB": (b'{"' + b"a" * 10_000_000, "too long"),
    "deep lists": (b"[" * 10_000, "cut off or damaged"),
    "deep groups": (b'{"response":' * 5_000, "cut off or damaged"),
    "deep and closed": (spoilt(response="@").replace('"@"', "[" * 9_000 + "]" * 9_000), "cut off or damaged"),
    "NaN": (spoilt(sequence=float("nan")), "sequence is not as it should be"),
    "infinite": (spoilt(sequence=float("inf")), "sequence is not as it should be"),
    "huge number": (spoilt(sequence="@").replace('"@"', "9" * 4_000), "sequence is not as it should be"),
    "huger number": (spoilt(sequence="@").replace('"@"', "9" * 40_000), ""),
    "another schema": (spoilt(schema_version=2), "schema_version 2 is newer than this program knows"),
    "an old schema": (spoilt(schema_version=0), "schema_version 0 is too old"),
    "no schema": (
        json.dumps({name: GOOD[name] for name in GOOD if name != "schema_version"}),
        "schema_version is not as",
    ),
    "year 9999": (spoilt(at="9999-12-31T23:59:59Z"), "the time is not of this century"),
    "year 9999 behind UTC": (spoilt(at="9999-12-31T23:59:59-14:00"), "the time is not of this century"),
    "year 1": (spoilt(at="0001-01-01T00:00:00+14:00"), "the time is not of this century"),
    "year 10000": (spoilt(at="10000-01-01T00:00:00Z"), "at is not as it should be"),
    "no zone": (spoilt(at="2026-05-04T12:00:00"), "at is not as it should be"),
    "another field": (spoilt(**{"<script>" * 99: 1}), "it is not an answer"),
    "another kind": (spoilt(response={**PADDING, "kind": "<script>" * 99}), "response is not as it should be"),
    "no kind": (spoilt(response={"text": "x" * 100}), "response is not as it should be"),
    "long text": (spoilt(response={**PADDING, "text": "x" * (MAX_TEXT + 1)}), "response is not as it should be"),
    "list": (json.dumps([GOOD]), "it is not an answer"),
    "item that is none": (spoilt(item="../../etc/passwd"), "item is not as it should be"),
}


@pytest.mark.parametrize(("raw", "reason"), NO_ANSWERS.values(), ids=NO_ANSWERS.keys())
def test_what_is_no_answer_is_told_in_one_short_clause(raw: bytes | str, reason: str) -> None:
    """Is a line that is no answer explained, without echoing what stands in it?"""
    told = parse_event(raw)
    assert isinstance(told, str)
    assert reason in told
    assert len(told) <= 200
    assert "\n" not in told
    assert "script" not in told


@given(st.binary(max_size=300) | st.text(max_size=300))
def test_no_line_escapes(raw: bytes | str) -> None:
    """Does any line give an answer or a reason?"""
    assert isinstance(parse_event(raw), Event | str)


@given(events, st.data())
def test_a_line_with_one_byte_changed_gives_an_answer_or_a_reason(one: Event, data: st.DataObject) -> None:
    """Does a flipped byte never escape as an error?"""
    line = bytearray(one.line())
    line[data.draw(st.integers(0, len(line) - 1))] = data.draw(st.integers(0, 255))
    assert isinstance(parse_event(bytes(line)), Event | str)


@given(st.none() | events, st.datetimes(timezones=st.just(UTC)), responses)
@example(event(at=LATEST, sequence=LAST_SEQUENCE), NOON, FreeText(text=""))
@example(None, datetime(1970, 1, 1, tzinfo=UTC), FreeText(text=""))
@example(None, datetime(9999, 12, 31, tzinfo=UTC), FreeText(text=""))
def test_the_next_answer_is_never_older(before: Event | None, now: datetime, response: AnyResponse) -> None:
    """Whatever the clock says, can an answer be written, and is it at least as new as the one before and readable again?"""
    after = follow(before, now, "abby", "a-moment", response)
    assert parse_event(after.line()) == after
    if before is not None:
        assert after.order > before.order or before.order == (LATEST, LAST_SEQUENCE)


def test_a_clock_that_goes_back_is_overruled() -> None:
    """Does an answer given by a clock that went back come just after the one before?"""
    after = follow(event(sequence=4), NOON - timedelta(days=3), "abby", "a-moment", FreeText(text="later"))
    assert (after.at, after.sequence) == (NOON + timedelta(microseconds=1), 5)


def test_a_dead_clock_costs_no_answer() -> None:
    """Does a machine that believes in 1970 still record?"""
    assert follow(None, datetime(1970, 1, 1, tzinfo=UTC), "abby", "a-moment", FreeText(text="x")).at == EARLIEST
