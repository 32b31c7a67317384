"""Whether cards and the start button serve people who use a keyboard, a screen reader, large text or a dark theme."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped] # it ships no types
from playwright.sync_api import Locator, ViewportSize, expect

from .cards import Card
from .pages import NotebookPage
from .server import JupyterServer

pytestmark = pytest.mark.browser

LEAST_TARGET = 24
"""Least width and height of what one clicks, in CSS pixels: WCAG 2.2, success criterion 2.5.8."""
IN_THE_CARD = pytest.mark.parametrize("front_end", ["lab"], indirect=True)
"""For what happens within a card alone, which is the same in both front ends."""
NARROW: ViewportSize = {"width": 400, "height": 900}
WIDE: ViewportSize = {"width": 1280, "height": 900}
COURSE = Path(__file__).parents[2] / "course"


@pytest.fixture
def started(page: NotebookPage, assignment: str) -> NotebookPage:
    """The assignment, started, every card in view."""
    page.open(assignment)
    page.start_lesson()
    return page


@pytest.fixture
def dark(server: JupyterServer) -> Iterator[None]:
    """JupyterLab's dark theme, until the test ends."""
    server.set_theme("JupyterLab Dark")
    yield
    server.set_theme("JupyterLab Light")


def go_through_states(page: NotebookPage) -> None:
    """Bring the cards into the states that look different: answered, warned, talked on, written on."""
    card = Card(page, "late-bus")
    card.radio("sit-first").check()
    card.button("Send answer").click()
    card.expect_saved()
    Card(page, "fine-really").button("Send answer").click()
    nearest = Card(page, "nearest")
    nearest.root.get_by_role("button", name="Move down").first.click()
    nearest.button("Send answer").click()
    nearest.expect_saved()
    Card(page, "naming").button("Send answer").click()
    Card(page, "cooling").radio("sure").check()
    talk = Card(page, "first-talk")
    talk.radio("there").check()
    talk.button("Say it").click()
    expect(talk.log).to_contain_text("Oh. Right.")
    own = Card(page, "own-words")
    own.text.fill("We have half an hour.")
    own.button("Save").click()
    own.expect_saved()


def violations(page: NotebookPage, scope: str) -> list[str]:
    """Return what axe-core finds wrong within `scope`; JupyterLab's own page is not ours to judge."""
    assert page.page.locator(scope).count(), f"there is no {scope}, so axe would find nothing wrong with it"
    found = Axe().run(page.page, context={"include": [[scope]]}).response["violations"]
    return [f"{one['id']}: {node['failureSummary']} {node['html'][:200]}" for one in found for node in one["nodes"]]


@IN_THE_CARD
def test_axe_finds_nothing_in_the_dark(dark: None, started: NotebookPage) -> None:
    """Are the colours strong enough in the dark theme too?"""
    expect(started.page.locator("body")).to_have_attribute("data-jp-theme-light", "false")
    go_through_states(started)
    started.screenshot("cards-dark")
    assert violations(started, ".jp-Cell-outputArea") == []


def test_axe_finds_nothing_in_the_start_bar(page: NotebookPage, assignment: str) -> None:
    """Does axe-core find nothing wrong with the start button?"""
    page.open(assignment)
    expect(page.start_button).to_be_visible()
    assert violations(page, ".rapport-start") == []


@IN_THE_CARD
def test_axe_finds_nothing_in_a_lesson(page: NotebookPage, server: JupyterServer, folder: str) -> None:
    """In a real lesson with feedback, self-ratings and a reflection, does axe-core find nothing wrong?"""
    shutil.copytree(COURSE, server.root / folder, ignore=shutil.ignore_patterns("*.jsonl", ".*", "data"))
    page.open(f"{folder}/00-welcome.ipynb")
    page.start_lesson()
    card = Card(page, page.page.locator(".rapport-card").first.get_attribute("data-item") or "")
    card.root.get_by_role("radio").first.check()
    card.button("Send answer").click()
    expect(card.root.get_by_role("group", name="Feedback")).to_be_visible()
    card.root.get_by_text("What the other replies would do").click()
    page.screenshot("lesson-feedback")
    slider = page.page.get_by_role("slider").first
    slider.press("ArrowRight")
    expect(slider).to_have_attribute("aria-valuetext", "6 of 10")
    slider.scroll_into_view_if_needed()
    page.screenshot("lesson-ratings")
    assert violations(page, ".jp-Cell-outputArea") == []


