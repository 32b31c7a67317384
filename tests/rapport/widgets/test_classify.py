"""The card to classify on: what it offers, restores and tells."""

from __future__ import annotations

from typing import Any

import pytest

from rapport.content.response import AnyResponse, BestReply, Classify
from tests.rapport.widgets.cards import Given, rarer_card
from tests.rapport.wire import Wire

RIGHT: dict[str, Any] = {"nights": "paraphrase", "sleep": "advice", "like": "open-question"}


def card_with(**labels: str) -> dict[str, Any]:
    """Return the view of a practice card with this answer."""
    answer = Classify.model_validate({"labels": {**RIGHT, **labels}})
    return rarer_card("classify", Given(), answer).show()


def test_labels_keep_their_order(wire: Wire) -> None:
    """Do labels stand in the order given for every learner, while the utterances are shuffled?"""
    views = [rarer_card("classify", Given(), seed=f"learner-{number}").show() for number in range(40)]
    assert {tuple(label["name"] for label in view["labels"]) for view in views} == {
        ("Paraphrase", "Advice", "Open question")
    }
    assert len({tuple(option["id"] for option in view["options"]) for view in views}) == 6


def test_an_unanswered_card_tells_nothing(wire: Wire) -> None:
    """Before an answer, is no label chosen and nothing told?"""
    view = rarer_card("classify", Given()).show()
    assert view["chosen"] is view["feedback"] is view["result"] is None


def test_labels_are_restored(wire: Wire) -> None:
    """Does the card show the recorded labels?"""
    assert card_with(sleep="paraphrase")["chosen"] == {**RIGHT, "sleep": "paraphrase"}


@pytest.mark.parametrize(
    "response",
    [
        Classify.model_validate({"labels": {"nights": "paraphrase", "sleep": "advice"}}),
        Classify.model_validate({"labels": {**RIGHT, "gone": "advice"}}),
        Classify.model_validate({"labels": {**RIGHT, "like": "judgement"}}),
        BestReply(option="nights"),
    ],
    ids=["one missing", "one gone", "a label not offered", "a choice"],
)
def test_labels_that_no_longer_fit_are_not_shown(wire: Wire, response: AnyResponse) -> None:
    """Is an answer to other utterances or with other labels left out, as if there were none?"""
    assert rarer_card("classify", Given(), response).show()["chosen"] is None


@pytest.mark.parametrize(
    "labels",
    [{}, {"nights": "advice"}, {**RIGHT, "gone": "advice"}, {**RIGHT, "like": "judgement"}, {**RIGHT, "like": None}],
    ids=["none", "one", "too many", "not offered", "empty"],
)
def test_unfit_labels_are_refused(wire: Wire, labels: dict[str, Any]) -> None:
    """Is an answer that does not label each utterance with one of the labels refused?"""
    answers = Given()
    reason = wire.say(rarer_card("classify", answers), type="answer", labels=labels, confidence=50)
    assert (reason or "").startswith("Not saved: each utterance needs one of the labels")
    assert answers == []


def test_feedback_names_each_label(wire: Wire) -> None:
    """Is each utterance told with the key's label, one's own where it differs, and the reason?"""
    parts = {part["says"]: (part["mark"], part["words"]) for part in card_with(like="advice")["feedback"]}
    assert parts == {
        "So the nights are for baking.": ("✓ Paraphrase", "Her own content."),
        "Try to sleep at noon.": ("✓ Advice", "It tells her what to do."),
        "Tell me what a night is like.": ("○ Open question; you said advice", "It opens."),
    }


@pytest.mark.parametrize(
    ("labels", "words"),
    [
        ({}, "You named them all as the key does."),
        ({"like": "advice"}, "You named most of them as the key does."),
        ({"like": "advice", "nights": "advice"}, "You named some of them as the key does."),
        ({"like": "advice", "nights": "advice", "sleep": "paraphrase"}, "You named none of them as the key does."),
    ],
)
def test_the_whole_is_told_in_words(wire: Wire, labels: dict[str, str], words: str) -> None:
    """Is the answer as a whole judged in words, without a number?"""
    assert card_with(**labels)["result"] == words
