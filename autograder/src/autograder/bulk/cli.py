"""The command `autograder grade`."""

from __future__ import annotations

import sys
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

    from rich.console import Console

    from autograder.bulk.start import collect_seldom, start_workers, without_grammar

    started = time.perf_counter()
    collect_seldom()
    if not scheduler:
        start_workers(jobs)
    with without_grammar():
        from autograder.bulk import kinds, setup, summary

    warnings.filterwarnings("ignore", module=r"nbgrader|traitlets|sqlalchemy")
    try:
        prepared = setup.prepare(root, name)
        try:
            report = _watched(prepared, force, feedback, jobs, scheduler)
        finally:
            prepared.book.close()
    except kinds.Misuse as error:
        print(error, file=sys.stderr)
        raise typer.Exit(MISUSE) from None
    console = Console(width=None if sys.stdout.isatty() else 160, emoji=False, highlight=False)
    summary.show(report, name, time.perf_counter() - started, console)
    raise typer.Exit(summary.exit_code(report))


def _watched(prepared: Setup, force: bool, feedback: bool, jobs: int, scheduler: str) -> Report:
    """Grade with a progress bar; none where nobody watches."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    from autograder.bulk import cluster, find, run, workers

    places, name = prepared.places, prepared.rules.name
    total = len(find.students(places.submitted, name))
    console = Console(stderr=True)
    columns = (TextColumn("grading"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[rate]}"))
    with Progress(*columns, TimeRemainingColumn(), console=console, disable=not console.is_terminal) as bar:
        task = bar.add_task("", total=total, rate="")

        def advance(done: int) -> None:
            bar.advance(task, done)
            speed = bar.tasks[0].speed
            bar.update(task, rate=f"{speed:.0f}/s" if speed else "")

        graders = cluster.on(scheduler, places) if scheduler else workers.suited(total, jobs)
        return run.grade(prepared, force=force, gives_feedback=feedback, workers=graders, progress=advance)