@IN_THE_CARD
def test_client_is_heard(started: NotebookPage) -> None:
    """Is what the client answers put into a live region that was there before?"""
    talk = Card(started, "first-talk")
    live = talk.root.locator("xpath=following-sibling::*[@aria-live='polite']")
    expect(live).to_have_text("")
    talk.radio("choose").check()
    talk.button("Say it").click()
    expect(live).to_contain_text("Mira: By the window, then.")
    expect(live).to_contain_text("It was only a cat.")


@IN_THE_CARD
def test_saving_is_heard(started: NotebookPage) -> None:
    """Is it announced that an answer was kept, and that one is missing?"""
    card = Card(started, "late-bus")
    card.button("Send answer").click()
    expect(card.root.get_by_role("status")).to_have_text("Choose a reply first.")
    card.radio("sit-first").check()
    card.button("Send answer").click()
    expect(card.root.locator("xpath=following-sibling::*[@aria-live='polite']")).to_contain_text("Saved.")


@IN_THE_CARD
def test_focus_stays_in_the_card(started: NotebookPage) -> None:
    """After an answer was sent from the keyboard, is the focus still in its card?"""
    card = Card(started, "late-bus")
    reach_by_tab(started, card, card.radio("sit-first"))
    started.page.keyboard.press("Space")
    started.page.keyboard.press("Tab")
    assert started.has_focus(card.button("Send answer")), started.focused()
    started.page.keyboard.press("Enter")
    card.expect_saved()
    assert started.has_focus(card.button("Send again")), started.focused()


def test_single_keys_stay_in_the_card(started: NotebookPage) -> None:
    """Do `d d`, `a` and Shift+Enter on a radio leave the notebook's cells alone?"""
    before = started.cells.count()
    card = Card(started, "late-bus")
    card.radio("sit-first").click()
    for key in ("d", "d", "a", "b", "x", "Shift+Enter"):
        started.page.keyboard.press(key)
    # Whatever the notebook made of those keys, it has done before it answers this one.
    started.save()
    expect(started.cells).to_have_count(before)
    expect(card.root).to_be_visible()
    expect(card.radio("sit-first")).to_be_checked()


@pytest.mark.parametrize("item", ["late-bus", "own-words"])
def test_saving_works_from_inside_a_card(
    started: NotebookPage, server: JupyterServer, assignment: str, item: str
) -> None:
    """Does Ctrl+S save the notebook while the focus is on a radio, or in the box?"""
    card = Card(started, item)
    (card.text if item == "own-words" else card.radio("sit-first")).click()
    started.save()
    outputs = [
        cell["outputs"]
        for cell in json.loads((server.root / assignment).read_text())["cells"]
        if cell["cell_type"] == "code"
    ]
    assert all(outputs), "the file on the disk has no cards"


@pytest.mark.parametrize("front_end", ["notebook"], indirect=True)
def test_narrow_window_needs_no_sideways_scrolling(page: NotebookPage, assignment: str) -> None:
    """In a window as narrow as a phone, do cards and the start bar wrap instead of being cut off?"""
    page.open(assignment)
    expect(page.start_button).to_be_visible()
    page.page.set_viewport_size(NARROW)
    assert not cut_off(page.page.locator(".rapport-start"))
    page.screenshot("narrow-start")
    page.page.set_viewport_size(WIDE)
    page.start_lesson()
    page.page.set_viewport_size(NARROW)
    for item in ("late-bus", "fine-really", "nearest", "naming", "cooling", "first-talk", "own-words"):
        card = Card(page, item).root
        card.scroll_into_view_if_needed()
        page.screenshot(f"narrow-{item}")
        assert not cut_off(card), f"the card of {item} is wider than its place"


def reach_by_tab(page: NotebookPage, card: Card, target: Locator) -> None:
    """Put the focus on a target as a keyboard user would: from the one before it, with Tab."""
    card.root.scroll_into_view_if_needed()
    page.press_until("Tab", lambda: page.has_focus(target) or radio_of_same_group(page, target))
    if not page.has_focus(target):
        page.press_until("ArrowDown", lambda: page.has_focus(target), most=8)


def radio_of_same_group(page: NotebookPage, target: Locator) -> bool:
    """Return whether the focus is on another radio of the target's group."""
    return bool(target.evaluate("one => Boolean(one.name) && document.activeElement.name === one.name"))


def cut_off(element: Locator) -> bool:
    """Return whether an element's content is wider than the element, or the element wider than its output area."""
    wider = "one => one.scrollWidth > one.clientWidth + 1 || one.offsetWidth > one.parentElement.clientWidth + 1"
    return bool(element.evaluate(wider))
