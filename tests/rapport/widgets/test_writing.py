"""Cards to write on and to rate oneself on."""

from __future__ import annotations

import pytest

from rapport.content.response import BestReply, FreeText, SelfRatings
from rapport.widgets import TextCard
from tests.rapport.widgets.cards import Given, card_of
from tests.rapport.wire import Wire

UNUSUAL = ["", "  a  ", "<img src=x onerror=alert(1)>", "שלום, מה שלומך?", "🌧️👩🏽‍🦽", "a\x00b\r\nc", "x" * 1500]


@pytest.mark.parametrize("text", UNUSUAL, ids=lambda text: ascii(text)[:16])
def test_words_are_kept_as_written(wire: Wire, text: str) -> None:
    """Is what a learner wrote recorded and shown again to the letter?"""
    answers = Given()
    card = card_of("free-text", answers)
    assert wire.say(card, type="text", text=text) is None
    assert answers == [FreeText(text=text)]
    assert card.show()["text"] == text
    assert card_of("free-text", Given(), answers[-1]).show()["text"] == text


def test_a_text_too_long_is_refused_with_its_limit(wire: Wire) -> None:
    """Does one character too many bring the item's own limit, and the earlier text stay?"""
    answers = Given()
    card = card_of("free-text", answers, FreeText(text="kept"))
    assert wire.say(card, type="text", text="x" * 1501) == (
        "Not saved: it is longer than 1500 characters. Shorten it, and it is saved."
    )
    assert answers == []
    assert card.show()["text"] == "kept"


def test_an_answer_of_another_kind_is_not_shown(wire: Wire) -> None:
    """Is an answer of another kind left out, as if there were none?"""
    card = card_of("free-text", Given(), BestReply(option="tired"))
    assert isinstance(card, TextCard)
    assert card.show()["text"] == card.show()["status"] == ""
    assert card_of("self-rating", Given(), FreeText(text="7")).show()["ratings"] == {}


def test_ratings_gather(wire: Wire) -> None:
    """Is each rating recorded together with those before it?"""
    answers = Given()
    card = card_of("self-rating", answers, SelfRatings(ratings={"hear": 3}))
    assert card.show()["ratings"] == {"hear": 3}
    assert wire.say(card, type="rate", statement="hear", rating=0) is None
    assert answers == [SelfRatings(ratings={"hear": 0})]


def test_ratings_of_statements_that_are_gone_make_room(wire: Wire) -> None:
    """When all the statements were rewritten, can the new ones still be rated?"""
    old = SelfRatings(ratings={f"old-{number}": 5 for number in range(16)})
    answers = Given()
    card = card_of("self-rating", answers, old)
    assert card.show()["ratings"] == {}
    assert wire.say(card, type="rate", statement="hear", rating=10) is None
    assert answers == [SelfRatings(ratings={"hear": 10})]
