"""The course is whole: what the syllabus promises of lessons, clients and assignments is there."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from rapport.content import load_assignment, load_case, load_keys, load_practice
from rapport.content.case import Case
from rapport.content.item import AnyItem
from rapport.content.key import FreeTextKey
from rapport.content.vocabulary import strategies
from rapport.dialogue import beat_of, begin, choose

ROOT = Path(__file__).parents[2]
LESSONS = sorted(path.stem for path in ROOT.glob("course/[0-9]*.ipynb"))
CLIENTS = sorted(ROOT.glob("course/cases/*.yaml"))
ASSIGNMENTS = sorted(path.parent.name for path in ROOT.glob("solutions/*/items.yaml"))
STRATEGY_ASSIGNMENTS = {
    "active-listening",
    "first-session-questions",
    "universal-language",
    "honesty",
    "validation",
    "respect",
    "self-disclosure",
    "common-ground",
    "competence",
    "their-level",
    "inviting-feedback",
}
PLAYS = 4000


def autograded(name: str) -> list[AnyItem]:
    """Return the items of an assignment that no person needs to mark."""
    items = load_assignment(ROOT / "solutions" / name / "items.yaml").items
    return [item for item in items if item.kind != "free-text"]


def test_there_are_sixteen_lessons() -> None:
    """Do the lessons run from 00 to 15 without a gap?"""
    assert [lesson[:2] for lesson in LESSONS] == [f"{number:02}" for number in range(16)]


@pytest.mark.parametrize("lesson", LESSONS)
def test_a_lesson_has_enough_to_practise(lesson: str) -> None:
    """Are there 10 items with feedback or more, of 4 kinds or more, some that ask how sure one is, and a reflection?"""
    practice = load_practice(ROOT / "course" / "practice" / f"{lesson}.yaml")
    scored = [item for _, item in practice.scored]
    assert len(scored) >= 10
    assert len({item.kind for item in scored}) >= 4
    assert any(item.confidence for item in scored)
    assert any(item.kind == "reflection" for item in practice.items)


def test_every_kind_of_card_is_used() -> None:
    """Is every kind of practice card met somewhere in the course?"""
    kinds = {item.kind for name in LESSONS for item in load_practice(ROOT / f"course/practice/{name}.yaml").items}
    assert kinds == {
        "best-and-worst",
        "best-reply",
        "classify",
        "free-text",
        "order-steps",
        "rank",
        "reflection",
        "rupture-turn",
        "self-rating",
        "silence",
    }


def test_every_strategy_is_taught_practised_and_graded() -> None:
    """Does each strategy have a lesson of its own with practice, and graded items?"""
    practised = Counter(
        item.strategy for lesson in LESSONS for _, item in load_practice(ROOT / f"course/practice/{lesson}.yaml").scored
    )
    graded = Counter(item.strategy for name in ASSIGNMENTS for item in autograded(name))
    for strategy in strategies():
        assert practised[strategy] >= 10, strategy
        assert graded[strategy] >= 4, strategy


def test_there_are_fourteen_assignments() -> None:
    """Is there one assignment for each strategy lesson, for John, for Abby and for the capstone, with 110 items or more in all?"""
    assert set(ASSIGNMENTS) == STRATEGY_ASSIGNMENTS | {"john", "abby", "capstone"}
    assert sum(len(autograded(name)) for name in ASSIGNMENTS) >= 110


@pytest.mark.parametrize("name", ASSIGNMENTS)
def test_an_assignment_is_whole(name: str) -> None:
    """Are there 8 autograded items or more of 3 kinds or more, and a free-text reply with four levels?"""
    items = autograded(name)
    assert len(items) >= 8
    assert len({item.kind for item in items}) >= 3
    keys = load_keys(ROOT / "autograder" / "keys" / f"{name}.yaml").keys
    rubrics = [key.rubric for key in keys if isinstance(key, FreeTextKey)]
    assert rubrics
    assert all([level.level for level in rubric] == [0, 1, 2, 3] for rubric in rubrics)


def test_there_are_enough_clients() -> None:
    """Are there eight clients or more, John and Abby among them?"""
    names = {path.stem for path in CLIENTS}
    assert len(names) >= 8
    assert {"john", "abby"} <= names


@pytest.mark.parametrize("path", CLIENTS, ids=lambda path: path.stem)
def test_mistakes_can_be_mended(path: Path) -> None:
    """Has a client 12 beats or more, and two endings or more that are not poor and are reached after a reply that cost trust?"""
    case = load_case(path)
    assert len(case.beats) >= 12
    assert len(set(_mended(case))) >= 2


def _mended(case: Case) -> Iterator[str]:
    """Yield good and mixed endings of talks that held a mistake; choices are drawn so that the best reply comes up half of the time."""
    source = random.Random(case.id)
    quality = {ending.id: ending.quality for ending in case.endings}
    for _ in range(PLAYS):
        talk, mistaken = begin(case), False
        while beat := beat_of(case, talk):
            ranked = sorted(beat.replies, key=lambda reply: reply.effect.trust, reverse=True)
            reply = ranked[0] if mistaken or source.random() < 0.5 else source.choice(ranked)
            mistaken = mistaken or reply.effect.trust < 0
            talk = choose(case, talk, reply.id)
        if mistaken and talk.ending and quality[talk.ending] != "poor":
            yield talk.ending


def test_readings_are_recorded() -> None:
    """Does the record of readings name every client and every assignment?"""
    record = (ROOT / "docs" / "content-review.md").read_text(encoding="utf-8").lower()
    names = [load_case(path).name.lower() for path in CLIENTS] + ASSIGNMENTS
    assert [name for name in names if not re.search(rf"\b{re.escape(name)}\b", record)] == []
