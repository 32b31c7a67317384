"""The command: one table, or JSON."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from bench import clicks, coach, grading, imports, kernels, servers, sizes
from bench.figure import Figure
from bench.places import Places

# Lessons run before sizes are taken: what a first use leaves behind counts.
MEASUREMENTS: dict[str, tuple[Callable[[Places], list[Figure]], bool]] = {
    "imports": (imports.measure, True),
    "coach": (coach.measure, True),
    "clicks": (clicks.measure, False),
    "servers": (servers.measure, True),
    "kernels": (kernels.measure, True),
    "sizes": (sizes.measure, True),
    "grading": (grading.measure, False),
}
COLOURS = {"met": "green", "missed": "red", "no goal": "default", "not measured": "yellow"}


def main(
    learner: Annotated[Path, typer.Option(help="The learner's environment, which `make lab` makes.")] = Path(
        ".venv-learner"
    ),
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")] = False,
    only: Annotated[list[str] | None, typer.Option(help=f"One of: {', '.join(MEASUREMENTS)}.")] = None,
) -> None:
    """Measure speed and size; each figure is measured against its own baseline in this run."""
    unknown = sorted(set(only or []) - MEASUREMENTS.keys())
    if unknown:
        raise typer.BadParameter(f"{unknown[0]!r} is not measured; take one of: {', '.join(MEASUREMENTS)}")
    figures: list[Figure] = []
    with tempfile.TemporaryDirectory(prefix="bench-") as work:
        places = Places(learner.absolute(), Path(work))
        for name in only or MEASUREMENTS:
            typer.echo(f"measuring {name} …", err=True)
            figures += _measured(name, places)
    load = os.getloadavg()[0]
    if as_json:
        report = {"schema_version": 1, "load": round(load, 2), "figures": [figure.as_data() for figure in figures]}
        typer.echo(json.dumps(report, indent=2))
    else:
        _print(figures, load)


def _measured(name: str, places: Places) -> list[Figure]:
    measure, of_learners = MEASUREMENTS[name]
    if of_learners and not places.learners_python.exists():
        return [Figure(name, "", None, None, f"There is no {places.learner.name}: run `make bench`, which makes it.")]
    return measure(places)


def _print(figures: list[Figure], load: float) -> None:
    table = Table(title="Medians; the notes say how often and between what")
    for heading in ("figure", "goal", "measured", "verdict", "note"):
        table.add_column(heading, justify="right" if heading in ("goal", "measured") else "left")
    for figure in figures:
        verdict = f"[{COLOURS[figure.verdict]}]{figure.verdict}[/]"
        bound = "" if figure.goal is None else "at least " if figure.more else "at most "
        table.add_row(
            figure.name, bound + _number(figure.goal, figure), _number(figure.measured, figure), verdict, figure.note
        )
    console = Console(width=None if Console().is_terminal else 160)
    console.print(table)
    console.print(f"Load of this machine just now: {load:.1f} on {os.cpu_count()} processors.")


def _number(value: float | None, figure: Figure) -> str:
    if value is None:
        return "-"
    return f"{value:.2f} {figure.unit}" if figure.unit == "x" else f"{value:.0f} {figure.unit}"


if __name__ == "__main__":
    typer.run(main)
