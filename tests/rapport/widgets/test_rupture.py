"""The card on which a turn is marked: the transcript, what it restores, and what it tells."""

from __future__ import annotations

import pytest

from rapport.content.response import AnyResponse, BestReply, RuptureTurn
from tests.rapport.widgets.cards import Given, rarer_card
from tests.rapport.wire import Wire


def test_a_transcript_keeps_its_order(wire: Wire) -> None:
    """Does the transcript stand as it was, for every learner, with what was seen?"""
    for number in range(5):
        turns = rarer_card("rupture-turn", Given(), seed=f"learner-{number}").show()["turns"]
        assert [turn["id"] for turn in turns] == ["warm", "push", "short", "date", "door"]
        assert [turn["seen"] for turn in turns if turn["seen"]] == ["She closes her bag."]
        assert all(set(turn) == {"id", "by", "says", "seen"} for turn in turns)


@pytest.mark.parametrize("turn", ["push", "gone"])
def test_only_the_clients_turns_can_be_marked(wire: Wire, turn: str) -> None:
    """Is a turn of the therapist's, or of nobody's, refused, and one on record not shown?"""
    answers = Given()
    reason = wire.say(rarer_card("rupture-turn", answers), type="answer", turn=turn)
    assert (reason or "").startswith("Not saved: that is not among the client's turns")
    assert answers == []
    assert rarer_card("rupture-turn", Given(), RuptureTurn(turn=turn)).show()["chosen"] is None


@pytest.mark.parametrize(("response", "chosen"), [(RuptureTurn(turn="door"), "door"), (BestReply(option="door"), None)])
def test_a_mark_is_restored(wire: Wire, response: AnyResponse, chosen: str | None) -> None:
    """Is the recorded turn marked again, and an answer of another kind not?"""
    assert rarer_card("rupture-turn", Given(), response).show()["chosen"] == chosen


def test_the_right_turn_stands_alone(wire: Wire) -> None:
    """Does the right turn bring its one verdict, with the other turns below it?"""
    view = rarer_card("rupture-turn", Given(), RuptureTurn(turn="short")).show()
    assert [(part["label"], part["mark"]) for part in view["feedback"]] == [("", "✓ Here the strain first shows")]
    assert [(part["says"], part["mark"]) for part in view["others"]] == [
        ("I could tell you about the ovens.", "✕ Not here"),
        ("Is this needed?", "○ Near, but not the first sign"),
    ]


def test_another_turn_comes_with_the_keys(wire: Wire) -> None:
    """Is a wrong turn told together with the key's, each with its reason?"""
    view = rarer_card("rupture-turn", Given(), RuptureTurn(turn="door")).show()
    assert [(part["label"], part["rating"], part["words"]) for part in view["feedback"]] == [
        ("your turn", 2, "Clear by now, yet not the first sign."),
        ("the key's turn", 3, "The word is short and the bag is shut."),
    ]
    assert [part["says"] for part in view["others"]] == ["I could tell you about the ovens."]
