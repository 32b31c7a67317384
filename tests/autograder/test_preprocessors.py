"""The steps of autograding that are ours, through nbgrader's own pipeline."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient
from nbgrader.api import Gradebook

from autograder.preprocessors import KeepReceipts
from rapport.content.response import BestAndWorst, BestReply, Dialogue, FreeText
from rapport.journal import MIME
from tests.autograder.course import (
    POINTS,
    Course,
    Notebook,
    cell_of,
    code,
    event,
    output,
    received,
    source_notebook,
)

ANSWERS = [
    event("late-bus", BestReply(option="sit-first")),
    event("fine-really", BestAndWorst(best="tell-me", worst="agree")),
    event("first-talk", Dialogue(case="mira", choices=("choose", "brought"))),
    event("own-words", FreeText(text="<b>You</b> choose.")),
]


@pytest.fixture
def no_kernel(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every attempt to start a kernel fail."""

    def refuse(*_: Any, **__: Any) -> None:
        raise AssertionError("a kernel was started")

    monkeypatch.setattr(NotebookClient, "create_kernel_manager", refuse)


def kept(*outputs: Any) -> list[Any]:
    cell = code("x = 1")
    cell.outputs, cell.execution_count = list(outputs), 3
    changed, _ = KeepReceipts().preprocess_cell(cell, {}, 0)
    assert changed.execution_count is None
    return list(changed.outputs)


def test_answers_are_kept() -> None:
    """Does sanitising keep the answer of a receipt, and nothing else that the student's notebook shows?"""
    given = ANSWERS[0].model_dump(mode="json")
    shown = {MIME: given, "text/plain": "2.0", "text/html": "<script>alert(1)</script>"}
    assert kept(output("display_data", shown)) == [
        {"output_type": "display_data", "metadata": {}, "data": {MIME: given}}
    ]


def test_other_outputs_are_cleared() -> None:
    """Does sanitising clear results, errors, streams, and receipts that hold no answer?"""
    result = output("execute_result", {"text/plain": "2.0"})
    stderr = output("stream", name="stderr", text="careful")
    damaged = output("display_data", {MIME: {"item": "late-bus"}, "text/html": "<script>alert(1)</script>"})
    assert kept(result, stderr, damaged) == []


def test_answers_as_words(course: Course, no_kernel: None) -> None:
    """Does an autograded notebook show each answer as words with its mark, free text too, and escaped?"""
    course.submit("ada", received(*ANSWERS))
    assert course.autograde()
    graded = course.graded("ada")
    shown, result = cell_of(graded, "late-bus").outputs
    assert "You&#x27;re here. Sit down" in shown.data["text/html"]
    assert (result.output_type, result.data["text/plain"]) == ("execute_result", "2.0")
    assert "A second date" in cell_of(graded, "first-talk").outputs[0].data["text/html"]
    (card,) = cell_of(graded, "own-words-card").outputs
    assert "&lt;b&gt;You&lt;/b&gt; choose." in card.data["text/html"]
    assert "no answer yet" in cell_of(graded, "long-quiet").outputs[0].data["text/plain"]


def test_no_kernel(course: Course, no_kernel: None) -> None:
    """Does keyed grading start no kernel, whatever code a student added?"""
    course.submit("ada", received(*ANSWERS), lambda notebook: notebook.cells.append(code("1 / 0")))
    assert course.autograde()
    assert course.marks("ada")["late-bus"] == 2


def test_a_kernel_for_the_instructors_own(mixed_course: Course, no_kernel: None) -> None:
    """Is a kernel started where the instructor's own code is graded, so that the test above can fail?"""
    mixed_course.submit("ada")
    assert not mixed_course.autograde()


def test_ours_are_not_run(mixed_course: Course, tmp_path: Path) -> None:
    """In a notebook that is run for the instructor's own tests, are our cells left out and marked from reading?"""
    witness = tmp_path / "ran"

    def cheat(notebook: Notebook) -> None:
        grab = f"import autograder, pathlib\nautograder.mark = lambda *_: pathlib.Path({str(witness)!r}).touch()\n"
        grab += "pathlib.Path('mira.responses.jsonl').unlink(missing_ok=True)"
        notebook.cells.insert(0, code(grab))
        cell_of(notebook, "sum").source = "def total(a, b):\n    return a + b"

    mixed_course.submit("ada", cheat, journal=[event("late-bus", BestReply(option="no-worry"))])
    assert mixed_course.autograde()
    marks = mixed_course.marks("ada")
    assert (marks["late-bus"], marks["fine-really"], marks["sum-partial"]) == (1.0, 0.0, 2.0)
    assert not witness.exists()
    assert mixed_course.autograde(keyed=False)
    assert witness.exists()


def test_no_execute(mixed_course: Course, no_kernel: None) -> None:
    """With nbgrader's --no-execute, are answers still read, so that a forged output earns nothing?"""

    def forge(notebook: Notebook) -> None:
        cell_of(notebook, "late-bus").outputs.append(output("execute_result", {"text/plain": "2.0"}))

    mixed_course.submit("ada", forge, received(ANSWERS[1]))
    off = {"enabled": False}
    assert mixed_course.autograde(Execute=off, ClearOutput=off)
    assert (mixed_course.marks("ada")["late-bus"], mixed_course.marks("ada")["fine-really"]) == (0.0, 3.0)


