"""Every lesson, opened once as a learner opens it."""

from __future__ import annotations

import shutil
from pathlib import Path

import nbformat
import pytest
from playwright.sync_api import expect

from tests.notebooks.committed import LESSONS, PROGRESS, ROOT, called

from .conftest import PageMaker
from .pages import KERNEL_MS
from .server import JupyterServer

pytestmark = pytest.mark.browser

ERRORS = '[data-mime-type="application/vnd.jupyter.error"], [data-mime-type="application/vnd.jupyter.stderr"]'


@pytest.mark.parametrize("front_end", ["lab"], indirect=True)
@pytest.mark.parametrize("path", [*LESSONS, PROGRESS], ids=lambda path: path.stem)
def test_a_lesson_starts_without_an_error(new_page: PageMaker, auto: JupyterServer, folder: str, path: Path) -> None:
    """Does the lesson start by itself, show a living card for every item and client that it asks for, and no error?"""
    shutil.copytree(ROOT / "course", auto.root / folder, ignore=shutil.ignore_patterns("*.responses.jsonl", ".*"))
    page = new_page(auto, viewport={"width": 1280, "height": 4000})
    page.open(f"{folder}/{path.name}")
    page.wait_for_idle()
    cells = page.cells
    wanted = len(called(nbformat.read(path, 4), "lesson.ask", "lesson.meet")) or 1
    for at in range(cells.count()):
        cells.nth(at).scroll_into_view_if_needed()
    expect(page.page.locator(".rapport-card")).to_have_count(wanted, timeout=KERNEL_MS)
    expect(page.page.locator(ERRORS)).to_have_count(0)
    expect(page.page.get_by_text("model not found")).to_have_count(0)
    page.screenshot(f"lesson-{path.stem}")
