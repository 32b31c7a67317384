"""Take the measurements: in each round all ways in turn, then the classes of other sizes."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import NamedTuple

from autograder.bench.course import Course, released
from autograder.bench.figures import Measured, Round
from autograder.bulk.start import counted

Told = Callable[[str], None]
"""Told what is measured next."""
SMALL = (10, 100)
"""Classes that are measured for the figure alone."""


@dataclass(frozen=True)
class Sizes:
    """How much is measured."""

    submissions: int
    large: int
    sample: int
    rounds: int

    @property
    def others(self) -> tuple[int, ...]:
        """Sizes of class that are measured once."""
        return (*(size for size in SMALL if size < self.submissions), self.large)

    @property
    def steps(self) -> int:
        """How often `measure` tells what comes next."""
        return 1 + 3 * self.rounds + len(self.others)


class Paced(NamedTuple):
    """Seconds of one nbgrader command: for each submission of a large class, and once for its start."""

    each: float
    start: float


def measure(root: Path, name: str, work: Path, sizes: Sizes, told: Told) -> Measured:
    """Measure everything in an empty folder.

    Raises
    ------
    BenchFailed
        If a command that is measured fails.
    """
    told("releasing, and simulating classes")
    base = released(root, name, work / "released")
    stock, keyed, whole = (base.copy(work / way) for way in ("stock", "keyed", "class"))
    stock.make_stock()
    for course in (stock, keyed):
        course.simulate(sizes.sample, "--shares", "honest=1")
    whole.simulate(sizes.submissions)
    processes = counted(0)
    turns, starts = [], []
    for number in range(1, sizes.rounds + 1):
        turn, start = one_round(stock, keyed, whole, processes, partial(_in_round, told, number))
        turns.append(turn)
        starts.append(start)
    bulk, floor, peak = {}, {}, 0.0
    for size in sizes.others:
        told(f"a class of {size}")
        course = base.copy(work / f"class-{size}")
        course.simulate(size)
        floor[size] = course.floor(processes=processes)
        run = course.grade(processes=processes, watched=size == sizes.large)
        bulk[size], peak = run.seconds, max(peak, run.megabytes)
    return Measured(
        tuple(turns),
        median(starts),
        sizes.submissions,
        sizes.large,
        sizes.sample,
        processes,
        bulk,
        floor,
        peak,
        round(os.getloadavg()[0], 2) if hasattr(os, "getloadavg") else 0.0,
    )


def one_round(stock: Course, keyed: Course, whole: Course, processes: int, told: Told) -> tuple[Round, float]:
    """Take one turn of all ways; return it and the seconds of nbgrader's start."""
    told("stock nbgrader")
    autograde = paced(stock, "autograde")
    feedback = paced(stock, "generate_feedback")
    told("keyed nbgrader")
    quick = paced(keyed, "autograde")
    told("the class at once, and the floors")
    floor = whole.floor(processes=processes)
    indented = whole.floor(processes=processes, indented=True)
    bulk = whole.grade(processes=processes).seconds
    return Round(autograde.each, feedback.each, quick.each, bulk, floor, indented), median(
        (autograde.start, feedback.start, quick.start)
    )


def _in_round(told: Told, number: int, what: str) -> None:
    told(f"round {number}: {what}")


def paced(course: Course, command: str) -> Paced:
    """Run an nbgrader command for all students; from when it comes to one until it comes to the next is what one takes."""
    run = course.nbgrader(command, course.name, "--force", students=course.students)
    return Paced(median(after - before for before, after in pairwise(run.moments)), run.moments[0])
