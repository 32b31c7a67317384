"""The report's files: the page, and its tables as CSV for spreadsheets and Parquet for programs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import pandas as pd

from autograder.report.analysis import Analysis
from autograder.report.look import Finding
from autograder.report.page import page
from autograder.spreadsheet import guarded

DIGITS = 6
"""Decimal places in the tables."""


def write(
    analysis: Analysis, found: Sequence[Finding], folder: Path, made_at: datetime, *, names: bool = False
) -> list[Path]:
    """Write ``NAME-report.html``, and ``items``, ``choices`` and ``scores`` as ``.csv`` and ``.parquet``; return all paths.

    CSV files are UTF-8, and text in them that a spreadsheet would run is guarded; Parquet files hold the same as it is. Only ``scores`` names
    learners, by id; the page does so with `names`.
    """
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{analysis.collected.name}-report.html"
    path.write_text(page(analysis, found, made_at, names=names), encoding="utf-8")
    written = [path]
    for name, table in frames(analysis, found).items():
        csv, parquet = folder / f"{name}.csv", folder / f"{name}.parquet"
        _guarded(table).to_csv(csv, index=False, encoding="utf-8", lineterminator="\n")
        table.to_parquet(parquet, index=False)
        written += [csv, parquet]
    return written


def frames(analysis: Analysis, found: Sequence[Finding]) -> dict[str, pd.DataFrame]:
    """Return the tables by name."""
    rules = pd.DataFrame([(one.item, one.rule) for one in found], columns=["item", "rule"]).drop_duplicates()
    listed = rules.groupby("item")["rule"].agg("; ".join)
    items = analysis.items.reset_index(drop=True)
    items = items.assign(look_at=items["item"].map(listed).fillna(""))
    return {"items": items.round(DIGITS), "choices": analysis.choices.round(DIGITS), "scores": _scores(analysis)}


def _scores(analysis: Analysis) -> pd.DataFrame:
    """Return every learner's marks by item, and the total as nbgrader counts it: with extra credit, less the late penalty, never below 0."""
    collected = analysis.collected
    marks, learners = collected.marks, collected.learners
    total = marks.sum(axis=1) + learners["extra_credit"] - learners["late_penalty"]
    head = pd.DataFrame(
        {"student": marks.index.astype(str), "simulated": learners["simulated"].to_numpy(bool)}, index=marks.index
    )
    tail = learners[["extra_credit", "late_penalty"]].assign(
        total=total.clip(lower=0), waiting=marks.isna().sum(axis=1)
    )
    # A cell may be called what another column is.
    cells = marks.add_prefix("item ")
    return pd.concat([head, cells, tail], axis=1).round(DIGITS).reset_index(drop=True)


def _guarded(table: pd.DataFrame) -> pd.DataFrame:
    kept = table.rename(columns=guarded)
    texts = [column for column in kept if pd.api.types.is_string_dtype(kept[column])]
    return kept.assign(**{column: kept[column].map(guarded, na_action="ignore") for column in texts})
