"""A class of forty, simulated once for all tests that only read it."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.keys import Scheme, find
from autograder.simulate.run import Made, simulate
from tests.autograder.course import Course


@pytest.fixture(scope="session")
def scheme(released_course: Course) -> Scheme:
    """Return the items and keys of `mira`, which has an item of every kind."""
    root = released_course.root
    return find("mira", root / "autograder" / "keys", root / "solutions" / "mira")


@pytest.fixture(scope="session")
def release(released_course: Course) -> Path:
    """Return the released notebook."""
    return released_course.root / "exercises" / "mira" / "mira.ipynb"


@pytest.fixture(scope="session")
def forty(scheme: Scheme, release: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Made]:
    """Return the folder of a class of forty, and who is in it."""
    into = tmp_path_factory.mktemp("forty")
    shares = {"honest": 1.0, "weak": 1.0, "careless": 1.0, "hostile": 1.0}
    return into, simulate(scheme, release, into, 40, 5, shares=shares)
