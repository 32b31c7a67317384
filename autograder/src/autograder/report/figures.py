"""The report's figures, each with its words and its table twin.

Marks carry gids, so that a figure can be compared with its numbers: ``bar:LOW``, ``mean``, ``share:ID``, ``share-range:ID``,
``rest:ID``, ``rest-range:ID``, ``guessing:ID``.
"""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import fill
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from autograder.report import tables
from autograder.report.analysis import Analysis, Scores
from autograder.report.look import EASY, HARD, WEAK, two_digits
from rapport.charts.measures import percent
from rapport.charts.shown import Shown
from rapport.charts.style import LIGHT, SMALLEST, Palette, canvas, styled

ROW = 0.46
"""Inches for one item."""
LINE = 34
"""Letters in a line of an item's name."""
TICKS = [0, 0.25, 0.5, 0.75, 1]


@styled
def scores_figure(found: Scores, palette: Palette = LIGHT) -> Figure:
    """Draw how many learners have which share of the points."""
    figure, (axes,) = canvas(3.4)
    axes.grid(axis="y")
    for bar in found.bars.to_dict("records"):
        width = bar["high"] - bar["low"]
        axes.bar(
            bar["low"], bar["learners"], width * 0.94, align="edge", color=palette.accent, gid=f"bar:{bar['low']:.1f}"
        )
    axes.axvline(found.mean, color=palette.ink, linewidth=1.4, linestyle=(0, (4, 3)), gid="mean")
    axes.set_xlim(0, 1)
    axes.set_ylim(0, max(1, found.bars["learners"].max()) * 1.08)
    axes.yaxis.set_major_locator(MaxNLocator(integer=True))
    axes.set_xticks([place / 10 for place in range(11)], [percent(place / 10) for place in range(11)])
    axes.set_xlabel("share of the points")
    axes.set_ylabel("learners")
    axes.set_title("How the totals are spread")
    return figure


def scores(found: Scores) -> Shown:
    """Return the distribution of totals with its words and its twin."""
    fullest = found.bars.loc[found.bars["learners"].idxmax()]
    alt = (
        f"Bars for the totals of {found.learners} learners, ten from 0 to 100 % of the points. The highest stands at "
        f"{percent(fullest['low'])} to {percent(fullest['high'])} with {int(fullest['learners'])} learners; a broken line marks the mean, "
        f"{percent(found.mean)}. "
        "Every number is in the table that follows."
    )
    caption = "The broken line is the mean. Late penalties and extra credit are not in these totals."
    return Shown(lambda palette: scores_figure(found, palette), alt, caption, tables.scores(found))


@styled
def items_figure(rows: pd.DataFrame, names: Sequence[str], palette: Palette = LIGHT) -> Figure:
    """Draw each item's share of the points and, beside it, how well it tells learners apart; the first item on top."""
    figure, (left, right) = canvas(ROW * len(rows) + 1.5, columns=2)
    for place, row in enumerate(rows.to_dict("records")):
        _interval(left, row, "difficulty", place, "share", palette)
        _interval(right, row, "rest", place, "rest", palette)
        if not pd.isna(row["guessing"]):
            left.plot(
                row["guessing"], place, marker="|", markersize=12, color=palette.soft, gid=f"guessing:{row['item']}"
            )
    for axes in (left, right):
        axes.grid(axis="x")
        axes.set_ylim(len(rows) - 0.4, -0.6)
    left.set_yticks(range(len(rows)), [fill(name, LINE) for name in names], fontsize=SMALLEST, parse_math=False)
    right.set_yticks(range(len(rows)), [""] * len(rows))
    _bounds(left, (HARD, EASY), palette)
    _bounds(right, (WEAK,), palette)
    left.set_xlim(-0.02, 1.02)
    left.set_xticks(TICKS, [percent(tick) for tick in TICKS])
    left.set_xlabel("share of the points")
    left.set_title("How much was earned")
    low = rows["rest_low"].min()
    right.set_xlim(-1 if low < -0.5 else -0.5, 1)
    right.set_xlabel("corrected point-biserial")
    right.set_title("How well it tells apart")
    return figure


