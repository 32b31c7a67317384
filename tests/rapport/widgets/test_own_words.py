"""Own words on the card of a talk: taken, asked about, refused, and never a way to marks."""

from __future__ import annotations

from typing import Any

import pytest

from rapport.content.response import MAX_SAID, Dialogue, OwnWords
from rapport.widgets import DialogueCard
from tests.rapport.content.samples import ANSWERING, CASE, case_from, staying
from tests.rapport.widgets.cards import FULL, Given
from tests.rapport.wire import Wire

OPEN = "What was it like for you, coming here today?"
DOUBTFUL = "Banana."
FEARFUL = "Honestly, I want to kill myself."


def card_with(answers: Given, *choices: Any, practice: bool = True, text: str = ANSWERING) -> DialogueCard:
    response = Dialogue(case="ada", choices=choices)
    return DialogueCard("meet-ada", case_from(staying(text)), response, answers.answer, practice, seed="kim")


def say(text: Any, turn: Any = 0, **more: Any) -> dict[str, Any]:
    return {"type": "say", "turn": turn, "text": text, **more}


@pytest.mark.parametrize(("practice", "text"), [(False, ANSWERING), (True, CASE)], ids=["graded", "no answers"])
def test_own_words_are_for_practice_with_a_client_who_can_answer(wire: Wire, practice: bool, text: str) -> None:
    """Does a graded talk, and one with a client who has no answers, neither offer own words nor take them?"""
    answers = Given()
    card = card_with(answers, practice=practice, text=text)
    assert card.show()["own"] is None
    assert wire.say(card, **say(OPEN)) == "Not saved: this card can't do that."
    assert (answers, card.talk.choices) == ([], [])
    assert card_with(answers).show()["own"] == {"most": MAX_SAID, "pending": None}


def test_own_words_become_a_turn(wire: Wire) -> None:
    """Are clear words recorded with what they do, answered by the client, and told like a chosen reply?"""
    answers = Given()
    card = card_with(answers)
    assert wire.say(card, **say(f"  {OPEN} ")) is None
    words = OwnWords(says=OPEN, behaviours=("open-question",))
    assert answers == [Dialogue(case="ada", choices=(words,))]
    turn = card.show()["turns"][0]
    assert (turn["says"], turn["delivery"], turn["answer"]) == (OPEN, "in your own words", "To open-question.")
    assert turn["feedback"] is None
    assert [one["behaviour"] for one in turn["heard"]["does"]] == ["open-question"]
    assert turn["heard"]["felt"]
    assert {other["id"] for other in turn["others"]} == {"welcome", "why", "forms"}
    assert card.show()["status"] == "Saved as far as you have come."


def test_chosen_and_typed_turns_stand_side_by_side(wire: Wire) -> None:
    """Do a chosen reply keep its written feedback, the curve hold every turn, and the ways back know own words?"""
    answers = Given()
    card = card_with(answers)
    wire.say(card, type="choose", turn=0, reply="welcome")
    wire.say(card, **say(OPEN, 1))
    first, second = card.show()["turns"]
    assert (first["heard"], first["feedback"]) == (None, "She may choose, so she stays.")
    assert second["heard"]["does"]
    wire.say(card, type="instead", turn=1, reply="forms")
    assert card.talk.choices == ["welcome", "forms"]
    wire.say(card, type="return")
    assert card.talk.choices[1] == OwnWords(says=OPEN, behaviours=("open-question",))
    wire.say(card, type="undo")
    assert card.talk.choices == ["welcome"]
    for turn in range(1, 6):
        wire.say(card, **say(OPEN, turn))
    assert [point["said"] for point in card.show()["curve"]] == [
        "",
        "Good that you came. Sit where you like.",
        *[OPEN] * 5,
    ]


def test_a_talk_with_own_words_is_restored(wire: Wire) -> None:
    """Does a card with the record show the same turns, whatever the coach would say of the words today?"""
    answers = Given()
    card = card_with(answers)
    wire.say(card, **say(OPEN))
    assert card_with(Given(), *card.talk.choices).show()["turns"] == card.show()["turns"]
    otherwise = card_with(Given(), OwnWords(says=OPEN, behaviours=("jargon",)))
    turn = otherwise.show()["turns"][0]
    assert (turn["answer"], [one["behaviour"] for one in turn["heard"]["does"]]) == ("To jargon.", ["jargon"])


def test_a_graded_talk_does_not_follow_own_words(wire: Wire) -> None:
    """Does a record with own words, which somebody wrote into it, leave a graded talk at its beginning?"""
    forged = OwnWords(says="Hm.", behaviours=("owning", "validation", "reflection-of-feeling"))
    card = card_with(Given(), forged, practice=False)
    assert card.talk.choices == []
    assert card.show()["status"].startswith("This talk has been rewritten")


