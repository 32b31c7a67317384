"""Where a simulated class is written, what it never touches, and that nbgrader grades it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from nbgrader.api import Gradebook
from typer.testing import CliRunner

from autograder.cli import app
from autograder.keys import Scheme
from autograder.marking import marks
from autograder.simulate.kinds import Refused
from autograder.simulate.run import simulate
from autograder.submission import answers
from tests.autograder.course import Course


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def command(course: Course, *arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["simulate", "mira", "--seed", "1", "--root", str(course.root), *arguments])
    return result.exit_code, result.output


def test_same_seed_same_bytes(course: Course) -> None:
    """Does the same seed make the same bytes in another process, and another seed other ones?"""
    for name, seed in (("first", "7"), ("again", "7"), ("other", "8")):
        program = "from autograder.cli import app; app()"
        given = ["simulate", "mira", "--students", "12", "--seed", seed, "--root", str(course.root), "--into", name]
        subprocess.run(
            [sys.executable, "-c", program, *given],
            check=True,
            capture_output=True,
            cwd=course.root,
            env={
                **os.environ,
                "PYTHONHASHSEED": seed + str(len(name)),
                "TZ": "Asia/Tokyo" if name == "again" else "UTC",
            },
        )
    first = files(course.root / "first")
    assert len({name.split("/")[0] for name in first}) == 12
    assert files(course.root / "again") == first
    assert files(course.root / "other") != first


def test_nothing_outside(course: Course) -> None:
    """Does the command write into the folder of submissions only, and there only simulated students?"""
    before = files(course.root)
    code, told = command(course, "--students", "6")
    assert code == 0, told
    added = files(course.root).keys() - before.keys()
    assert added
    assert all(path.startswith("autograder/submitted/simulated-000") for path in added)
    assert {path: held for path, held in files(course.root).items() if path in before} == before


def test_marked_as_simulated(course: Course) -> None:
    """Does each submission say that it is simulated, in a file and in its notebook?"""
    command(course, "--students", "6")
    found = sorted((course.root / "autograder" / "submitted").glob("*/mira"))
    assert len(found) == 6
    for folder in found:
        mark = json.loads((folder / "simulated.json").read_bytes())
        assert (mark["simulated"], mark["student"], mark["seed"]) == (True, folder.parent.name, 1)
        assert json.loads((folder / "mira.ipynb").read_bytes())["metadata"]["rapport"] == {"simulated": True}


def test_an_earlier_class_is_replaced(course: Course) -> None:
    """Does a smaller class leave nobody of a larger one, and the folder of another assignment alone?"""
    command(course, "--students", "9")
    submitted = course.root / "autograder" / "submitted"
    other = submitted / "simulated-0009" / "john"
    other.mkdir()
    code, told = command(course, "--students", "2")
    assert code == 0
    assert "9 of an earlier simulated class" in told
    assert sorted(folder.parent.name for folder in submitted.glob("*/mira")) == ["simulated-0001", "simulated-0002"]
    assert other.is_dir()


@pytest.mark.parametrize("mark", [None, b"{", b"[]", b'{"simulated": true, "student": "ada"}', b'{"simulated": 1}'])
def test_a_persons_work_stays(course: Course, mark: bytes | None) -> None:
    """Is a submission that does not say it is simulated kept, and nothing written at all?"""
    command(course, "--students", "2")
    kept = course.submit("simulated-0003")
    if mark is not None:
        (kept / "simulated.json").write_bytes(mark)
    before = files(course.root)
    code, told = command(course, "--students", "5")
    assert code == 1
    assert "simulated-0003" in told
    assert "not simulated" in told
    assert files(course.root) == before


def test_links_are_not_followed(course: Course, tmp_path: Path) -> None:
    """Is a link in a student's place refused, and what it leads to left alone?"""
    command(course, "--students", "1")
    submitted = course.root / "autograder" / "submitted"
    (submitted / "simulated-0001").rename(tmp_path / "simulated-0001")
    (submitted / "simulated-0001").symlink_to(tmp_path / "simulated-0001")
    before = files(tmp_path / "simulated-0001")
    code, told = command(course, "--students", "1")
    assert (code, "is a link" in told) == (1, True)
    assert files(tmp_path / "simulated-0001") == before


@pytest.mark.parametrize("name", ["../mira", "..", "nobody", "a/b"])
def test_other_names(course: Course, name: str) -> None:
    """Is a name that is no assignment refused in a sentence?"""
    result = CliRunner().invoke(app, ["simulate", name, "--students", "2", "--seed", "1", "--root", str(course.root)])
    assert result.exit_code == 1
    assert repr(name) in result.output
    assert not (course.root / "autograder" / "submitted").exists()


@pytest.mark.parametrize(
    ("held", "told"),
    [
        (None, "no released notebook"),
        (b"{", "is no notebook"),
        (b"[]", "is no notebook"),
        (b'{"cells": [], "metadata": {}}', "does not open"),
        (b'{"cells": [{"cell_type": "code", "source": "exercise.open(\'mira\')"}]}', "asks for nothing"),
        (
            b'{"cells": [{"cell_type": "code", "source": "exercise.open(\'mira\')\\nexercise.ask(\'lost\')"}]}',
            "asks for 'lost'",
        ),
    ],
)
def test_releases_that_cannot_be_used(scheme: Scheme, tmp_path: Path, held: bytes | None, told: str) -> None:
    """Does a release that is missing, damaged or another assignment's get an error that says how to release?"""
    path = tmp_path / "mira.ipynb"
    if held is not None:
        path.write_bytes(held)
    with pytest.raises(Refused, match=f"{told}.*nbgrader generate_assignment"):
        simulate(scheme, path, tmp_path / "into", 3, 1)
    assert not (tmp_path / "into").exists()


def test_nbgrader_grades_the_class(course: Course, scheme: Scheme, release: Path) -> None:
    """Does keyed autograding take a class with every trick and flaw, and give the marks that the answers earn?"""
    submitted = course.root / "autograder" / "submitted"
    shares = {"hostile": 8.0, "careless": 4.0, "honest": 1.0, "weak": 1.0}
    made = simulate(scheme, release, submitted, 14, 9, shares=shares)
    assert course.autograde("*")
    for student in made.students:
        folder = submitted / student.id / "mira"
        given = answers(json.loads((folder / "mira.ipynb").read_bytes()), "mira", folder).given
        expected = {item: mark for item, mark in marks(scheme, given).items() if item != "own-words"}
        assert course.marks(student.id) == expected, student
    with Gradebook(f"sqlite:///{course.root}/autograder/gradebook.db") as gradebook:
        handed_in = gradebook.find_submission("mira", made.students[0].id).timestamp
    stamp = (submitted / made.students[0].id / "mira" / "timestamp.txt").read_text()
    assert stamp == f"{handed_in:%Y-%m-%d %H:%M:%S.%f} UTC"
