"""The instructor's side in a browser: nbgrader's formgrader over a course in which two students have handed in."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.nbgrader.term import ASSIGNMENT, Course, Term, mixed_answers, whole_way

from .server import JupyterServer

pytestmark = pytest.mark.browser


class GradingServer(JupyterServer):
    """A Jupyter server at the root of a course, with nbgrader's extensions switched on."""

    def __init__(self, folder: Path, course: Path) -> None:
        super().__init__(folder, "jupyterlab")
        self._course = course

    def _write_settings(self) -> None:
        """Lay the course out before the server starts, since nbgrader reads its settings then."""
        shutil.copytree(self._course, self.root, dirs_exist_ok=True)


@pytest.fixture(scope="module")
def term(tmp_path_factory: pytest.TempPathFactory) -> Term:
    """Two graded submissions."""
    return whole_way(tmp_path_factory.mktemp("term"))


@pytest.fixture(scope="module")
def grading(term: Term, tmp_path_factory: pytest.TempPathFactory) -> Iterator[GradingServer]:
    """The instructor's server."""
    with GradingServer(tmp_path_factory.mktemp("grading"), term.course.folder) as server:
        yield server


@pytest.fixture
def page(browser: Browser, grading: GradingServer) -> Iterator[Page]:
    """The formgrader's first page."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(f"{grading.address}/formgrader/gradebook?token={grading.token}")
    yield page
    context.close()
