"""Which answers count, and what they are worth."""

from __future__ import annotations

import pytest

from rapport.content.response import BestAndWorst, FreeText
from rapport.progress.attempt import SITTING, attempts

from .course import DAY, HONESTY, HOUR, LISTENING, NOON, event, practice, said

LESSONS = [practice(LISTENING), practice(HONESTY)]


@pytest.mark.parametrize(("option", "credit"), [("best", 1), ("fair", 0.5), ("dull", 0), ("harm", 0)])
def test_credit_is_the_score(option: str, credit: float) -> None:
    """Is an attempt worth what scoring gives it, and does it keep confidence and strategy?"""
    (found,) = attempts(LESSONS, [said("validation-1", option, confidence=70)])
    assert (found.credit, found.confidence, found.strategy, found.at) == (credit, 70, "validation", NOON)


def test_guessing_is_known() -> None:
    """Does an item know what guessing earns: (1 + 0.5 + 0 + 0) / 4?"""
    (found,) = attempts(LESSONS, [said("validation-1")])
    assert found.asked.chance == 0.375


def test_an_answer_changed_after_its_feedback_does_not_count() -> None:
    """Does only the first answer of a sitting count, however often it is changed within the evening?"""
    evening = [
        said("validation-1", option, NOON + hours * HOUR) for option, hours in (("harm", 0), ("fair", 1), ("best", 7))
    ]
    assert [found.credit for found in attempts(LESSONS, evening)] == [0]


def test_a_sitting_ends_after_the_last_answer() -> None:
    """Is the time since the last answer what makes a new sitting, not the time since the first?"""
    answers = [said("validation-1", "harm"), said("validation-1", "best", NOON + 6 * HOUR)]
    late = said("validation-1", "fair", NOON + 6 * HOUR + SITTING)
    early = said("validation-1", "fair", NOON + 9 * HOUR)
    assert [found.credit for found in attempts(LESSONS, [*answers, late])] == [0, 0.5]
    assert [found.credit for found in attempts(LESSONS, [*answers, early])] == [0]


def test_order_of_events_is_by_time() -> None:
    """Does it not matter in which order the journals were read?"""
    answers = [
        said("validation-1", "harm"),
        said("honesty-1", lesson="06-honesty"),
        said("validation-1", "best", NOON + DAY),
    ]
    assert attempts(LESSONS, answers) == attempts(LESSONS, answers[::-1])
    assert [found.credit for found in attempts(LESSONS, answers[::-1])] == [0, 1, 1]


def test_same_id_in_two_lessons_is_two_items() -> None:
    """Are items of the same name in two lessons kept apart?"""
    other = practice(LISTENING.replace("03-active-listening", "07-other"))
    found = attempts(
        [LESSONS[0], other], [said("validation-1"), said("validation-1", lesson="07-other", at=NOON + HOUR)]
    )
    assert [attempt.asked.lesson for attempt in found] == ["03-active-listening", "07-other"]


def test_what_fits_no_item_is_left_out() -> None:
    """Are answers to unknown items, lessons and options, of another kind, and free text left out without an error?"""
    strangers = [
        said("gone"),
        said("validation-1", lesson="99-gone"),
        said("validation-1", "no-such-option"),
        event("validation-1", BestAndWorst(best="best", worst="harm")),
        event("validation-1", FreeText(text="Hm.")),
    ]
    assert attempts(LESSONS, strangers) == []
