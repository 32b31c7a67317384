"""Whether confidence matches credit."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rapport.journal import Event
from rapport.progress.attempt import attempts
from rapport.progress.sureness import ENOUGH, Calibration, calibration

from .course import DAY, NOON, lesson_text, practice, said

LESSON = practice(lesson_text("03-active-listening", validation=20))


def answers(*pairs: tuple[str, int | None]) -> list[Event]:
    """Answer one item after the other, each with a confidence."""
    return [
        said(f"validation-{number}", option, NOON + number * DAY, confidence)
        for number, (option, confidence) in enumerate(pairs, start=1)
    ]


def found(*pairs: tuple[str, int | None]) -> Calibration:
    """Return what these answers say of confidence."""
    return calibration(attempts([LESSON], answers(*pairs)))


def test_answers_without_confidence_say_nothing() -> None:
    """Are answers whose card did not ask left out?"""
    state = found(*[("best", None)] * 12)
    assert (state.answers, state.over, state.brier) == (0, None, None)


def test_too_few_answers_say_so() -> None:
    """Below eight answers, is there no finding, and does the sentence say how many there are and how many it takes?"""
    state = found(*[("harm", 100)] * (ENOUGH - 1))
    assert state.over is None
    assert state.words == "Too few answers yet: it takes 8 that say how sure you were, and so far there are 7."


@pytest.mark.parametrize(
    ("pairs", "over", "brier", "words"),
    [
        ([("harm", 100)] * 8, 100, 1.0, "You are surer than right, by about 100 points"),
        ([("best", 40)] * 8, -60, 0.36, "You are right more often than you think, by about 60 points"),
        ([("best", 55), ("harm", 45)] * 4, 0, 0.2, "You are about as sure as you are right."),
        (
            [("best", 60), ("harm", 30)] * 4,
            -5,
            0.12,
            "Taken together, you are about as sure as you are right, but not where you said 60",
        ),
    ],
)
def test_finding_by_hand(pairs: list[tuple[str, int | None]], over: int, brier: float, words: str) -> None:
    """Are over- and under-confidence and the Brier score what one computes by hand?"""
    state = found(*pairs)
    assert (state.over, state.brier) == (over, brier)
    assert state.words.startswith(words)


@pytest.mark.parametrize(("confidence", "low"), [(0, 0), (19, 0), (20, 20), (79, 60), (80, 80), (100, 80)])
def test_bins_hold_their_lower_edge(confidence: int, low: int) -> None:
    """Does each confidence fall into one bin, 100 % into the last?"""
    bins = found(("best", confidence)).bins
    assert [one.low for one in bins if one.answers] == [low]
    assert [(one.low, one.high) for one in bins] == [(0, 20), (20, 40), (40, 60), (60, 80), (80, 100)]


def test_a_bin_of_two_is_too_few() -> None:
    """Is a bin read from three answers on?"""
    assert [one.enough for one in found(*[("best", 90)] * 2).bins] == [False] * 5
    assert found(*[("best", 90)] * 3).bins[-1].enough


@given(st.lists(st.tuples(st.sampled_from(["best", "fair", "harm"]), st.none() | st.integers(0, 100)), max_size=20))
def test_calibration_keeps_its_bounds(pairs: list[tuple[str, int | None]]) -> None:
    """Whatever is answered, do the bins hold every answer once, and do the figures keep their bounds?"""
    state = found(*pairs)
    assert sum(one.answers for one in state.bins) == state.answers == sum(1 for _, sure in pairs if sure is not None)
    for one in state.bins:
        assert one.confidence is None or one.low <= one.confidence <= one.high
    if state.over is not None:
        assert -100 <= state.over <= 100
        assert state.brier is not None
        assert 0 <= state.brier <= 1
        assert (state.over / 100) ** 2 <= state.brier + 0.02
