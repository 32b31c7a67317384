"""The figure: what a class costs, by its size. Its twin for those who can't see it is the table of `show.costs`."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from matplotlib.figure import Figure as Canvas

from autograder.bench.figures import Measured

SIZES = (10, 100, 1000, 10_000)


class Curve(NamedTuple):
    """Seconds by size of class; computed ones are a start and so much for each submission, from a small sample."""

    name: str
    colour: str
    points: dict[int, float]
    computed: bool


def curves(found: Measured) -> list[Curve]:
    """Return the four ways, costliest first."""
    stock = found.middle("autograde") + found.middle("feedback")
    sizes = sorted({*found.sizes("bulk"), *SIZES})
    return [
        Curve(
            "stock nbgrader, with feedback", "#b3431e", {size: 2 * found.start + size * stock for size in sizes}, True
        ),
        Curve(
            "keyed nbgrader autograde",
            "#8a6d00",
            {size: found.start + size * found.middle("keyed") for size in sizes},
            True,
        ),
        Curve("autograder grade, with feedback", "#1f5fa8", found.sizes("bulk"), False),
        Curve("least floor: parse and copy", "#6b6b6b", found.sizes("floor"), False),
    ]


def draw(found: Measured, path: Path) -> None:
    """Write the figure; the path's ending says in which format."""
    canvas = Canvas(figsize=(7.5, 4.8), layout="constrained")
    axes = canvas.subplots()
    for curve, marker in zip(curves(found), "soD^", strict=True):
        style = "--" if curve.computed else "-"
        label = f"{curve.name}{' (computed)' if curve.computed else ''}"
        axes.plot(
            list(curve.points), list(curve.points.values()), style, marker=marker, color=curve.colour, label=label
        )
    axes.set(xscale="log", yscale="log", xlabel="submissions", ylabel="seconds")
    axes.set_title("What a class costs, by its size")
    axes.grid(visible=True, alpha=0.3)
    axes.legend(frameon=False, fontsize="small")
    path.parent.mkdir(parents=True, exist_ok=True)
    canvas.savefig(path, dpi=120)