def test_free_text_waits_for_a_person(course: Course) -> None:
    """Is a free-text task left for manual grading, and everything else not?"""
    course.submit("ada", received(*ANSWERS))
    assert course.autograde()
    with Gradebook(f"sqlite:///{course.root}/autograder/gradebook.db") as gradebook:
        waiting = [
            grade.name
            for grade in gradebook.find_submission("mira", "ada").notebooks[0].grades
            if grade.needs_manual_grade
        ]
        score = gradebook.find_submission("mira", "ada").score
    assert waiting == ["own-words"]
    assert score == 9.0


def test_graded_again(course: Course) -> None:
    """Does grading twice give the same notebook and the same marks?"""
    course.submit("ada", received(*ANSWERS[:2]), journal=ANSWERS[2:])
    assert course.autograde()
    first, marks = course.graded("ada"), course.marks("ada")
    assert course.autograde()
    assert (course.graded("ada"), course.marks("ada")) == (first, marks)


def test_keys_in_another_folder(course: Course, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Does the setting KeyedExecute.keys lead to keys outside the course?"""
    private = tmp_path_factory.mktemp("private") / "keys"
    (course.root / "autograder" / "keys").rename(private)
    course.submit("ada", received(*ANSWERS))
    assert not course.autograde()
    assert course.autograde(KeyedExecute={"keys": str(private)})
    assert course.marks("ada")["late-bus"] == 2


def test_missing_keys_are_no_zeros(course: Course, caplog: pytest.LogCaptureFixture) -> None:
    """Where there are no keys, is nobody given 0 and is the instructor told which file is missing?"""
    (course.root / "autograder" / "keys" / "mira.yaml").unlink()
    course.submit("ada", received(*ANSWERS))
    assert not course.autograde()
    assert set(course.marks("ada").values()) == {None}
    assert "There are no keys for 'mira'" in caplog.text


def test_answers_of_the_source_folder(course: Course) -> None:
    """Where an instructor tried the assignment in its source folder, do students keep their own answers?"""
    (course.root / "solutions" / "mira" / "mira.responses.jsonl").write_bytes(ANSWERS[0].line() + b"\n")
    course.submit("ada")
    course.submit("ben", journal=[ANSWERS[1]])
    for keyed in (True, False):
        assert course.autograde(keyed=keyed)
        assert (course.marks("ada")["late-bus"], course.marks("ben")["late-bus"]) == (0.0, 0.0)
        assert course.marks("ben")["fine-really"] == 3.0


def test_answers_that_nbgrader_overwrote(course: Course) -> None:
    """Are a student's own answers read even where nbgrader has laid the source folder's answer file over them?"""
    (course.root / "solutions" / "mira" / "mira.responses.jsonl").write_bytes(ANSWERS[0].line() + b"\n")
    course.submit("ben", journal=[ANSWERS[1]])
    assert course.autograde(Autograde={"exclude_overwriting": {}})
    overwritten = course.root / "autograder" / "autograded" / "ben" / "mira" / "mira.responses.jsonl"
    assert overwritten.read_bytes() == ANSWERS[0].line() + b"\n"
    assert (course.marks("ben")["late-bus"], course.marks("ben")["fine-really"]) == (0.0, 3.0)


def test_a_cell_that_stands_twice(course: Course) -> None:
    """Does a copied graded cell, over which nbgrader 0.9.6 stops grading everybody, count once?"""

    def double(notebook: Notebook) -> None:
        copied = copy.deepcopy(cell_of(notebook, "late-bus"))
        copied["id"] = "copied"
        notebook.cells.append(copied)

    course.submit("ada", double, received(*ANSWERS))
    course.submit("zoe", received(*ANSWERS))
    assert course.autograde()
    assert course.marks("ada") == course.marks("zoe")


def test_deleted_cells(course: Course) -> None:
    """Are deleted cells put back where they stood, and marked from the answer file?"""

    def delete(notebook: Notebook) -> None:
        for name in ("start", "late-bus", "fine-really", "own-words", "own-words-card"):
            notebook.cells.remove(cell_of(notebook, name))

    course.submit("ada", delete, journal=ANSWERS)
    assert course.autograde()
    names = [cell.metadata.nbgrader.grade_id for cell in course.graded("ada").cells]
    assert names == [cell.metadata.nbgrader.grade_id for cell in source_notebook().cells]
    answered = {"late-bus": 2.0, "fine-really": 3.0, "first-talk": 4.0}
    assert course.marks("ada") == {**dict.fromkeys(POINTS, 0.0), **answered}
    nbformat.validate(course.graded("ada"))


@pytest.mark.parametrize(
    "claim",
    [
        {"grade": False},
        {"solution": True},
        {"locked": False, "grade": False},
        {"points": 40},
        {"schema_version": 99},
        {"schema_version": 1},
        {"extra": "field"},
        {"grade_id": "never-there"},
        {"grade_id": ["late-bus"]},
        "late-bus",
        None,
    ],
)
def test_edited_metadata(course: Course, claim: Any) -> None:
    """Does metadata that a student edited change no mark, and stop nobody's grading?"""

    def edit(notebook: Notebook) -> None:
        metadata = cell_of(notebook, "late-bus").metadata
        if isinstance(claim, dict):
            metadata["nbgrader"].update(claim)
        else:
            metadata["nbgrader"] = claim

    course.submit("ada", received(*ANSWERS), edit)
    course.submit("zoe", received(*ANSWERS))
    assert course.autograde()
    assert course.marks("ada") == course.marks("zoe")


def test_released_notebook(course: Course) -> None:
    """Does what students get hold no tests, no outputs and no keys?"""
    released = (course.root / "exercises" / "mira" / "mira.ipynb").read_text()
    assert "mark(" not in released
    assert "rubric" not in released
    assert all(cell.get("outputs", []) == [] for cell in json.loads(released)["cells"])
