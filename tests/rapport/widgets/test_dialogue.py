"""The card of a talk: turns, ways back, and a talk that moved on or was rewritten."""

from __future__ import annotations

from typing import Any

import pytest

from rapport.content.response import AnyResponse, BestReply, Dialogue
from rapport.dialogue import alliance, replay
from rapport.widgets import DialogueCard, MovedOn
from tests.rapport.content.samples import case_from
from tests.rapport.widgets.cards import LOOPING, Given
from tests.rapport.wire import Wire

ANEW = "This talk has been rewritten since you had it, so it begins anew. Your earlier replies are still on record."


def talk(*choices: str) -> Dialogue:
    return Dialogue(case="ada", choices=choices)


def card_with(answers: Given, *choices: str, practice: bool = True, seed: str = "kim") -> DialogueCard:
    return DialogueCard("meet-ada", case_from(LOOPING), talk(*choices), answers.answer, practice, seed=seed)


def said(card: DialogueCard) -> list[str]:
    return list(card.talk.choices)


def choose(turn: int, reply: str) -> dict[str, Any]:
    return {"type": "choose", "turn": turn, "reply": reply}


def test_a_new_talk_opens(wire: Wire) -> None:
    """Does a new card show who comes, what the client says and shows first, and every reply?"""
    view = card_with(Given()).show()
    assert view["now"] == {"seen": None, "says": "So here I am."}
    assert {option["id"] for option in view["options"]} == {"welcome", "why", "forms"}
    assert (view["turns"], view["ending"], view["kept"], view["status"]) == ([], None, False, "")
    assert view["portrait"]["note"] == "a baker with flour on her sleeves"


def test_turns_are_recorded_as_the_talk_so_far(wire: Wire) -> None:
    """Is the whole talk so far recorded with each turn?"""
    answers = Given()
    card = card_with(answers)
    assert wire.say(card, **choose(0, "welcome")) is None
    assert card.show()["status"] == "Saved as far as you have come."
    assert wire.say(card, **choose(1, "why")) is None
    assert answers == [talk("welcome"), talk("welcome", "why")]
    assert card.show()["status"] == "The talk is saved."
    assert card.show()["options"] == []


@pytest.mark.parametrize("turn", [-1, 0, 2, 60])
def test_a_stale_turn_is_refused(wire: Wire, turn: int) -> None:
    """Is a reply to a turn that another window has already answered refused, and the talk as it stands sent again?"""
    answers = Given()
    card = card_with(answers, "welcome")
    reason = wire.say(card, **choose(turn, "why"))
    assert reason == "Not saved: this talk has moved on in another window. Here it is as it stands now."
    assert answers == []
    assert said(card) == ["welcome"]


def test_a_talk_taken_on_elsewhere_is_shown(wire: Wire) -> None:
    """When the record says that the talk moved on elsewhere, does the card refuse and show the talk as it stands there?"""

    def answer(_: AnyResponse) -> None:
        raise MovedOn(talk("welcome", "welcome"))

    card = DialogueCard("meet-ada", case_from(LOOPING), talk("welcome"), answer)
    wire.sent.clear()
    reason = wire.say(card, **choose(1, "why"))
    assert (
        reason == "Not saved: this talk has moved on in another window. Here it is as it stands now; go on from there."
    )
    assert wire.kinds == ["view", "ack"]
    assert len(wire.all("view")[0]["turns"]) == 2


def test_undo_takes_one_turn_back(wire: Wire) -> None:
    """Does undo take back the last turn, also the one that ended the talk?"""
    answers = Given()
    card = card_with(answers, "welcome", "why")
    assert wire.say(card, type="undo") is None
    assert answers == [talk("welcome")]
    assert card.show()["ending"] is None


def test_a_restart_keeps_the_talk_to_return_to(wire: Wire) -> None:
    """After starting again, can one go back to what one had said, and to the new talk again?"""
    answers = Given()
    card = card_with(answers, "welcome", "why")
    assert wire.say(card, type="restart") is None
    assert card.show()["kept"] is True
    wire.say(card, **choose(0, "forms"))
    assert wire.say(card, type="return") is None
    assert said(card) == ["welcome", "why"]
    assert wire.say(card, type="return") is None
    assert said(card) == ["forms"]
    assert answers == [talk(), talk("forms"), talk("welcome", "why"), talk("forms")]


