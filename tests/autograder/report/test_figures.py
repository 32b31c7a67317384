"""Figures: each mark lies where its table says, and the words tell the same."""

from __future__ import annotations

from typing import Any

import pytest
from matplotlib.figure import Figure

from autograder.report import figures, tables
from autograder.report.analysis import Analysis, analyse
from tests.autograder.report.classes import NONE, a_class, best_reply, free_text

ASKED = [best_reply("one"), best_reply("two"), free_text("own")]


@pytest.fixture(scope="module")
def analysis() -> Analysis:
    """Return a class of twelve, one of whom waits for marks."""
    return analyse(a_class(ASKED, [[place % 3, place % 2, NONE if place == 3 else place % 5] for place in range(12)]))


def marks(figure: Figure) -> dict[str, Any]:
    """Return the marks of a figure by gid."""
    found = [artist for axes in figure.axes for artist in (*axes.lines, *axes.patches)]
    return {gid: artist for artist in found if (gid := artist.get_gid())}


def test_items(analysis: Analysis) -> None:
    """Do circles and lines of the items lie at their figures and intervals, and has an item without a figure none?"""
    drawn = marks(figures.items_figure(analysis.items, ["One", "Two", "Own"]))
    for name, row in analysis.items.iterrows():
        assert drawn[f"share:{name}"].get_xdata()[0] == row["difficulty"]
    assert list(drawn["rest-range:one"].get_xdata()) == [
        analysis.items.loc["one", f"rest_{end}"] for end in ("low", "high")
    ]
    assert drawn["guessing:one"].get_xdata()[0] == 0.375
    assert "guessing:own" not in drawn
    few = analyse(a_class(ASKED, [[2, 1, NONE]]))
    assert "rest:one" not in marks(figures.items_figure(few.items, ["One", "Two", "Own"]))


def test_totals(analysis: Analysis) -> None:
    """Are bars as high as the table says, and is the broken line at the mean?"""
    assert analysis.scores is not None
    drawn = marks(figures.scores_figure(analysis.scores))
    heights = [drawn[f"bar:{place / 10:.1f}"].get_height() for place in range(10)]
    assert [str(int(height)) for height in heights] == [row[1] for row in tables.scores(analysis.scores).rows]
    assert drawn["mean"].get_xdata()[0] == analysis.scores.mean


def test_strategies(analysis: Analysis) -> None:
    """Are the strategies in the table's order, each circle at its mean, and do the words name the least known?"""
    figure = figures.strategies_figure(analysis.strategies)
    drawn = marks(figure)
    for row in analysis.strategies.to_dict("records"):
        assert drawn[f"share:{row['strategy']}"].get_xdata()[0] == row["mean"]
    names = [label.get_text() for label in figure.axes[0].get_yticklabels()]
    assert names == [row[0] for row in tables.strategies(analysis).rows]
    assert f"for {names[0]} to" in figures.strategies(analysis).alt
