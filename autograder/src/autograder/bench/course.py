"""Fresh courses to measure on: released once, copied for each way and for each size of class."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from autograder.bench import floor
from autograder.bench.timed import BenchFailed, Run, timed

SETTINGS = "nbgrader_config.py"
STOCK = """
# What nbgrader does of itself.
for _setting in ("sanitize_preprocessors", "autograde_preprocessors"):
    c.Autograde.pop(_setting, None)
c.HTMLExporter.pop("preprocessors", None)
c.GenerateFeedback.pop("exporter_class", None)
"""
"""Put behind the course's settings: nbgrader's own steps, which execute notebooks, and its own pages of feedback."""
SEED = 1
GRADED_AT_LEAST = 0.9
"""Share of a simulated class that can be graded; some of the hostile ones hand in what can't."""


@dataclass(frozen=True)
class Course:
    """A course in a folder of its own, with one assignment."""

    folder: Path
    name: str

    def copy(self, folder: Path) -> Course:
        """Return a copy in another folder."""
        return Course(Path(shutil.copytree(self.folder, folder)), self.name)

    def make_stock(self) -> None:
        """Have nbgrader grade as it does of itself."""
        with (self.folder / SETTINGS).open("a", encoding="utf-8") as settings:
            settings.write(STOCK)

    def simulate(self, students: int, *more: str) -> None:
        """Have a simulated class hand in."""
        self._autograder("simulate", self.name, "--students", str(students), "--seed", str(SEED), *more)

    @property
    def students(self) -> list[str]:
        """Who handed in."""
        return sorted(folder.name for folder in (self.folder / "autograder" / "submitted").iterdir())

    def nbgrader(self, *arguments: str, students: Sequence[str] = ()) -> Run:
        """Run an nbgrader command; the run's moments are when it comes to each student."""
        return timed([sys.executable, "-m", "nbgrader", *arguments], self.folder, awaited=students)

    def grade(self, *, processes: int, watched: bool = False) -> Run:
        """Grade the whole class at once, for the first time: marks, graded notebooks and feedback pages.

        Raises
        ------
        BenchFailed
            If too few were graded.
        """
        grading = self.folder / "autograder"
        for made in ("autograded", "feedback"):
            _put_aside(grading / made)
        shutil.copy(grading / "released.db", grading / "gradebook.db")
        jobs = str(processes)
        run = self._autograder("grade", self.name, "--jobs", jobs, watched=watched, accepted=(0, 1))
        handed_in = len(self.students)
        for made, kind in (("autograded", "ipynb"), ("feedback", "html")):
            found = len(list((grading / made).glob(f"[!.]*/{self.name}/{self.name}.{kind}")))
            if found < GRADED_AT_LEAST * handed_in:
                raise BenchFailed(f"Only {found} of {handed_in} simulated submissions have a file under {made}.")
        return run

    def floor(self, *, processes: int, indented: bool = False) -> float:
        """Parse and copy the whole class's files, nothing else; return the seconds.

        Notebooks are written in the shortest form, or indented as nbformat writes them.
        """
        into = self.folder / "floor"
        _put_aside(into)
        submitted, source = self.folder / "autograder" / "submitted", self.folder / "solutions" / self.name
        command = [sys.executable, floor.__file__, str(submitted), self.name, str(source), str(into), str(processes)]
        command += ["1"] if indented else []
        return timed(command, self.folder).seconds

    def _autograder(self, *arguments: str, watched: bool = False, accepted: tuple[int, ...] = (0,)) -> Run:
        command = [str(Path(sys.executable).with_name("autograder")), *arguments]
        return timed(command, self.folder, watched=watched, accepted=accepted)


def _put_aside(made: Path) -> None:
    """Make room for the next run without deleting: a disk is busy for seconds with thousands of files that were deleted."""
    if made.exists():
        made.rename(made.with_name(f"{made.name}-{uuid4().hex}"))


def released(root: Path, name: str, folder: Path) -> Course:
    """Return a course with the settings, sources and keys of another, and the assignment released.

    Raises
    ------
    BenchFailed
        If there is no such assignment, or nbgrader can't release it.
    """
    for part in (root / SETTINGS, root / "solutions" / name, root / "autograder" / "keys" / f"{name}.yaml"):
        if not part.exists():
            raise BenchFailed(f"There is no {part}. Give the course's folder with --root, and an assignment of it.")
    (folder / "autograder" / "keys").mkdir(parents=True)
    shutil.copy(root / SETTINGS, folder)
    shutil.copytree(root / "solutions" / name, folder / "solutions" / name)
    shutil.copy(root / "autograder" / "keys" / f"{name}.yaml", folder / "autograder" / "keys")
    course = Course(folder, name)
    course.nbgrader("generate_assignment", name)
    shutil.copy(folder / "autograder" / "gradebook.db", folder / "autograder" / "released.db")
    return course
