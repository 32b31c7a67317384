"""How a lesson starts, in JupyterLab and in Notebook 7."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from . import documents
from .access import NARROW, WIDE, cut_off, violations
from .conftest import PageMaker
from .pages import KERNEL_MS, NotebookPage
from .server import JupyterServer

pytestmark = pytest.mark.browser

# Each cell says how often it ran in its kernel.
COUNT = "runs = globals().get('runs', 0) + 1\nprint(f'opened in run {runs}')"
ASK = "asked = globals().get('asked', 0) + 1\nprint(f'asked in run {asked}')"


@pytest.fixture
def lesson(folder: str) -> str:
    """The path of a lesson below the server's root."""
    return f"{folder}/lesson.ipynb"


def write_lesson(server: JupyterServer, path: str, *more: str) -> None:
    """Write a lesson with prose, two tagged cells and one that nobody tagged."""
    cells = [documents.prose("# Listening"), documents.card(COUNT), documents.prose("Some words."), documents.card(ASK)]
    cells += [documents.card(source) for source in more]
    documents.write(server.root / path, *cells, documents.code("print('not part of the lesson')"))


def expect_outputs(page: NotebookPage, *words: str | re.Pattern[str]) -> None:
    """Expect these outputs and no others."""
    expect(page.outputs).to_have_text(list(words), timeout=KERNEL_MS)


def test_button_starts_the_lesson(page: NotebookPage, server: JupyterServer, lesson: str) -> None:
    """Is the button in order for axe, and does one press run the lesson's cells, and only those, and take the button away?"""
    write_lesson(server, lesson)
    page.open(lesson)
    expect(page.start_button).to_be_visible()
    assert violations(page, ".rapport-start") == []
    if page.front_end == "notebook":  # JupyterLab has bars of its own on a phone's screen
        page.page.set_viewport_size(NARROW)
        assert not cut_off(page.page.locator(".rapport-start")), "the start bar does not fit a phone"
        page.screenshot("narrow-start")
        page.page.set_viewport_size(WIDE)
    page.wait_for_idle()
    expect_outputs(page)
    page.screenshot("start-button")
    page.start_lesson()
    expect_outputs(page, "opened in run 1", "asked in run 1")
    page.screenshot("started")


def test_keyboard_alone(page: NotebookPage, server: JupyterServer, lesson: str) -> None:
    """Without a mouse, can the lesson be started, does the focus then go to the notebook, and does a restart bring the button back?"""
    write_lesson(server, lesson)
    page.open(lesson)
    page.wait_for_idle()
    page.press_until("Shift+Tab", lambda: page.has_focus(page.start_button))
    outline = page.start_button.evaluate("button => getComputedStyle(button).outlineStyle")
    assert outline == "solid", "the focused button has no visible outline"
    page.screenshot("start-focused")
    page.page.keyboard.press("Enter")
    page.wait_until_started()
    expect_outputs(page, "opened in run 1", "asked in run 1")
    assert page.page.evaluate("() => document.activeElement.closest('.jp-Notebook') !== null"), page.focused()
    page.restart_kernel()
    expect(page.start_button).to_be_visible()
    page.start_lesson()
    expect_outputs(page, "opened in run 1", "asked in run 1")


def test_starts_by_itself_where_switched_on(new_page: PageMaker, auto: JupyterServer, lesson: str) -> None:
    """Does the server of `make lab` run the lesson once without a button, also after a restart, and when all is run with it?"""
    write_lesson(auto, lesson, "import os\nprint(f'kernel {os.getpid()}')")
    page = new_page(auto)
    page.open(lesson)
    last = page.outputs.last
    expect(last).to_contain_text("kernel", timeout=KERNEL_MS)
    expect(page.outputs).to_have_text(["opened in run 1", "asked in run 1", last.inner_text()])
    expect(page.start_button).to_be_hidden()
    page.screenshot("started-by-itself")
    first_kernel = last.inner_text()
    page.restart_kernel()
    expect(last).not_to_have_text(first_kernel, timeout=KERNEL_MS)
    expect(page.outputs.first).to_have_text("opened in run 1")
    second_kernel = last.inner_text()
    restart_and_run_all(page)
    expect(page.outputs.nth(2)).not_to_have_text(second_kernel, timeout=KERNEL_MS)
    expect_outputs(page, "opened in run 1", "asked in run 1", re.compile("^kernel"), "not part of the lesson")
    expect(page.start_button).to_be_hidden()


