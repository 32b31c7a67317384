"""The figures: what is drawn is what the table says."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest
from matplotlib.figure import Figure

from rapport.charts import data, evidence
from rapport.charts.measures import squared, success
from rapport.charts.style import DARK, LIGHT, SMALLEST, Palette, svg

from .rows import marks, raw, words

Draw = Callable[[pd.DataFrame, Palette], Figure]
FIGURES: dict[str, Draw] = {
    "forest": evidence.forest,
    "years": evidence.years,
    "variance": evidence.variance,
    "dropout": evidence.dropout,
    "success": lambda _, palette: evidence.binomial_display(0.28, palette),
    "claim": lambda rows, palette: evidence.claim(rows, 0.5, palette),
}


def test_the_forest_shows_each_effect_where_the_table_has_it(rows: pd.DataFrame) -> None:
    """Does each circle lie at its effect, for all correlations and all differences?"""
    drawn = marks(evidence.forest(rows), "effect")
    assert set(drawn) == {*data.correlations(rows).index, *data.differences(rows).index}
    assert {name: x for name, (x, _) in drawn.items()} == {name: [float(raw()[name]["effect"])] for name in drawn}


def test_the_forest_draws_an_interval_wherever_there_is_one(rows: pd.DataFrame) -> None:
    """Has each row with limits a line between them, and no other row one?"""
    figure = evidence.forest(rows)
    shown = marks(figure, "effect")
    limits = {
        name: [float(raw()[name][end]) for end in ("ci_low", "ci_high")] for name in shown if raw()[name]["ci_low"]
    }
    assert len(limits) == 11
    assert {name: x for name, (x, _) in marks(figure, "interval").items()} == limits
    assert {name: y[0] for name, (_, y) in marks(figure, "interval").items()} == {
        name: shown[name][1][0] for name in limits
    }


def test_scales_never_share_an_axis(rows: pd.DataFrame) -> None:
    """Do correlations and standardised differences stand on two axes, each of which says its scale?"""
    above, below = evidence.forest(rows).axes
    on = [
        {str(line.get_gid()).partition(":")[2] for line in axes.lines if str(line.get_gid()).startswith("effect:")}
        for axes in (above, below)
    ]
    assert [{raw()[name]["metric"] for name in names} for names in on] == [{"r"}, {"g", "d", "smd"}]
    assert "r (0 is no link" in above.get_xlabel()
    assert "not to be compared with r" in below.get_xlabel()


def test_secondary_sources_are_marked_by_more_than_colour(rows: pd.DataFrame) -> None:
    """Has a secondary source an open circle and a star?"""
    figure = evidence.years(rows)
    assert [label.get_text() for label in figure.axes[0].get_xticklabels()] == ["1991*", "2002*", "2011", "2018"]
    fills = {
        str(line.get_gid()): line.get_markerfacecolor()
        for line in figure.axes[0].lines
        if str(line.get_gid()).startswith("effect:")
    }
    assert {name.rpartition("-")[2]: fill == LIGHT.paper for name, fill in fills.items()} == {
        "1991": True,
        "2002": True,
        "2011": False,
        "2018": False,
    }


def test_the_years_show_the_alliance_as_the_table_has_it(rows: pd.DataFrame) -> None:
    """Does each circle lie at its year and its r, with an interval for the two that have one?"""
    figure = evidence.years(rows)
    assert [(x[0], y[0]) for x, y in marks(figure, "effect").values()] == [
        (1991, 0.26),
        (2002, 0.21),
        (2011, 0.275),
        (2018, 0.278),
    ]
    assert {name: y for name, (_, y) in marks(figure, "interval").items()} == {
        "alliance-adult-2011": [0.25, 0.30],
        "alliance-adult-2018": [0.256, 0.299],
    }


def test_the_bars_of_variance_are_r_squared(rows: pd.DataFrame) -> None:
    """Is each bar as long as r², from zero, and far from the half?"""
    figure = evidence.variance(rows)
    bars = {str(bar.get_gid()).partition(":")[2]: bar for bar in figure.axes[0].patches}
    assert set(bars) == set(data.correlations(rows).index)
    for name, bar in bars.items():
        assert bar.get_bbox().x0 == 0
        assert bar.get_bbox().x1 == pytest.approx(float(raw()[name]["effect"]) ** 2)
    assert round(bars["alliance-adult-2018"].get_bbox().x1, 2) == 0.08
    assert max(bar.get_bbox().x1 for bar in bars.values()) < evidence.HALF


@pytest.mark.parametrize(
    ("r", "low", "high", "share"),
    [(0.3, 0.1, 0.5, (0.09, 0.01, 0.25)), (0.1, -0.2, 0.3, (0.01, 0.0, 0.09)), (-0.3, -0.5, -0.1, (0.09, 0.01, 0.25))],
)
def test_the_interval_of_r_squared_follows_that_of_r(
    r: float, low: float, high: float, share: tuple[float, float, float]
) -> None:
    """Does an interval across zero begin at zero, and a negative one turn round?"""
    assert squared(r, low, high) == pytest.approx(share)


@pytest.mark.parametrize(("r", "stronger", "weaker"), [(0.28, 64, 36), (0.0, 50, 50), (0.6, 80, 20)])
def test_the_display_fills_as_many_circles_as_do_well(r: float, stronger: int, weaker: int) -> None:
    """Are 64 and 36 of 100 circles filled at r = .28, and 50 each at 0?"""
    assert [round(share * 100) for share in success(r)] == [stronger, weaker]
    filled = marks(evidence.binomial_display(r), "success")
    assert {name: len(x) for name, (x, _) in filled.items()} == {
        "stronger:yes": stronger,
        "stronger:no": 100 - stronger,
        "weaker:yes": weaker,
        "weaker:no": 100 - weaker,
    }


@pytest.mark.parametrize("r", [-0.1, 1.1])
def test_the_display_refuses_what_it_is_not_for(r: float) -> None:
    """Is an r outside 0 to 1 refused?"""
    with pytest.raises(ValueError, match="the display is for 0 to 1"):
        success(r)


def test_the_claim_stands_at_its_root(rows: pd.DataFrame) -> None:
    """Does the bar stand at the square root of the claimed share, beyond every circle at a half?"""
    figure = evidence.claim(rows, 0.5)
    needed = next(line for line in figure.axes[0].lines if line.get_gid() == "needed")
    assert needed.get_xdata() == pytest.approx([0.7071, 0.7071], abs=1e-4)
    assert max(x[0] for x, _ in marks(figure, "effect").values()) == 0.38


def test_the_rate_of_dropout_is_drawn_with_its_interval(rows: pd.DataFrame) -> None:
    """Are 20 of 100 circles filled, and the rate and its limits those of the table?"""
    figure = evidence.dropout(rows)
    assert {name: len(x) for name, (x, _) in marks(figure, "left").items()} == {"yes": 20, "no": 80}
    assert marks(figure, "effect")["premature-termination-2012"][0] == [0.197]
    assert marks(figure, "interval")["premature-termination-2012"][0] == [0.187, 0.207]


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("name", FIGURES)
def test_every_word_can_be_read(rows: pd.DataFrame, name: str, palette: Palette) -> None:
    """Are all letters 9 points or larger, within the figure, and in a colour that stands out from the paper?"""
    figure = FIGURES[name](rows, palette)
    svg(figure)  # lays it out
    frame = figure.bbox
    found = words(figure)
    assert len(found) >= 2
    assert min(text.get_fontsize() for text in found) >= SMALLEST
    for text in found:
        box = text.get_window_extent()
        assert box.x0 >= frame.x0 - 1, text.get_text()
        assert box.x1 <= frame.x1 + 1, text.get_text()
        assert text.get_color() in (palette.ink, palette.soft), text.get_text()


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_is_the_same_each_time(rows: pd.DataFrame, name: str) -> None:
    """Is the same figure, drawn twice, the same file, and is the frame left as it was?"""
    before = rows.copy()
    assert svg(FIGURES[name](rows, LIGHT)) == svg(FIGURES[name](rows, LIGHT))
    pd.testing.assert_frame_equal(rows, before)
