"""One submission graded by keys, beside the same graded by running it, as stock nbgrader does."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from pathlib import Path
from statistics import median

from bench.figure import Figure, spread
from bench.places import ROOT, Places

PAIRS = 3
ASSIGNMENT = "john"
STUDENT = "solver"


def measure(places: Places) -> list[Figure]:
    """Grade the solution notebook of one assignment again and again, in both ways in turn."""
    course = _course(places.work / "grading")
    _nbgrader(places, course, "generate_assignment", ASSIGNMENT)
    submitted = course / "autograder" / "submitted" / STUDENT / ASSIGNMENT
    submitted.mkdir(parents=True)
    shutil.copy(course / "solutions" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb", submitted)
    for way in ("keyed", "execute"):  # caches the bytecode
        _autograde(places, course, way)
    pairs = [(_autograde(places, course, "keyed"), _autograde(places, course, "execute")) for _ in range(PAIRS)]
    ratios = [keyed / executed for keyed, executed in pairs]
    keyed, executed = (median(pair[side] for pair in pairs) for side in (0, 1))
    start = median(_seconds(places, course, "autograde", "--help") for _ in range(PAIRS))
    note = f"{keyed:.2f} s against {executed:.2f} s, {start:.2f} s of each nbgrader's own start; {spread(ratios, 2)}"
    return [Figure("One keyed `nbgrader autograde`, against a stock one", "x", median(ratios), None, note)]


def _course(folder: Path) -> Path:
    folder.mkdir()
    shutil.copy(ROOT / "nbgrader_config.py", folder)
    shutil.copytree(ROOT / "solutions" / ASSIGNMENT, folder / "solutions" / ASSIGNMENT)
    shutil.copytree(ROOT / "autograder" / "keys", folder / "autograder" / "keys")
    return folder


def _autograde(places: Places, course: Path, way: str) -> float:
    return _seconds(places, course, "autograde", ASSIGNMENT, "--student", STUDENT, "--force", RAPPORT_GRADING=way)


def _seconds(places: Places, course: Path, *arguments: str, **variables: str) -> float:
    started = time.perf_counter()
    _nbgrader(places, course, *arguments, **variables)
    return time.perf_counter() - started


def _nbgrader(places: Places, course: Path, *arguments: str, **variables: str) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "nbgrader", *arguments],
        cwd=course,
        env=places.environment(**variables),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if ran.returncode:
        raise RuntimeError(f"nbgrader {' '.join(arguments)} failed:\n{ran.stdout}")
