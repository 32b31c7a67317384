"""What assignment notebooks import."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from rapport import exercise
from rapport.sitting import NotOpen
from tests.rapport.content.samples import ASSIGNMENT, CASE, saved
from tests.rapport.wire import Wire


@pytest.fixture(autouse=True)
def _closed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Begin with no assignment open."""
    monkeypatch.setattr(exercise, "_sitting", None)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An assignment as a student gets it."""
    (tmp_path / "cases").mkdir()
    saved(tmp_path, ASSIGNMENT, "items.yaml")
    saved(tmp_path / "cases", CASE)
    return tmp_path


def test_an_assignment_opens_where_its_notebook_lies(wire: Wire, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Does `open` find the items in the notebook's own folder, keep answers there, and say so?"""
    monkeypatch.chdir(folder)
    exercise.open("ada")
    assert wire.all("words")[0]["text/plain"].endswith("0 of 3 answered so far.")
    exercise.ask("flour")
    assert wire.say(wire.all("card")[0], type="answer", best="rest") is None
    assert (folder / "ada.responses.jsonl").exists()


@pytest.mark.parametrize("item", ["flour", "talk", "words"])
def test_a_graded_card_tells_nothing(wire: Wire, folder: Path, item: str) -> None:
    """Does a graded card come without feedback of any kind?"""
    exercise.open("ada", folder)
    exercise.ask(item)
    view = wire.all("card")[0].show()
    assert not view.get("practice")
    assert not view.get("feedback")
    assert not view.get("basis")


def test_the_learner_side_needs_no_instructor_side(wire: Wire, folder: Path) -> None:
    """Does an assignment run where the grading package was never imported?"""
    exercise.open("ada", folder)
    for item in ("flour", "talk", "words"):
        exercise.ask(item)
    source = Path(exercise.__file__).parent
    named = [
        path.name
        for path in source.rglob("*.py")
        if "import autograder" in path.read_text() or "from autograder" in path.read_text()
    ]
    assert named == []
    assert "rapport.exercise" in sys.modules


def test_an_assignment_that_is_not_open_says_what_to_do() -> None:
    """Does a card asked for too early say what to do?"""
    with pytest.raises(NotOpen, match=r"^This assignment is not open yet: choose Run, then Run All Cells\.$"):
        exercise.ask("flour")


def test_a_missing_case_is_for_the_instructor(wire: Wire, folder: Path) -> None:
    """Does an assignment whose client is missing say whom to show what, and show the other cards?"""
    (folder / "cases" / "ada.yaml").unlink()
    exercise.open("ada", folder)
    with pytest.raises(
        NotOpen, match=r"(?s)^This notebook's content can't be used\. Show this to your instructor:\n.*ada\.yaml"
    ):
        exercise.ask("talk")
    exercise.ask("flour")
    assert len(wire.all("card")) == 1


def test_damaged_items_are_for_the_instructor(wire: Wire, folder: Path) -> None:
    """Does a damaged file of items lead to one message with the line of the fault?"""
    saved(folder, ASSIGNMENT.replace("kind: best-reply", "kind: best-replay"), "items.yaml")
    with pytest.raises(
        NotOpen, match=r"(?s)Show this to your instructor:\n.*items\.yaml:6: items\[0\]\.kind: there is no such kind"
    ):
        exercise.open("ada", folder)
