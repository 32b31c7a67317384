"""The command `autograder report`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

MISUSE = 2


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(report)


def report(
    name: Annotated[str, typer.Argument(help="The assignment, such as abby; it must be graded.")],
    root: Annotated[Path, typer.Option(help="The course's folder, with nbgrader_config.py.")] = Path(),
    into: Annotated[
        Path | None, typer.Option(help="The folder to write to; by default ROOT/autograder/reports/NAME.")
    ] = None,
    without_simulated: Annotated[
        bool, typer.Option("--without-simulated", help="Leave out learners that `autograder simulate` made.")
    ] = False,
    names: Annotated[bool, typer.Option("--names", help="List learners' ids and totals on the page.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the figures as JSON.")] = False,
) -> None:
    """Look at the items of a graded assignment: difficulty, discrimination, what was chosen, and which items to look at.

    Writes NAME-report.html, which names nobody unless asked to, and items, choices and scores as CSV and Parquet. Reads gradebook and
    submissions and changes neither. Exit code: 0 written, 2 nothing to report on.
    """
    import json
    import warnings
    from datetime import UTC, datetime

    from autograder.bulk.lean import import_nbgrader

    import_nbgrader()
    from autograder.bulk.kinds import Misuse
    from autograder.report.analysis import analyse
    from autograder.report.collect import collect
    from autograder.report.data import as_data
    from autograder.report.files import write
    from autograder.report.look import look
    from autograder.report.words import cautions, head, looked

    warnings.filterwarnings("ignore", module=r"nbgrader|traitlets|sqlalchemy")
    try:
        analysis = analyse(collect(root, name, without_simulated=without_simulated))
        found = look(analysis)
        paths = write(analysis, found, into or root / "autograder" / "reports" / name, datetime.now(UTC), names=names)
    except (Misuse, OSError) as error:
        print(error, file=sys.stderr)
        raise typer.Exit(MISUSE) from None
    if as_json:
        print(json.dumps(as_data(analysis, found), indent=1))
        return
    print(head(analysis))
    for caution in cautions(analysis):
        print(f"- {caution}")
    print(f"Items to look at: {looked(found, analysis)}")
    print(f"Written: {paths[0]}, and {len(paths) - 1} tables beside it.")
