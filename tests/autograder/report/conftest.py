"""A class of forty, simulated and graded once for all tests that only read it."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from autograder.keys import find
from autograder.simulate.run import simulate
from tests.autograder.bulk.classes import bulk
from tests.autograder.course import Course

VARIABLES = ("RAPPORT_KEYS", "RAPPORT_SOURCE", "RAPPORT_GRADING")


@pytest.fixture(scope="session")
def graded_class(released_course: Course, tmp_path_factory: pytest.TempPathFactory) -> Course:
    """Return a course with forty graded submissions; tests leave it alone."""
    root = Path(shutil.copytree(released_course.root, tmp_path_factory.mktemp("graded") / "course"))
    scheme = find("mira", root / "autograder" / "keys", root / "solutions" / "mira")
    simulate(scheme, root / "exercises" / "mira" / "mira.ipynb", root / "autograder" / "submitted", 40, 5)
    course = Course(root)
    with pytest.MonkeyPatch.context() as patch:
        for variable in VARIABLES:
            patch.setenv(variable, "")
            patch.delenv(variable)
        patch.setenv("PATH", os.environ["PATH"])
        patch.setenv("JUPYTER_PLATFORM_DIRS", "1")
        bulk(course)
    return course


@pytest.fixture
def own_class(graded_class: Course, tmp_path: Path, environment: None) -> Course:
    """Return a copy of it that a test may change."""
    return Course(Path(shutil.copytree(graded_class.root, tmp_path / "graded")))
