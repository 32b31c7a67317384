"""Replies that are easy to misread, from a table; what is misread all the same is counted."""

from __future__ import annotations

from typing import Any

import pytest

from rapport.content.vocabulary import behaviours
from tests.rapport.coach.cases import CASES, FIRST, HARMFUL, reading_of, table, wrong

KNOWN: dict[str, list[str]] = table("known_misses")
MOST_MISSES = 0.08


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["reply"][:40])
def test_hard_case(case: dict[str, Any]) -> None:
    """Is the reply read as a person would read it, or wrongly in just the way that is known?"""
    reading = reading_of(case.get("client", FIRST), case["reply"])
    assert wrong(case, reading) == KNOWN.get(case["reply"], []), reading


def test_the_known_misses_are_few_and_real() -> None:
    """Is every known miss a case of the table, and are they at most eight in a hundred?"""
    assert KNOWN.keys() <= {case["reply"] for case in CASES}
    assert len(KNOWN) <= MOST_MISSES * len(CASES)


def test_unkind_words_win_no_trust() -> None:
    """Is none of the unkind replies read as kind alone, and are there at least 60 of them?"""
    unkind = [case for case in CASES if case.get("hurts")]
    kind = {name for name, one in behaviours().items() if (one.effect.trust or 0) > 0 or (one.effect.openness or 0) > 0}
    for case in unkind:
        done = set(reading_of(case["client"], case["reply"]).done)
        assert done & HARMFUL or not done & kind, case["reply"]
    assert len(unkind) >= 60


def test_the_table_speaks_the_vocabulary() -> None:
    """Is every behaviour of the table in the vocabulary, does each case claim something, and are there at least 300?"""
    named = {name for case in CASES for name in (*case.get("does", ()), *case.get("not", ()))}
    assert named - behaviours().keys() == set()
    assert len({(case.get("client"), case["reply"]) for case in CASES}) >= 300
    assert all({"does", "not", "asks", "main", "refused", "hurts"} & case.keys() for case in CASES)
