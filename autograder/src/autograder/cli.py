"""The `autograder` command."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from autograder import author_cli
from autograder.bench import cli as bench_cli
from autograder.bulk import cli as bulk_cli
from autograder.doctor import cli as doctor_cli
from autograder.feedback import cli as feedback_cli
from autograder.raters import cli as raters_cli
from autograder.report import cli as report_cli
from autograder.simulate import cli as simulate_cli

app = typer.Typer(add_completion=False, no_args_is_help=True, help="The instructor's side of the course.")


@app.command()
def solve(
    name: Annotated[str, typer.Argument(help="The assignment, such as abby.")],
    root: Annotated[Path, typer.Option(help="The folder that holds solutions/ and autograder/.")] = Path(),
    keys: Annotated[
        Path | None,
        typer.Option(envvar="RAPPORT_KEYS", help="The folder that holds NAME.yaml; by default ROOT/autograder/keys."),
    ] = None,
) -> None:
    """Write the model answers into solutions/NAME/NAME.ipynb. Done twice, it changes nothing."""
    from autograder.keys import NoKeys, find
    from autograder.solving import solve as write
    from rapport.content import ContentError

    source = root / "solutions" / name
    path = source / f"{name}.ipynb"
    if not path.is_file():
        print(f"There is no notebook {path}. Check the name, or give --root.", file=sys.stderr)
        raise typer.Exit(1)
    try:
        changed = write(find(name, keys or root / "autograder" / "keys", source), path)
    except (NoKeys, ContentError) as error:
        print(error, file=sys.stderr)
        raise typer.Exit(1) from None
    print(f"{path}: {'model answers written' if changed else 'the model answers are there already'}")


author_cli.register(app)
bench_cli.register(app)
bulk_cli.register(app)
doctor_cli.register(app)
feedback_cli.register(app)
raters_cli.register(app)
report_cli.register(app)
simulate_cli.register(app)
