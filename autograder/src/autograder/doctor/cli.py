"""The command `autograder doctor`."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(doctor)


def doctor(
    name: Annotated[str | None, typer.Argument(help="One assignment, such as abby; by default all.")] = None,
    root: Annotated[Path, typer.Option(help="The course's folder, with nbgrader_config.py.")] = Path(),
    verbose: Annotated[bool, typer.Option("--verbose", help="Say what is well, too.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")] = False,
) -> None:
    """Find what is broken in the set-up: what, where, and how to mend it. Nothing is changed.

    Exit code: 0 nothing is broken, 1 something is.
    """
    import warnings

    from autograder.doctor.examine import examine

    warnings.filterwarnings("ignore", module=r"nbgrader|traitlets|sqlalchemy|nbformat")
    found = examine(root, name)
    if as_json:
        findings = [{"check": check, **asdict(finding)} for check, finding in found.findings]
        print(json.dumps({"schema_version": 1, "findings": findings, "well": found.well}, indent=2, ensure_ascii=False))
    else:
        for says in found.well if verbose else []:
            print(f"Well: {says}.")
        for _, finding in found.findings:
            print(_plain(f"{finding.what}\n    where: {finding.where}\n    mend:  {finding.mend}"))
        if not found.findings:
            print("Nothing is broken.")
    raise typer.Exit(1 if found.findings else 0)


def _plain(text: str) -> str:
    """Return text without what a terminal obeys: students' folders are named in it."""
    return "".join(letter if letter.isprintable() or letter == "\n" else "\N{REPLACEMENT CHARACTER}" for letter in text)
