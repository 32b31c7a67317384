"""The command `autograder feedback`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from autograder.bulk.setup import Setup
    from autograder.feedback.again import Report

MISUSE = 2


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(feedback)


def feedback(
    name: Annotated[str, typer.Argument(help="The assignment, such as abby.")],
    root: Annotated[Path, typer.Option(help="The course's folder, with nbgrader_config.py.")] = Path(),
    every: Annotated[bool, typer.Option("--all", help="Write pages that say the same as before too.")] = False,
) -> None:
    """Bring the feedback pages to what the gradebook holds, after marks and comments were given by hand.

    Exit code: 0 every graded submission has its page, 1 some have none, 2 nothing could be done.
    """
    import warnings

    from autograder.bulk.lean import import_nbgrader

    import_nbgrader()
    from autograder.bulk import kinds, setup

    warnings.filterwarnings("ignore", module=r"nbgrader|traitlets|sqlalchemy")
    try:
        prepared = setup.prepare(root, name)
        try:
            report = _watched(prepared, every)
        finally:
            prepared.book.close()
    except kinds.Misuse as error:
        print(error, file=sys.stderr)
        raise typer.Exit(MISUSE) from None
    print(f"Feedback pages of {name}: {len(report.written)} written, {len(report.unchanged)} unchanged.")
    for student, why in report.failed.items():
        print(f"{_plain(student)}: no page, {_plain(why)}", file=sys.stderr)
    raise typer.Exit(1 if report.failed else 0)


def _watched(prepared: Setup, every: bool) -> Report:
    """Write with a progress bar; none where nobody watches."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    from autograder.feedback.again import graded_students, write_again

    console = Console(stderr=True)
    columns = (TextColumn("feedback"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, disable=not console.is_terminal) as bar:
        total = len(graded_students(prepared.places, prepared.rules.name))
        task = bar.add_task("", total=total)
        return write_again(prepared, every=every, progress=lambda done: bar.advance(task, done))


def _plain(text: str) -> str:
    return "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in text)
