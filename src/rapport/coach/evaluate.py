"""Measures the coach against utterances that people have labelled: `rapport coach-eval CSV`."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from rapport.coach.coach import MAINS
from rapport.coach.language import data
from rapport.coach.seen import moved
from rapport.coach.sessions import likelihoods, session_odds

COLUMNS = ("client_before", "text", "question", "reflection", "input", "main")
BINS = 5
YES_NO = ("yes", "no")


class TableError(ValueError):
    """A table of labelled utterances that can't be used."""


@dataclass(frozen=True)
class Case:
    """One utterance of a task: what people say, what the coach says, and how likely the coach finds what it says."""

    people: str
    coach: str
    certainty: float


@dataclass(frozen=True)
class Measured:
    """What one task came to.

    Attributes
    ----------
    task : str
        Its name.
    count : int
        Utterances in it.
    headline : float
        The figure that targets speak of: F1 of `yes`, or the mean of all labels' F1.
    labels : dict
        Precision, recall, F1 and count of each label.
    confusion : dict
        How often people said the first and the coach the second.
    calibration : list of dict
        By band of certainty: utterances, mean certainty, share that was right.
    miscalibration : float
        Mean distance of certainty and share right, weighted by utterances; 0 is best.
    """

    task: str
    count: int
    headline: float
    labels: dict[str, dict[str, float]]
    confusion: dict[str, dict[str, int]]
    calibration: list[dict[str, float]]
    miscalibration: float

    def as_data(self) -> dict[str, Any]:
        """Return the measurement as JSON-ready data."""
        return asdict(self)


def rows_of(path: Path) -> list[dict[str, str]]:
    """Read a table of labelled utterances.

    Raises
    ------
    TableError
        Where the file can't be read, lacks a column or has no rows.
    """
    try:
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise TableError(f"{path}: it can't be read as CSV in UTF-8 ({error})") from None
    missing = [name for name in COLUMNS if rows and name not in rows[0]]
    if missing:
        raise TableError(f"{path}: it lacks the column {', '.join(missing)}; needed are {', '.join(COLUMNS)}")
    if not rows:
        raise TableError(f"{path}: it holds no utterances")
    return rows


def evaluate(rows: Sequence[Mapping[str, str]]) -> list[Measured]:
    """Measure the coach, with the thresholds that it ships with, on every task."""
    likely = [likelihoods(odds, data("thresholds")["leaning"]) for odds in session_odds(rows)]
    tasks = {
        "question": _binary("question", [row["question"] in {"open", "closed"} for row in rows], likely),
        "open or closed": _named(
            "open",
            [{"open": "open", "closed": "closed"}.get(row["question"]) for row in rows],
            likely,
            ("open", "closed"),
        ),
        "reflection": _binary("reflection", [_yes(row["reflection"], {"simple", "complex"}) for row in rows], likely),
        "information or advice": _binary(
            "information-or-advice", [_yes(row["input"], {"information", "advice"}) for row in rows], likely
        ),
        "main behaviour": _mains(rows, likely),
    }
    return [measure(name, cases) for name, cases in tasks.items()]


def _yes(value: str, yes: set[str]) -> bool | None:
    return None if value == "n/a" else value in yes


def _binary(label: str, people: Sequence[bool | None], likely: Sequence[Mapping[str, float]]) -> list[Case]:
    said = [None if value is None else YES_NO[not value] for value in people]
    return _named(label, said, likely, YES_NO)


def _named(
    label: str, people: Sequence[str | None], likely: Sequence[Mapping[str, float]], names: tuple[str, str]
) -> list[Case]:
    threshold: float = data("thresholds")["thresholds"][label]
    cases = []
    for said, one in zip(people, likely, strict=True):
        if said is not None:
            certainty = moved(one[label], threshold)
            cases.append(Case(said, names[certainty < 0.5], max(certainty, 1 - certainty)))
    return cases


def _mains(rows: Sequence[Mapping[str, str]], likely: Sequence[Mapping[str, float]]) -> list[Case]:
    cases = []
    for row, one in zip(rows, likely, strict=True):
        said = {"therapist_input": "input"}.get(row["main"], row["main"])
        if said in MAINS:
            best = max(MAINS, key=lambda name: one[f"led:{name}"])
            cases.append(Case(said, best, one[f"led:{best}"]))
    return cases


def measure(task: str, cases: Sequence[Case]) -> Measured:
    """Return precision, recall, F1, confusion and calibration of a task."""
    names = sorted({case.people for case in cases} | {case.coach for case in cases})
    counts = Counter((case.people, case.coach) for case in cases)
    labels = {name: _figures(name, counts, names) for name in names}
    f1 = [labels[name]["f1"] for name in names]
    headline = labels["yes"]["f1"] if "yes" in labels else sum(f1) / len(f1) if f1 else 0.0
    bands = _calibration(cases)
    off = sum(band["count"] * abs(band["certainty"] - band["right"]) for band in bands)
    return Measured(
        task=task,
        count=len(cases),
        headline=round(headline, 4),
        labels=labels,
        confusion={people: {coach: counts[people, coach] for coach in names} for people in names},
        calibration=bands,
        miscalibration=round(off / len(cases), 4) if cases else 0.0,
    )


def _figures(name: str, counts: Mapping[tuple[str, str], int], names: Sequence[str]) -> dict[str, float]:
    both = counts.get((name, name), 0)
    said = sum(counts.get((other, name), 0) for other in names)
    true = sum(counts.get((name, other), 0) for other in names)
    return {
        "precision": round(both / said, 4) if said else 0.0,
        "recall": round(both / true, 4) if true else 0.0,
        "f1": round(2 * both / (said + true), 4) if said + true else 0.0,
        "count": true,
    }


def _calibration(cases: Sequence[Case]) -> list[dict[str, float]]:
    bands: list[dict[str, float]] = []
    for place in range(BINS):
        low, high = place / BINS, (place + 1) / BINS
        its = [case for case in cases if low <= case.certainty < high or (high == 1 and case.certainty == 1)]
        if its:
            bands.append(
                {
                    "from": low,
                    "to": high,
                    "count": len(its),
                    "certainty": round(sum(case.certainty for case in its) / len(its), 4),
                    "right": round(sum(case.people == case.coach for case in its) / len(its), 4),
                }
            )
    return bands


def report(measured: Sequence[Measured]) -> str:
    """Return the measurements as text."""
    lines = []
    for one in measured:
        lines.append(
            f"{one.task}: {one.headline:.3f} ({one.count} utterances; miscalibration {one.miscalibration:.3f})"
        )
        for name, its in one.labels.items():
            figures = f"precision {its['precision']:.3f}  recall {its['recall']:.3f}  F1 {its['f1']:.3f}"
            lines.append(f"  {name:12} {figures}  of {its['count']:.0f}")
        names = list(one.labels)
        lines.append("  people \\ coach " + "".join(f"{name:>12}" for name in names))
        lines.extend(
            f"  {people:15}" + "".join(f"{one.confusion[people][coach]:12}" for coach in names) for people in names
        )
        bands = (f"{band['certainty']:.2f} → {band['right']:.2f} ({band['count']:.0f})" for band in one.calibration)
        lines.append("  certain → right: " + ", ".join(bands))
    return "\n".join(lines)
