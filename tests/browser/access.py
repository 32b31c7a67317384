"""What serves people who use a keyboard, a screen reader, a shaky hand or a small screen, as tests measure it."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped] # it ships no types
from playwright.sync_api import Locator, ViewportSize

from .cards import Card
from .pages import NotebookPage

LEAST_TARGET = 24
"""Least width and height of what one clicks, in CSS pixels: WCAG 2.2, success criterion 2.5.8."""
NARROW: ViewportSize = {"width": 400, "height": 900}
WIDE: ViewportSize = {"width": 1280, "height": 900}


def violations(page: NotebookPage, scope: str) -> list[str]:
    """Return what axe-core finds wrong within `scope`; JupyterLab's own page is not ours to judge."""
    assert page.page.locator(scope).count(), f"there is no {scope}, so axe would find nothing wrong with it"
    found = Axe().run(page.page, context={"include": [[scope]]}).response["violations"]
    return [f"{one['id']}: {node['failureSummary']} {node['html'][:200]}" for one in found for node in one["nodes"]]


def reach_by_tab(page: NotebookPage, card: Card, target: Locator) -> None:
    """Put the focus on a target as a keyboard user would: from the one before it, with Tab."""
    card.root.scroll_into_view_if_needed()
    page.press_until("Tab", lambda: page.has_focus(target) or radio_of_same_group(page, target))
    if not page.has_focus(target):
        page.press_until("ArrowDown", lambda: page.has_focus(target), most=8)


def radio_of_same_group(page: NotebookPage, target: Locator) -> bool:
    """Return whether the focus is on another radio of the target's group."""
    return bool(target.evaluate("one => Boolean(one.name) && document.activeElement.name === one.name"))


def too_small(target: Locator) -> bool:
    """Return whether a visible target is smaller than it should be."""
    box = target.bounding_box()
    return box is not None and (box["width"] < LEAST_TARGET or box["height"] < LEAST_TARGET)


def cut_off(element: Locator) -> bool:
    """Return whether an element's content is wider than the element, or the element wider than its output area."""
    wider = "one => one.scrollWidth > one.clientWidth + 1 || one.offsetWidth > one.parentElement.clientWidth + 1"
    return bool(element.evaluate(wider))
