"""What to do next, in words."""

from __future__ import annotations

from datetime import timedelta

import pytest

from rapport.progress.attempt import Asked, attempts
from rapport.progress.estimate import mastery
from rapport.progress.plan import comes, named, plan, waits
from rapport.progress.schedule import Review, reviews

from .course import DAY, HOUR, LISTENING, NOON, practice, said

LESSON = practice(LISTENING)


def due(after: timedelta) -> Review:
    """Return an item that is due some time after noon."""
    return Review(Asked(LESSON.lesson, LESSON.scored[0][1]), NOON + after, 0.9)


@pytest.mark.parametrize(
    ("before", "words"),
    [(HOUR, "due today"), (DAY, "due since yesterday"), (3 * DAY + HOUR, "due for 3 days"), (0 * DAY, "due today")],
)
def test_how_long_it_waits(before: timedelta, words: str) -> None:
    """Is it said in whole days?"""
    assert waits(due(-before), NOON) == words


@pytest.mark.parametrize(
    ("after", "words"),
    [(HOUR, "within a day"), (DAY, "within a day"), (DAY + HOUR, "in 2 days"), (9 * DAY, "in 9 days")],
)
def test_when_it_comes(after: timedelta, words: str) -> None:
    """Is it said in days, never too early?"""
    assert comes(due(after), NOON) == words


def test_an_item_is_named_by_its_client_and_never_by_its_skill() -> None:
    """Is an item named so that the name gives nothing away, also where nobody speaks?"""
    item = LESSON.scored[0][1]
    assert named(Asked("x", item)) == "Client 1"
    assert named(Asked("x", item.model_copy(update={"client": None}))) == "Active listening 1"


def test_plan_sorts_what_is_due_weak_and_new() -> None:
    """Are due items, the next one after, weak strategies (not those that go well) and the next lesson told apart?"""
    poor = [said(f"active-listening-{number}", "harm", NOON + number * HOUR) for number in (1, 2, 3)]
    good = [said(f"active-listening-{number}", "best", NOON + number * HOUR) for number in (1, 2, 3)]
    lessons = ["03-active-listening", "06-honesty", "07-validation"]
    now = NOON + DAY + 2 * HOUR
    found = attempts([LESSON], poor)
    made = plan(reviews(found, now), mastery(found), lessons, {"03-active-listening"}, now)
    assert [review.asked.practice.id for review in made.due] == ["active-listening-1", "active-listening-2"]
    assert made.upcoming is not None
    assert made.upcoming.asked.practice.id == "active-listening-3"
    assert ([strategy.id for strategy in made.weak], made.onward) == (["active-listening"], "06-honesty")
    found = attempts([LESSON], good)
    made = plan(reviews(found, now), mastery(found), lessons, set(lessons), now)
    assert (made.due, made.weak, made.onward) == ((), (), None)
