"""What must not change a reading, tried on every case of the table: names, contractions, case, apostrophes, slips of the finger."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from rapport.coach import read
from rapport.coach.language import words
from tests.rapport.coach.cases import CASES, FIRST, reading_of, table

PLAIN = [case for case in CASES if not case.get("refused")]
FLIPS: dict[str, list[str]] = table("known_flips")
APART = {"n't": " not", "'re": " are", "'ve": " have", "'ll": " will", "'m": " am"}
ODD = {"can't": "can not", "won't": "will not", "shan't": "shall not"}
Typed = Callable[[str], str]


def apart(reply: str) -> str:
    """Spell contractions out."""
    for short, full in {**ODD, **APART}.items():
        reply = reply.replace(short, full).replace(short.capitalize(), full.capitalize())
    return reply


def slipped(reply: str) -> str:
    """Leave one inner letter out of the first cue word that is long enough."""
    cues = words("cues")
    found = next((match for match in re.finditer(r"[A-Za-z]{6,}", reply) if match.group().lower() in cues), None)
    if found is None:
        return reply
    return reply[: found.start() + 2] + reply[found.start() + 3 :]


WAYS: dict[str, Typed] = {
    "capitals": str.upper,
    "small letters": str.lower,
    "spelt out": apart,
    "curly": lambda reply: reply.replace("'", "\u2019"),
    "a slip": slipped,
}


def flips(way: Typed) -> list[str]:
    """Return the replies that are read otherwise when typed another way."""
    changed = []
    for case in PLAIN:
        client, reply = case.get("client", FIRST), case["reply"]
        other = way(reply)
        if other != reply and set(read(client, other).done) != set(reading_of(client, reply).done):
            changed.append(reply)
    return changed


@pytest.mark.parametrize("name", WAYS)
def test_typing_changes_nothing(name: str) -> None:
    """Is every case read alike however it is typed, but for those that are known to flip?"""
    assert flips(WAYS[name]) == FLIPS.get(name, [])


def test_names_change_nothing() -> None:
    """Is every case read alike whoever is spoken to?"""
    for case in PLAIN:
        client, reply = case.get("client", FIRST), case["reply"]
        first, second = (set(read(client, f"{name}, {reply}").done) for name in ("Sam", "Oluwaseun"))
        assert first == second, reply


def test_the_known_flips_are_few() -> None:
    """Do at most two in a hundred of the tried readings flip?"""
    assert FLIPS.keys() <= WAYS.keys()
    assert sum(len(replies) for replies in FLIPS.values()) <= 0.02 * len(PLAIN) * len(WAYS)
