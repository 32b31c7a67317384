"""Replies that are easy to misread, from a table."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from rapport.coach import read
from rapport.content.vocabulary import behaviours

TABLE: dict[str, list[dict[str, Any]]] = yaml.safe_load(Path(__file__).with_name("hard_cases.yaml").read_text("utf-8"))
CASES = [pytest.param(case, id=f"{group}: {case['reply'][:40]}") for group, cases in TABLE.items() for case in cases]
ASKING = {"open-question", "closed-question", "multiple-question", "leading-question", "why-question"}


@pytest.mark.parametrize("case", CASES)
def test_hard_case(case: dict[str, Any]) -> None:
    """Is the reply read as a person would read it?"""
    reading = read(case.get("client", "I don't know where to start."), case["reply"])
    done = set(reading.done)
    assert set(case.get("does", ())) <= done, reading
    assert set(case.get("not", ())) & done == set(), reading
    if "asks" in case:
        assert bool(done & ASKING) == case["asks"], reading
    if "main" in case:
        assert reading.main == case["main"], reading.likely


def test_the_table_speaks_the_vocabulary() -> None:
    """Is every behaviour of the table in the vocabulary, and is there enough of them?"""
    cases = [case for group in TABLE.values() for case in group]
    named = {name for case in cases for name in (*case.get("does", ()), *case.get("not", ()))}
    assert named - behaviours().keys() == set()
    assert len(cases) >= 120
    assert all({"does", "not", "asks", "main"} & case.keys() for case in cases)
