"""The command `autograder simulate`."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(simulate)


def simulate(
    name: Annotated[str, typer.Argument(help="The assignment, such as abby; it must be released.")],
    students: Annotated[int, typer.Option(help="How many students.")],
    seed: Annotated[int, typer.Option(help="The same seed makes the same class.")],
    root: Annotated[Path, typer.Option(help="The folder that holds solutions/, exercises/ and autograder/.")] = Path(),
    into: Annotated[
        Path | None, typer.Option(help="The folder of submissions; by default ROOT/autograder/submitted.")
    ] = None,
    shares: Annotated[
        str, typer.Option(help="How the class is made up, as ratios.")
    ] = "honest=60,weak=15,careless=15,hostile=10",
    due: Annotated[datetime | None, typer.Option(help="When the work is due, UTC; late students come after.")] = None,
    keys: Annotated[
        Path | None,
        typer.Option(envvar="RAPPORT_KEYS", help="The folder that holds NAME.yaml; by default ROOT/autograder/keys."),
    ] = None,
) -> None:
    """Make the submissions of a simulated class: honest, weak, careless and hostile students, for demonstrations and tests.

    They are called simulated-0001 and so on, and each has a file simulated.json. An earlier simulated class is replaced; submissions that are
    not simulated are never touched.
    """
    from collections import Counter

    from autograder.keys import NoKeys, find
    from autograder.simulate.kinds import Refused, read_shares
    from autograder.simulate.run import DUE
    from autograder.simulate.run import simulate as write
    from rapport.content import ContentError

    target = into or root / "autograder" / "submitted"
    try:
        if name != Path(name).name:
            raise Refused(f"{name!r} is no assignment's name. Give the name of a folder in {root / 'exercises'}.")
        scheme = find(name, keys or root / "autograder" / "keys", root / "solutions" / name)
        release = root / "exercises" / name / f"{name}.ipynb"
        due_at = due.replace(tzinfo=UTC) if due else DUE
        made = write(scheme, release, target, students, seed, shares=read_shares(shares), due=due_at)
    except (NoKeys, ContentError, Refused, OSError) as error:
        print(error, file=sys.stderr)
        raise typer.Exit(1) from None
    counts = Counter(student.kind for student in made.students)
    told = ", ".join(f"{count} {kind}" for kind, count in counts.items())
    print(f"{students} simulated submissions of {name} in {target}: {told}")
    if made.removed:
        print(f"{made.removed} of an earlier simulated class made room", file=sys.stderr)
