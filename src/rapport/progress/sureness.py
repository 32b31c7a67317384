"""Whether a learner's confidence matches the credit earned.

Some cards ask, before the answer, how sure the learner is. Over many answers, those given with 80 % confidence should earn about 80 % of the
credit. The difference of the two means, in points of 100, says whether one is surer than right or the other way round; the Brier score, the
mean squared difference of the single answers (Brier, 1950; here with credit in [0, 1] for the outcome), also counts how far apart they lie.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import fmean

from rapport.progress.attempt import Attempt

EDGES = (0, 20, 40, 60, 80, 101)
"""Bins of confidence, in percent; each holds its lower edge."""
ENOUGH_IN_BIN = 3
ENOUGH = 8
"""Fewest answers of which anything is said."""
MATCHED = 10
"""Points of difference that are no difference; a handful of answers scatters by more."""

APART = 20
"""Points that a bin is off before it is named although all answers together match."""


@dataclass(frozen=True)
class Bin:
    """The answers given with confidence from `low` up to `high` percent.

    Attributes
    ----------
    answers : int
        How many there are.
    confidence, credit : float or None
        Their means, both from 0 to 100; None for an empty bin.
    """

    low: int
    high: int
    answers: int
    confidence: float | None
    credit: float | None

    @property
    def enough(self) -> bool:
        """Whether it holds enough answers to be read."""
        return self.answers >= ENOUGH_IN_BIN

    @property
    def gap(self) -> float:
        """How many points confidence and credit lie apart."""
        return 0.0 if self.confidence is None or self.credit is None else abs(self.confidence - self.credit)


@dataclass(frozen=True)
class Calibration:
    """Confidence and credit side by side.

    Attributes
    ----------
    answers : int
        Answers with a confidence.
    bins : tuple of Bin
        From least to most sure.
    over : int or None
        Points by which confidence lies above credit (negative: below); None below `ENOUGH` answers.
    brier : float or None
        0 is perfect, 1 is surely wrong every time; None below `ENOUGH` answers.
    """

    answers: int
    bins: tuple[Bin, ...]
    over: int | None
    brier: float | None

    @property
    def widest(self) -> Bin | None:
        """The bin with enough answers in which confidence and credit lie furthest apart, where that is `APART` points or more."""
        apart = [one for one in self.bins if one.enough and one.gap >= APART]
        return max(apart, key=lambda one: one.gap, default=None)

    @property
    def words(self) -> str:
        """The finding in one sentence."""
        if self.over is None:
            there = "is 1" if self.answers == 1 else f"are {self.answers or 'none'}"
            return f"Too few answers yet: it takes {ENOUGH} that say how sure you were, and so far there {there}."
        if abs(self.over) < MATCHED and self.widest:
            where = f"{self.widest.low} to {self.widest.high} %"
            return f"Taken together, you are about as sure as you are right, but not where you said {where}: see the table."
        if abs(self.over) < MATCHED:
            return "You are about as sure as you are right."
        if self.over > 0:
            return f"You are surer than right, by about {self.over} points of 100. A second look before you send would pay."
        return f"You are right more often than you think, by about {-self.over} points of 100. You may trust yourself more."


def calibration(found: Iterable[Attempt]) -> Calibration:
    """Compare confidence with credit over the attempts that have both."""
    pairs = [(attempt.confidence, 100 * attempt.credit) for attempt in found if attempt.confidence is not None]
    bins = tuple(_bin(low, high, [pair for pair in pairs if low <= pair[0] < high]) for low, high in pairwise(EDGES))
    if len(pairs) < ENOUGH:
        return Calibration(len(pairs), bins, None, None)
    over = fmean(sure - right for sure, right in pairs)
    brier = fmean(((sure - right) / 100) ** 2 for sure, right in pairs)
    return Calibration(len(pairs), bins, round(over), round(brier, 2))


def _bin(low: int, high: int, pairs: Sequence[tuple[int, float]]) -> Bin:
    if not pairs:
        return Bin(low, min(high, 100), 0, None, None)
    return Bin(low, min(high, 100), len(pairs), fmean(sure for sure, _ in pairs), fmean(right for _, right in pairs))
