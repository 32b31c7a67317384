"""The author's part of the `autograder` command; `cli.py` registers it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer


def notebook(
    name: Annotated[str, typer.Argument(help="The assignment, such as abby.")],
    markdown: Annotated[Path, typer.Argument(help="Its text, with a line {{item-id}} for each card.")],
    root: Annotated[Path, typer.Option(help="The folder that holds solutions/ and autograder/.")] = Path(),
) -> None:
    """Write solutions/NAME/NAME.ipynb from its text, items and keys; `autograder solve` adds the model answers."""
    from autograder.author import assignment_notebook
    from rapport.author import written
    from rapport.content import ContentError, load_assignment, load_keys

    folder = root / "solutions" / name
    try:
        assignment = load_assignment(folder / "items.yaml")
        keys = load_keys(root / "autograder" / "keys" / f"{name}.yaml", assignment)
        made = assignment_notebook(markdown, markdown.read_text(encoding="utf-8"), assignment, keys)
    except (ContentError, OSError, UnicodeDecodeError) as error:
        print(error, file=sys.stderr)
        raise typer.Exit(1) from None
    path = folder / f"{name}.ipynb"
    path.write_text(written(made), encoding="utf-8")
    print(path)


def register(app: typer.Typer) -> None:
    """Add the author's commands to `app`."""
    app.command()(notebook)
