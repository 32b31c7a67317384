"""How sure one is: asked where the item says so, required there, kept with the answer, and nowhere else."""

from __future__ import annotations

from typing import Any

import pytest

from rapport.content.response import AnyResponse, Order
from rapport.widgets import ChoiceCard, SilenceCard
from tests.rapport.widgets.cards import GOOD, Given, best, rarer, rarer_card
from tests.rapport.wire import Wire

ORDER = ["heard", "asked", "told"]


def test_it_is_asked_where_the_item_says_so(wire: Wire) -> None:
    """Does the view say whether to ask?"""
    asked = {kind: rarer_card(kind, Given()).show()["confidence"] for kind in ("rank", "order-steps", "classify")}
    assert asked == {"rank": True, "order-steps": False, "classify": True}
    assert ChoiceCard(best(), None, Given().answer).show()["confidence"] is False


@pytest.mark.parametrize("sure", [0, 50, 100])
def test_it_is_kept_with_the_answer(wire: Wire, sure: int) -> None:
    """Is the number recorded with the answer, and shown again?"""
    answers = Given()
    card = rarer_card("rank", answers)
    assert wire.say(card, type="answer", order=ORDER, confidence=sure) is None
    assert answers == [Order(kind="rank", order=tuple(ORDER), confidence=sure)]
    assert rarer_card("rank", Given(), answers[0]).show()["sure"] == sure


@pytest.mark.parametrize("sure", [None, -10, 101, 50.0, "50", True, [50]], ids=str)
def test_it_is_required(wire: Wire, sure: Any) -> None:
    """Is an answer without a number from 0 to 100 refused with what to do?"""
    answers = Given()
    reason = wire.say(rarer_card("rank", answers), type="answer", order=ORDER, confidence=sure)
    assert reason == "Not saved: say how sure you are first, with the slider above the button."
    assert answers == []


def test_it_is_left_out_where_it_is_not_asked(wire: Wire) -> None:
    """Does an item that does not ask keep no number, whatever the front end sends or the record holds?"""
    answers = Given()
    card = rarer_card("order-steps", answers)
    assert wire.say(card, **GOOD["order-steps"], confidence=80) is None
    assert getattr(answers[0], "confidence", None) is None
    old: AnyResponse = Order(kind="order-steps", order=("see", "own", "plan"), confidence=80)
    assert rarer_card("order-steps", Given(), old).show()["sure"] is None


def test_a_best_reply_can_be_asked_too(wire: Wire) -> None:
    """Can any kind of choosing ask, but for a silence, in which there is nothing to be sure of?"""
    answers = Given()
    card = ChoiceCard(best().model_copy(update={"confidence": True}), None, answers.answer)
    assert (wire.say(card, type="answer", best="tired") or "").startswith("Not saved: ")
    assert wire.say(card, type="answer", best="tired", confidence=40) is None
    assert getattr(answers[0], "confidence", None) == 40
    quiet: Any = rarer("silence").item
    asking = quiet.model_copy(update={"confidence": True})
    assert SilenceCard(asking, None, answers.answer).show()["confidence"] is False


def test_an_answer_without_it_is_written_as_ever() -> None:
    """Does a record stay free of the field where nothing was asked, so that older programs read it?"""
    assert "confidence" not in Order(kind="rank", order=("a",)).model_dump_json()
    assert '"confidence":0' in Order(kind="rank", order=("a",), confidence=0).model_dump_json()