def test_doubtful_words_are_asked_about_first(wire: Wire) -> None:
    """Is nothing recorded until the learner says what was meant, and then that and no more?"""
    answers = Given()
    card = card_with(answers)
    reason = wire.say(card, **say(DOUBTFUL))
    assert reason == "Not said yet: the coach can't tell what you meant. Choose above."
    pending = card.show()["own"]["pending"]
    assert (pending["text"], len(pending["choices"]), pending["concern"]) == (DOUBTFUL, 2, "")
    assert (answers, card.talk.choices) == ([], [])
    assert wire.say(card, **say(DOUBTFUL, meant=1)) is None
    assert card.talk.choices == [OwnWords(says=DOUBTFUL, behaviours=())]
    assert card.show()["own"]["pending"] is None
    assert card.show()["turns"][0]["answer"] == "To otherwise."


@pytest.mark.parametrize("meant", [-1, 2, "0", None, [0], {"behaviours": ["owning"]}])
def test_only_what_was_asked_can_be_meant(wire: Wire, meant: Any) -> None:
    """Is a meaning that was not offered, or that comes before any was, asked about again, and behaviours from outside left aside?"""
    answers = Given()
    card = card_with(answers)
    for _ in range(2):
        assert (wire.say(card, **say(DOUBTFUL, meant=meant, behaviours=["owning"])) or "").startswith("Not said yet")
    assert answers == []


def test_a_meaning_belongs_to_its_words(wire: Wire) -> None:
    """Does an answer to the question not carry over to other words?"""
    answers = Given()
    card = card_with(answers)
    wire.say(card, **say(DOUBTFUL))
    assert wire.say(card, **say("Melon.", meant=0)) is not None
    assert card.show()["own"]["pending"]["text"] == "Melon."
    assert answers == []


def test_neither_is_an_answer_too(wire: Wire) -> None:
    """Does wanting to say it differently drop the question, and nothing else?"""
    answers = Given()
    card = card_with(answers, "welcome")
    wire.say(card, **say(DOUBTFUL, 1))
    assert wire.say(card, type="reword") is None
    assert card.show()["own"]["pending"] is None
    assert wire.say(card, type="reword") == "Not saved: this card can't do that."
    assert (answers, card.talk.choices) == ([], ["welcome"])


def test_words_of_harm_are_answered_before_anything_else(wire: Wire) -> None:
    """Does a learner who writes of harm get told where to turn, while the client hears nothing and nothing is written down?"""
    answers = Given()
    card = card_with(answers)
    reason = wire.say(card, **say(FEARFUL))
    assert (
        reason
        == "Not said: Ada has not heard this. Read the lines above first. If they are not meant for you, use other words."
    )
    pending = card.show()["own"]["pending"]
    assert "can't help with that" in pending["concern"]
    assert pending["choices"] == []
    assert (answers, card.talk.choices) == ([], [])
    assert wire.say(card, **say(FEARFUL, meant=0)) is not None
    assert wire.say(card, **say(OPEN)) is None
    assert card.show()["own"]["pending"] is None


REFUSED = {
    "empty": ("", "there are no words yet"),
    "blank": (" \n ", "there are no words yet"),
    "no letters": ("?!", "There are no words here yet"),
    "too long": ("word " * 201, "longer than 1,000 characters"),
    "another script": ("Я вас понимаю, расскажите мне.", "reads English only"),
    "a number": (7, "there are no words yet"),
    "a list": ([OPEN], "there are no words yet"),
    "half a character": ("Hello \ud800 there", "does not know"),
}


@pytest.mark.parametrize(("text", "reason"), REFUSED.values(), ids=REFUSED.keys())
def test_what_cannot_be_read_is_refused_politely(wire: Wire, text: Any, reason: str) -> None:
    """Is one told why, and is the talk left as it was?"""
    answers = Given()
    card = card_with(answers)
    before = card.show()
    assert reason in (wire.say(card, **say(text)) or "")
    assert (answers, card.show()) == ([], before)


@pytest.mark.parametrize("turn", [-1, 1, None, "0"])
def test_own_words_to_a_turn_that_has_gone_by_are_refused(wire: Wire, turn: Any) -> None:
    """Are words that another window has overtaken refused, as a chosen reply would be?"""
    answers = Given()
    assert "has moved on in another window" in (wire.say(card_with(answers), **say(OPEN, turn)) or "")
    assert answers == []


def test_a_full_disk_keeps_the_question(wire: Wire) -> None:
    """When a turn could not be written, can its meaning be given again?"""
    answers = Given()
    card = card_with(answers)
    wire.say(card, **say(DOUBTFUL))
    answers.full = True
    assert wire.say(card, **say(DOUBTFUL, meant=0)) == FULL
    answers.full = False
    assert wire.say(card, **say(DOUBTFUL, meant=0)) is None
    assert len(answers) == 1
