"""How well each strategy is known."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rapport.content.vocabulary import strategies
from rapport.journal import Event
from rapport.progress.attempt import attempts
from rapport.progress.estimate import ENOUGH, WINDOW, Mastery, mastery

from .course import DAY, NOON, lesson_text, practice, said

LESSON = practice(lesson_text("03-active-listening", validation=20))


def known(answers: list[Event], strategy: str = "validation") -> Mastery:
    """Return what these answers say of a strategy."""
    return next(state for state in mastery(attempts([LESSON], answers)) if state.strategy.id == strategy)


def answers(*options: str) -> list[Event]:
    """Answer one item after the other."""
    return [said(f"validation-{number}", option, NOON + number * DAY) for number, option in enumerate(options, start=1)]


def test_every_strategy_has_its_place() -> None:
    """Is each strategy there in the lessons' order, also without any answer?"""
    states = mastery([])
    assert [state.strategy.id for state in states] == list(strategies())
    assert {(state.items, state.share, state.words) for state in states} == {(0, None, "not begun")}


def test_too_few_answers_say_nothing() -> None:
    """Below three items, is there no figure but "not enough answers yet"?"""
    state = known(answers("best", "best"))
    assert (state.items, state.share, state.low, state.words) == (2, None, None, "not enough answers yet")
    assert known(answers("best", "best", "best")).share is not None


@pytest.mark.parametrize(
    ("options", "share"),
    [
        (["best"] * 3, 0.75),  # (3 + 2 x 0.375) / 5
        (["best"] * 12, 0.9),  # (12 + 0.75) / 14 = 0.911
        (["harm"] * 12, 0.05),  # 0.75 / 14 = 0.054
        (["fair"] * 6, 0.45),  # (3 + 0.75) / 8 = 0.469
    ],
)
def test_estimate_by_hand(options: list[str], share: float) -> None:
    """Is the estimate the mean credit drawn towards guessing by two items, in steps of 5 in 100?"""
    assert known(answers(*options)).share == share


def test_the_last_items_count() -> None:
    """Do a dozen good answers outweigh poor ones of long ago?"""
    assert known(answers(*["harm"] * 8, *["best"] * WINDOW)) == known(answers(*["best"] * WINDOW))


def test_an_item_counts_once_by_its_latest_attempt() -> None:
    """Does practising an item again replace its credit and say how it changed?"""
    first = answers("harm", "harm", "harm")
    again = [said(f"validation-{number}", "best", NOON + (10 + number) * DAY) for number in (1, 2, 3)]
    state = known(first + again)
    assert (state.items, state.share, state.change) == (3, 0.75, 1.0)
    assert known(first + again[:2]).change is None


@given(st.lists(st.sampled_from(["best", "fair", "dull", "harm"]), max_size=20))
def test_estimates_keep_their_bounds(options: list[str]) -> None:
    """Whatever is answered, does the estimate lie in its range, within 0 and 1, and between guessing and the mean credit?"""
    state = known(answers(*options))
    assert state.items == min(len(options), WINDOW)
    if len(options) < ENOUGH:
        assert state.share is None
        return
    assert state.share is not None
    assert state.low is not None
    assert state.high is not None
    assert 0 <= state.low <= state.share <= state.high <= 1
    mean = sum({"best": 1.0, "fair": 0.5}.get(option, 0.0) for option in options[-WINDOW:]) / state.items
    assert min(mean, state.guessing) - 0.026 <= state.share <= max(mean, state.guessing) + 0.026


@given(st.lists(st.sampled_from(["best", "fair", "harm"]), min_size=3, max_size=12), st.data())
def test_better_answers_never_lower_the_estimate(options: list[str], data: st.DataObject) -> None:
    """Does a better answer to any item leave the estimate where it was or raise it?"""
    place = data.draw(st.integers(0, len(options) - 1))
    better = [*options[:place], "best", *options[place + 1 :]]
    assert (known(answers(*better)).share or 0) >= (known(answers(*options)).share or 0)
