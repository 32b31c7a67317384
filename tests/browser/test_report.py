"""The item report as an instructor opens it: readable, accessible, and nothing in it runs."""

from __future__ import annotations

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped] # it ships no types
from playwright.sync_api import Browser, expect

from autograder.report.analysis import analyse
from autograder.report.files import write
from autograder.report.look import look
from tests.autograder.report.classes import NOW, OPTIONS, a_class, best_reply

from .pages import SCREENSHOTS

pytestmark = pytest.mark.browser

HOSTILE = "<img src=x onerror=\"document.title='ran'\"><script>document.title = 'ran'</script>"


def test_the_page(browser: Browser, tmp_path: Path) -> None:
    """Does axe find nothing in either theme, is the theme's image seen, does the page fit a phone, ask for nothing and run nothing?"""
    taken = [OPTIONS[place % 7 % 4] for place in range(40)]
    marks = [[2.0 * (option == "right"), place % 3, place % 2] for place, option in enumerate(taken)]
    asked = [best_reply("one", HOSTILE), best_reply("two"), best_reply("three")]
    students = [f"{HOSTILE}{number}" for number in range(40)]
    analysis = analyse(a_class(asked, marks, choices={"one": taken}, students=students))
    path = write(analysis, look(analysis), tmp_path, NOW, names=True)[0]
    requests: list[str] = []
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    for theme in ("light", "dark"):
        page = browser.new_page(color_scheme=theme, viewport={"width": 1200, "height": 900})
        page.on("request", lambda request: requests.append(request.url))
        page.goto(path.as_uri())
        page.get_by_text("The rules", exact=True).click()
        expect(page.get_by_role("table", name="The rules by which items are listed.")).to_be_visible()
        image = page.get_by_role("img", name="3 items, one a row")
        expect(image).to_be_visible()
        assert image.evaluate("one => one.decode().then(() => one.naturalWidth)") > 600
        sources = page.locator("picture source").evaluate_all("found => found.map(one => one.srcset)")
        assert (image.evaluate("one => one.currentSrc") in sources) is (theme == "dark")
        found = Axe().run(page).response["violations"]
        assert [f"{one['id']}: {node['html'][:200]}" for one in found for node in one["nodes"]] == []
        page.screenshot(path=SCREENSHOTS / f"report-{theme}.png", full_page=True)
        page.set_viewport_size({"width": 400, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") == 400
        assert page.title() == "Item report on “Mira”"
        page.close()
    assert [url for url in requests if not url.startswith("data:")] == [path.as_uri()] * 2
