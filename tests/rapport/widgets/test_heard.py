"""What a typed reply did, as the front end draws it."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rapport.coach import Finding, Reading, read
from rapport.widgets.heard import heard, joined, segments

CLIENT = "I feel so alone since he left."
MIXED = "You feel so alone since he left. Have you tried joining a club?"


def test_marks_stand_where_the_words_are() -> None:
    """Are things numbered in the order of the reply, and does each number end with its last word?"""
    view = heard(read(CLIENT, MIXED), CLIENT, MIXED)
    assert "".join(piece["text"] for piece in view["segments"]) == MIXED
    assert [one["number"] for one in view["does"]] == list(range(1, len(view["does"]) + 1))
    assert view["does"][0]["behaviour"] == "reflection-of-feeling"
    first = next(piece for piece in view["segments"] if 1 in piece["ends"])
    assert first["text"].startswith("You feel so alone")
    advice = next(one for one in view["does"] if one["behaviour"] == "advice")
    assert any(advice["number"] in piece["labels"] and "Have you tried" in piece["text"] for piece in view["segments"])
    assert view["felt"]
    assert view["kept"]
    assert view["try"]
    assert view["unsure"] is view["refused"] is view["concern"] is None
    assert "reflection of feeling" in view["news"]


@pytest.mark.parametrize(
    ("reply", "field"),
    [("Purple monkey.", "unsure"), ("???", "refused"), ("Мне так жаль, расскажите ещё.", "refused")],
)
def test_what_was_not_read_says_so(reply: str, field: str) -> None:
    """Is a reply that the coach can't read told so, in the view and to a screen reader, with nothing claimed?"""
    view = heard(read(CLIENT, reply), CLIENT, reply)
    assert view[field]
    assert view["does"] == []
    assert view["felt"] == ""
    assert view["kept"] is view["try"] is None
    assert ("can't tell" in view["news"]) if field == "unsure" else (view["news"] == view["refused"])


def test_a_guess_is_called_one() -> None:
    """Does what the coach merely guesses carry a mark that says so, to eyes and ears?"""
    found = [Finding("advice", ((0, 4),), 0.4, "So it seems."), Finding("summary", ((5, 9),), 0.9, "So it seems.")]
    view = heard(Reading(tuple(found), (), "other", {}), CLIENT, "Rest, then go on.")
    assert [one["perhaps"] for one in view["does"]] == [True, False]
    assert view["news"].startswith("Your reply: perhaps advice, summary.")


def test_a_concern_is_carried() -> None:
    """Does the message for a learner in danger come with the reading?"""
    reply = "I want to kill myself."
    assert "helpline" in heard(read(CLIENT, reply), CLIENT, reply)["concern"]


def test_markup_stays_text() -> None:
    """Does what a learner wrote reach the front end to the letter, as JSON?"""
    reply = "<b onclick=alert(1)>How</b> are you? \u2028 👩🏽‍🦽"
    view = json.loads(json.dumps(heard(read(CLIENT, reply), CLIENT, reply)))
    assert "".join(piece["text"] for piece in view["segments"]) == reply


SPAN = st.tuples(st.integers(0, 30), st.integers(0, 30)).map(lambda pair: (min(pair), max(pair) + 1))


@settings(max_examples=200)
@given(st.lists(st.lists(SPAN, min_size=1, max_size=3), max_size=5))
def test_overlapping_marks_are_cut_apart(marks: list[list[tuple[int, int]]]) -> None:
    """However marks overlap, does every letter keep its place and carry just the numbers that hold over it?"""
    reply = "abcdefghijklmnopqrstuvwxyz012345"
    pieces = segments(reply, marks)
    assert "".join(piece["text"] for piece in pieces) == reply
    over = [piece["labels"] for piece in pieces for _ in piece["text"]]
    assert over == [
        [number for number, spans in enumerate(marks, 1) if any(start <= at < end for start, end in spans)]
        for at in range(len(reply))
    ]
    ended = [number for piece in pieces for number in piece["ends"]]
    assert sorted(ended) == sorted(number for number, spans in enumerate(marks, 1) for _ in {end for _, end in spans})


@pytest.mark.parametrize(
    ("spans", "expected"),
    [
        ([(0, 3), (4, 7)], [(0, 7)]),
        ([(4, 7), (0, 5)], [(0, 7)]),
        ([(0, 3), (8, 11)], [(0, 3), (8, 11)]),
        ([(0, 7), (1, 3)], [(0, 7)]),
        ([], []),
    ],
    ids=["side by side", "overlapping", "apart", "one within", "none"],
)
def test_places_side_by_side_are_one_mark(spans: list[tuple[int, int]], expected: list[tuple[int, int]]) -> None:
    """Does one mark go on where only a space stands between its places, and end where a word does?"""
    assert joined("all the way", spans) == expected
