"""Events to cards of every kind: recorded exactly once, or refused with a sentence and nothing changed."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rapport.widgets import Card
from tests.rapport.widgets.cards import FULL, GOOD, KINDS, Given, card_of
from tests.rapport.wire import Wire

STRANGE: list[Any] = [
    *(
        None,
        True,
        -1,
        0.5,
        1e300,
        10**400,
        "",
        "7",
        [],
        {},
        ["tired"],
        {"best": "tired"},
        "no-such-id",
        "\x00",
        "\ud800",
    ),
    *("<img src=x onerror=alert(1)>", "x" * 50_000, "../../etc/passwd", "tired "),
]
"""What no card offers; only a text may be almost anything."""


def fields(kind: str) -> list[str]:
    return [field for field in GOOD[kind] if field != "type"]


@pytest.mark.parametrize("kind", KINDS)
def test_a_good_event_is_recorded_once(wire: Wire, kind: str) -> None:
    """Is a good event recorded exactly once and acknowledged as saved?"""
    answers = Given()
    card = card_of(kind, answers)
    assert wire.say(card, **GOOD[kind]) is None
    assert [answer.kind for answer in answers] == ["free-text" if kind == "reflection" else kind]


@pytest.mark.parametrize("kind", KINDS)
def test_the_new_view_comes_before_the_acknowledgement(wire: Wire, kind: str) -> None:
    """Does the front end get the new view first, and only then hear that it was saved?"""
    card = card_of(kind, Given())
    wire.sent.clear()
    wire.say(card, **GOOD[kind])
    assert wire.kinds == ["view", "ack"]
    assert wire.all("view") == [card.show()]
    assert "saved" in card.show()["status"].lower()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("strange", STRANGE, ids=lambda value: ascii(value)[:24])
def test_strange_values_are_refused(wire: Wire, kind: str, strange: Any) -> None:
    """Is a value that the card never offered refused with a short sentence, and nothing recorded or drawn anew?"""
    for field in fields(kind):
        if (
            kind in ("free-text", "reflection")
            and isinstance(strange, str)
            and len(strange) < 1500
            and strange != "\ud800"
        ):
            continue
        if strange is None and field == "said":
            continue  # nothing was said
        answers = Given()
        card = card_of(kind, answers)
        before = copy.deepcopy(card.show())
        reason = wire.say(card, **{**GOOD[kind], field: strange})
        assert reason is not None, (field, strange)
        assert reason.startswith("Not saved: ")
        assert reason.endswith(".")
        assert len(reason) < 200
        assert answers == []
        assert card.show() == before == card.view


@pytest.mark.parametrize("kind", KINDS)
def test_missing_fields_are_refused(wire: Wire, kind: str) -> None:
    """Is an event without one of its fields refused, and the next good one taken?"""
    answers = Given()
    card = card_of(kind, answers)
    for field in fields(kind):
        event = {name: value for name, value in GOOD[kind].items() if name != field}
        assert (wire.say(card, **event) or "").startswith("Not saved: ")
    assert answers == []
    assert wire.say(card, **GOOD[kind]) is None
    assert len(answers) == 1


@pytest.mark.parametrize("message", [None, [], "answer", 7, ["type", "answer"]])
def test_messages_of_another_form_are_ignored(wire: Wire, message: Any) -> None:
    """Is a message that is no event at all left without an effect?"""
    answers = Given()
    card = card_of("best-reply", answers)
    wire.sent.clear()
    wire.deliver(card, message)
    assert wire.sent == []
    assert answers == []


@pytest.mark.parametrize("kind", KINDS)
def test_a_full_disk_reaches_the_learner(wire: Wire, kind: str) -> None:
    """Does a failed write reach the learner in its own words, the card keep its state, and a later try succeed?"""
    answers = Given()
    card = card_of(kind, answers)
    before = card.show()
    answers.full = True
    assert wire.say(card, **GOOD[kind]) == FULL
    assert card.show() == before == card.view
    answers.full = False
    assert wire.say(card, **GOOD[kind]) is None
    assert len(answers) == 1


@pytest.mark.parametrize("kind", KINDS)
def test_a_view_from_the_front_end_is_no_answer(wire: Wire, kind: str) -> None:
    """Does a front end that overwrites the synced view leave the record alone, and is the true view back with the next event?"""
    answers = Given()
    card = card_of(kind, answers)
    forged = {"method": "update", "state": {"view": {"kind": kind, "chosen": {"best": "rest"}, "status": "Saved."}}}
    card.comm.handle_msg({"content": {"data": forged}, "buffers": []})
    assert answers == []
    wire.say(card, **GOOD[kind])
    assert wire.all("view")[-1] == card.show() == card.view


values = st.one_of(
    st.sampled_from(
        ["tired", "rest", "welcome", "forms", "hear", "choose", "undo", "restart", "instead", "return", "answer"]
    ),
    st.sampled_from(["short", "warm", "sorry", 3, 6, 20, 600.5, 30, float("1e9")]),
    st.permutations(["heard", "asked", "told"]) | st.permutations(["see", "own", "plan"]),
    st.dictionaries(
        st.sampled_from(["nights", "sleep", "like"]),
        st.sampled_from(["advice", "paraphrase", "judgement", 1]),
        min_size=2,
    ),
    st.none() | st.booleans() | st.integers(-3, 12) | st.text(max_size=9) | st.lists(st.integers(), max_size=2),
)
events = st.dictionaries(
    st.sampled_from(
        [
            *("type", "best", "worst", "text", "statement", "rating", "turn", "reply"),
            *("order", "labels", "waited", "said", "confidence"),
        ]
    ),
    values,
)


@pytest.mark.parametrize("kind", KINDS)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(sent=st.lists(st.tuples(st.booleans(), events), max_size=5))
def test_whatever_comes_is_saved_or_refused(wire: Wire, kind: str, sent: list[tuple[bool, dict[str, Any]]]) -> None:
    """Whatever comes, is each event acknowledged once, recorded if and only if it says so, and the view true to the card?"""
    answers = Given()
    card: Card = card_of(kind, answers)
    saved = [wire.say(card, **{**(GOOD[kind] if spoilt else {}), **event}) is None for spoilt, event in sent]
    assert len(answers) == sum(saved)
    assert card.view == card.show()
    if answers and kind != "dialogue":
        assert card.show() == card_of(kind, Given(), answers[-1]).show()
