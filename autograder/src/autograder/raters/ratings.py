"""The file of ratings, and the sheet that a rater fills in.

CSV in UTF-8 with the columns ``rater, notebook, item, option, rating``; more columns, such as the words on the sheet, are ignored. A rating is
0 (harms), 1 (unhelpful), 2 (acceptable), 3 (best), or empty.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from pathlib import Path

from autograder.spreadsheet import guarded
from rapport.content.item import AnyItem, SilenceItem

COLUMNS = ("rater", "notebook", "item", "option", "rating")
RATINGS = {"0", "1", "2", "3"}
RATED_KINDS = {"best-reply", "best-and-worst", "rank", "rupture-turn"}
"""Kinds whose options can be rated from 0 to 3."""
MAX_BYTES = 50_000_000

Ratings = Mapping[tuple[str, str], Mapping[str, Mapping[str, int]]]
"""Notebook and item to option to rater to rating."""


class RatingsError(ValueError):
    """A file of ratings that can't be used; the text says where and what to do."""


def read_ratings(path: Path) -> Ratings:
    """Read a file of ratings.

    Raises
    ------
    RatingsError
        With every mistake found, each with its line.
    """
    if path.stat().st_size > MAX_BYTES:
        raise RatingsError(f"{path}: it is larger than {MAX_BYTES // 1_000_000} MB; split it by notebook.")
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise RatingsError(f"{path}: it is not UTF-8; save it as CSV UTF-8.") from None
    rows = csv.DictReader(io.StringIO(text, newline=""))
    missing = [column for column in COLUMNS if column not in (rows.fieldnames or [])]
    if missing:
        raise RatingsError(f"{path}:1: the column {missing[0]!r} is missing; the columns are {', '.join(COLUMNS)}.")
    given: dict[tuple[str, str], dict[str, dict[str, int]]] = {}
    problems = []
    for row in rows:
        found = {column: (row[column] or "").strip() for column in COLUMNS}
        problem = _problem(found)
        if problem:
            problems.append(f"{path}:{rows.line_num}: {problem}")
            continue
        if not found["rating"]:
            continue
        raters = given.setdefault((found["notebook"], found["item"]), {}).setdefault(found["option"], {})
        if found["rater"] in raters:
            problems.append(
                f"{path}:{rows.line_num}: {found['rater']!r} has rated this option above; remove one of the two."
            )
        raters[found["rater"]] = int(found["rating"])
    if problems:
        raise RatingsError("\n".join(problems[:50]))
    if not given:
        raise RatingsError(f"{path}: there is no rating in it.")
    return given


def _problem(row: Mapping[str, str]) -> str | None:
    for column in COLUMNS[:-1]:
        if not row[column]:
            return f"the {column} is empty; fill it in."
    if row["rating"] and row["rating"] not in RATINGS:
        return f"the rating is {row['rating'][:20]!r}; write 0, 1, 2 or 3, or leave it empty."
    return None


def sheet(notebook: str, items: Iterable[AnyItem | SilenceItem]) -> str:
    """Return a sheet as CSV for one rater: every option with its words, the rating empty. Keys are not on it."""
    out = io.StringIO(newline="")
    table = csv.writer(out)
    table.writerow([*COLUMNS, "scene", "client says", "question", "reply"])
    for item in items:
        if item.kind in RATED_KINDS:
            for option in getattr(item, "options", []):
                words = [item.scene or "", item.client_says or "", item.stem, option.says]
                table.writerow(["", notebook, item.id, option.id, "", *map(guarded, words)])
    return out.getvalue()
