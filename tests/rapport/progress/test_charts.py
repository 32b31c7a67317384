"""The figures of progress, and their table twins."""

from __future__ import annotations

from itertools import count
from typing import Any

import pytest

from rapport.charts.progress import calibration, calibration_figure, mastery, mastery_figure
from rapport.charts.style import DARK, LIGHT, Palette
from rapport.progress.attempt import attempts
from rapport.progress.estimate import Mastery
from rapport.progress.estimate import mastery as estimate
from rapport.progress.sureness import Calibration
from rapport.progress.sureness import calibration as compare

from .course import DAY, NOON, lesson_text, practice, said

LESSON = practice(lesson_text("03-active-listening", validation=6, honesty=2, respect=6))


def states(again: bool = False) -> list[Mastery]:
    """Six good answers to one strategy, two to another, and six poor ones, or poor ones that became good, to a third."""
    made = [("validation", "best"), ("respect", "harm")]
    days = count(1)
    answers = [
        said(f"{name}-{number}", option, NOON + next(days) * DAY) for name, option in made for number in range(1, 7)
    ]
    answers += [said(f"honesty-{number}", at=NOON + next(days) * DAY) for number in (1, 2)]
    if again:
        answers += [said(f"respect-{number}", at=NOON + next(days) * DAY) for number in range(1, 7)]
    return estimate(attempts([LESSON], answers))


def sureness() -> Calibration:
    """Six sure and right answers, two unsure and wrong ones."""
    answers = [said(f"validation-{number}", at=NOON, confidence=90) for number in range(1, 7)]
    answers += [said(f"honesty-{number}", "harm", confidence=30) for number in (1, 2)]
    return compare(attempts([LESSON], answers))


def marks(figure: Any) -> dict[str, Any]:
    """Return the marks of a figure by gid."""
    return {line.get_gid(): line for line in figure.axes[0].lines if line.get_gid()}


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_marks_stand_where_the_numbers_are(palette: Palette) -> None:
    """Do circle, line and tick of a strategy stand at its estimate, range and guess, and has one without figures none?"""
    found = {state.strategy.id: state for state in states()}
    drawn = marks(mastery_figure(states(), palette))
    assert {gid.partition(":")[2] for gid in drawn} == {"validation", "respect"}
    for name in ("validation", "respect"):
        assert list(drawn[f"share:{name}"].get_xdata()) == [found[name].share]
        assert list(drawn[f"range:{name}"].get_xdata()) == [found[name].low, found[name].high]
        assert list(drawn[f"guessing:{name}"].get_xdata()) == [found[name].guessing]
        assert drawn[f"share:{name}"].get_markerfacecolor() == palette.accent


def test_twin_holds_every_number() -> None:
    """Is every strategy a row, with its estimate and range, or with why there is none?"""
    rows = {row[0]: row[1:] for row in mastery(states()).twin.rows}
    assert len(rows) == 13
    assert rows["Validation"] == ("going well", "6", "about 85 %", "70 % and 100 %", "about 38 %")
    assert rows["Honesty and genuineness"] == ("not enough answers yet", "2", "none yet", "none yet", "about 38 %")
    assert rows["Self-disclosure"] == ("not begun", "0", "none yet", "none yet", "none yet")


def test_twin_tells_change_where_there_is_some() -> None:
    """Once cards were answered again, does a column say what became of them?"""
    shown = mastery(states(again=True)).twin
    assert shown.heads[-1] == "When answered again"
    last = {row[0]: row[-1] for row in shown.rows}
    assert last["Respect and acceptance"] == "100 points better than at first"
    assert last["Validation"] == "too few to say"


def test_bins_stand_at_their_means_and_few_answers_are_open() -> None:
    """Does each bin with answers stand at its means, filled with enough of them and open with few, in figure and table alike?"""
    drawn = marks(calibration_figure(sureness()))
    assert [(drawn[gid].get_xydata().tolist(), drawn[gid].get_markerfacecolor()) for gid in ("bin:80", "bin:20")] == [
        ([[90, 100]], LIGHT.accent),
        ([[30, 0]], LIGHT.paper),
    ]
    assert sorted(drawn) == ["agreement", "bin:20", "bin:80"]
    rows = {row[0]: row[1:] for row in calibration(sureness()).twin.rows}
    assert rows["80 to 100 %"] == ("6 answers", "90 %", "100 %")
    assert rows["20 to 40 %"] == ("2 answers, too few to read", "30 %", "0 %")
    assert rows["0 to 20 %"] == ("0 answers", "none", "none")


def test_words_for_the_image_say_what_it_shows() -> None:
    """Do the text alternatives name extremes, counts and the finding?"""
    alt = mastery(states()).alt
    assert "from about 10 % for Respect and acceptance to about 85 % for Validation" in alt
    assert "11 have not enough answers yet" in alt
    assert "90 % sure, 100 % of the credit" in calibration(sureness()).alt
    assert "30 % sure" not in calibration(sureness()).alt
    assert "not enough answers yet" in mastery(estimate([])).alt
