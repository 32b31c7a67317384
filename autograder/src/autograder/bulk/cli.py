"""The command `autograder grade`."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from autograder.bulk.setup import Setup
    from autograder.bulk.writer import Report

MISUSE = 2


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(grade)


def grade(
    name: Annotated[str, typer.Argument(help="The assignment, such as abby.")],
    root: Annotated[Path, typer.Option(help="The course's folder, with nbgrader_config.py.")] = Path(),
    force: Annotated[bool, typer.Option("--force", help="Grade unchanged submissions too.")] = False,
    jobs: Annotated[int, typer.Option(min=0, help="Processes; 0 for as many as suit class and machine.")] = 0,
    scheduler: Annotated[
        str, typer.Option(metavar="ADDRESS", help="Grade on a Dask cluster, such as tcp://127.0.0.1:8786.")
    ] = "",
    feedback: Annotated[bool, typer.Option("--feedback/--no-feedback", help="Write feedback pages too.")] = True,
) -> None:
    """Grade every submission of an assignment at once, by reading answers: no student's code is run.

    Marks go into nbgrader's gradebook, graded notebooks and feedback pages into its folders; scores and comments that people gave stay. Ctrl-C
    stops it, and the same command goes on. Exit code: 0 all are graded, 1 some could not be, 2 nothing could.
    """
    import time
    import warnings

    from autograder.bulk.lean import import_nbgrader
    from autograder.bulk.start import collect_seldom, start_workers, without_grammar

    started = time.perf_counter()
    collect_seldom()
    if not scheduler:
        start_workers(jobs)
    import_nbgrader()
    with without_grammar():
        from autograder.bulk import kinds, setup

    warnings.filterwarnings("ignore", module=r"nbgrader|traitlets|sqlalchemy")
    try:
        prepared = setup.prepare(root, name)
        try:
            report = _graded(prepared, force, feedback, jobs, scheduler)
        finally:
            prepared.book.close()
    except kinds.Misuse as error:
        print(error, file=sys.stderr)
        raise typer.Exit(MISUSE) from None
    code = _summed_up(report, name, time.perf_counter() - started)
    collect_seldom()  # once more: Python looks for cycles among all that it holds before it ends, for a fifth of a second
    raise typer.Exit(code)


def _graded(prepared: Setup, force: bool, feedback: bool, jobs: int, scheduler: str) -> Report:
    from autograder.bulk import cluster, find, run, workers

    places = prepared.places
    total = len(find.students(places.submitted, prepared.rules.name))
    graders = cluster.on(scheduler, places) if scheduler else workers.suited(total, jobs)
    with _bar(total) as advance:
        return run.grade(prepared, force=force, gives_feedback=feedback, workers=graders, progress=advance)


@contextmanager
def _bar(total: int) -> Iterator[Callable[[int], None]]:
    """Show how far it is; nothing where nobody watches."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return

    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("grading"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[rate]}"))
    console = Console(stderr=True)
    with Progress(*columns, TimeRemainingColumn(), console=console, disable=not console.is_terminal) as bar:
        task = bar.add_task("", total=total, rate="")

        def advance(done: int) -> None:
            bar.advance(task, done)
            speed = bar.tasks[0].speed
            bar.update(task, rate=f"{speed:.0f}/s" if speed else "")

        yield advance


def _summed_up(report: Report, name: str, seconds: float) -> int:
    """Print the summary; return the exit code."""
    from rich.console import Console

    from autograder.bulk import summary

    console = Console(width=None if sys.stdout.isatty() else 160, emoji=False, highlight=False)
    summary.show(report, name, seconds, console)
    return summary.exit_code(report)
