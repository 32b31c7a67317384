"""The command that measures grading."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from autograder.bench import floor, measure
from autograder.bench.course import Course, released
from autograder.bench.figures import Measured, Round, figures
from autograder.bench.measure import Sizes, paced
from autograder.bench.plot import curves
from autograder.bench.timed import BenchFailed, Run, timed
from autograder.cli import app
from tests.autograder.course import ROOT

FAST = Round(autograde=2.0, feedback=0.6, keyed=0.2, bulk=4.0, floor=2.0, indented=3.0)
GOOD = Measured(
    rounds=(FAST, replace(FAST, bulk=3.0), replace(FAST, bulk=5.0)),
    start=1.5,
    submissions=1000,
    large=10_000,
    sample=8,
    processes=2,
    bulk={10: 1.2, 100: 1.5, 10_000: 40.0},
    floor={10: 0.1, 100: 0.3, 10_000: 18.0},
    megabytes=400.0,
    load=0.5,
)
SLOW = {
    "keyed": replace(GOOD, rounds=(replace(FAST, keyed=0.3),)),
    "bulk": replace(GOOD, rounds=(replace(FAST, bulk=9.0, floor=5.0, indented=5.0),), bulk={10_000: 90.0}),
    "floor": replace(GOOD, rounds=(replace(FAST, floor=1.0),)),
    "indented": replace(GOOD, rounds=(replace(FAST, indented=1.0),)),
    "growth": replace(GOOD, bulk={10_000: 44.1}),
    "memory": replace(GOOD, megabytes=601.0),
}


def _bench(monkeypatch: pytest.MonkeyPatch, found: Measured, *arguments: str) -> Any:
    monkeypatch.setattr(measure, "measure", lambda *_: found)
    return CliRunner().invoke(app, ["bench", *arguments])


def test_met_goals(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Where all goals are met, does the command say so, with every number of the figure in a table, and end well?"""
    ran = _bench(monkeypatch, GOOD, "--figure", str(tmp_path / "made" / "grading.svg"))
    assert ran.exit_code == 0, ran.output
    assert "All goals are met." in ran.output
    assert "missed" not in ran.output
    drawn = (tmp_path / "made" / "grading.svg").read_text()
    assert drawn.startswith("<?xml")
    for curve in curves(GOOD):
        for seconds in curve.points.values():
            assert f"{seconds:,.1f}" in ran.output


