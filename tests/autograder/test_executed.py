"""`mark`, as a graded cell calls it."""

from __future__ import annotations

import json
import os
import sys
import warnings
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from autograder import mark
from autograder.keys import NoKeys
from rapport.content.response import BestReply
from rapport.journal import Record
from tests.autograder.course import FIXTURES, event


@pytest.fixture(name="opened")
def _opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setenv("RAPPORT_KEYS", str(FIXTURES / "keys"))
    monkeypatch.setenv("RAPPORT_SOURCE", str(FIXTURES / "solutions"))
    Record(tmp_path, "mira").answer("late-bus", BestReply(option="no-worry"))
    return SimpleNamespace(opened=lambda: SimpleNamespace(record=Record(tmp_path, "mira")))


def test_an_answer(opened: Any) -> None:
    """Does an answer earn its marks, as a plain float?"""
    assert mark(opened, "late-bus") == 1
    assert type(mark(opened, "late-bus")) is float


def test_the_real_exercise(opened: Any, tmp_path: Path) -> None:
    """Does mark find the answers of `rapport.exercise`, as a notebook opens it?"""
    from rapport import exercise

    exercise.open("mira", FIXTURES / "solutions" / "mira")
    assert mark(exercise, "late-bus") == 0
    exercise.opened().record = Record(tmp_path, "mira")
    assert mark(exercise, "late-bus") == 1


def test_no_answer(opened: Any) -> None:
    """Does an item without an answer earn 0?"""
    assert repr(mark(opened, "first-talk")) == "0.0"


def test_a_torn_journal(opened: Any, tmp_path: Path) -> None:
    """Does an answer count that stands before a line torn by a crash?"""
    with (tmp_path / "mira.responses.jsonl").open("ab") as file:
        file.write(b'\n{"schema_version": 1, "notebook": "mi')
    assert mark(opened, "late-bus") == 1


def test_a_damaged_notebook(opened: Any, tmp_path: Path) -> None:
    """Does the answer file count beside a notebook that can't be read?"""
    (tmp_path / "mira.ipynb").write_text(json.dumps({"cells": 3})[:-2])
    assert mark(opened, "late-bus") == 1


class _Awkward:
    @property
    def opened(self) -> Any:
        raise RuntimeError


@pytest.mark.parametrize(
    "broken",
    [
        None,
        42,
        _Awkward(),
        SimpleNamespace(opened=lambda: 1 / 0),
        SimpleNamespace(opened=lambda: SimpleNamespace(record={})),
    ],
)
def test_an_exercise_that_is_none(broken: Any) -> None:
    """Does whatever a learner's code left in place of the exercise earn 0, without an error?"""
    assert repr(mark(broken, "late-bus")) == "0.0"


def test_silence(opened: Any, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    """Does mark write nothing, even where what it calls prints and warns? nbgrader gives 0 for anything on stderr."""

    def loud(*_: Any) -> float:
        print("printed")
        print("printed", file=sys.stderr)
        warnings.warn("warned", stacklevel=1)
        return 1.0

    monkeypatch.setattr("autograder.executed.marks_for", loud)
    assert mark(opened, "late-bus") == 1
    assert capfd.readouterr() == ("", "")


def test_no_keys(opened: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Does an instructor's missing key stop the cell with a reason, and not pass for a wrong answer?"""
    monkeypatch.setenv("RAPPORT_KEYS", str(tmp_path / "none"))
    with pytest.raises(NoKeys, match="There are no keys for 'mira'"):
        mark(opened, "late-bus")


def test_newest_wins(opened: Any, tmp_path: Path) -> None:
    """Does a newer receipt in the notebook win over the answer file?"""
    import nbformat

    from rapport.journal import MIME

    later = event("late-bus", BestReply(option="sit-first"), minute=60 * 24 * 365 * 20)
    data = {MIME: later.model_dump(mode="json")}
    cell = nbformat.v4.new_code_cell("", outputs=[nbformat.v4.new_output("display_data", data)])
    nbformat.write(nbformat.v4.new_notebook(cells=[cell]), tmp_path / "mira.ipynb")
    assert mark(opened, "late-bus") == 2


def test_light() -> None:
    """Does a graded cell's import leave nbgrader out, which takes seconds?"""
    import subprocess

    script = "import sys, autograder; sys.exit('nbgrader' in sys.modules or 'nbconvert' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], env=dict(os.environ), check=False).returncode == 0
