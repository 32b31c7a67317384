"""Students who would rather not answer: in keyed grading they gain nothing and stop nobody else."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from rapport.content.response import BestReply
from tests.autograder.course import FIXTURES, POINTS, Course, Notebook, code, event, output, received

HONEST = event("late-bus", BestReply(option="no-worry"))
NOTHING = dict.fromkeys(POINTS, 0.0)

ATTACKS = {
    "patches the autograder": "import sys, autograder\nsys.modules['autograder'].mark = autograder.mark = lambda *_: 4.0",
    "exits the kernel": "import os\nos._exit(0)",
    "loops forever": "while True:\n    pass",
    "reads the keys": "import pathlib\nprint([path.read_text() for path in pathlib.Path('/').glob('**/keys/*.yaml')])",
    "opens another assignment": "from rapport import exercise\nexercise.open('john')",
    "is no Python": "%%bash\nrm -rf ~ exercise.ask",
    "is nested deeply": "exercise" + "(" * 3000,
}


@pytest.mark.parametrize("place", [0, 3, -1])
@pytest.mark.parametrize("attack", ATTACKS)
def test_hostile_code(course: Course, tmp_path: Path, attack: str, place: int) -> None:
    """Is a student's code not run at all, wherever it stands, and does grading go on for the others?"""
    witness = tmp_path / "ran"
    source = f"open({str(witness)!r}, 'w').close()\n" + ATTACKS[attack]
    course.submit("eve", lambda notebook: notebook.cells.insert(place, code(source)))
    course.submit("zoe", received(HONEST))
    assert course.autograde()
    assert not witness.exists()
    assert course.marks("eve") == NOTHING
    assert course.marks("zoe")["late-bus"] == 1


def test_the_attacks_are_real(course: Course, tmp_path: Path) -> None:
    """Would stock nbgrader have run that code, so that the test above can fail?"""
    witness = tmp_path / "ran"
    course.submit("eve", lambda notebook: notebook.cells.insert(0, code(f"open({str(witness)!r}, 'w').close()")))
    assert course.autograde(keyed=False)
    assert witness.exists()


def test_files_like_ours(course: Course) -> None:
    """Do modules, keys, items and cases that a student hands in stay unused?"""
    folder = course.submit("eve", received(HONEST))
    for module in ("autograder", "rapport", "nbgrader", "yaml"):
        (folder / f"{module}.py").write_text("raise SystemExit('ran')")
    for place in ("mira.yaml", "keys/mira.yaml", "autograder/keys/mira.yaml"):
        forged = folder / place
        forged.parent.mkdir(parents=True, exist_ok=True)
        forged.write_text((FIXTURES / "keys" / "mira.yaml").read_text().replace("rating: 2", "rating: 3"))
    (folder / "items.yaml").write_text("no items")
    (folder / "cases").mkdir(exist_ok=True)
    (folder / "cases" / "mira.yaml").write_text("no case")
    (folder / "nbgrader_config.py").write_text("raise SystemExit('ran')")
    assert course.autograde()
    assert course.marks("eve") == {**NOTHING, "late-bus": 1.0}


def test_forged_outputs(course: Course) -> None:
    """Do numbers, errors and scripts in the submitted outputs change no mark, and never reach the instructor's page?"""

    def forge(notebook: Notebook) -> None:
        for cell in notebook.cells:
            if cell.cell_type == "code":
                cell.outputs = [
                    output("execute_result", {"text/plain": "4.0", "text/html": "<script>alert(1)</script>"}),
                    output("stream", name="stderr", text="careful"),
                ]

    course.submit("eve", forge)
    assert course.autograde()
    assert course.marks("eve") == NOTHING
    assert "<script>" not in json.dumps(course.graded("eve"))


def test_a_script_in_an_answer(course: Course) -> None:
    """Is an option id or a text that is really a script refused or escaped?"""

    def forge(notebook: Notebook) -> None:
        raw: dict[str, Any] = HONEST.model_dump(mode="json")
        raw["response"]["option"] = "<script>alert(1)</script>"
        data = {"application/vnd.rapport.response+json": raw, "text/html": "<script>alert(1)</script>"}
        notebook.cells[1].outputs = [output("display_data", data)]

    course.submit("eve", forge)
    assert course.autograde()
    assert course.marks("eve") == NOTHING
    assert "<script>" not in json.dumps(course.graded("eve"))


def _not_json(folder: Path) -> None:
    (folder / "mira.ipynb").write_text('{"cells": [')


def _too_deep(folder: Path) -> None:
    (folder / "mira.ipynb").write_text("[" * 100_000)


def _no_cells(folder: Path) -> None:
    (folder / "mira.ipynb").write_text('{"nbformat": 4, "nbformat_minor": 5, "metadata": {}}')


def _from_the_future(folder: Path) -> None:
    (folder / "mira.ipynb").write_text('{"nbformat": 9, "nbformat_minor": 0, "metadata": {}, "cells": []}')


@pytest.mark.parametrize("damage", [_not_json, _too_deep, _no_cells, _from_the_future])
def test_a_notebook_that_is_none(course: Course, damage: Any) -> None:
    """Does a notebook that can't be read stop only its own grading?"""
    damage(course.submit("eve"))
    course.submit("zoe", received(HONEST))
    assert not course.autograde()
    assert course.marks("zoe")["late-bus"] == 1


@pytest.mark.parametrize("name", ["mira.responses.jsonl", "items.yaml"])
def test_a_link_to_the_keys(course: Course, name: str) -> None:
    """Does a link in place of a file lead to no key, and stop nobody's grading?"""
    folder = course.submit("eve", received(HONEST))
    (folder / name).unlink(missing_ok=True)
    (folder / name).symlink_to(course.root / "autograder" / "keys" / "mira.yaml")
    course.submit("zoe", received(HONEST))
    assert course.autograde()
    assert course.marks("eve") == course.marks("zoe")
    assert "rating" not in json.dumps(course.graded("eve"))


def test_an_answer_file_of_100_mb(course: Course) -> None:
    """Is a huge answer file read in bounded time, and the notebook's answers beside it marked?"""
    folder = course.submit("eve", received(HONEST))
    with (folder / "mira.responses.jsonl").open("wb") as file:
        file.truncate(100_000_000)
    assert course.autograde()
    assert course.marks("eve")["late-bus"] == 1
