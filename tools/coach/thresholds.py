"""Choose the coach's thresholds: `python -m tools.coach.thresholds CSV [--write]`.

The CSV holds sessions that people labelled; the model never learns from it. Thresholds and leanings are chosen here; to see whether
they generalise, they are also chosen on a random half of the sessions and measured on the other half, several times. The
numbers under `sessions` were chosen by hand on the same sessions and are the same in every half.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from random import Random

from rapport.coach.coach import MAINS
from rapport.coach.evaluate import rows_of
from rapport.coach.sessions import Odds, likelihoods, session_odds

FILE = Path(__file__).parents[2] / "src" / "rapport" / "coach" / "data" / "en" / "thresholds.json"
SPLITS = 10
GRID = [place / 100 for place in range(5, 96)]
WINDOW = 4
"""Thresholds on either side over which F1 is averaged, so that a lucky peak is not taken for a summit."""
TASKS = {
    "question": ("question", {"open", "closed"}),
    "reflection": ("reflection", {"simple", "complex"}),
    "information-or-advice": ("input", {"information", "advice"}),
}
Row = Mapping[str, str]
Likely = Mapping[str, float]


def f1(people: Sequence[bool], coach: Sequence[bool]) -> float:
    """Return F1 of True."""
    both = sum(one and other for one, other in zip(people, coach, strict=True))
    return 2 * both / max(1, sum(people) + sum(coach))


def reached(task: str, threshold: float, rows: Sequence[Row], likely: Sequence[Likely]) -> float:
    """Return the headline figure of a task at a threshold."""
    if task == "open":
        pairs = [
            (row["question"] == "open", one["open"] >= threshold)
            for row, one in zip(rows, likely, strict=True)
            if row["question"]
        ]
        people, coach = [a for a, _ in pairs], [b for _, b in pairs]
        return (f1(people, coach) + f1([not a for a in people], [not b for b in coach])) / 2
    column, yes = TASKS[task]
    pairs = [
        (row[column] in yes, one[task] >= threshold)
        for row, one in zip(rows, likely, strict=True)
        if row[column] != "n/a"
    ]
    return f1([a for a, _ in pairs], [b for _, b in pairs])


def chosen(task: str, rows: Sequence[Row], likely: Sequence[Likely]) -> float:
    """Return the threshold around which the figure is highest."""
    at = [reached(task, threshold, rows, likely) for threshold in GRID]
    smooth = []
    for place in range(len(GRID)):
        around = at[max(0, place - WINDOW) : place + WINDOW + 1]
        smooth.append(sum(around) / len(around))
    return GRID[max(range(len(GRID)), key=lambda place: (round(smooth[place], 6), -abs(GRID[place] - 0.5)))]


def mains(leaning: Mapping[str, float], rows: Sequence[Row], odds: Sequence[Odds]) -> float:
    """Return the mean F1 of the four main behaviours."""
    people = [{"therapist_input": "input"}.get(row["main"], row["main"]) for row in rows]
    leant_odds = [{name: one[f"main:{name}"] + leaning[name] for name in MAINS} for one in odds]
    coach = [max(MAINS, key=lambda name, of=its: of[name]) for its in leant_odds]  # type: ignore[misc]
    return sum(f1([a == name for a in people], [b == name for b in coach]) for name in MAINS) / len(MAINS)


def leant(rows: Sequence[Row], odds: Sequence[Odds]) -> dict[str, float]:
    """Return how much each main behaviour is leaned towards, in steps of a quarter, found one at a time."""
    leaning = dict.fromkeys(MAINS, 0.0)
    for _ in range(2):
        for name in MAINS[1:]:
            steps = [step / 4 for step in range(-8, 9)]
            leaning[name] = max(steps, key=lambda step: (mains({**leaning, name: step}, rows, odds), -abs(step)))
    return leaning


def splits(rows: Sequence[Row], odds: Sequence[Odds]) -> dict[str, list[float]]:
    """Return the figures of each task on halves of the sessions, with thresholds and leanings chosen on the other halves."""
    sessions = sorted({row["transcript"] for row in rows})
    figures: dict[str, list[float]] = {}
    for seed in range(SPLITS):
        order = sessions[:]
        Random(seed).shuffle(order)
        first = set(order[: len(order) // 2])
        for side in (True, False):
            one = [place for place, row in enumerate(rows) if (row["transcript"] in first) == side]
            two = [place for place, row in enumerate(rows) if (row["transcript"] in first) != side]
            leaning = leant([rows[i] for i in one], [odds[i] for i in one])
            here, there = (
                ([rows[i] for i in half], [likelihoods(odds[i], leaning) for i in half]) for half in (one, two)
            )
            for task in (*TASKS, "open"):
                figures.setdefault(task, []).append(reached(task, chosen(task, *here), *there))
            figures.setdefault("main", []).append(mains(leaning, there[0], [odds[i] for i in two]))
    return figures


def main() -> int:
    """Print the figures, and write the thresholds if told to."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("table", type=Path)
    options.add_argument("--write", action="store_true", help="write the thresholds into the coach's data")
    given = options.parse_args()
    rows = rows_of(given.table)
    odds = session_odds(rows)
    leaning = leant(rows, odds)
    likely = [likelihoods(one, leaning) for one in odds]
    taken = {task: chosen(task, rows, likely) for task in (*TASKS, "open")}
    for task, threshold in taken.items():
        print(f"{task:22} {reached(task, threshold, rows, likely):.3f} at {threshold}")
    print(f"{'main':22} {mains(leaning, rows, odds):.3f} at {leaning}")
    for task, figures in splits(rows, odds).items():
        mean = sum(figures) / len(figures)
        spread = (sum((figure - mean) ** 2 for figure in figures) / len(figures)) ** 0.5
        print(f"{task:22} {mean:.3f} ± {spread:.3f} on the half not used to choose ({len(figures)} halves)")
    if given.write:
        known = json.loads(FILE.read_text(encoding="utf-8"))
        known["thresholds"].update(taken)
        known["leaning"] = leaning
        FILE.write_text(json.dumps(known, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
