"""Words that speak of harm: the learner's own are answered, the client's are a skill's material."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from rapport.coach import concern, read

TABLE: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("safety.yaml").read_text("utf-8"))
OWN = [(about, text) for about, texts in TABLE["own"].items() for text in texts]


@pytest.mark.parametrize(("about", "text"), OWN)
def test_own_harm_is_recognised(about: str, text: str) -> None:
    """Is a learner who writes of harm in the first person recognised, wherever it stands?"""
    found = concern(text)
    assert found is not None
    assert found.about == about
    assert text[found.start : found.end]


@pytest.mark.parametrize("text", TABLE["role"])
def test_the_skill_does_not_set_it_off(text: str) -> None:
    """Are questions to a client, a client's words given back, and figures of speech left alone?"""
    assert concern(text) is None


def test_there_are_enough_of_both() -> None:
    """Are there at least sixty sentences, and many of each kind?"""
    assert len(OWN) >= 40
    assert len(TABLE["role"]) >= 60


@pytest.mark.parametrize("text", ["I want to kill myself", "I'm going to hurt my wife"])
def test_message_says_plainly_where_to_turn(text: str) -> None:
    """Does the message say that the course can't help with it, that nothing is sent, and where to turn?"""
    found = concern(text)
    assert found is not None
    for words in ("this course can't help", "not been sent", "helpline", "emergency number"):
        assert words in found.message


def test_a_reading_carries_it() -> None:
    """Does a card get it with the reading, even of a text that is otherwise refused?"""
    found = read("I'm tired.", "That sounds hard. I want to die too.").concern
    assert found is not None
    assert found.about == "self"
    refused = read("", "I want to die. " + "x" * 70_000)
    assert refused.refused
    assert refused.concern is not None