def test_what_if_i_had_said(wire: Wire) -> None:
    """Does another reply at an earlier turn give the talk that follows from it, and keep the first to return to?"""
    answers = Given()
    card = card_with(answers, "welcome", "why")
    view = card.show()
    assert {other["id"] for other in view["turns"][0]["others"]} == {"why", "forms"}
    assert wire.say(card, type="instead", turn=0, reply="forms") is None
    assert said(card) == ["forms"]
    wire.say(card, type="return")
    assert said(card) == ["welcome", "why"]


@pytest.mark.parametrize("turn", [-1, 2, 10**9])
def test_what_if_needs_a_turn_that_was(wire: Wire, turn: int) -> None:
    """Is another reply at a turn that the talk does not have refused?"""
    answers = Given()
    card = card_with(answers, "welcome", "welcome")
    assert (
        wire.say(card, type="instead", turn=turn, reply="why") == "Not saved: that turn is no longer part of the talk."
    )
    assert answers == []


@pytest.mark.parametrize("kind", ["instead", "return", "no-such-thing"])
def test_graded_talks_have_no_what_if(wire: Wire, kind: str) -> None:
    """Does a graded card refuse to try other replies, and to return where there is nothing to return to?"""
    answers = Given()
    card = card_with(answers, "welcome", practice=False)
    assert wire.say(card, type=kind, turn=0, reply="why") == "Not saved: this card can't do that."
    assert answers == []


def test_a_full_disk_keeps_the_way_back(wire: Wire) -> None:
    """When a restart could not be written, does the talk stay, with nothing kept aside?"""
    answers = Given()
    card = card_with(answers, "welcome")
    answers.full = True
    assert (wire.say(card, type="restart") or "").startswith("Not saved")
    assert said(card) == ["welcome"]
    assert card.show()["kept"] is False


@pytest.mark.parametrize("choices", [("gone",), ("welcome", "gone"), ("why", "welcome")], ids=" ".join)
def test_a_rewritten_talk_begins_anew_and_says_so(wire: Wire, choices: tuple[str, ...]) -> None:
    """Where the recorded replies no longer lead through the case, does the talk begin anew and say so until the next turn?"""
    answers = Given()
    card = card_with(answers, *choices)
    assert card.show()["status"] == ANEW
    assert said(card) == []
    assert answers == []
    wire.say(card, **choose(0, "welcome"))
    assert card.show()["status"] == "Saved as far as you have come."


@pytest.mark.parametrize("response", [None, BestReply(option="welcome"), Dialogue(case="john", choices=("welcome",))])
def test_what_is_no_talk_with_this_client_is_left_out(wire: Wire, response: AnyResponse | None) -> None:
    """Is an answer of another kind, or a talk with somebody else, not taken for this talk?"""
    view = DialogueCard("meet-ada", case_from(LOOPING), response, Given().answer).show()
    assert (view["turns"], view["status"]) == ([], "")


def test_practice_tells_what_each_reply_did(wire: Wire) -> None:
    """Does a finished practice talk hold feedback for every turn and the alliance from the start to the end?"""
    card = card_with(Given(), "welcome", "why")
    view = card.show()
    assert [(turn["feedback"], turn["better"]) for turn in view["turns"]] == [
        ("She may choose, so she stays.", None),
        ("She hears an accusation.", "What made it possible to come today?"),
    ]
    assert view["ending"] == {"name": "She leaves", "text": "The door closes.", "quality": "poor"}
    case = case_from(LOOPING)
    steps = [replay(case, choices).state for choices in ((), ("welcome",), ("welcome", "why"))]
    assert [point["alliance"] for point in view["curve"]] == [alliance(state) for state in steps]
    assert [point["said"] for point in view["curve"]] == ["", *(turn["says"] for turn in view["turns"])]


def test_replies_keep_their_order_for_one_learner(wire: Wire) -> None:
    """Do replies come in one order for one learner, and in several over many?"""

    def order(seed: str) -> tuple[str, ...]:
        return tuple(option["id"] for option in card_with(Given(), seed=seed).show()["options"])

    orders = {seed: (order(seed), order(seed)) for seed in "abcdefgh"}
    assert all(first == second for first, second in orders.values())
    assert len({first for first, _ in orders.values()}) > 2
