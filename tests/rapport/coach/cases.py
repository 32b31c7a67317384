"""The hand-made cases: their table, and what the coach gets wrong in one."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml

from rapport.coach import Reading, read
from tools.coach.replies import HARMFUL as HARMFUL_IN_COURSE

HERE = Path(__file__).parent
ASKING = {"open-question", "closed-question", "multiple-question", "leading-question", "why-question"}
HARMFUL = HARMFUL_IN_COURSE - {"multiple-question"}
"""Behaviours by which an average client loses trust or openness, or defends."""
FIRST = "I don't know where to start."
"""What the client says where a case names nothing."""


def table(name: str) -> Any:
    """Return one of the tables beside this file."""
    return yaml.safe_load((HERE / f"{name}.yaml").read_text("utf-8"))


CASES: list[dict[str, Any]] = [case for group in table("hard_cases").values() for case in group]


@cache
def reading_of(client: str, reply: str) -> Reading:
    """Return the reading; several tests ask for the same."""
    return read(client, reply)


def wrong(case: dict[str, Any], reading: Reading) -> list[str]:
    """Return what a person would read otherwise, in the words of the table."""
    done = set(reading.done)
    found = [f"lacks {name}" for name in sorted(set(case.get("does", ())) - done)]
    found += [f"finds {name}" for name in sorted(set(case.get("not", ())) & done)]
    if case.get("hurts") and not done & HARMFUL:
        found.append("finds nothing that hurts")
    if "asks" in case and bool(done & ASKING) != case["asks"]:
        found.append("asks" if done & ASKING else "does not ask")
    if "main" in case and reading.main != case["main"]:
        found.append(f"main {reading.main}")
    if case.get("refused", False) != bool(reading.refused):
        found.append("refused" if reading.refused else "not refused")
    return found
