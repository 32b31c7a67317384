"""The figures of lesson 01: tidy frame in, matplotlib figure out; no file is read or written and no state is kept.

Every mark of a row carries a gid, ``effect:ID`` or ``interval:ID``, so that a figure can be compared with its numbers. Effects are
never added up: the elements overlap.
"""

from __future__ import annotations

from math import isnan, sqrt
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patheffects import withStroke

from rapport.charts import data
from rapport.charts.measures import MINUS, coefficient, percent, squared, success
from rapport.charts.style import LIGHT, SMALLEST, Palette, canvas, styled

ROW = 0.36
"""Inches that one row of a forest plot takes."""

HALF = 0.5
"""The share that "more than half" claims."""


@styled
def forest(rows: pd.DataFrame, palette: Palette = LIGHT) -> Figure:
    """Draw each element's effect with its interval; correlations and standardised differences on axes of their own."""
    upper, lower = data.correlations(rows), data.differences(rows)
    heights = (float(len(upper)) + 1, float(len(lower)) + 1)
    figure, (above, below) = canvas(ROW * sum(heights) + 1.7, rows=heights)
    above.set_title("Correlation with outcome, r")
    _effects(above, upper, palette)
    above.set_xlim(-0.15, 0.6)
    above.set_xlabel("r (0 is no link, 1 a perfect one)")
    below.set_title("Standardised differences (g, d, SMD): another scale")
    _effects(below, lower, palette)
    below.set_xlim(-0.75, 0.75)
    below.set_xlabel("in standard deviations; not to be compared with r")
    return figure


@styled
def years(rows: pd.DataFrame, palette: Palette = LIGHT) -> Figure:
    """Draw the alliance's correlation with outcome as the syntheses of adult therapy found it over the years."""
    found = data.alliance_by_year(rows)
    figure, (axes,) = canvas(3.6)
    axes.grid(axis="y")
    axes.plot(found["year"], found["effect"], color=palette.line, linewidth=1.2, zorder=1)
    for name, row in found.iterrows():
        if not isnan(row["ci_low"]):
            axes.plot([row["year"]] * 2, [row["ci_low"], row["ci_high"]], color=palette.ink, gid=f"interval:{name}")
        axes.plot(row["year"], row["effect"], gid=f"effect:{name}", **_marker(row, palette))
        below = row["effect"] < found["effect"].mean()
        axes.annotate(
            f"{coefficient(row['effect'])}\n{int(row['studies_k'])} studies",
            (row["year"], row["effect"]),
            (0, -14 if below else 20),
            textcoords="offset points",
            ha="center",
            va="top" if below else "bottom",
            fontsize=SMALLEST,
        )
    axes.set_ylim(0, 0.5)
    axes.set_xlim(1988, 2021)
    marks = ["*" if certainty == "secondary" else "" for certainty in found["certainty"]]
    axes.set_xticks(found["year"], [f"{int(year)}{mark}" for year, mark in zip(found["year"], marks, strict=True)])
    axes.yaxis.set_major_formatter(_short)
    axes.set_ylabel("r")
    axes.set_title("The alliance and outcome in adult therapy, by year of the synthesis")
    return figure


@styled
def variance(rows: pd.DataFrame, palette: Palette = LIGHT) -> Figure:
    """Draw the share of the variance in outcome, r², that goes along with each element, against the claim of a half."""
    found = data.correlations(rows)
    figure, (axes,) = canvas(ROW * len(found) + 1.5)
    for place, (name, row) in enumerate(found.iterrows()):
        share, low, high = squared(row["effect"], row["ci_low"], row["ci_high"])
        axes.barh(place, share, height=0.6, color=palette.accent, gid=f"effect:{name}")
        if not isnan(low):
            edge = [withStroke(linewidth=4, foreground=palette.paper)]  # else it is lost on the bar
            axes.plot(
                [low, high], [place, place], color=palette.ink, linewidth=1.6, path_effects=edge, gid=f"interval:{name}"
            )
        end = share if isnan(high) else high
        axes.annotate(percent(share), (end, place), (6, 0), textcoords="offset points", va="center")
    axes.axvline(HALF, color=palette.ink, linestyle=(0, (4, 3)), linewidth=1.2)
    axes.annotate(
        '"more than half"\nbegins here', (HALF, 1.5), (8, 0), textcoords="offset points", va="center", color=palette.ink
    )
    _rows(axes, found)
    axes.set_xlim(0, 1)
    axes.set_xticks([0, 0.25, 0.5, 0.75, 1], ["0 %", "25 %", "50 %", "75 %", "100 %"])
    axes.set_xlabel("share of the variance in outcome (don't add the bars: they overlap)")
    axes.set_title("r as r²: the share of the variance in outcome")
    return figure


@styled
def binomial_display(r: float, palette: Palette = LIGHT) -> Figure:
    """Draw r as two groups of 100 clients, with the stronger and the weaker alliance; filled circles do well."""
    figure, axes = canvas(3.9, columns=2)
    for one, name, share in zip(axes, ("stronger", "weaker"), success(r), strict=True):
        _hundred(one, round(share * 100), palette, f"success:{name}")
        one.set_title(f"{name.capitalize()} alliance\n{round(share * 100)} of 100 do well")
    return figure


