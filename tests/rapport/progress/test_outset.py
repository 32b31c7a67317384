"""Confidence at the outset and at the end."""

from __future__ import annotations

from datetime import datetime

import pytest

from rapport.charts.progress import confidence, confidence_figure
from rapport.content.response import SelfRatings
from rapport.journal import Event
from rapport.progress.outset import AFTER, BEFORE, Comparison, comparison

from .course import DAY, NOON, practice

WELCOME = practice(
    f"""\
schema_version: 1
lesson: 00-welcome
items:
  - id: {BEFORE}
    kind: self-rating
    stem: "How sure are you?"
    low: not at all
    high: fully
    statements:
      - {{id: honesty, says: I stay honest.}}
      - {{id: respect, says: I respect.}}
      - {{id: validation, says: I validate.}}
"""
)


def rated(item: str, at: datetime = NOON, **ratings: int) -> Event:
    """Return a self-rating."""
    lesson = "00-welcome" if item == BEFORE else "15-capstone"
    return Event(schema_version=1, notebook=lesson, item=item, response=SelfRatings(ratings=ratings), sequence=1, at=at)


def compared(*events: Event) -> Comparison:
    found = comparison([WELCOME], events)
    assert found is not None
    return found


def test_without_a_first_rating_there_is_nothing_to_compare() -> None:
    """Is there no comparison before the outset was rated, even where the end was?"""
    assert comparison([WELCOME], []) is None
    assert comparison([], [rated(BEFORE, honesty=3)]) is None
    assert comparison([WELCOME], [rated(AFTER, honesty=3)]) is None


def test_with_a_first_rating_alone_its_mean_is_told() -> None:
    """Is the outset told, and that the list comes again?"""
    found = compared(rated(BEFORE, honesty=3, respect=6))
    assert found.words.startswith("At the outset you rated yourself 4.5 of 10 on average.")


def test_both_ratings_are_laid_side_by_side() -> None:
    """Do statements keep the first lesson's order, and ups, downs and stays count only where both are there?"""
    found = compared(rated(BEFORE, honesty=3, respect=6, validation=5), rated(AFTER, honesty=7, respect=4))
    assert [(one.id, one.before, one.after) for one in found.rated] == [
        ("honesty", 3, 7),
        ("respect", 6, 4),
        ("validation", 5, None),
    ]
    assert found.words.startswith("Of 2 statements rated both times, 1 went up, 1 went down and 0 stayed.")


def test_the_latest_rating_counts() -> None:
    """Does a rating given again replace the earlier one?"""
    found = compared(rated(BEFORE, honesty=3), rated(BEFORE, at=NOON + DAY, honesty=5))
    assert found.rated[0].before == 5


@pytest.mark.parametrize("after", [{}, {"honesty": 7, "respect": 4}])
def test_figure_and_twin_show_the_same(after: dict[str, int]) -> None:
    """Does the figure hold a mark for each rating, at its number, and the table the same?"""
    found = compared(rated(BEFORE, honesty=3, respect=6), rated(AFTER, **after))
    (axes,) = confidence_figure(found).axes
    marks = {line.get_gid(): line.get_xdata()[0] for line in axes.lines if line.get_gid()}
    expected = {"before:honesty": 3, "before:respect": 6}
    assert marks == expected | {f"after:{name}": number for name, number in after.items()}
    html = confidence(found).as_html()
    assert "I stay honest." in html
    assert ("4 up" in html) == bool(after)
