"""What the practice deck holds."""

from __future__ import annotations

from rapport.progress.draw import DECK, draw

from .course import DAY, HONESTY, HOUR, LISTENING, NOON, practice, said

LESSONS = [practice(LISTENING), practice(HONESTY)]


def names(*answers: object, after: object = HOUR) -> list[str]:
    """Return the items drawn some time after these answers."""
    return [asked.practice.id for asked in draw(LESSONS, answers, NOON + after)]  # type: ignore[arg-type, operator]


def test_nothing_is_drawn_before_a_lesson_was_begun() -> None:
    """Is the deck empty where nothing was answered: a lesson teaches first?"""
    assert names() == []


def test_a_deck_holds_only_lessons_that_were_begun() -> None:
    """Do items of a lesson that was not begun stay out?"""
    drawn = names(said("active-listening-1", "harm"))
    assert len(drawn) == DECK
    assert not [name for name in drawn if name.startswith("honesty")]


def test_fresh_answers_stay_out() -> None:
    """Is an item left out while its feedback is fresh, and drawn again the next day?"""
    answers = [said(f"active-listening-{number}", "harm") for number in range(1, 7)]
    answers += [said(f"validation-{number}", "harm") for number in (1, 2)]
    assert names(*answers) == []
    assert len(names(*answers, after=DAY)) == DECK


def test_due_items_come_first() -> None:
    """Do items whose day has come stand before new ones, the one that waits longest first?"""
    answers = [said("active-listening-2", "harm"), said("active-listening-1", "harm", NOON - DAY)]
    assert names(*answers, after=2 * DAY)[:2] == ["active-listening-1", "active-listening-2"]


def test_weak_strategies_come_before_those_that_go_well() -> None:
    """Are new items drawn from weak strategies before any of one that goes well?"""
    answers = [said(f"honesty-{number}", "best", lesson="06-honesty") for number in range(1, 6)]
    answers += [said(f"active-listening-{number}", "harm") for number in range(1, 4)]
    drawn = names(*answers)
    assert drawn == ["active-listening-4", "validation-1", "active-listening-5", "validation-2", "active-listening-6"]


def test_nothing_is_drawn_at_random() -> None:
    """Is the same deck drawn for the same answers at the same time?"""
    answers = [said("active-listening-1", "fair"), said("honesty-1", lesson="06-honesty")]
    assert names(*answers, after=3 * DAY) == names(*answers[::-1], after=3 * DAY)
