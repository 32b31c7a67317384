"""A set-up that is well is found well; each thing that breaks is found by its own check, with place and mend, and by no other."""

from __future__ import annotations

import json
import os
import shutil
from importlib.metadata import PackageNotFoundError
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from autograder.cli import app
from autograder.doctor import places, settings
from autograder.doctor.course import Course as Looked
from autograder.doctor.course import read_course
from autograder.doctor.examine import CHECKS, examine
from tests.autograder.course import Course, nbgraders_warnings
from tests.autograder.doctor.breaks import BREAKS, add_setting, write


@pytest.fixture(autouse=True)
def exchange(course: Course, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let nobody's own settings count, and give the course an exchange with the assignment in it."""
    monkeypatch.setenv("JUPYTER_CONFIG_DIR", str(course.root / "none"))
    root = course.root / "exchange"
    for folder, mode in (("", 0o777), ("rapport", 0o755), ("rapport/outbound", 0o755), ("rapport/inbound", 0o733)):
        (root / folder).mkdir()
        (root / folder).chmod(mode)
    shutil.copytree(course.root / "exercises" / "mira", root / "rapport" / "outbound" / "mira")
    add_setting(course, f'c.Exchange.root = "{root}"')
    course.submit("ada")
    return root


def found(course: Course) -> list[tuple[str, str]]:
    """Return what is found broken: the check and its words."""
    with nbgraders_warnings():
        done = examine(course.root)
    assert all(finding.where and finding.mend for _, finding in done.findings)
    return [(check, finding.what) for check, finding in done.findings]


def doctor(course: Course, *more: str) -> Result:
    with nbgraders_warnings():
        return CliRunner().invoke(app, ["doctor", "--root", str(course.root), *more])


def test_a_course_that_is_well(course: Course) -> None:
    """Is nothing found in a course that is well, is that the exit code, and does --verbose say what was looked at?"""
    files = {path: path.stat().st_mtime_ns for path in course.root.rglob("*")}
    result = doctor(course, "--verbose")
    assert result.exit_code == 0, result.output
    assert result.output.count("Well: ") == len(CHECKS) + 1
    assert "Nothing is broken." in result.output
    assert {path: path.stat().st_mtime_ns for path in course.root.rglob("*")} == files


@pytest.mark.parametrize("name", BREAKS)
def test_breaks(course: Course, name: str) -> None:
    """Is what breaks found by its own check, with the words that tell it, and by no other check?"""
    change, checks, told = BREAKS[name]
    change(course)
    broken = found(course)
    assert {check for check, _ in broken} == set(checks.split(", ")), broken
    assert any(told in what for _, what in broken), broken


def test_what_breaks_is_printed(course: Course) -> None:
    """Are what, where and mend printed, as text and as JSON, for a name that a terminal would obey, with exit code 1?"""
    write("autograder/submitted/x\x1b[2J", "")(course)
    result = doctor(course)
    assert result.exit_code == 1
    assert "\x1b" not in result.output
    for words in ("x\N{REPLACEMENT CHARACTER}[2J", "where: autograder/submitted", "mend:  move it into STUDENT/NAME"):
        assert words in result.output
    (finding,) = json.loads(doctor(course, "--json").output)["findings"]
    assert finding.keys() == {"check", "what", "where", "mend"}


def test_one_assignment(course: Course) -> None:
    """Can one assignment be looked at alone, and is a name that is none told?"""
    assert doctor(course, "mira").exit_code == 0
    result = doctor(course, "mirra")
    assert result.exit_code == 1
    assert "there are: mira" in result.output


@pytest.fixture
def looked(course: Course) -> Looked:
    """Return the course as the checks look at it."""
    return read_course(course.root)


def test_versions(looked: Looked) -> None:
    """Is a package of another version found, and one that is not there?"""

    def installed(name: str) -> str:
        if name == "fsrs":
            raise PackageNotFoundError
        return {"nbgrader": "0.8.5", "rapport": "1"}.get(name, settings.version(name))

    told = [finding.what for finding in settings.packages(looked, installed)]
    assert len(told) == 2
    assert any("nbgrader is of version 0.8.5" in what for what in told)
    assert any("fsrs is not installed" in what for what in told)


def test_extensions(looked: Looked) -> None:
    """Are extensions of nbgrader's found that Jupyter does not load or has switched off?"""
    server = {f"nbgrader.server_extensions.{name}": name != "formgrader" for name in settings.SERVER_EXTENSIONS}
    told = [finding.what for finding in settings.jupyter(looked, (server, {}))]
    assert told == ["Jupyter's server does not load nbgrader's formgrader", "JupyterLab does not show nbgrader"]


def test_rights(looked: Looked) -> None:
    """Are folders found that one may not read? The superuser, as in containers, may read all."""

    def may(path: Path, _: int) -> bool:
        return path.name not in {"submitted", "mira"}

    told = [finding.what for finding in places.permissions(looked, may)]
    assert [what.split(":")[0] for what in told] == [
        "you may not read or write this folder",
        "you may not read what was handed in",
    ]


def test_a_server_without_an_answer(looked: Looked) -> None:
    """Is a database server that can't be reached found, and its password kept to itself?"""
    looked.directory.db_url = "postgresql+psycopg://teacher:secret@127.0.0.1:1/grades"
    (finding,) = places.gradebook(looked)
    assert "can't be read" in finding.what
    assert "secret" not in f"{finding}"


def test_a_check_that_fails(course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    """Does a check that fails itself say so, and hide nothing that others find?"""
    (course.root / "solutions" / "mira" / "mira.ipynb").write_text("{")
    broken = found(course)
    assert {check for check, _ in broken} == {"points", "release", "cells"}
    assert all("could not be checked" in what for _, what in broken)


def test_variable(course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    """Is RAPPORT_KEYS that points at nothing found, and named?"""
    monkeypatch.setenv("RAPPORT_KEYS", os.path.join(str(course.root), "nowhere"))
    ((check, what),) = found(course)
    assert check == "keys' folder"
    assert "the variable RAPPORT_KEYS" in what
