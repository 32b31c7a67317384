"""nbgrader_config.py: what becomes of answer files, and the choice of a way to grade."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from nbgrader.converters import Autograde
from nbgrader.coursedir import CourseDirectory
from traitlets.config.loader import PyFileConfigLoader

from rapport.content.response import BestReply
from tests.autograder.course import ROOT, Course, event, received, source_notebook, write_course

ANSWER = event("late-bus", BestReply(option="sit-first"))


def nbgrader(course: Course, *arguments: str) -> str:
    """Run an nbgrader command in the course's folder, as an instructor does, and return what it logged."""
    command = [sys.executable, "-W", "ignore", "-m", "nbgrader", *arguments]
    done = subprocess.run(command, cwd=course.root, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    return done.stderr


def test_the_instructors_answers_are_not_released(tmp_path: Path) -> None:
    """Is an answer file in the source folder left out of the release, and everything else in it released?"""
    course = write_course(tmp_path / "course", source_notebook())
    (course.root / "solutions" / "mira" / "mira.responses.jsonl").write_bytes(ANSWER.line())
    course.release()
    released = course.root / "exercises" / "mira"
    names = sorted(str(path.relative_to(released)) for path in released.rglob("*") if path.is_file())
    assert names == ["cases/mira.yaml", "items.yaml", "mira.ipynb"]
    assert (course.root / "solutions" / "mira" / "mira.responses.jsonl").exists()


def test_zip_collect(course: Course, tmp_path: Path) -> None:
    """Does collecting zip files keep answer files, skip what Macs and Jupyter add, and grade what came in?"""
    archive = course.root / "autograder" / "downloaded" / "mira" / "archive"
    archive.mkdir(parents=True)
    handed_in = course.submit("ada", received(), journal=[ANSWER])
    notebook = (handed_in / "mira.ipynb").read_bytes()
    for path in handed_in.glob("*.*"):
        path.unlink()
    with zipfile.ZipFile(archive / "ada.zip", "w") as packed:
        packed.writestr("mira/mira.ipynb", notebook)
        packed.writestr("mira/mira.responses.jsonl", ANSWER.line() + b"\n")
        packed.writestr("mira/.ipynb_checkpoints/mira.ipynb", b"{}")
        packed.writestr("__MACOSX/mira/._mira.ipynb", b"")
    nbgrader(course, "zip_collect", "mira", "--force")
    collected = sorted(path.name for path in handed_in.iterdir() if path.is_file())
    assert collected == ["mira.ipynb", "mira.responses.jsonl"]
    assert course.autograde()
    assert course.marks("ada")["late-bus"] == 2


def test_the_command(course: Course) -> None:
    """Does `nbgrader autograde` on the command line grade by reading, take our setting, and know its class?"""
    course.submit("ada", received(ANSWER))
    keys = course.root / "autograder" / "keys"
    elsewhere = keys.rename(course.root / "elsewhere")
    log = nbgrader(course, "autograde", "mira", f"--KeyedExecute.keys={elsewhere}")
    assert course.marks("ada")["late-bus"] == 2
    assert "nrecognized" not in log


@pytest.mark.parametrize(
    ("way", "first"),
    [
        (None, "autograder.preprocessors.KeyedExecute"),
        ("keyed", "autograder.preprocessors.KeyedExecute"),
        ("execute", "nbgrader.preprocessors.Execute"),
    ],
)
def test_ways(way: str | None, first: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Is reading the default way, and can a variable choose another?"""
    if way:
        monkeypatch.setenv("RAPPORT_GRADING", way)
    config = PyFileConfigLoader("nbgrader_config.py", path=str(ROOT)).load_config()
    assert config.Autograde.autograde_preprocessors[0] == first


def test_an_unknown_way(monkeypatch: pytest.MonkeyPatch) -> None:
    """Is a misspelt way refused, and not taken for one that runs students' code?"""
    monkeypatch.setenv("RAPPORT_GRADING", "exceute")
    with pytest.raises(ValueError, match=r"RAPPORT_GRADING is 'exceute'\. Set it to one of: keyed, execute"):
        PyFileConfigLoader("nbgrader_config.py", path=str(ROOT)).load_config()


def test_like_nbgraders_own_steps(course: Course) -> None:
    """But for ours and for what they do in its stead, does autograding take every step that this version of nbgrader takes, in its order?"""
    restored = ["DeduplicateIds", "OverwriteKernelspec", "OverwriteCells", "CheckCellMetadata"]
    ours = {"KeepReceipts": ["ClearOutput"], "RestoreCells": restored, "KeyedExecute": ["Execute"]}
    configured = Autograde(coursedir=CourseDirectory(), config=course.config())
    stock = Autograde(coursedir=CourseDirectory())
    for steps, left_out in (("sanitize_preprocessors", []), ("autograde_preprocessors", ["CheckCellMetadata"])):
        names = [step.rpartition(".")[2] for step in getattr(configured, steps)]
        as_stock = [replaced for name in names for replaced in ours.get(name, [name])]
        assert as_stock + left_out == [step.__name__ for step in getattr(stock, steps)]
