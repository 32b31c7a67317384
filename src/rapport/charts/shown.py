"""A figure as a notebook shows it: an image for light pages and one for dark ones, words for it, and its table twin."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from rapport.charts import data, evidence, table
from rapport.charts.measures import coefficient, percent, success
from rapport.charts.style import DARK, LIGHT, Palette, data_address
from rapport.charts.table import Table

STATIC = Path(__file__).parent / "static"
STYLE = (STATIC / "figure.css").read_text(encoding="utf-8")
STAR = "A star marks a figure that we have from another work, not from the source itself."
OPEN_CIRCLE = "An open circle and a star mark a figure that we have from another work, not from the source itself."


@dataclass(frozen=True)
class Shown:
    """What is shown below a cell.

    Attributes
    ----------
    draw : callable
        Draws the figure in a palette.
    alt : str
        The image in words, for those who don't see it; the numbers are in the twin.
    caption : str
        What stands under the image for everybody.
    twin : Table
        The same numbers as a table.
    """

    draw: Callable[[Palette], Figure]
    alt: str
    caption: str
    twin: Table

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        # Jupyter's own hook; plain text is for pages that show no HTML.
        return {"text/plain": self.as_text(), "text/html": f"<style>{STYLE}</style>{self.as_html()}"}

    def as_text(self) -> str:
        """Return the words for the image and the twin, where only text can be shown."""
        return f"{self.alt}\n\n{self.twin.as_text()}"

    def as_html(self) -> str:
        """Return both images and the twin. Which image is seen, and read by a screen reader, depends on the theme."""
        images = "".join(
            f'<img class="rapport-{name}" alt="{escape(self.alt)}" src="{data_address(self.draw(palette))}">'
            for name, palette in (("light", LIGHT), ("dark", DARK))
        )
        caption = f"<figcaption>{escape(self.caption)}</figcaption>"
        return f'<figure class="rapport-figure">{images}{caption}</figure><div class="rapport-twin">{self.twin.as_html()}</div>'


def forest(rows: pd.DataFrame) -> Shown:
    """Return the forest plot with its words and its twin."""
    found = data.correlations(rows)
    weakest, strongest = found.iloc[0], found.iloc[-1]
    alt = (
        f"Forest plot in two parts. Above, {len(found)} correlations with outcome, each a circle with its 95 % interval as a line; they "
        f"run from {coefficient(weakest['effect'])} for {weakest['element']} to {coefficient(strongest['effect'])} for "
        f"{strongest['element']}. Below, on another scale, {len(data.differences(rows))} standardised differences. Every number is in "
        "the table that follows."
    )
    caption = (
        "Each circle is a meta-analysis, each line its 95 % interval; where there is no line, we have none at hand. "
        f"{OPEN_CIRCLE} The two parts have different scales, and elements overlap: nothing here may be added up."
    )
    return Shown(lambda palette: evidence.forest(rows, palette), alt, caption, table.forest(rows))


def years(rows: pd.DataFrame) -> Shown:
    """Return the alliance over the years with its words and its twin."""
    found = data.alliance_by_year(rows)
    points = ", ".join(f"{int(row['year'])}: {coefficient(row['effect'])}" for _, row in found.iterrows())
    alt = f"Line of the correlation of alliance and outcome in {len(found)} syntheses of adult therapy. {points}."
    caption = f"Each synthesis holds more studies than the one before, partly the same ones. {OPEN_CIRCLE}"
    return Shown(lambda palette: evidence.years(rows, palette), alt, caption, table.years(rows))


def variance(rows: pd.DataFrame) -> Shown:
    """Return the shares of variance with their words and their twin."""
    found = data.correlations(rows)
    largest = found.iloc[-1]
    alt = (
        f"{len(found)} bars on a scale from 0 to 100 %, with a broken line at 50 %, where more than half would begin. The longest bar, "
        f"{largest['element']}, ends at {percent(largest['effect'] ** 2)}; the alliance in adult therapy ends at "
        f"{percent(data.alliance_by_year(rows).iloc[-1]['effect'] ** 2)}."
    )
    caption = f"r² is the share of the differences between clients' outcomes that goes along with the element. {STAR}"
    return Shown(lambda palette: evidence.variance(rows, palette), alt, caption, table.variance(rows))


def dropout(rows: pd.DataFrame) -> Shown:
    """Return the rate of premature termination with its words and its twin."""
    row = rows[rows["element"] == "premature termination (rate)"].iloc[0]
    of_hundred = round(row["effect"] * 100)
    alt = (
        f"100 circles, {of_hundred} of them filled: about {of_hundred} of 100 clients end therapy early. Beside them the rate, "
        f"{percent(row['effect'], 1)}, with a narrow 95 % interval."
    )
    caption = "A filled circle is a client who left before the work was done. With trainees the rate is higher."
    return Shown(lambda palette: evidence.dropout(rows, palette), alt, caption, table.dropout(rows))


def binomial_display(r: float) -> Shown:
    """Return the binomial effect-size display of r with its words and its twin."""
    stronger, weaker = (round(share * 100) for share in success(r))
    alt = (
        f"Two groups of 100 circles. With the stronger alliance {stronger} are filled, with the weaker alliance {weaker}. "
        "A filled circle is a client who does well."
    )
    caption = "A filled circle is a client who does well. The display supposes that half of all clients do (Rosenthal & Rubin, 1982)."
    return Shown(lambda palette: evidence.binomial_display(r, palette), alt, caption, table.binomial_display(r))


def claim(rows: pd.DataFrame, share: float) -> Shown:
    """Return a claimed share of the variance against what was found, with its words and its twin."""
    found = data.correlations(rows)
    alt = (
        f"A line for r from 0 to 1. The circles of {len(found)} meta-analyses lie between {coefficient(found['effect'].min())} and "
        f"{coefficient(found['effect'].max())}. An upright bar at {coefficient(round(share**0.5, 2))} shows what {percent(share)} would need."
    )
    caption = f"Each circle is one element of the relationship. {OPEN_CIRCLE}"
    return Shown(lambda palette: evidence.claim(rows, share, palette), alt, caption, table.claim(rows, share))
