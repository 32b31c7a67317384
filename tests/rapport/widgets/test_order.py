"""Cards to put in order: where they start, what they restore, and what they tell in practice."""

from __future__ import annotations

from itertools import permutations

import pytest

from rapport.content.response import AnyResponse, BestReply, Order
from tests.rapport.widgets.cards import Given, rarer, rarer_card
from tests.rapport.wire import Wire

KEY = {"rank": ("heard", "asked", "told"), "order-steps": ("see", "own", "plan")}


def ordered(kind: str, order: tuple[str, ...]) -> Order:
    return Order.model_validate({"kind": kind, "order": order})


def shown(kind: str, response: AnyResponse | None = None, seed: str = "") -> list[str]:
    """Return the ids on a card, from the top."""
    return [option["id"] for option in rarer_card(kind, Given(), response, seed=seed).show()["options"]]


@pytest.mark.parametrize("kind", KEY)
def test_an_unanswered_card_tells_nothing(wire: Wire, kind: str) -> None:
    """Before an answer, is there an order to begin with, and no verdict?"""
    view = rarer_card(kind, Given()).show()
    assert sorted(option["id"] for option in view["options"]) == sorted(KEY[kind])
    assert view["chosen"] is view["feedback"] is view["result"] is None
    assert view["status"] == ""


def test_learners_begin_with_different_orders(wire: Wire) -> None:
    """Over learners, does every order come up to begin with, and the same one for the same learner?"""
    orders = [tuple(shown("rank", seed=f"learner-{number}")) for number in range(60)]
    assert set(orders) == set(permutations(KEY["rank"]))
    assert orders == [tuple(shown("rank", seed=f"learner-{number}")) for number in range(60)]


@pytest.mark.parametrize("kind", KEY)
def test_an_order_is_restored(wire: Wire, kind: str) -> None:
    """Does the card show the recorded order, from the top?"""
    for order in permutations(KEY[kind]):
        assert tuple(shown(kind, ordered(kind, order))) == order


@pytest.mark.parametrize(
    "response",
    [
        Order(kind="order-steps", order=("heard", "asked", "told")),
        Order(kind="rank", order=("heard", "asked")),
        Order(kind="rank", order=("heard", "asked", "asked")),
        Order(kind="rank", order=("heard", "asked", "gone")),
        BestReply(option="heard"),
    ],
    ids=["another kind", "too short", "one twice", "one gone", "a choice"],
)
def test_an_order_that_no_longer_fits_is_not_shown(wire: Wire, response: AnyResponse) -> None:
    """Is a recorded order that is not one of these options left out, as if there were none?"""
    view = rarer_card("rank", Given(), response).show()
    assert view["chosen"] is view["feedback"] is None


@pytest.mark.parametrize(
    "order",
    [[], ["heard"], ["heard", "asked", "told", "told"], ["heard", "asked", "asked"], ["heard", "asked", "gone"]],
    ids=str,
)
def test_what_is_no_order_of_the_options_is_refused(wire: Wire, order: list[str]) -> None:
    """Is an order with one left out, twice or unknown refused?"""
    answers = Given()
    reason = wire.say(rarer_card("rank", answers), type="answer", order=order, confidence=50)
    assert (reason or "").startswith("Not saved: that is not an order of all")
    assert answers == []


def test_feedback_stands_in_the_keys_order(wire: Wire) -> None:
    """Does an answer bring, in the key's order, where each was put, what it does and what would be better?"""
    card = rarer_card("rank", Given())
    assert wire.say(card, type="answer", order=["asked", "heard", "told"], confidence=70) is None
    view = card.show()
    assert [(part["mark"], part["says"], part["words"], part["better"]) for part in view["feedback"]] == [
        ("○ You put it in place 2", "You sound worn out by it.", "She feels heard.", None),
        ("○ You put it in place 1", "Since when is it like that?", "A fact comes.", "Stay with her."),
        ("✓ Where you put it", "You should rest for a week.", "She is told off.", "Ask first."),
    ]
    assert view["basis"].startswith("This key rests on: Hill: helping skills")


@pytest.mark.parametrize(
    ("order", "words"),
    [
        (("see", "own", "plan"), "Just as the key has them."),
        (("own", "see", "plan"), "Partly as the key has them."),
        (("plan", "own", "see"), "Far from how the key has them."),
    ],
)
def test_the_whole_is_told_in_words(wire: Wire, order: tuple[str, ...], words: str) -> None:
    """Is the order as a whole judged in words, without a number?"""
    assert rarer_card("order-steps", Given(), ordered("order-steps", order)).show()["result"] == words


def test_the_sample_would_show_a_wrong_key() -> None:
    """Are the orders above those of the sample's key?"""
    for kind, order in KEY.items():
        assert tuple(getattr(rarer(kind).key, "order")) == order  # noqa: B009 # keys of other kinds have none
