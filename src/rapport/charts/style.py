"""How figures look: one accent, light and dark, letters of 9 points or more, nothing told by colour alone."""

from __future__ import annotations

import inspect
import io
import logging
from base64 import encodebytes
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, ParamSpec

# A fresh machine's first figure would otherwise warn the learner, in red, that fonts are being looked up.
logging.getLogger("matplotlib.font_manager").setLevel(logging.ERROR)

import matplotlib as mpl  # noqa: E402 - importing it looks for the fonts
from matplotlib.axes import Axes  # noqa: E402
from matplotlib.figure import Figure  # noqa: E402
from matplotlib.layout_engine import ConstrainedLayoutEngine  # noqa: E402

P = ParamSpec("P")

WIDTH = 7.2
"""Inches; 691 CSS pixels, as wide as a card."""

SMALLEST = 9.0
"""Points; no smaller letters stand in any figure."""


@dataclass(frozen=True)
class Palette:
    """The colours of a figure. `accent` and `paper` tell apart in any kind of colour vision: they differ in lightness."""

    paper: str
    ink: str
    soft: str
    line: str
    accent: str


LIGHT = Palette(paper="#ffffff", ink="#1f2328", soft="#57606a", line="#c4c9cf", accent="#0b6e75")
DARK = Palette(paper="#111111", ink="#eceff1", soft="#b3bac0", line="#4a5157", accent="#5cc4cb")


def styled(draw: Callable[P, Figure]) -> Callable[P, Figure]:
    """Let a function that takes a `palette` draw in the course's look; matplotlib's own settings stay as they are."""
    signature = inspect.signature(draw)

    @wraps(draw)
    def drawn(*args: P.args, **kwargs: P.kwargs) -> Figure:
        given = signature.bind(*args, **kwargs)
        given.apply_defaults()
        with mpl.rc_context(_settings(given.arguments["palette"])):
            return draw(*args, **kwargs)

    return drawn


def canvas(height: float, columns: int = 1, rows: tuple[float, ...] = (1.0,)) -> tuple[Figure, list[Axes]]:
    """Return an empty figure, with its axes row by row.

    Parameters
    ----------
    height : float
        Inches.
    columns : int
        How many axes stand side by side.
    rows : tuple of float
        The heights of the rows of axes, relative to each other.
    """
    figure = Figure(figsize=(WIDTH, height), layout=ConstrainedLayoutEngine(w_pad=0.12, h_pad=0.1))
    grid = figure.add_gridspec(len(rows), columns, height_ratios=rows)
    axes = [figure.add_subplot(grid[row, column]) for row in range(len(rows)) for column in range(columns)]
    for one in axes:
        one.spines[["top", "right", "left"]].set_visible(False)
        one.set_axisbelow(True)
    return figure, axes


def svg(figure: Figure) -> str:
    """Return the figure as SVG; the same figure always gives the same text."""
    held = io.StringIO()
    with mpl.rc_context({"svg.hashsalt": "rapport", "svg.fonttype": "path", "path.simplify": True}):
        figure.savefig(held, format="svg", metadata={"Date": None, "Creator": None})
    return held.getvalue()


def data_address(figure: Figure) -> str:
    """Return the figure as a ``data:`` address for an image, in lines of 76 characters: one endless line chokes tools that read notebooks."""
    return f"data:image/svg+xml;base64,{encodebytes(svg(figure).encode()).decode().strip()}"


def _settings(palette: Palette) -> dict[Any, Any]:  # matplotlib types its keys as some 300 literals
    return {
        "font.family": "DejaVu Sans",
        "font.size": 10,
        "figure.facecolor": palette.paper,
        "axes.titlesize": 11,
        "axes.titleweight": "bold",
        "axes.titlelocation": "left",
        "axes.titlecolor": palette.ink,
        "axes.labelsize": 10,
        "axes.labelcolor": palette.ink,
        "axes.facecolor": palette.paper,
        "axes.edgecolor": palette.line,
        "xtick.labelsize": SMALLEST,
        "ytick.labelsize": 10,
        "xtick.color": palette.line,
        "ytick.color": palette.line,
        "xtick.labelcolor": palette.ink,
        "ytick.labelcolor": palette.ink,
        "ytick.major.size": 0,
        "text.color": palette.ink,
        "grid.color": palette.line,
        "grid.linewidth": 0.6,
    }
