"""Every lesson, opened once as a learner opens it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from playwright.sync_api import Browser, expect

from tests.notebooks.committed import LESSONS, PROGRESS, ROOT, called

from .access import violations
from .conftest import OURS
from .pages import KERNEL_MS, LabPage
from .server import JupyterServer
from .voila import LEFT_OUT

pytestmark = pytest.mark.browser

ERRORS = '[data-mime-type="application/vnd.jupyter.error"], [data-mime-type="application/vnd.jupyter.stderr"]'


@pytest.fixture(scope="module")
def window(browser: Browser, auto_server: JupyterServer) -> Iterator[LabPage]:
    """JupyterLab, over a copy of the course."""
    shutil.copytree(ROOT / "course", auto_server.root / "course", ignore=LEFT_OUT)
    lab = LabPage(browser.new_page(viewport={"width": 1280, "height": 4000}), auto_server)
    lab.page.goto(f"{auto_server.address}/lab/workspaces/lessons/?token={auto_server.token}")
    expect(lab.page.get_by_role("menubar").get_by_role("menuitem", name="File", exact=True)).to_be_visible(
        timeout=KERNEL_MS
    )
    yield lab
    lab.close()


@pytest.fixture
def lab(window: LabPage, auto_server: JupyterServer) -> Iterator[LabPage]:
    """The same window with nothing open; what a lesson logs fails its test."""
    window.errors.clear()
    yield window
    window.save()  # or it would be asked about when it closes
    window.choose_from_menu("File", "Close All Tabs")
    auto_server.end_sessions()
    assert [error for error in window.errors if OURS.search(error)] == []


@pytest.mark.parametrize("path", [*LESSONS, PROGRESS], ids=lambda path: path.stem)
def test_a_lesson_starts_without_an_error(lab: LabPage, path: Path) -> None:
    """Does the lesson start by itself, without an error, and show a living card for all that it asks for, in which axe finds nothing wrong?"""
    lab.choose_from_menu("File", "Open from Path…")
    lab.page.get_by_role("dialog").get_by_role("textbox").fill(f"course/{path.name}")
    lab.page.keyboard.press("Enter")
    expect(lab.cells.first).to_be_visible(timeout=KERNEL_MS)
    lab.wait_for_idle()
    wanted = len(called(nbformat.read(path, 4), "lesson.ask", "lesson.meet")) or 1
    for at in range(lab.cells.count()):
        lab.cells.nth(at).scroll_into_view_if_needed()
    expect(lab.page.locator(".rapport-card")).to_have_count(wanted, timeout=KERNEL_MS)
    expect(lab.page.locator(ERRORS)).to_have_count(0)
    expect(lab.page.get_by_text("model not found")).to_have_count(0)
    assert violations(lab, ".rapport-card") == []
    lab.screenshot(f"lesson-{path.stem}")
