"""What one measurement found, beside its goal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

Verdict = Literal["met", "missed", "no goal", "not measured"]


@dataclass(frozen=True)
class Figure:
    """One line of the report.

    Attributes
    ----------
    name : str
        What was measured.
    unit : str
        Unit of `measured` and `goal`.
    measured : float or None
        None where it could not be measured; `note` then says why.
    goal : float or None
        The most that it may be, or the least where `more` is better; None where there is no goal.
    note : str
        What stands behind the number: both sides of a difference or ratio, and how often it was measured.
    more : bool
        Whether more is better.
    """

    name: str
    unit: str
    measured: float | None
    goal: float | None = None
    note: str = ""
    more: bool = False

    @property
    def verdict(self) -> Verdict:
        """Whether the goal is met."""
        if self.measured is None:
            return "not measured"
        if self.goal is None:
            return "no goal"
        return "met" if (self.measured >= self.goal if self.more else self.measured <= self.goal) else "missed"

    def as_data(self) -> dict[str, Any]:
        """Return the figure as JSON-ready data."""
        return {**asdict(self), "verdict": self.verdict}


def spread(values: Sequence[float], digits: int = 0) -> str:
    """Return how often something was measured and between what: on a busy machine the median alone says too little."""
    return f"{len(values)} times, {min(values):.{digits}f} to {max(values):.{digits}f}"
