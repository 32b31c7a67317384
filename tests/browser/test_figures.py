"""Figures in the front ends: one image for the theme, words for it, and a slider that works from the keyboard."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from . import documents
from .access import violations
from .pages import KERNEL_MS, NotebookPage, Theme
from .server import JupyterServer

pytestmark = pytest.mark.browser

TABLE = Path(__file__).parents[2] / "course" / "data" / "evidence.csv"
SLIDER = "Correlation r between alliance and outcome"
DRAWN_MS = 20_000
THEMES: tuple[Theme, ...] = ("Dark", "Light")


@pytest.fixture
def figures(server: JupyterServer, folder: str) -> str:
    """The path, below the server's root, of a lesson with a still figure and one with a slider."""
    place = server.root / folder
    (place / "practice").mkdir(parents=True)
    (place / "practice" / "figures.yaml").write_text("schema_version: 1\nlesson: figures\nitems: []\n")
    (place / "data").mkdir()
    shutil.copy(TABLE, place / "data")
    cells = ('from rapport import lesson\nlesson.open("figures")', 'lesson.show("years")', 'lesson.show("success")')
    documents.write(place / "figures.ipynb", *(documents.card(source) for source in cells))
    return f"{folder}/figures.ipynb"


@pytest.fixture
def light_again(server: JupyterServer) -> Iterator[None]:
    """Leave the server's theme as other tests expect it, whatever happens."""
    yield
    server.set_theme("JupyterLab Light")


@pytest.mark.usefixtures("light_again")
def test_figures_in_a_lesson(page: NotebookPage, figures: str) -> None:
    """Do theme, words and keyboard each have the figure that they need?"""
    page.open(figures)
    page.start_lesson()
    expect(page.page.locator(".rapport-explorer img").first).to_be_attached(timeout=KERNEL_MS)
    for theme in THEMES:
        page.set_theme(theme)
        the_theme_chooses_the_image(page, theme)
    the_slider_works_from_the_keyboard(page)


def the_theme_chooses_the_image(page: NotebookPage, theme: Theme) -> None:
    """Expect exactly one image of each figure, the one for the theme, with a table beneath, and nothing for axe to find."""
    for name in THEMES:
        images = page.page.locator(f"img.rapport-{name.lower()}")
        expect(images).to_have_count(2)
        for image in images.all():
            expect(image).to_be_visible(visible=name == theme)
            assert image.evaluate("one => one.decode().then(() => one.naturalWidth)") > 600
    expect(page.page.get_by_role("img", name="Line of the correlation of alliance and outcome")).to_have_count(1)
    expect(page.page.get_by_role("table", name="Syntheses of the alliance in adult therapy")).to_be_visible()
    assert violations(page, ".jp-Cell-outputArea") == []
    page.screenshot(f"figures-{theme.lower()}")


def the_slider_works_from_the_keyboard(page: NotebookPage) -> None:
    """Expect the arrow keys to move r, figure, table and sentence to follow, and the notebook's own keys to stay away."""
    slider = page.page.get_by_role("slider", name=SLIDER, exact=True)
    expect(slider).to_have_attribute("aria-valuetext", ".28", timeout=KERNEL_MS)
    cells = page.cells.count()
    slider.focus()
    for key in ("ArrowRight", "d", "d", "ArrowRight"):
        page.page.keyboard.press(key)
    expect(slider).to_have_attribute("aria-valuetext", ".32")
    explorer = page.page.locator(".rapport-explorer")
    expect(explorer.get_by_text("66 of 100 clients with the stronger alliance do well and 34")).to_be_visible(
        timeout=DRAWN_MS
    )
    expect(explorer.get_by_role("cell", name="66 of 100").first).to_be_visible()
    expect(explorer.get_by_role("img", name="With the stronger alliance 66 are filled")).to_be_visible()
    expect(explorer.locator("[aria-live=polite]")).to_contain_text("66 of 100")
    assert page.has_focus(slider)
    assert page.cells.count() == cells
    page.page.keyboard.press("Home")
    expect(explorer.get_by_text("the alliance tells nothing about outcome")).to_be_visible(timeout=DRAWN_MS)
