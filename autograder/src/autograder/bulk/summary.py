"""Tell an instructor what became of a class: numbers first, then who could not be graded, why, and what to do."""

from __future__ import annotations

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from autograder.bulk.writer import Report

MANY_NOTES = 20


def show(report: Report, name: str, seconds: float, console: Console) -> None:
    """Print the summary. Names and files come from students: shown as plain text, without control characters."""
    numbers = Table(title=Text(f"Grading of {name}"), box=box.SIMPLE)
    numbers.add_column("submissions")
    numbers.add_column("number", justify="right")
    for what, count in _numbers(report):
        numbers.add_row(what, str(count))
    console.print(numbers)
    if report.failed:
        console.print(_failed(report))
    if report.notes:
        console.print(_notes(report))
    done = len(report.marked)
    if done:
        console.print(Text(f"{done} graded in {seconds:.1f} s: {1000 * seconds / done:.1f} ms for each."))
    if report.left:
        console.print(Text(f"Stopped. {report.left} are left: run the same command to go on."))


def exit_code(report: Report) -> int:
    """Return 0 where all are graded, 1 where some could not be or are left."""
    return 1 if report.failed or report.left else 0


def _numbers(report: Report) -> list[tuple[str, int]]:
    always = [("graded now", len(report.marked)), ("unchanged since they were graded", len(report.unchanged))]
    sometimes = [("could not be graded", len(report.failed)), ("not looked at", report.left)]
    sometimes += [("waiting for a person's marks, in all", report.waiting)]
    return always + [(what, count) for what, count in sometimes if count]


def _failed(report: Report) -> Table:
    table = Table(title="Could not be graded", box=box.SIMPLE)
    for heading in ("student", "what", "what to do"):
        table.add_column(heading, overflow="fold")
    for outcome in report.failed:
        table.add_row(_plain(outcome.student), _plain(outcome.what), _plain(outcome.mend))
    return table


def _notes(report: Report) -> Table:
    table = Table(title="Graded, but look at these", box=box.SIMPLE)
    table.add_column("student", overflow="fold")
    table.add_column("what was amiss", overflow="fold")
    shown = sorted(report.notes.items())
    for student, notes in shown[:MANY_NOTES]:
        more = f"; and {len(notes) - 3} more" if len(notes) > 3 else ""
        table.add_row(_plain(student), _plain("; ".join(notes[:3]) + more))
    if len(shown) > MANY_NOTES:
        table.add_row("…", f"and {len(shown) - MANY_NOTES} more students")
    return table


def _plain(text: str) -> Text:
    return Text("".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in text))
