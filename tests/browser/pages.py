"""What a person does with a notebook in a browser, in words; one class for each front end."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Callable
from pathlib import Path
from typing import Literal
from urllib.parse import quote

from playwright.sync_api import ConsoleMessage, Error, Locator, Page, expect

from .server import JupyterServer

SCREENSHOTS = Path(__file__).parents[2] / "build" / "screenshots"
KERNEL_MS = 60_000
"""Longest wait for a kernel, in milliseconds: a cold one on a busy machine takes its time."""

FrontEnd = Literal["lab", "notebook"]
Theme = Literal["Light", "Dark"]


class NotebookPage(ABC):
    """A notebook, open in a front end.

    Parameters
    ----------
    page : Page
        A fresh browser page.
    server : JupyterServer
        The server that has the notebook.
    """

    front_end: FrontEnd

    def __init__(self, page: Page, server: JupyterServer) -> None:
        self.page = page
        self.server = server
        self.errors: list[str] = []
        self._stale = False
        page.on("console", self._hear)
        page.on("pageerror", self._catch)

    @abstractmethod
    def address(self, path: str) -> str:
        """Return where this front end opens the notebook at `path`."""

    def open(self, path: str) -> None:
        """Open the notebook at `path`, relative to the server's root."""
        self.page.goto(f"{self.server.address}{self.address(path)}token={self.server.token}")
        expect(self.cells.first).to_be_visible(timeout=KERNEL_MS)

    def reload(self) -> None:
        """Load the page anew; until the lesson has started again, its saved cards have no model, as the console may say."""
        self._stale = True
        self.page.reload()

    @property
    def cells(self) -> Locator:
        """The notebook's cells."""
        return self.page.locator(".jp-NotebookPanel:not(.lm-mod-hidden) .jp-Notebook .jp-Cell")

    @property
    def outputs(self) -> Locator:
        """The output areas of the notebook's cells."""
        return self.cells.locator(".jp-OutputArea-output")

    @property
    def start_button(self) -> Locator:
        """The button that starts the lesson."""
        return self.page.get_by_role("button", name="Start this lesson", exact=True)

    @property
    def announcement(self) -> Locator:
        """The sentence beside the start button."""
        return self.page.locator(".rapport-start").get_by_role("status")

    def wait_for_idle(self) -> None:
        """Wait until the kernel is there and has nothing to do."""
        panel = self.page.locator(".jp-NotebookPanel:not(.lm-mod-hidden)")
        # The indicator also says idle in the moment before it knows of any kernel, so the kernel must have its name by then.
        expect(panel.locator(".jp-KernelName")).to_have_text(re.compile(r"^(?!No Kernel)\S"), timeout=KERNEL_MS)
        expect(panel.locator('.jp-Notebook-ExecutionIndicator[data-status="idle"]')).to_be_attached(timeout=KERNEL_MS)

    def start_lesson(self) -> None:
        """Press the start button and wait until the lesson runs."""
        self.wait_for_idle()
        self.start_button.click()
        self.wait_until_started()

    def wait_until_started(self) -> None:
        """Wait until every cell of the lesson has run."""
        expect(self.announcement).to_have_text("The lesson has started.", timeout=KERNEL_MS)
        expect(self.start_button).to_be_hidden()
        self.wait_for_idle()
        self._stale = False

    def choose_from_menu(self, menu: str, entry: str) -> None:
        """Choose an entry of the menu bar, by the words that it starts with."""
        self.page.get_by_role("menubar").get_by_role("menuitem", name=menu, exact=True).click()
        self.page.get_by_role("menuitem", name=re.compile(f"^{re.escape(entry)}")).click()

    def set_theme(self, theme: Theme) -> None:
        """Switch the theme by the menu, unless it is this one already; the server keeps it for other windows."""
        body = self.page.locator(f'body[data-jp-theme-light="{str(theme == "Light").lower()}"]')
        if not body.count():
            self.page.get_by_role("menubar").get_by_role("menuitem", name="Settings", exact=True).click()
            self.page.locator(".lm-Menu-itemLabel", has_text=re.compile("^Theme$")).hover()
            with self.page.expect_response(lambda reply: reply.request.method == "PUT" and "/settings/" in reply.url):
                self.page.get_by_text(f"JupyterLab {theme}", exact=True).click()
        expect(body).to_be_attached()

    def run_all(self) -> None:
        """Run every cell, as by hand."""
        self.wait_for_idle()
        self.choose_from_menu("Run", "Run All Cells")

    def restart_kernel(self) -> None:
        """Restart the kernel and confirm; returns once the new one is idle."""
        with self.page.expect_response(lambda reply: reply.url.split("?")[0].endswith("/restart")):
            self.choose_from_menu("Kernel", "Restart Kernel…")
            self.confirm_restart()
        self.wait_for_idle()

    def confirm_restart(self) -> None:
        """Say yes to the question whether the kernel shall restart."""
        self.page.get_by_role("dialog").get_by_role("button", name="Confirm Kernel Restart").click()

    def save(self) -> None:
        """Save with Ctrl+S and wait until the server has the file."""
        with self.page.expect_response(lambda reply: reply.request.method == "PUT" and "/api/contents/" in reply.url):
            self.page.keyboard.press("Control+s")

    def close(self) -> None:
        """Close the window and end the kernel, as when a day's work is done."""
        self.page.close()
        self.server.end_sessions()

    def press_until(self, key: str, reached: Callable[[], bool], most: int = 80) -> None:
        """Press a key until a condition holds; a keyboard user who presses it more than `most` times gives up."""
        for _ in range(most):
            if reached():
                return
            self.page.keyboard.press(key)
        raise AssertionError(f"{most} presses of {key} did not lead there; the focus is on {self.focused()!r}.")

    def focused(self) -> str:
        """Return the HTML of the focused element's own tag."""
        tag: str = self.page.evaluate("() => document.activeElement.cloneNode(false).outerHTML")
        return tag

    def has_focus(self, element: Locator) -> bool:
        """Return whether an element, if it is there, has the focus."""
        return element.count() == 1 and bool(element.evaluate("one => one === document.activeElement"))

    def screenshot(self, name: str) -> None:
        """Keep a picture of the page for people to look at."""
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=SCREENSHOTS / f"{name}-{self.front_end}.png")

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not (self._stale and "widget model not found" in message.text):
            self.errors.append(f"{message.text} ({message.location['url']})")

    def _catch(self, error: Error) -> None:
        self.errors.append(f"{error.message}\n{error.stack}")


class LabPage(NotebookPage):
    """A notebook in JupyterLab."""

    front_end = "lab"

    def wait_for_idle(self) -> None:
        """Wait until the kernel is there and has nothing to do, as the status bar says too."""
        super().wait_for_idle()
        expect(self.page.locator("#jp-main-statusbar")).to_contain_text("| Idle", timeout=KERNEL_MS)

    def address(self, path: str) -> str:
        """Return the address, in a workspace of its own: what other tests had open does not open again."""
        workspace = re.sub(r"\W+", "-", path)
        return f"/lab/workspaces/{workspace}/tree/{quote(path)}?"


class Notebook7Page(NotebookPage):
    """A notebook in Notebook 7."""

    front_end = "notebook"

    def address(self, path: str) -> str:
        """Return the address."""
        return f"/notebooks/{quote(path)}?"
