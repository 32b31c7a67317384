"""Figures with a slider, and what `lesson.show` shows."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from rapport import lesson
from rapport.charts import FIGURES
from rapport.charts.explorer import Explorer, claim_question, success_question
from rapport.charts.showing import drawn
from rapport.charts.shown import Shown
from rapport.sitting import NotOpen
from tests.rapport.content.samples import PRACTICE, saved
from tests.rapport.wire import Wire

from .rows import TABLE


def test_the_slider_moves_figure_table_and_sentence(wire: Wire) -> None:
    """Does a new r change all three, and the old one bring them back?"""
    explorer = Explorer(success_question())
    first = (explorer.figure, explorer.sentence)
    assert (explorer.low, explorer.high, explorer.value) == (0, 60, 28)
    assert (
        "64 of 100 clients with the stronger alliance do well and 36 of 100 with the weaker one: 28 more." in first[1]
    )
    explorer.value = 60
    assert '<td><span class="rapport-number">80 of 100</span></td>' in explorer.figure
    assert "80 of 100" in explorer.sentence
    explorer.value = 0
    assert "50 of 100 do well in either group" in explorer.sentence
    explorer.value = 28
    assert (explorer.figure, explorer.sentence) == first


@pytest.mark.parametrize(("given", "kept"), [(-5, 0), (61, 60), (30, 30)])
def test_values_stay_within_the_slider(wire: Wire, given: int, kept: int) -> None:
    """Does a value from outside the slider's range end at its edge?"""
    explorer = Explorer(success_question())
    explorer.value = given
    assert explorer.value == kept


@pytest.mark.parametrize(
    ("share", "words"), [(50, "r would have to be .71"), (14, "reaches that"), (15, "does not reach that")]
)
def test_the_claim_says_what_it_needs(wire: Wire, rows: pd.DataFrame, share: int, words: str) -> None:
    """Is the correlation that a share needs said, and whether anything found reaches it?"""
    explorer = Explorer(claim_question(rows))
    explorer.value = share
    assert words in explorer.sentence


@pytest.mark.parametrize("name", FIGURES)
def test_every_figure_can_be_shown(wire: Wire, name: str) -> None:
    """Is there something to display for each name, with plain text for pages without widgets?"""
    found = drawn(name, TABLE.parents[1])
    assert isinstance(found, Shown | Explorer)
    assert len(found.as_text()) > 100


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A course with one lesson, open, and the table."""
    for name in ("practice", "data"):
        (tmp_path / name).mkdir()
    saved(tmp_path / "practice", PRACTICE, "03-listening.yaml")
    (tmp_path / "data" / "evidence.csv").write_bytes(TABLE.read_bytes())
    monkeypatch.setattr(lesson, "_sitting", None)
    return tmp_path


def test_a_lesson_shows_a_figure(wire: Wire, folder: Path) -> None:
    """Does `lesson.show` display the figure of that name, still or with a slider, once the lesson is open?"""
    with pytest.raises(NotOpen, match="not open yet"):
        lesson.show("years")
    lesson.open("03-listening", folder)
    lesson.show("years")
    lesson.show("success")
    still, moved = wire.all("card")
    assert isinstance(still, Shown)
    assert isinstance(moved, Explorer)


def test_a_figure_that_is_not_there_is_named(wire: Wire, folder: Path) -> None:
    """Is an unknown figure, or a missing table, one sentence for the learner?"""
    lesson.open("03-listening", folder)
    with pytest.raises(NotOpen, match=r"^There is no figure 'pie'\. The figures are: forest, years"):
        lesson.show("pie")
    (folder / "data" / "evidence.csv").unlink()
    with pytest.raises(NotOpen, match="Show this to your instructor"):
        lesson.show("forest")