@pytest.mark.parametrize("way", SLOW)
def test_missed_goal(way: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Is a goal that is missed, and only that, said plainly, with an exit code of 1?"""
    ran = _bench(monkeypatch, SLOW[way])
    assert ran.exit_code == 1, ran.output
    [line] = [line for line in figures(SLOW[way]) if line.verdict == "missed"]
    assert f"Missed: {line.name}." in " ".join(ran.output.split())


def test_json(monkeypatch: pytest.MonkeyPatch) -> None:
    """Does the JSON hold goals, verdicts, costs by size and the raw measurements?"""
    ran = _bench(monkeypatch, SLOW["memory"], "--json")
    assert ran.exit_code == 1
    told = json.loads(ran.stdout)
    assert [figure["verdict"] for figure in told["figures"]] == ["met"] * 5 + ["missed"]
    assert told["figures"][1]["measured"] == 650  # 2.6 s against 4 ms
    assert told["costs"]["autograder grade, with feedback"]["seconds"]["1000"] == 4.0
    assert len(told["measured"]["rounds"]) == 3


def test_medians_of_ratios() -> None:
    """Is each ratio taken between neighbours, so that a round in which the machine was busy counts as any other?"""
    busy = Round(autograde=8.0, feedback=2.4, keyed=0.8, bulk=16.0, floor=8.0, indented=12.0)
    calm = figures(replace(GOOD, rounds=(FAST,)))
    mixed = figures(replace(GOOD, rounds=(FAST, busy)))
    assert [line.measured for line in mixed[:4]] == [line.measured for line in calm[:4]]


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """Return a course of the bench's own, with a class of twelve."""
    course = released(ROOT, "abby", tmp_path_factory.mktemp("bench") / "released")
    course.simulate(12)
    return course


def test_whole_class(tiny: Course) -> None:
    """Is a class graded in processes of its own, from the start each time, with the memory of all of them taken?"""
    first = tiny.grade(processes=2, watched=True)
    assert first.megabytes > 50
    assert first.seconds > 0
    (tiny.folder / "autograder" / "released.db").rename(tiny.folder / "kept.db")
    with pytest.raises(FileNotFoundError):
        tiny.grade(processes=2)
    (tiny.folder / "kept.db").rename(tiny.folder / "autograder" / "released.db")


def test_floor_parses_and_copies(tiny: Course) -> None:
    """Does the floor leave a copy of every submission behind, the notebooks parsed and written anew?"""
    tiny.floor(processes=2)
    for student in tiny.students:
        handed_in = tiny.folder / "autograder" / "submitted" / student / "abby"
        copied = tiny.folder / "floor" / student / "abby"
        names = {path.relative_to(handed_in) for path in handed_in.rglob("*") if path.is_file()}
        assert names <= {path.relative_to(copied) for path in copied.rglob("*")}
        assert (copied / "items.yaml").read_bytes() == (tiny.folder / "solutions" / "abby" / "items.yaml").read_bytes()
    student = next(
        name for name in tiny.students if '"kind": "honest"' in (_submitted(tiny, name) / "simulated.json").read_text()
    )
    assert json.loads((tiny.folder / "floor" / student / "abby" / "abby.ipynb").read_text()) == json.loads(
        (_submitted(tiny, student) / "abby.ipynb").read_text()
    )
    tiny.floor(processes=2, indented=True)
    assert (tiny.folder / "floor" / student / "abby" / "abby.ipynb").read_text().startswith('{\n "cells": [\n  {\n')


def _submitted(course: Course, student: str) -> Path:
    return course.folder / "autograder" / "submitted" / student / "abby"


def test_floor_knows_nothing_of_ours() -> None:
    """Does the floor import only what comes with Python?"""
    assert "autograder" not in Path(floor.__file__).read_text().split('"""')[2]


def test_pace(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Is what one submission takes told from when nbgrader comes to the next, without its start?"""
    course = Course(tmp_path, "abby")
    for student in ("a", "b", "c", "d"):
        (tmp_path / "autograder" / "submitted" / student).mkdir(parents=True)
    monkeypatch.setattr(Course, "nbgrader", lambda *_, students: Run(20.0, 0.0, (3.0, 5.0, 7.5, 9.0)))
    assert paced(course, "autograde") == (2.0, 3.0)


def test_failure_is_told(tmp_path: Path) -> None:
    """Does a command that fails, or passes over a student, stop the measuring with what it said?"""
    failing = [sys.executable, "-c", "print('no such thing'); raise SystemExit(3)"]
    with pytest.raises(BenchFailed, match="exit code 3 and said:\nno such thing"):
        timed(failing, tmp_path)
    with pytest.raises(BenchFailed, match="said"):
        timed([sys.executable, "-c", "print('anna')"], tmp_path, awaited=["anna", "ben"])
    with pytest.raises(BenchFailed, match="--root"):
        released(tmp_path, "abby", tmp_path / "work")


def test_misuse(tmp_path: Path) -> None:
    """Is a course that is not there told with an exit code of its own, and a large class that is none refused?"""
    ran = CliRunner().invoke(app, ["bench", "--root", str(tmp_path)])
    assert ran.exit_code == 2
    assert "--root" in ran.output
    assert CliRunner().invoke(app, ["bench", "--large", "500"]).exit_code == 2


def test_steps() -> None:
    """Does the progress bar know how many steps there are, with no size measured twice?"""
    assert Sizes(1000, 10_000, 8, 3).others == (10, 100, 10_000)
    assert Sizes(1000, 10_000, 8, 3).steps == 13
    assert Sizes(50, 60, 8, 1).others == (10, 60)
