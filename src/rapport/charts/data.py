"""The table of meta-analyses behind every figure, read with pandas and checked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from rapport.content import ContentError, Problem

CERTAINTIES = ("read", "secondary")
"""What may be published: read in the source itself, or in another work that reports it (and marked so)."""

METRICS = ("r", "g", "d", "smd", "proportion")
NUMBERS = ("year", "studies_k", "participants_n", "effect", "ci_low", "ci_high")
WORDS = ("id", "element", "source", "metric", "note", "certainty", "doi", "reference")


def evidence(path: Path) -> pd.DataFrame:
    """Return the meta-analyses, one a row, indexed by id; see ``course/data/README.md`` for the columns.

    Raises
    ------
    ContentError
        If the file is missing, or a row is not fit to be published.
    """
    try:
        frame = pd.read_csv(
            path, dtype=dict.fromkeys(WORDS, str), keep_default_na=False, na_values=dict.fromkeys(NUMBERS, "")
        )
    except (OSError, ValueError) as error:
        raise ContentError([Problem(path, 1, (), str(error), "restore the file from the course")]) from None
    missing = [name for name in (*WORDS, *NUMBERS) if name not in frame.columns]
    if missing:
        raise ContentError([Problem(path, 1, (), f"no column {missing[0]!r}", "see README.md beside it")])
    problems = [
        Problem(path, line, (column,), problem, mend)
        for line, (_, row) in enumerate(frame.iterrows(), start=2)
        for column, problem, mend in _faults(row)
    ]
    twice = frame["id"].duplicated()
    problems += [Problem(path, int(at) + 2, ("id",), "this id stands twice", "rename one") for at in frame.index[twice]]
    if problems:
        raise ContentError(problems)
    return frame.set_index("id")


def correlations(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the newest correlation for each element, weakest first; older syntheses of the same element are left out."""
    found = rows[rows["metric"] == "r"].sort_values(["year", "studies_k"])
    return found.drop_duplicates("element", keep="last").sort_values(["effect", "element"])


def differences(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the standardised differences (g, d, SMD), smallest first: another scale than correlations."""
    return rows[rows["metric"].isin(["g", "d", "smd"])].sort_values(["effect", "element"])


def alliance_by_year(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the syntheses of the alliance in adult therapy, oldest first."""
    return rows[(rows["element"] == "alliance (adult)") & (rows["metric"] == "r")].sort_values("year")


def _faults(row: pd.Series) -> Iterator[tuple[str, str, str]]:
    if row["certainty"] not in CERTAINTIES:
        yield "certainty", f"{row['certainty']!r} may not be published", "verify the row, or take it out"
    if row["metric"] not in METRICS:
        yield "metric", f"{row['metric']!r} is not known", f"use one of: {', '.join(METRICS)}"
    if not row["source"] or not row["reference"]:
        yield "source", "no source", "give the source and its full reference"
    if pd.isna(row["effect"]):
        yield "effect", "no number", "give the effect"
    elif pd.isna(row["ci_low"]) != pd.isna(row["ci_high"]):
        yield "ci_low", "half an interval", "give both limits or neither"
    elif not pd.isna(row["ci_low"]) and not row["ci_low"] <= row["effect"] <= row["ci_high"]:
        yield "effect", "outside its own interval", "correct the numbers"