def items(analysis: Analysis) -> Shown:
    """Return difficulty and discrimination with their words and their twin."""
    rows, names = analysis.items, list(tables.labels(analysis).values())
    alt = f"{len(rows)} items, one a row, in two parts. "
    known = rows[rows["difficulty"].notna()].sort_values("difficulty")
    if len(known):
        low, high = known.iloc[0], known.iloc[-1]
        alt += (
            f"On the left the share of the points that was earned, from {percent(low['difficulty'])} for “{low['title']}” to "
            f"{percent(high['difficulty'])} for “{high['title']}”. "
        )
    told = rows[rows["rest"].notna()].sort_values("rest")
    if len(told):
        low, high = told.iloc[0], told.iloc[-1]
        alt += (
            f"On the right the corrected point-biserial, from {two_digits(low['rest'])} for “{low['title']}” to "
            f"{two_digits(high['rest'])} for “{high['title']}”. "
        )
    alt += "Every number is in the table that follows."
    caption = (
        "Circle: the figure. Line: its 95 % interval. Short upright tick: what guessing would earn. Broken lines: the limits of the rules "
        f"({percent(HARD)} and {percent(EASY)} on the left, {two_digits(WEAK)} on the right). A row without a circle has no figure yet."
    )
    return Shown(lambda palette: items_figure(rows, names, palette), alt, caption, tables.items(analysis))


@styled
def strategies_figure(rows: pd.DataFrame, palette: Palette = LIGHT) -> Figure:
    """Draw the mean share of the points for each strategy with its interval; the least known on top."""
    figure, (axes,) = canvas(0.4 * len(rows) + 1.4)
    axes.grid(axis="x")
    for place, row in enumerate(rows.to_dict("records")):
        _interval(axes, row | {"item": row["strategy"]}, "mean", place, "share", palette)
        if not pd.isna(row["guessing"]):
            axes.plot(
                row["guessing"], place, marker="|", markersize=12, color=palette.soft, gid=f"guessing:{row['strategy']}"
            )
        words = f"{percent(row['mean'])}, {row['items']} {'item' if row['items'] == 1 else 'items'}"
        axes.annotate(words, (1.02, place), xycoords=("axes fraction", "data"), va="center", fontsize=SMALLEST)
    axes.set_yticks(range(len(rows)), list(rows["name"]))
    axes.set_ylim(len(rows) - 0.4, -0.6)
    axes.set_xlim(0, 1)
    axes.set_xticks(TICKS, [percent(tick) for tick in TICKS])
    axes.set_xlabel("mean share of the points")
    axes.set_title("Strategies, the least known first")
    return figure


def strategies(analysis: Analysis) -> Shown:
    """Return the strategies with their words and their twin."""
    rows = analysis.strategies
    low, high = rows.iloc[0], rows.iloc[-1]
    alt = (
        f"{len(rows)} strategies, one a row, each a circle with a line for its interval; from {percent(low['mean'])} for {low['name']} to "
        f"{percent(high['mean'])} for {high['name']}. Every number is in the table that follows."
    )
    caption = (
        "Circle: mean over learners. Line: its 95 % interval, which tells how far another class might differ, not other items. "
        "Short upright tick: what guessing would earn. A strategy that stands on one item says as much about that item."
    )
    return Shown(lambda palette: strategies_figure(rows, palette), alt, caption, tables.strategies(analysis))


def _interval(axes: Axes, row: dict[str, Any], name: str, place: int, gid: str, palette: Palette) -> None:
    if pd.isna(row[name]):
        return
    limits = [row[f"{name}_low"], row[f"{name}_high"]]
    axes.plot(limits, [place] * 2, color=palette.ink, linewidth=1.6, gid=f"{gid}-range:{row['item']}")
    axes.plot(row[name], place, marker="o", markersize=7, color=palette.accent, gid=f"{gid}:{row['item']}")


def _bounds(axes: Axes, bounds: Sequence[float], palette: Palette) -> None:
    for bound in bounds:
        axes.axvline(bound, color=palette.soft, linewidth=1, linestyle=(0, (4, 3)))
