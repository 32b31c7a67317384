"""The report's figures as data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import pandas as pd

from autograder.report.analysis import Analysis
from autograder.report.files import DIGITS, frames
from autograder.report.look import Finding
from autograder.report.words import cautions
from rapport.content.base import SCHEMA_VERSION


def as_data(analysis: Analysis, found: Sequence[Finding]) -> dict[str, Any]:
    """Return the figures as JSON-ready data; what there is none of is null. No learner is named."""
    collected, tables = analysis.collected, frames(analysis, found)
    scores = analysis.scores
    return {
        "schema_version": SCHEMA_VERSION,
        "assignment": collected.name,
        "learners": analysis.learners,
        "simulated": int(collected.learners["simulated"].sum()),
        "blank": analysis.blank,
        "ungraded": collected.ungraded,
        "unread": collected.unread,
        "changed": collected.changed,
        "cautions": cautions(analysis),
        "findings": [asdict(one) for one in found],
        "items": _records(tables["items"]),
        "choices": _records(tables["choices"]),
        "strategies": _records(analysis.strategies.round(DIGITS)),
        "scores": {**asdict(scores), "bars": _records(scores.bars)} if scores else None,
        "reliability": asdict(analysis.reliability) if analysis.reliability else None,
    }


def _records(table: pd.DataFrame) -> list[dict[str, Any]]:
    records: list[dict[str, Any]] = table.astype(object).where(table.notna(), None).to_dict("records")
    return records
