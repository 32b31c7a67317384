"""The report: goals with what was measured, and what a class costs by its size; or both as JSON."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table

from autograder.bench.figures import Figure, Measured
from autograder.bench.plot import curves

SCHEMA_VERSION = 1
COLOURS = {"met": "green", "missed": "red"}


def show(lines: list[Figure], found: Measured, console: Console) -> None:
    """Print both tables."""
    console.print(_goals(lines))
    console.print(costs(found))
    console.print(
        f"{found.processes} processes. nbgrader graded {found.sample} submissions in each round; its start of {found.start:.1f} s is left "
        f"out of what each takes. Load of this machine just now: {found.load:.1f}."
    )
    missed = [line.name for line in lines if line.verdict == "missed"]
    console.print(f"Missed: {'; '.join(missed)}." if missed else "All goals are met.")


def as_data(lines: list[Figure], found: Measured) -> dict[str, Any]:
    """Return the report as JSON-ready data."""
    ways = {curve.name: {"computed": curve.computed, "seconds": curve.points} for curve in curves(found)}
    return {
        "schema_version": SCHEMA_VERSION,
        "figures": [line.as_data() for line in lines],
        "costs": ways,
        "measured": asdict(found),
    }


def _goals(lines: list[Figure]) -> Table:
    table = Table(title="Medians; the notes say how often and between what", box=box.SIMPLE)
    for heading in ("figure", "goal", "measured", "verdict", "note"):
        table.add_column(heading, justify="right" if heading in ("goal", "measured") else "left")
    for line in lines:
        goal = f"{'at least' if line.more else 'at most'} {_number(line.goal, line.unit)}"
        verdict = f"[{COLOURS[line.verdict]}]{line.verdict}[/]"
        table.add_row(line.name, goal, _number(line.measured, line.unit), verdict, line.note)
    return table


def costs(found: Measured) -> Table:
    """Return what the figure shows, in numbers."""
    ways = curves(found)
    sizes = sorted({size for curve in ways for size in curve.points})
    table = Table(title="Seconds by size of class", box=box.SIMPLE)
    table.add_column("submissions", justify="right")
    for curve in ways:
        table.add_column(f"{curve.name}{' (computed)' if curve.computed else ''}", justify="right")
    for size in sizes:
        cells = (f"{curve.points[size]:,.1f}" if size in curve.points else "-" for curve in ways)
        table.add_row(f"{size:,}", *cells)
    return table


def _number(value: float, unit: str) -> str:
    digits = 0 if value >= 100 else 1
    return f"{value:.{digits}f} {unit}"
