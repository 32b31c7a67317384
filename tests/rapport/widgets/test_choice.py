"""Cards to choose on: what they show, what they tell in practice, and the order of their options."""

from __future__ import annotations

from collections import Counter

import pytest

from rapport.content.response import AnyResponse, BestAndWorst, BestReply, FreeText
from rapport.widgets import ChoiceCard
from rapport.widgets.marked import shuffled
from tests.rapport.widgets.cards import Given, best, both
from tests.rapport.wire import Wire


def test_an_unanswered_card_tells_nothing(wire: Wire) -> None:
    """Before an answer, does a practice card show the options and no verdict?"""
    item, key = both()
    view = ChoiceCard(item, None, Given().answer, key).show()
    assert {option["id"]: option["says"] for option in view["options"]} == {
        option.id: option.says for option in item.options
    }
    assert view["chosen"] is view["feedback"] is None
    assert view["others"] == []
    assert view["status"] == ""


def test_practice_feedback_follows_at_once(wire: Wire) -> None:
    """Does an answer bring the verdict on both choices, advice for the best only, and what the others would do?"""
    item, key = both()
    card = ChoiceCard(item, None, Given().answer, key)
    assert wire.say(card, type="answer", best="since-when", worst="rest") is None
    view = card.show()
    assert [(part["label"], part["rating"], part["words"], part["better"]) for part in view["feedback"]] == [
        ("best", 1, "A fact comes.", "Stay with her."),
        ("worst", 0, "She is told off.", None),
    ]
    assert [(part["says"], part["rating"]) for part in view["others"]] == [("You sound worn out by it.", 3)]
    assert view["basis"] == "This key rests on: Hill: helping skills It is the authors' key, not yet rated by a panel."


def test_a_changed_answer_replaces_the_first(wire: Wire) -> None:
    """Can an answer be changed, and is each one recorded?"""
    answers = Given()
    card = ChoiceCard(best(), None, answers.answer)
    wire.say(card, type="answer", best="rest")
    wire.say(card, type="answer", best="tired")
    assert answers == [BestReply(option="rest"), BestReply(option="tired")]
    assert card.show()["chosen"] == {"best": "tired"}


def test_the_same_reply_twice_is_refused(wire: Wire) -> None:
    """Is one reply named best and worst refused, and the earlier answer kept?"""
    answers = Given()
    card = ChoiceCard(both()[0], BestAndWorst(best="tired", worst="rest"), answers.answer)
    assert (wire.say(card, type="answer", best="rest", worst="rest") or "").startswith("Not saved: ")
    assert card.show()["chosen"] == {"best": "tired", "worst": "rest"}
    assert answers == []


@pytest.mark.parametrize(
    "response",
    [BestReply(option="gone-since"), BestAndWorst(best="tired", worst="rest"), FreeText(text="tired"), None],
    ids=["an option that is gone", "another kind", "text", "none"],
)
def test_an_answer_that_no_longer_fits_is_not_shown(wire: Wire, response: AnyResponse | None) -> None:
    """Is a recorded answer that the item no longer offers left out, as if there were none?"""
    view = ChoiceCard(best(), response, Given().answer).show()
    assert view["chosen"] is None
    assert view["status"] == ""


def test_an_answer_is_restored(wire: Wire) -> None:
    """Is a recorded answer chosen again when the card is drawn?"""
    view = ChoiceCard(best(), BestReply(option="rest"), Given().answer).show()
    assert view["chosen"] == {"best": "rest"}
    assert view["status"] == "Saved. You may change it and send again."


def test_one_learner_sees_one_order(wire: Wire) -> None:
    """Does one learner see the options in the same order each time, whether answered or not?"""
    orders = {
        tuple(option["id"] for option in ChoiceCard(best(), response, Given().answer, seed="kim").show()["options"])
        for response in (None, BestReply(option="rest"), BestReply(option="tired"))
    }
    assert len(orders) == 1


def test_orders_are_balanced_over_learners() -> None:
    """Over many learners, does each option come first, second and last about equally often?"""
    learners = 3000
    places = Counter(
        (place, option)
        for learner in range(learners)
        for place, option in enumerate(shuffled("abcde", f"learner-{learner}:flour"))
    )
    assert len(places) == 25
    # Five standard deviations of a binomial with p = 1/5 are 110 here.
    assert all(abs(count - learners / 5) < 110 for count in places.values()), places


def test_the_text_says_how_to_see_the_card(wire: Wire) -> None:
    """Where no widgets are, does the card say in words what to do?"""
    data, _ = ChoiceCard(best(), None, Given().answer)._repr_mimebundle_()
    assert (
        data["text/plain"]
        == "A card (Choose the best reply). It needs a running notebook: choose Run, then Run All Cells."
    )
    assert "application/vnd.jupyter.widget-view+json" in data
