"""The small linear model: one logistic regression a label, its weights readable in a JSON file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from math import exp
from typing import Any

from rapport.coach.language import data


@dataclass(frozen=True)
class Judged:
    """How likely a label is, from 0 to 1, and the features that spoke for it most."""

    certainty: float
    because: tuple[str, ...]


@cache
def weights() -> Mapping[str, Mapping[str, Any]]:
    """Return, for each label, its `intercept` and the weight of each feature."""
    labels: Mapping[str, Mapping[str, Any]] = data("weights")["labels"]
    return labels


def judge(label: str, found: Mapping[str, float]) -> Judged:
    """Return how likely it is that the reply bears the label."""
    known = weights()[label]
    of = known["weights"]
    parts = {name: of[name] * value for name, value in found.items() if name in of}
    # Added up in the order of their names: the same features in another order must not differ by a rounding.
    total = known["intercept"] + sum(parts[name] for name in sorted(parts))
    speaking = sorted((name for name in parts if parts[name] > 0), key=lambda name: (-parts[name], name))
    return Judged(1 / (1 + exp(-max(-30.0, min(30.0, total)))), tuple(speaking[:4]))


def judge_all(found: Mapping[str, float]) -> dict[str, Judged]:
    """Return the judgement on every label."""
    return {label: judge(label, found) for label in weights()}