@styled
def claim(rows: pd.DataFrame, share: float, palette: Palette = LIGHT) -> Figure:
    """Draw every correlation on one line, and the correlation that a claimed share of the variance would need."""
    found = data.correlations(rows)
    needed = sqrt(share)
    figure, (axes,) = canvas(2.7)
    for name, row in found.iterrows():
        axes.plot(row["effect"], 0, gid=f"effect:{name}", **_marker(row, palette))
    strongest, alliance = found.iloc[-1], data.alliance_by_year(rows).iloc[-1]
    for row, words, side in (
        (strongest, f"{strongest['element']}, the strongest", "left"),
        (alliance, "the alliance", "right"),
    ):
        axes.annotate(
            f"{words}\n{coefficient(row['effect'])}",
            (row["effect"], 0),
            (0, -14),
            textcoords="offset points",
            ha=side,
            va="top",
            fontsize=SMALLEST,
        )
    axes.axvline(needed, color=palette.ink, linewidth=2, gid="needed")
    right = needed > 0.7
    axes.annotate(
        f"{percent(share)} needs\nr = {coefficient(round(needed, 2))}",
        (needed, 0.75),
        (-8 if right else 8, 0),
        textcoords="offset points",
        ha="right" if right else "left",
        va="center",
        weight="bold",
    )
    axes.set_xlim(-0.02, 1.02)
    axes.set_ylim(-1, 1.2)
    axes.set_yticks([])
    ticks = [0, 0.2, 0.4, 0.6, 0.8, 1]
    axes.set_xticks(ticks, [f"{_short(tick)}\n{percent(tick * tick)}" for tick in ticks])
    axes.set_xlabel("correlation r, and below it the share of the variance, r²")
    axes.set_title("What the claim would need, and what was found")
    return figure


@styled
def dropout(rows: pd.DataFrame, palette: Palette = LIGHT) -> Figure:
    """Draw how many of 100 clients end therapy before it is done, and the interval of that rate."""
    name, row = next(rows[rows["element"] == "premature termination (rate)"].iterrows())
    figure, (clients, rate) = canvas(3.6, columns=2)
    _hundred(clients, round(row["effect"] * 100), palette, "left")
    clients.set_title(f"{round(row['effect'] * 100)} of 100 clients\nend therapy early")
    rate.plot([row["ci_low"], row["ci_high"]], [0, 0], color=palette.ink, linewidth=2.2, gid=f"interval:{name}")
    rate.plot(row["effect"], 0, gid=f"effect:{name}", **_marker(row, palette))
    words = f"{percent(row['effect'], 1)}\n95 % interval {percent(row['ci_low'], 1)} to {percent(row['ci_high'], 1)}"
    rate.annotate(words, (row["effect"], 0), (0, 14), textcoords="offset points", ha="center")
    rate.set_xlim(0.15, 0.25)
    rate.set_ylim(-1, 1)
    rate.set_yticks([])
    rate.set_xticks([0.15, 0.2, 0.25], ["15 %", "20 %", "25 %"])
    rate.set_xlabel("share of clients")
    rate.set_title(f"The rate, over\n{int(row['studies_k'])} studies")
    return figure


def _effects(axes: Axes, found: pd.DataFrame, palette: Palette) -> None:
    axes.axvline(0, color=palette.soft, linewidth=1)
    axes.grid(axis="x")
    for place, (name, row) in enumerate(found.iterrows()):
        words = coefficient(row["effect"])
        if isnan(row["ci_low"]):
            words += "  (no interval)"
        else:
            limits = [row["ci_low"], row["ci_high"]]
            axes.plot(limits, [place, place], color=palette.ink, linewidth=1.6, gid=f"interval:{name}")
            words += f"  [{coefficient(limits[0])}, {coefficient(limits[1])}]"
        axes.plot(row["effect"], place, gid=f"effect:{name}", **_marker(row, palette))
        axes.annotate(words, (1.01, place), xycoords=("axes fraction", "data"), va="center", fontsize=SMALLEST)
    axes.xaxis.set_major_formatter(_short)
    _rows(axes, found)


def _short(value: float, _: float = 0) -> str:
    """Return a tick's number: ``.2``, ``0``, ``1``."""
    return f"{round(value, 2):g}".replace("0.", ".").replace("-", MINUS)


def _rows(axes: Axes, found: pd.DataFrame) -> None:
    """Name the rows; a secondary source is marked by a word, not only by its open circle."""
    names = [
        f"{_capitalised(row['element'])}{'*' if row['certainty'] == 'secondary' else ''}" for _, row in found.iterrows()
    ]
    axes.set_yticks(range(len(found)), names)
    axes.set_ylim(-0.7, len(found) - 0.3)


def _capitalised(words: str) -> str:
    return words[:1].upper() + words[1:]


def _marker(row: pd.Series, palette: Palette) -> dict[str, Any]:
    """Return a filled circle for what was read in the source itself, an open one for what another work reports."""
    filled = row["certainty"] == "read"
    return {
        "marker": "o",
        "markersize": 8,
        "linestyle": "none",
        "markerfacecolor": palette.accent if filled else palette.paper,
        "markeredgecolor": palette.accent,
        "markeredgewidth": 1.8,
        "zorder": 3,
    }


def _hundred(axes: Axes, filled: int, palette: Palette, name: str) -> None:
    """Draw 100 circles, the first `filled` of them full."""
    places = [(index % 10, -(index // 10)) for index in range(100)]
    for which, chosen, colour in (("yes", places[:filled], palette.accent), ("no", places[filled:], palette.paper)):
        axes.plot(
            [x for x, _ in chosen],
            [y for _, y in chosen],
            marker="o",
            markersize=10,
            linestyle="none",
            markerfacecolor=colour,
            markeredgecolor=palette.accent if which == "yes" else palette.soft,
            gid=f"{name}:{which}",
        )
    axes.set_aspect("equal")
    axes.set(xticks=[], yticks=[])
    axes.set_axis_off()
