"""The card on which waiting is the skill: what ends a silence, and what is told then."""

from __future__ import annotations

from typing import Any

import pytest

from rapport.content.response import BestReply, Silence
from tests.rapport.widgets.cards import Given, rarer_card
from tests.rapport.wire import Wire


def test_the_card_has_all_that_the_clock_needs(wire: Wire) -> None:
    """Does the front end know when the client speaks, what is seen before, and what each word would bring?"""
    view = rarer_card("silence", Given()).show()
    assert (view["speaks_after"], [cue["at"] for cue in view["cues"]]) == (6, [2, 4])
    assert view["then"] == "I never told anybody."
    assert {option["id"]: option["answer"] for option in view["options"]} == {
        "sorry": "It is all right.",
        "when": "In May.",
    }
    assert view["chosen"] is view["feedback"] is None
    assert "She found the words herself." not in str(view)


def test_waiting_is_recorded_and_told(wire: Wire) -> None:
    """Is a silence that the client ended recorded with its length, and told as held?"""
    answers = Given()
    card = rarer_card("silence", answers)
    assert wire.say(card, type="answer", waited=6.04, said=None) is None
    assert answers == [Silence(waited=6.0, said=None)]
    (part,) = card.show()["feedback"]
    assert (part["mark"], part["words"]) == ("✓ You held the silence", "She found the words herself.")


def test_talking_over_it_is_recorded_and_told(wire: Wire) -> None:
    """Is what was said recorded with its moment, and told with what to do instead?"""
    answers = Given()
    card = rarer_card("silence", answers)
    assert wire.say(card, type="answer", waited=2, said="sorry") is None
    assert answers == [Silence(waited=2.0, said="sorry")]
    (part,) = card.show()["feedback"]
    assert (part["mark"], part["words"], part["better"]) == (
        "△ You talked over the silence",
        "She looks after you now.",
        "Wait.",
    )


@pytest.mark.parametrize(
    ("waited", "said"),
    [(5.9, None), (-1, "sorry"), (601, None), (True, "sorry"), ("6", None), (6, "gone"), (6, 7)],
)
def test_what_can_not_have_been_is_refused(wire: Wire, waited: Any, said: Any) -> None:
    """Is a silence too short, below zero or endless refused, and a word that the card does not offer?"""
    answers = Given()
    assert (wire.say(rarer_card("silence", answers), type="answer", waited=waited, said=said) or "").startswith(
        "Not saved: "
    )
    assert answers == []


def test_another_try_replaces_the_first(wire: Wire) -> None:
    """Can one try again, and is each try recorded?"""
    answers = Given()
    card = rarer_card("silence", answers)
    wire.say(card, type="answer", waited=1.2, said="when")
    wire.say(card, type="answer", waited=6.2, said=None)
    assert len(answers) == 2
    assert card.show()["chosen"] == {"waited": 6.2, "said": None}


def test_a_try_is_restored(wire: Wire) -> None:
    """Is the recorded try shown again, and one that no longer fits not?"""
    assert rarer_card("silence", Given(), Silence(waited=3, said="when")).show()["chosen"] == {
        "waited": 3.0,
        "said": "when",
    }
    assert rarer_card("silence", Given(), Silence(waited=3, said="gone")).show()["chosen"] is None
    assert rarer_card("silence", Given(), BestReply(option="when")).show()["chosen"] is None
