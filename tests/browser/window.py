"""A lesson of strange texts in a browser window."""

from __future__ import annotations

import json
import secrets
import shutil
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Locator

from . import documents
from .pages import SCREENSHOTS, Notebook7Page, NotebookPage, Theme
from .server import JupyterServer

FIXTURES = Path(__file__).parent / "fixtures" / "looks"
MEASURE = (Path(__file__).parent / "looks.js").read_text(encoding="utf-8")
LONG = ("I hear how much lies on you since then, and how little of it anybody asked about. " * 20)[:1499] + "."
KERNEL = 'import os\nprint("kernel", os.getpid())'
NOTEBOOKS_OWN = "(reading 'schema')"
"""Notebook 7.6's shortcuts look at a plugin's settings before they are loaded; seen without any lesson too."""
SLOW_MS = 15_000
"""Longest wait for an answer, in milliseconds, on a busy machine."""


def write_looks(server: JupyterServer, name: str, *cells: str) -> str:
    """Write the fixture's two lessons, which hold the same items, and a notebook with these cells; return its path."""
    folder = f"{name}-{secrets.token_hex(4)}"
    place = server.root / folder
    shutil.copytree(FIXTURES, place)
    practice = place / "practice" / "looks.yaml"
    items = practice.read_text(encoding="utf-8").replace("LONG", LONG)
    practice.write_text(items, encoding="utf-8")
    (place / "practice" / "fresh.yaml").write_text(items.replace("lesson: looks", "lesson: fresh"), encoding="utf-8")
    noor = (place / "cases" / "noor.yaml").read_text(encoding="utf-8")
    (place / "cases" / "nour.yaml").write_text(noor.replace("id: noor", "id: nour"), encoding="utf-8")
    documents.write(place / "looks.ipynb", *(documents.card(source) for source in (KERNEL, *cells)))
    return f"{folder}/looks.ipynb"


def opened(name: str, *calls: str) -> list[str]:
    """Return cells that open a lesson and then make these calls."""
    return [f'from rapport import lesson\nlesson.open("{name}")', *(f"lesson.{call}" for call in calls)]


def recorded(window: Window, item: str) -> list[dict[str, Any]]:
    """Return every answer to an item in the lesson's journal, in order."""
    journal = (window.server.root / window.path).with_suffix(".responses.jsonl")
    lines = journal.read_text(encoding="utf-8").splitlines() if journal.exists() else []
    events = [json.loads(line) for line in lines if line]
    return [event["response"] for event in events if event["item"] == item]


class Window:
    """A lesson in a browser window, and its cards by the names of their items."""

    def __init__(self, browser: Browser, server: JupyterServer, path: str) -> None:
        self.context = browser.new_context(viewport={"width": 1280, "height": 900})
        self.notebook: NotebookPage = Notebook7Page(self.context.new_page(), server)
        self.page = self.notebook.page
        self.server = server
        self.path = path

    def start(self) -> None:
        """Open the lesson and start it."""
        self.notebook.open(self.path)
        self.set_theme("Light")
        self.notebook.start_lesson()

    def card(self, item: str) -> Locator:
        """Return the card of an item; where it stands twice, both."""
        return self.page.locator(f'.rapport-card[data-item="{item}"]')

    def status(self, item: str) -> Locator:
        """Return the line that says whether the answer is saved."""
        return self.card(item).first.locator(".rapport-status").last

    def take_turn(self, client: str, words: str) -> None:
        """Say something to a client with the mouse."""
        card = self.card(f"meet-{client}").first
        card.get_by_role("radio", name=words).check()
        card.get_by_role("button", name="Say it").click()

    def set_theme(self, theme: Theme) -> None:
        """Switch the theme by the menu, for which the window must be wide."""
        self.resize(1280)
        self.notebook.set_theme(theme)

    def resize(self, width: int, height: int = 900) -> None:
        """Make the window so large, and wait until the notebook and its drawings have followed."""
        self.page.set_viewport_size({"width": width, "height": height})
        self.page.wait_for_function(
            """() => {
                const box = document.querySelector('.jp-NotebookPanel').getBoundingClientRect();
                return box.right <= innerWidth && box.right > innerWidth - 80 && box.bottom > innerHeight - 80;
            }"""
        )
        self.page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")

    def measure(self, what: str) -> list[str]:
        """Return the faults that looks.js finds."""
        self.page.evaluate(MEASURE)
        assert self.page.evaluate("looks.textCount()") > 20, "there is hardly any text to measure"
        found: list[str] = self.page.evaluate(f"looks.{what}()")
        return found

    def picture(self, name: str, width: int = 1280) -> None:
        """Keep a picture of the whole notebook; the window is made as high as it."""
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        self.resize(width, 16_000)
        self.page.locator(".jp-WindowedPanel-outer").evaluate("(one) => one.scrollTo(0, 0)")
        last = self.page.locator(".rapport-card").last.bounding_box()
        assert last is not None
        self.page.screenshot(
            path=SCREENSHOTS / f"looks-{name}.png",
            clip={"x": 0, "y": 0, "width": width, "height": last["y"] + last["height"] + 20},
        )
        self.resize(width)


def assert_quiet(window: Window) -> None:
    """Fail on any error in the browser's console, but for one of Notebook's own."""
    assert [error for error in window.notebook.errors if NOTEBOOKS_OWN not in error] == []
