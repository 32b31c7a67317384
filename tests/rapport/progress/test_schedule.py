"""When an item comes up again."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from fsrs import Rating
from hypothesis import given
from hypothesis import strategies as st

from rapport.journal import Event
from rapport.progress.attempt import attempts
from rapport.progress.schedule import LONGEST_DAYS, Review, rating, reviews

from .course import DAY, HOUR, LISTENING, NOON, practice, said

LESSON = practice(LISTENING)


def planned(answers: list[Event], now: datetime = NOON) -> list[Review]:
    """Return the reviews that follow from these answers."""
    return reviews(attempts([LESSON], answers), now)


@pytest.mark.parametrize(
    ("option", "confidence", "expected"),
    [
        ("harm", 100, Rating.Again),
        ("fair", None, Rating.Hard),
        ("best", None, Rating.Good),
        ("best", 79, Rating.Good),
        ("best", 80, Rating.Easy),
    ],
)
def test_credit_becomes_a_rating(option: str, confidence: int | None, expected: Rating) -> None:
    """Is FSRS told again, hard, good or easy, by credit and confidence?"""
    (attempt,) = attempts([LESSON], [said("validation-1", option, confidence=confidence)])
    assert rating(attempt) == expected


def test_poor_answers_come_back_first() -> None:
    """Does the item with the worst answer come up first, and none on the same day?"""
    answers = [
        said(f"active-listening-{number}", option) for number, option in enumerate(("best", "harm", "fair"), start=1)
    ]
    found = planned(answers)
    assert [review.asked.practice.id[-1] for review in found] == ["2", "3", "1"]
    assert all(review.due >= NOON + DAY for review in found)


def test_good_answers_stretch_the_interval() -> None:
    """Does each good answer on the due day lead to a longer interval?"""
    answers, intervals, now = [], [], NOON
    for _ in range(4):
        answers.append(said("validation-1", "best", now))
        (review,) = planned(answers)
        intervals.append(review.due - now)
        now = review.due
    assert intervals == sorted(set(intervals))
    assert intervals[-1] > timedelta(days=10)


def test_recall_fades() -> None:
    """Does the estimated recall fall with time, to about nine in ten on the due day?"""
    answers = [said("validation-1", "best")]
    (at_once,), due = planned(answers, NOON), planned(answers)[0].due
    (then,), (later,) = planned(answers, due), planned(answers, due + 30 * DAY)
    assert at_once.recall == 1
    assert then.recall == pytest.approx(0.9, abs=0.03)
    assert later.recall < then.recall


def test_answers_of_the_same_sitting_are_one_review() -> None:
    """Does an answer that is changed after its feedback leave the schedule alone?"""
    first = [said("validation-1", "harm")]
    assert planned([*first, said("validation-1", "best", NOON + HOUR)]) == planned(first)


@given(
    st.lists(
        st.tuples(
            st.integers(1, 6),
            st.sampled_from(["best", "fair", "harm"]),
            st.none() | st.integers(0, 100),
            st.integers(0, 60 * 24 * 400),
        ),
        max_size=15,
        unique_by=lambda one: one[3],
    )
)
def test_schedule_follows_from_the_journal_alone(made: list[tuple[int, str, int | None, int]]) -> None:
    """Is the schedule the same each time and for any order of reading, with every date a day to half a year after an attempt?"""
    answers = [
        said(f"active-listening-{number}", option, NOON + timedelta(minutes=minute), confidence)
        for number, option, confidence, minute in made
    ]
    found = planned(answers)
    assert found == planned(answers[::-1])
    last = {attempt.asked.place: attempt.at for attempt in attempts([LESSON], answers)}
    assert {review.asked.place for review in found} == last.keys()
    for review in found:
        assert DAY <= review.due - last[review.asked.place] <= LONGEST_DAYS * DAY
        assert 0 <= review.recall <= 1
