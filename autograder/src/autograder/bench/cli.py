"""The command `autograder bench`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from autograder.bench.figures import Measured
    from autograder.bench.measure import Sizes

MISUSE = 2


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(bench)


def bench(
    name: Annotated[str, typer.Argument(help="The assignment that is graded.")] = "abby",
    submissions: Annotated[int, typer.Option(min=1, help="Size of the class.")] = 1000,
    large: Annotated[int, typer.Option(min=2, help="Size of the large class.")] = 10_000,
    sample: Annotated[int, typer.Option(min=2, help="Submissions that nbgrader grades, one after another.")] = 8,
    rounds: Annotated[int, typer.Option(min=1, help="How often the ways take turns.")] = 3,
    root: Annotated[
        Path, typer.Option(help="The course's folder, with nbgrader_config.py; nothing in it changes.")
    ] = Path(),
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of tables.")] = False,
    figure: Annotated[Path | None, typer.Option(help="Write the figure to this file, such as grading.png.")] = None,
) -> None:
    """Measure grading against its goals: stock nbgrader, keyed nbgrader, a whole class at once, and the least that any grading could do.

    Takes some minutes and, for the large class, about 2 GB in the folder for temporary files. Exit code: 0 all goals are met, 1 one is missed,
    2 nothing could be measured.
    """
    import json
    import tempfile

    from rich.console import Console

    from autograder.bench.figures import figures
    from autograder.bench.measure import Sizes
    from autograder.bench.plot import draw
    from autograder.bench.show import as_data, show
    from autograder.bench.timed import BenchFailed

    if large <= submissions:
        raise typer.BadParameter(f"--large must be more than --submissions, which is {submissions}.")
    with tempfile.TemporaryDirectory(prefix="bench-") as work:
        try:
            found = _watched(root, name, Sizes(submissions, large, sample, rounds), Path(work))
        except BenchFailed as error:
            print(error, file=sys.stderr)
            raise typer.Exit(MISUSE) from None
        lines = figures(found)
        if figure:
            draw(found, figure)
        # Before a hundred thousand files are deleted, which takes a while.
        if as_json:
            print(json.dumps(as_data(lines, found), indent=2), flush=True)
        else:
            show(lines, found, Console(width=None if sys.stdout.isatty() else 160))
            sys.stdout.flush()
    raise typer.Exit(1 if any(line.verdict == "missed" for line in lines) else 0)


def _watched(root: Path, name: str, sizes: Sizes, work: Path) -> Measured:
    """Measure with a progress bar; none where nobody watches."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    from autograder.bench import measure

    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, disable=not console.is_terminal) as bar:
        task = bar.add_task("starting", total=sizes.steps, completed=-1)
        return measure.measure(
            root.resolve(),
            name,
            work,
            sizes,
            lambda what: bar.update(task, advance=1, description=what),
        )
