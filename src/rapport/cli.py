"""The `rapport` command."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(add_completion=False, no_args_is_help=True, help="Check the course's content and play its cases.")

Root = Annotated[Path, typer.Option(help="The folder that holds course/ and solutions/.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]


@app.callback()
def _main() -> None:
    """Keep `rapport check` a subcommand whatever their number."""


@app.command()
def check(root: Root = Path(), as_json: AsJson = False) -> None:
    """Check that all content is valid, and count it. Exits with 1 if anything is wrong."""
    from rapport.check import check as run

    report = run(root)
    if as_json:
        print(json.dumps(report.as_data(), indent=2, ensure_ascii=False))
    else:
        for problem in report.problems:
            print(problem, file=sys.stderr)
        print(", ".join(f"{count} {name.replace('_', ' ')}" for name, count in report.counts.items()))
        for name, case in report.cases.items():
            print(f"{name}: alliance {case['worst']:.2f} to {case['best']:.2f}, endings {', '.join(case['endings'])}")
    raise typer.Exit(1 if report.problems else 0)


@app.command()
def play(
    case: Annotated[str, typer.Argument(help="Id of a case in course/cases, or the path of a case file.")],
    choices: Annotated[str, typer.Option(help="Ids of the replies, in order, with commas between them.")] = "",
    root: Root = Path(),
) -> None:
    """Print the transcript of a talk: the client's lines, your replies, and the state after each."""
    from rapport.content import ContentError, load_case
    from rapport.dialogue import ReplyError, replay, transcript

    path = Path(case) if case.endswith(".yaml") else root / "course" / "cases" / f"{case}.yaml"
    try:
        loaded = load_case(path)
        print(transcript(loaded, replay(loaded, [choice.strip() for choice in choices.split(",") if choice.strip()])), end="")
    except (ContentError, ReplyError) as error:
        print(error, file=sys.stderr)
        raise typer.Exit(1) from None
