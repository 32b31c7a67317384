"""The closed lists: every strategy and behaviour of the course."""

from __future__ import annotations

import pytest

from rapport.content.base import plain
from rapport.content.vocabulary import Effect, behaviours, strategies


def test_every_strategy_has_a_lesson_of_its_own() -> None:
    """Do the thirteen strategies belong to the lessons 2 to 14, one each?"""
    assert sorted(strategy.lesson for strategy in strategies().values()) == list(range(2, 15))


def test_the_terms_of_the_field_are_there() -> None:
    """Are the behaviours that cases and the coach speak of in the list?"""
    needed = {
        "open-question",
        "closed-question",
        "paraphrase",
        "reflection-of-feeling",
        "validation",
        "reassurance",
        "advice",
    }
    needed |= {
        "normalising",
        "self-disclosure",
        "information",
        "challenge",
        "judgement",
        "jargon",
        "false-promise",
        "silence",
    }
    assert needed <= behaviours().keys()


@pytest.mark.parametrize("harmful", ["judgement", "confrontation", "dismissal", "self-defence"])
def test_what_harms_costs_trust_and_raises_defences(harmful: str) -> None:
    """Does an average client react to harm as people do?"""
    effect = behaviours()[harmful].effect
    assert effect.trust < 0 < effect.defensiveness


def test_plain_data_leaves_defaults_out() -> None:
    """Does data for files stay short?"""
    assert plain(Effect(trust=0.05)) == {"trust": 0.05}
