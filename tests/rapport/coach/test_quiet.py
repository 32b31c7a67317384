"""Replies that wait or nod: found however they are typed, and nothing else taken for them."""

from __future__ import annotations

import pytest

from rapport.coach import read
from rapport.coach.quiet import quiet


@pytest.mark.parametrize(
    "reply", ["...", ". . .", " … ", "(waits)", "[long pause]", "_stays silent_", "I'll just wait."]
)
def test_waiting(reply: str) -> None:
    """Is waiting read as silence, with its place, and as nothing else?"""
    reading = read("I don't know.", reply)
    assert reading.done == ("silence",)
    assert reading.refused is None
    (span,) = reading.findings[0].spans
    assert reply[slice(*span)] == reply.strip()


@pytest.mark.parametrize(
    "reply",
    [
        ".",
        "Wait, what?",
        "Be quiet.",
        "Sit still.",
        "(walks out without a word)",
        "I say nothing about your father.",
        "",
    ],
)
def test_other_things(reply: str) -> None:
    """Is a reply left alone that only looks like waiting?"""
    assert quiet(reply) is None


def test_harm_is_answered_all_the_same() -> None:
    """Does an aside keep what must be said first?"""
    reading = read("", "(I sit quietly and want to kill myself)")
    assert reading.concern is not None
