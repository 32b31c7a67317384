"""Fixtures for grading a small course; see `course.py`."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from tests.autograder.course import Course, Notebook, mixed_notebook, source_notebook, write_course


@pytest.fixture(scope="session")
def released_course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """Return a course whose assignment is released; tests copy it and leave it alone."""
    return _released(tmp_path_factory.mktemp("released") / "course", source_notebook())


@pytest.fixture(scope="session")
def released_mixed_course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """Return the like, with an instructor's own code and tests in the notebook as well."""
    return _released(tmp_path_factory.mktemp("released") / "course", mixed_notebook())


@pytest.fixture
def course(released_course: Course, tmp_path: Path, environment: None) -> Course:
    """Return a course of the test's own, with its assignment released and nothing handed in."""
    return Course(Path(shutil.copytree(released_course.root, tmp_path / "course")))


@pytest.fixture
def mixed_course(released_mixed_course: Course, tmp_path: Path, environment: None) -> Course:
    """Return the like, whose notebook also holds a function to write, and the instructor's own tests of it."""
    return Course(Path(shutil.copytree(released_mixed_course.root, tmp_path / "course")))


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the variables that nbgrader_config.py sets within one test."""
    _clear(monkeypatch)


def _released(root: Path, notebook: Notebook) -> Course:
    course = write_course(root, notebook)
    with pytest.MonkeyPatch.context() as patch:
        _clear(patch)
        course.release()
    return course


def _clear(patch: pytest.MonkeyPatch) -> None:
    for variable in ("RAPPORT_KEYS", "RAPPORT_SOURCE", "RAPPORT_GRADING"):
        patch.setenv(variable, "")  # set first, so that it is put back even where it was not set before
        patch.delenv(variable)
    patch.setenv("PATH", os.environ["PATH"])  # nbgrader_config.py adds to it
    patch.setenv("JUPYTER_PLATFORM_DIRS", "1")
