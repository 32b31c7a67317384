"""The course's own model replies: read as they are meant, or listed where they are not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from rapport.coach import read
from rapport.content import load_practice
from rapport.content.practice import PracticeFreeText
from tests.rapport.coach.cases import table
from tools.coach.replies import best, worst

COURSE = Path(__file__).parents[3] / "course"
HURTS = {
    "judgement", "dismissal", "false-promise", "claimed-understanding", "confrontation", "reassurance", "why-question",
    "leading-question", "taking-sides", "self-defence", "changing-the-subject", "jargon", "advice",
}  # fmt: skip
"""Behaviours for which a learner would be told to try something else."""
MEANT: dict[str, dict[str, list[str]]] = table("model_replies")
LEAST_FOUND = 0.75
"""Share of the cases' best replies in which one of the declared behaviours is found; the rest are subtler than the coach."""
MOST_PASSING = 0.32
"""Share of the cases' worst replies that may be read as kind alone; most harm there lies between the lines."""


def free_texts() -> Iterator[tuple[str, str, str]]:
    """Yield lesson, client's words and model reply of every free-text item."""
    for path in sorted((COURSE / "practice").glob("*.yaml")):
        for item in load_practice(path).items:
            if isinstance(item, PracticeFreeText):
                yield path.stem, item.client_says, item.model_reply


FREE = list(free_texts())


@pytest.mark.parametrize(("lesson", "client", "reply"), FREE, ids=[lesson for lesson, _, _ in FREE])
def test_free_text_items(lesson: str, client: str, reply: str) -> None:
    """Is a lesson's model reply read as meant, but for what is known to be missed, and never as something that hurts?"""
    done = set(read(client, reply).done)
    meant = MEANT[lesson]
    assert sorted(set(meant["does"]) - done) == meant.get("unread", [])
    assert not done & HURTS


def test_every_lesson_with_a_model_reply_is_in_the_table() -> None:
    """Does the table name each of them and no other?"""
    assert {lesson for lesson, _, _ in FREE} == MEANT.keys()


def test_best_replies_of_the_cases() -> None:
    """Are the best replies in all talks read as what they declare often enough, and as something that hurts only where listed?"""
    replies = best()
    assert sum(bool(one.declared & one.done) for one in replies) >= LEAST_FOUND * len(replies)
    hurting = {one.place: sorted(hurt) for one in replies if (hurt := one.done & HURTS - one.declared)}
    assert hurting == table("known_hurts")


def test_worst_replies_of_the_cases() -> None:
    """Do few of the replies that do most harm pass for kind?"""
    replies = worst()
    assert sum(one.only_kind for one in replies) <= MOST_PASSING * len(replies)
