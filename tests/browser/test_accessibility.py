"""Whether cards serve people who use a keyboard or a screen reader while they answer; each test has cards of its own on one page."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from .access import reach_by_tab
from .cards import Card
from .conftest import started_assignment
from .pages import NotebookPage

pytestmark = pytest.mark.browser

NOTEBOOK = "lively/mira/mira.ipynb"


@pytest.fixture(scope="module", params=["lab", "notebook"])
def started(request: pytest.FixtureRequest, browser: Browser) -> Iterator[NotebookPage]:
    """The assignment, started in each front end."""
    yield from started_assignment(request, browser, "lively")


def test_client_is_heard(started: NotebookPage) -> None:
    """Is what the client answers put into a live region that was there before?"""
    talk = Card(started, "first-talk")
    live = talk.root.locator("xpath=following-sibling::*[@aria-live='polite']")
    expect(live).to_have_text("")
    talk.radio("choose").check()
    talk.button("Say it").click()
    expect(live).to_contain_text("Mira: By the window, then.")
    expect(live).to_contain_text("It was only a cat.")


def test_saving_is_heard(started: NotebookPage) -> None:
    """Is it announced that an answer was kept, and that one is missing?"""
    card = Card(started, "late-bus")
    card.button("Send answer").click()
    expect(card.root.get_by_role("status")).to_have_text("Choose a reply first.")
    card.radio("sit-first").check()
    card.button("Send answer").click()
    expect(card.root.locator("xpath=following-sibling::*[@aria-live='polite']")).to_contain_text("Saved.")


def test_focus_stays_in_the_card(started: NotebookPage) -> None:
    """After an answer was sent from the keyboard, is the focus still in its card?"""
    card = Card(started, "long-quiet")
    reach_by_tab(started, card, card.radio("stay"))
    started.page.keyboard.press("Space")
    started.page.keyboard.press("Tab")
    assert started.has_focus(card.button("Send answer")), started.focused()
    started.page.keyboard.press("Enter")
    card.expect_saved()
    assert started.has_focus(card.button("Send again")), started.focused()


def test_single_keys_stay_in_the_card(started: NotebookPage) -> None:
    """Do `d d`, `a` and Shift+Enter on a radio leave the notebook's cells alone?"""
    before = started.cells.count()
    card = Card(started, "cooling")
    card.radio("sure").click()
    for key in ("d", "d", "a", "b", "x", "Shift+Enter"):
        started.page.keyboard.press(key)
    # Whatever the notebook made of those keys, it has done before it answers this one.
    started.save()
    expect(started.cells).to_have_count(before)
    expect(card.root).to_be_visible()
    expect(card.radio("sure")).to_be_checked()


@pytest.mark.parametrize("item", ["fine-really", "own-words"])
def test_saving_works_from_inside_a_card(started: NotebookPage, item: str) -> None:
    """Does Ctrl+S save the notebook while the focus is on a radio, or in the box?"""
    notebook = started.server.root / NOTEBOOK
    card = Card(started, item)
    (card.text if item == "own-words" else card.radio("tell-me")).click()
    started.save()
    cells = json.loads(notebook.read_text())["cells"]
    outputs = [cell["outputs"] for cell in cells if cell["cell_type"] == "code"]
    assert all(outputs), "the file on the disk has no cards"