# The same code serves both front ends: each meets such a notebook once, and each setting is met once.
@pytest.mark.parametrize(("front_end", "switched"), [("lab", "on"), ("notebook", "off")], indirect=["front_end"])
def test_foreign_notebooks_are_left_alone(
    new_page: PageMaker, request: pytest.FixtureRequest, folder: str, switched: str
) -> None:
    """Does a notebook without tagged cells show and run nothing of ours?"""
    server: JupyterServer = request.getfixturevalue("auto" if switched == "on" else "server")
    path = f"{folder}/own.ipynb"
    documents.write(server.root / path, documents.prose("# Mine"), documents.code("print('mine')"))
    page = new_page(server)
    page.open(path)
    page.run_all()
    expect_outputs(page, "mine")
    expect(page.page.locator(".rapport-start")).to_have_count(0)


def restart_and_run_all(page: NotebookPage) -> None:
    """Choose 'Restart Kernel and Run All Cells' and confirm."""
    page.wait_for_idle()
    page.choose_from_menu("Run", "Restart Kernel and Run All Cells…")
    page.confirm_restart()


def test_run_all_by_hand_is_a_start(page: NotebookPage, server: JupyterServer, lesson: str) -> None:
    """Does the button go away when somebody has run every cell by hand, and does 'Restart Kernel and Run All Cells' run each once?"""
    write_lesson(server, lesson)
    page.open(lesson)
    page.run_all()
    all_cells = ("opened in run 1", "asked in run 1", "not part of the lesson")
    expect_outputs(page, *all_cells)
    expect(page.start_button).to_be_hidden()
    page.page.get_by_text("asked in run 1").evaluate("one => one.classList.add('before-the-restart')")
    restart_and_run_all(page)
    expect(page.page.locator(".before-the-restart")).to_have_count(0, timeout=KERNEL_MS)
    expect_outputs(page, *all_cells)
    expect(page.start_button).to_be_hidden()


def test_failure_says_what_to_do(page: NotebookPage, server: JupyterServer, lesson: str) -> None:
    """Is a press before the kernel is ready remembered, and when a cell fails, does one sentence say what to do that helps?"""
    write_lesson(server, lesson, "import pathlib\nassert pathlib.Path('mended').exists(), 'not mended'")
    page.open(lesson)
    page.start_button.click()
    expect(page.announcement).to_have_text(
        "A cell could not run: read the message below that cell, choose “Restart Kernel…” in the Kernel menu, then start again.",
        timeout=KERNEL_MS,
    )
    expect(page.outputs.filter(has_text="in run")).to_have_text(["opened in run 1", "asked in run 1"])
    expect(page.start_button).to_be_enabled()
    page.screenshot("start-failed")
    (server.root / lesson).with_name("mended").touch()
    page.restart_kernel()
    page.start_lesson()
    expect_outputs(page, "opened in run 1", "asked in run 1")


def test_no_kernel_says_what_to_do(page: NotebookPage, server: JupyterServer, lesson: str) -> None:
    """Without a kernel, does pressing the button say how to get one, and is the lesson started with one?"""
    write_lesson(server, lesson)
    page.open(lesson)
    page.wait_for_idle()
    page.choose_from_menu("Kernel", "Shut Down Kernel")
    expect(page.page.locator('.jp-Notebook-ExecutionIndicator[data-status="unknown"]')).to_be_attached()
    page.start_button.click()
    expect(page.announcement).to_contain_text("choose “Change Kernel…” in the Kernel menu")
    page.screenshot("start-no-kernel")
    page.choose_from_menu("Kernel", "Change Kernel…")
    dialog = page.page.get_by_role("dialog")
    dialog.get_by_role("combobox").select_option(label="Python 3 (ipykernel)")
    dialog.get_by_role("button", name="Select").click()
    page.start_lesson()
    expect_outputs(page, "opened in run 1", "asked in run 1")
