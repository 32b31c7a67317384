"""A reply with all that is known of it, before anything is made of that."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rapport.coach.features import Parsed
from rapport.coach.model import Judged, judge, weights
from rapport.coach.patterns import Hit
from rapport.coach.reading import Context, Span


@dataclass(frozen=True)
class Seen:
    """A reply with all that is known of it."""

    parsed: Parsed
    found: Mapping[str, float]
    hits: tuple[tuple[Hit, ...], ...]
    context: Context
    reply: str
    client: str

    def likely(self, label: str) -> Judged:
        """Return what the model says, with its threshold moved to one half; nothing where it knows no such label."""
        try:
            judged = judge(label, self.found)
        except KeyError:
            return Judged(0.0, ())
        return Judged(moved(judged.certainty, weights()[label]["threshold"]), judged.because)


def moved(certainty: float, threshold: float) -> float:
    """Return the certainty on a scale where the threshold is one half."""
    if certainty < threshold:
        return 0.5 * certainty / threshold
    return 0.5 + 0.5 * (certainty - threshold) / (1 - threshold)


def unique(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Return the places in order, each once."""
    return tuple(sorted(set(spans)))
