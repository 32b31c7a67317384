"""The course's own model replies: read as they are meant, or listed where they are not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from rapport.coach import read
from rapport.content import load_case, load_practice
from rapport.content.case import Beat, Reply
from rapport.content.practice import PracticeFreeText
from tests.rapport.coach.cases import table

COURSE = Path(__file__).parents[3] / "course"
HURTS = {
    "judgement", "dismissal", "false-promise", "claimed-understanding", "confrontation", "reassurance", "why-question",
    "leading-question", "taking-sides", "self-defence", "changing-the-subject", "jargon", "advice",
}  # fmt: skip
"""Behaviours for which a learner would be told to try something else."""
MEANT: dict[str, dict[str, list[str]]] = table("model_replies")
LEAST_FOUND = 0.4
"""Share of the cases' best replies in which one of the declared behaviours is found; the rest are subtler than the coach."""


def free_texts() -> Iterator[tuple[str, str, str]]:
    """Yield lesson, client's words and model reply of every free-text item."""
    for path in sorted((COURSE / "practice").glob("*.yaml")):
        for item in load_practice(path).items:
            if isinstance(item, PracticeFreeText):
                yield path.stem, item.client_says, item.model_reply


FREE = list(free_texts())


def best_replies() -> Iterator[tuple[str, str, Reply]]:
    """Yield the reply of each beat that does the alliance most good, with its place and what the client has just said."""
    for path in sorted((COURSE / "cases").glob("*.yaml")):
        for beat in load_case(path).beats:
            reply = max(beat.replies, key=_good)
            yield f"{path.stem}/{beat.id}/{reply.id}", _line(beat), reply


def _good(reply: Reply) -> float:
    moved = reply.effect.model_dump(exclude_none=True)
    return sum(by if scale in {"trust", "openness"} else -by for scale, by in moved.items())


def _line(beat: Beat) -> str:
    return beat.client if isinstance(beat.client, str) else beat.client[0].says


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
    read_so = [
        (name, set(read(client, reply.says).done), set(reply.behaviours)) for name, client, reply in best_replies()
    ]
    found = [name for name, done, declared in read_so if done & declared]
    assert len(found) >= LEAST_FOUND * len(read_so)
    hurting = {name: sorted(done & HURTS - declared) for name, done, declared in read_so if done & HURTS - declared}
    assert hurting == table("known_hurts")
