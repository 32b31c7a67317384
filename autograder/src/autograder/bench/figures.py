"""What was measured, and whether it meets its goals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from statistics import median
from typing import Any, Literal

MEGABYTES = 600
KEYED, BULK, FLOOR, GROWTH = 8.0, 300.0, 3.0, 1.1
"""Times as fast as stock, twice; times the floor; and times as long for each submission of a class ten times as large."""


@dataclass(frozen=True)
class Round:
    """One turn of all ways. The first three are seconds for each submission, without nbgrader's start; the others, for the whole class.

    The last two are floors: notebooks written in the shortest form, and as nbformat writes them.
    """

    autograde: float
    feedback: float
    keyed: float
    bulk: float
    floor: float
    indented: float


@dataclass(frozen=True)
class Measured:
    """All that one run measured.

    Attributes
    ----------
    rounds : tuple of Round
        The turns, of which medians are taken.
    start : float
        Seconds of nbgrader's start, which every command of its takes once.
    submissions, large, sample, processes : int
        Sizes of the class, of the large class and of the classes that nbgrader graded, and processes of bulk grading and floor.
    bulk, floor : mapping of int to float
        Seconds for a class of other sizes.
    megabytes : float
        The most memory while the large class was graded.
    load : float
        Of this machine at the end, by others too.
    """

    rounds: tuple[Round, ...]
    start: float
    submissions: int
    large: int
    sample: int
    processes: int
    bulk: Mapping[int, float]
    floor: Mapping[int, float]
    megabytes: float
    load: float

    def middle(self, way: str) -> float:
        """Return the median of one of the ways."""
        return float(median(getattr(turn, way) for turn in self.rounds))

    def sizes(self, way: Literal["bulk", "floor"]) -> dict[int, float]:
        """Return seconds by size of class, smallest first."""
        found = {**getattr(self, way), self.submissions: self.middle(way)}
        return dict(sorted(found.items()))


@dataclass(frozen=True)
class Figure:
    """One line of the report.

    Attributes
    ----------
    name, unit : str
        What was measured, in what.
    measured, goal : float
        The goal is the least where `more` is better, else the most.
    more : bool
        Whether more is better.
    note : str
        What stands behind the number.
    """

    name: str
    unit: str
    measured: float
    goal: float
    more: bool
    note: str

    @property
    def verdict(self) -> Literal["met", "missed"]:
        """Whether the goal is met."""
        return "met" if (self.measured >= self.goal if self.more else self.measured <= self.goal) else "missed"

    def as_data(self) -> dict[str, Any]:
        """Return the figure as JSON-ready data."""
        return {**asdict(self), "verdict": self.verdict}


def figures(found: Measured) -> list[Figure]:
    """Return each goal with what was measured; ratios are taken within each round, since neighbours shared the same machine."""
    keyed = [turn.autograde / turn.keyed for turn in found.rounds]
    bulk = [(turn.autograde + turn.feedback) * found.submissions / turn.bulk for turn in found.rounds]
    floor = [turn.bulk / turn.floor for turn in found.rounds]
    indented = [turn.bulk / turn.indented for turn in found.rounds]
    stock = f"{found.middle('autograde'):.2f} s and {found.middle('feedback'):.2f} s"
    each = 1000 * found.middle("bulk") / found.submissions
    large = found.bulk[found.large]
    many = found.large / found.submissions
    return [
        Figure(
            "Keyed `nbgrader autograde`, times as fast as stock",
            "x",
            median(keyed),
            KEYED,
            True,
            f"{found.middle('autograde'):.2f} s against {found.middle('keyed'):.2f} s for each submission; {spread(keyed)}",
        ),
        Figure(
            f"`autograder grade` of {found.submissions}, times as fast as stock",
            "x",
            median(bulk),
            BULK,
            True,
            f"autograde and generate_feedback {stock}, bulk {each:.1f} ms for each submission; {spread(bulk, 0)}",
        ),
        Figure(
            f"`autograder grade` of {found.submissions}, over a floor that writes notebooks as nbformat does",
            "x",
            median(indented),
            FLOOR,
            False,
            f"{found.middle('bulk'):.1f} s over {found.middle('indented'):.1f} s, starts included; {spread(indented)}",
        ),
        Figure(
            f"`autograder grade` of {found.submissions}, over the least floor, which writes the shortest JSON",
            "x",
            median(floor),
            FLOOR,
            False,
            f"{found.middle('bulk'):.1f} s over {found.middle('floor'):.1f} s, starts included; {spread(floor)}",
        ),
        Figure(
            f"A class of {found.large}, over one of {found.submissions}",
            "x",
            large / found.middle("bulk"),
            GROWTH * many,
            False,
            f"{large:.1f} s over {found.middle('bulk'):.1f} s, measured once",
        ),
        Figure(
            f"Memory for a class of {found.large}",
            "MB",
            found.megabytes,
            MEGABYTES,
            False,
            "resident sets of all processes together; what they share is counted for each",
        ),
    ]


def spread(values: Sequence[float], digits: int = 1) -> str:
    """Return how often something was measured and between what."""
    return f"{len(values)} times, {min(values):.{digits}f} to {max(values):.{digits}f}"
