"""`autograder raters` and `autograder sheet`: what a panel of raters makes of the keys."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

Root = Annotated[Path, typer.Option(help="The folder that holds course/, solutions/ and autograder/.")]


def register(app: typer.Typer) -> None:
    """Add the commands to the `autograder` command."""
    app.command()(raters)
    app.command()(sheet)


def raters(
    ratings: Annotated[
        Path, typer.Argument(help="CSV with the columns rater, notebook, item, option, rating.", exists=True)
    ],
    root: Root = Path(),
    apply: Annotated[bool, typer.Option(help="Mark confirmed keys in their files, and unmark those in doubt.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")] = False,
) -> None:
    """Print how far raters agree, which keys their ratings imply, and which items are in doubt."""
    from autograder.raters.files import all_keys, confirmed, write_panel
    from autograder.raters.panel import RELIABLE, TENTATIVE, judge
    from autograder.raters.ratings import RatingsError, read_ratings
    from rapport.content import ContentError

    try:
        keys = all_keys(root)
        found = judge(read_ratings(ratings), {name: placed.key for name, placed in keys.items()})
    except (RatingsError, ContentError) as error:
        print(error, file=sys.stderr)
        raise typer.Exit(1) from None
    for sentence in found.strange:
        print(sentence, file=sys.stderr)
    if as_json:
        items = [asdict(judged) | {"confirmed": judged.confirmed} for judged in found.items]
        print(json.dumps({"schema_version": 1, "alpha": found.alpha, "items": items}, indent=2, ensure_ascii=False))
    else:
        if found.alpha is None:
            print("Krippendorff's alpha: nothing to compare; two raters or more must rate the same options")
        else:
            reading = (
                "reliable"
                if found.alpha >= RELIABLE
                else "tentative"
                if found.alpha >= TENTATIVE
                else "too low to rely on"
            )
            print(f"Krippendorff's alpha (ordinal): {found.alpha:.3f}, {reading}")
        for judged in found.items:
            state = "confirmed" if judged.confirmed else "in doubt: " + "; ".join(judged.doubts)
            print(f"{judged.notebook}, {judged.item}: {100 * judged.share:.0f} % of {judged.raters}, {state}")
            if judged.implied != judged.key:
                print(f"    keyed {judged.key}, rated {judged.implied}")
    if apply:
        for judged in found.items:
            write_panel(keys[judged.notebook, judged.item], judged)
        yes, of = confirmed(all_keys(root).values())
        print(f"{yes} of {of} keys are panel-validated; the others are author-keyed", file=sys.stderr)
    raise typer.Exit(1 if found.strange else 0)


def sheet(
    notebook: Annotated[str, typer.Argument(help="A lesson or an assignment, such as 03-active-listening or abby.")],
    root: Root = Path(),
) -> None:
    """Print a sheet for one rater as CSV: every option with its words, the ratings empty, no key."""
    from autograder.raters.files import all_keys
    from autograder.raters.ratings import sheet as as_csv

    keys = all_keys(root)
    items = [placed.item for (name, _), placed in keys.items() if name == notebook]
    if not items:
        known = ", ".join(sorted({name for name, _ in keys}))
        print(f"There are no keys for {notebook!r}. The notebooks are: {known}.", file=sys.stderr)
        raise typer.Exit(1)
    print(as_csv(notebook, items), end="")
