"""A released course with every kind of cell that bulk grading knows."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.autograder.bulk.classes import due_at_noon, with_essay
from tests.autograder.conftest import _released
from tests.autograder.course import Course, source_notebook


@pytest.fixture(scope="session")
def released_class(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """Return a released course whose assignment is due at noon; tests copy it and leave it alone."""
    course = _released(tmp_path_factory.mktemp("class") / "course", with_essay(source_notebook()))
    due_at_noon(course)
    return course


@pytest.fixture
def course(released_class: Course, tmp_path: Path, environment: None) -> Course:
    """Return a course of the test's own, with nothing handed in."""
    return Course(Path(shutil.copytree(released_class.root, tmp_path / "course")))
