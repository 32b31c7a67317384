"""`autograder solve`: model answers in the source notebook."""

from __future__ import annotations

import shutil
from pathlib import Path

import nbformat
import pytest
from typer.testing import CliRunner

from autograder.cli import app
from rapport.content.response import BestAndWorst, BestReply, Classify, Dialogue, FreeText, Order, RuptureTurn
from rapport.journal import receipts
from tests.autograder.course import POINTS, Course, cell_of, source_notebook, write_course


@pytest.fixture(name="unsolved")
def _unsolved(tmp_path: Path) -> Course:
    return write_course(tmp_path / "course", source_notebook())


def run(course: Course, *arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(app, ["solve", *arguments, "--root", str(course.root)])
    return done.exit_code, done.output


def source(course: Course) -> Path:
    return course.root / "solutions" / "mira" / "mira.ipynb"


def test_model_answers(unsolved: Course) -> None:
    """Does the notebook then carry the best answer to every item?"""
    assert run(unsolved, "mira")[0] == 0
    found, faults = receipts(source(unsolved))
    assert faults == []
    assert {answer.item: answer.response for answer in found} == {
        "late-bus": BestReply(option="sit-first"),
        "fine-really": BestAndWorst(best="tell-me", worst="agree"),
        "long-quiet": BestReply(option="stay"),
        "nearest": Order(kind="rank", order=("you-do", "hard", "why", "time")),
        "mending": Order(kind="order-steps", order=("see", "own", "ask")),
        "naming": Classify(labels={"so-quiet": "paraphrase", "tell": "open-question", "walk": "advice"}),
        "cooling": RuptureTurn(turn="sure"),
        "first-talk": Dialogue(case="mira", choices=("choose", "brought")),
        "own-words": FreeText(text="We have half an hour. You choose where we begin, and you can change your mind."),
    }
    nbformat.validate(nbformat.read(source(unsolved), as_version=4))


def test_only_outputs_change(unsolved: Course) -> None:
    """Are sources and metadata of the notebook left as they were?"""
    before = nbformat.read(source(unsolved), as_version=4)
    run(unsolved, "mira")
    after = nbformat.read(source(unsolved), as_version=4)
    for cell in after.cells:
        if cell.cell_type == "code":
            cell.outputs = []
    assert after == before


def test_twice(unsolved: Course) -> None:
    """Does solving a second time leave the file as it is, to the byte and untouched?"""
    assert "model answers written" in run(unsolved, "mira")[1]
    before = (source(unsolved).read_bytes(), source(unsolved).stat().st_mtime_ns)
    assert "there already" in run(unsolved, "mira")[1]
    assert (source(unsolved).read_bytes(), source(unsolved).stat().st_mtime_ns) == before


@pytest.mark.parametrize("keyed", [True, False])
def test_full_marks(unsolved: Course, keyed: bool) -> None:
    """Handed in as it is, does the solved notebook alone earn full marks, whichever way it is graded?"""
    run(unsolved, "mira")
    unsolved.release()
    handed_in = unsolved.root / "autograder" / "submitted" / "ada" / "mira"
    handed_in.mkdir(parents=True)
    shutil.copy(source(unsolved), handed_in)
    assert unsolved.autograde(keyed=keyed)
    assert unsolved.marks("ada") == POINTS


def test_students_get_no_answers(unsolved: Course) -> None:
    """Does the notebook that is released from a solved one hold no answer?"""
    run(unsolved, "mira")
    unsolved.release()
    assert receipts(unsolved.root / "exercises" / "mira" / "mira.ipynb") == ([], [])


def test_points_that_differ(unsolved: Course) -> None:
    """Is a cell refused whose points are not its key's? nbgrader would refuse the mark, or count it against other points."""
    notebook = nbformat.read(source(unsolved), as_version=4)
    cell_of(notebook, "late-bus").metadata.nbgrader["points"] = 1
    nbformat.write(notebook, source(unsolved))
    code, said = run(unsolved, "mira")
    assert code == 1
    assert "'late-bus' has 1 points, its key 2" in said


def test_a_goal_out_of_reach(unsolved: Course) -> None:
    """Is a goal refused that no talk can reach, since nobody could earn full marks?"""
    key = unsolved.root / "autograder" / "keys" / "mira.yaml"
    key.write_text(key.read_text().replace("full: 0.55", "full: 0.95"))
    code, said = run(unsolved, "mira")
    assert code == 1
    assert "'first-talk' earns" in said


def test_a_cell_that_asks_for_nothing_known(unsolved: Course) -> None:
    """Is a card for an item that isn't there refused?"""
    notebook = nbformat.read(source(unsolved), as_version=4)
    cell_of(notebook, "late-bus").source = 'exercise.ask("early-bus")'
    nbformat.write(notebook, source(unsolved))
    code, said = run(unsolved, "mira")
    assert code == 1
    assert "no item 'early-bus'" in said


@pytest.mark.parametrize(
    ("arguments", "said"), [(["john"], "There is no notebook"), (["mira", "--keys", "none"], "There are no keys")]
)
def test_not_found(unsolved: Course, arguments: list[str], said: str) -> None:
    """Is the instructor told what is missing?"""
    code, output = run(unsolved, *arguments)
    assert code == 1
    assert said in output
