"""Servers (once a session), a browser (once a session) and fresh pages (once a test)."""

from __future__ import annotations

import re
from collections.abc import Callable, Generator, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from .assignment import write_assignment
from .chromium import launch
from .pages import FrontEnd, LabPage, Notebook7Page, NotebookPage
from .server import JupyterServer
from .stage import Stage
from .window import SLOW_MS

# Playwright's own 5 s are short for a machine that is busy; where all is well, longer ones cost nothing.
expect.set_options(timeout=SLOW_MS)

PAGES: dict[FrontEnd, type[NotebookPage]] = {"lab": LabPage, "notebook": Notebook7Page}

PageMaker = Callable[..., NotebookPage]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A Chromium for the whole session."""
    with sync_playwright() as playwright:
        chromium = launch(playwright)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def lab_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[JupyterServer]:
    """`jupyter lab`, on which lessons wait for their button."""
    with JupyterServer(tmp_path_factory.mktemp("lab"), "jupyterlab") as server:
        yield server


@pytest.fixture(scope="session")
def notebook_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[JupyterServer]:
    """`jupyter notebook`, on which lessons wait for their button."""
    with JupyterServer(tmp_path_factory.mktemp("notebook"), "notebook") as server:
        yield server


@pytest.fixture(scope="session")
def auto_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[JupyterServer]:
    """The server of `make lab`, on which lessons start by themselves; it serves both front ends."""
    with JupyterServer(tmp_path_factory.mktemp("auto"), "jupyterlab", auto=True) as server:
        yield server


@pytest.fixture(params=["lab", "notebook"])
def front_end(request: pytest.FixtureRequest) -> FrontEnd:
    """Each front end in turn."""
    name: FrontEnd = request.param
    return name


@pytest.fixture
def server(front_end: FrontEnd, request: pytest.FixtureRequest) -> Iterator[JupyterServer]:
    """The server that belongs to the front end; kernels end with the test."""
    running: JupyterServer = request.getfixturevalue(f"{front_end}_server")
    yield running
    running.end_sessions()


@pytest.fixture
def auto(auto_server: JupyterServer) -> Iterator[JupyterServer]:
    """The server on which lessons start by themselves; kernels end with the test."""
    yield auto_server
    auto_server.end_sessions()


@pytest.fixture
def folder(request: pytest.FixtureRequest) -> str:
    """A folder name, below a server's root, that no other test uses."""
    name: str = re.sub(r"\W+", "-", request.node.name).strip("-")
    return name


@pytest.fixture
def new_page(browser: Browser, front_end: FrontEnd, request: pytest.FixtureRequest) -> Iterator[PageMaker]:
    """Make fresh pages on a server; a failed test leaves a picture of each."""
    contexts = []
    pages: list[NotebookPage] = []

    def make(server: JupyterServer, **options: Any) -> NotebookPage:
        context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, **options})
        contexts.append(context)
        pages.append(PAGES[front_end](context.new_page(), server))
        return pages[-1]

    yield make
    failed = request.node.stash.get(FAILED, False)
    if failed:
        name = re.sub(r"\W+", "-", request.node.name)
        for page in (page for page in pages if not page.page.is_closed()):
            page.screenshot(f"failed-{name}")
    ours = [error for page in pages for error in page.errors if OURS.search(error)]
    for context in contexts:
        context.close()
    assert failed or not ours, "the browser's console has errors of ours:\n" + "\n".join(ours)


@pytest.fixture
def page(new_page: PageMaker, server: JupyterServer) -> NotebookPage:
    """A fresh page on the front end's server."""
    return new_page(server)


def started_assignment(request: pytest.FixtureRequest, browser: Browser, folder: str) -> Iterator[NotebookPage]:
    """Start the assignment in the front end that a module's fixture has for its parameter."""
    server: JupyterServer = request.getfixturevalue(f"{request.param}_server")
    page = PAGES[request.param](browser.new_page(viewport={"width": 1280, "height": 900}), server)
    page.open(write_assignment(server, folder))
    page.start_lesson()
    yield page
    page.close()
    assert [error for error in page.errors if OURS.search(error)] == []


FAILED = pytest.StashKey[bool]()
# JupyterLab and Notebook 7 log errors of their own; these are what a card or the start button would be named by.
OURS = re.compile("rapport|anywidget|widget", re.IGNORECASE)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Remember whether the test failed, so that its fixtures know when they end."""
    report = yield
    item.stash[FAILED] = item.stash.get(FAILED, False) or report.failed
    return report


@pytest.fixture
def assignment(server: JupyterServer, folder: str) -> str:
    """The path, below the server's root, of a small assignment with a card of every kind that is marked."""
    return write_assignment(server, folder)


@pytest.fixture
def stage(browser: Browser) -> Iterator[Stage]:
    """A bare page; errors in it fail the test."""
    page = browser.new_page(viewport={"width": 800, "height": 900})
    bare = Stage(page)
    yield bare
    page.close()
    assert bare.errors == []
