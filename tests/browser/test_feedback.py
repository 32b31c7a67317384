"""A feedback page in a browser: nothing on it runs, everybody can read it, on any screen, in the dark and on paper."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped] # it ships no types
from playwright.sync_api import Browser, Page, expect

from autograder.feedback.held import Held, Mark
from autograder.feedback.page import Pages
from rapport.content.response import (
    BestAndWorst,
    BestReply,
    Classify,
    Dialogue,
    FreeText,
    Order,
    RuptureTurn,
)
from tests.autograder.course import event
from tests.autograder.feedback.pages import held_for, mira

from .pages import SCREENSHOTS

pytestmark = pytest.mark.browser

HOSTILE = "I listen. </p><script>window.ran = 1</script><img src='http://127.0.0.1:9/x.png' onerror='window.ran = 1'> "
NARROW, WIDE = {"width": 360, "height": 800}, {"width": 1280, "height": 900}


def _page() -> str:
    """Return a page with every kind of answer, a penalty, a comment, and script wherever somebody can write."""
    about = mira("naming")
    given = [
        event("late-bus", BestReply(option="next-time", confidence=80)),
        event("fine-really", BestAndWorst(best="what-name", worst="agree")),
        event("nearest", Order(kind="rank", order=("hard", "you-do", "why", "time"))),
        event("naming", Classify.model_validate({"labels": {"so-quiet": "advice", "walk": "advice"}})),
        event("cooling", RuptureTurn(turn="leave")),
        event("first-talk", Dialogue(case="mira", choices=("there", "brought"))),
        event("own-words", FreeText(text=HOSTILE + "long" * 60)),
    ]
    answers = {one.item: one for one in given}
    marks = {**held_for(about, answers).marks, "own-words": Mark(None, 2.5, 0.5, waits=False)}
    held = Held(
        HOSTILE, datetime(2025, 3, 2, 11, 5), 0.5, marks, {"own-words": HOSTILE, "late-bus": "Read this again."}
    )
    return Pages(about).page(f"ada {HOSTILE}", held, answers, {})


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page as a file, opened as a student opens it."""
    path = tmp_path_factory.mktemp("feedback") / "mira.html"
    path.write_bytes(_page().encode())
    return path


@pytest.fixture(scope="module")
def shown(browser: Browser, file: Path) -> Iterator[Page]:
    """The page, open in a browser; it asked for nothing but itself, and nothing on it ran."""
    page = browser.new_page(viewport=WIDE)
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.goto(file.as_uri())
    yield page
    assert asked == [file.as_uri()]
    assert said == []
    page.close()


def _violations(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {node['failureSummary']} {node['html'][:200]}" for one in found for node in one["nodes"]]


def test_nothing_runs(shown: Page) -> None:
    """Does script in a name, a reply and a comment stay text that one can read?"""
    expect(shown.get_by_text("window.ran = 1").first).to_be_visible()
    assert shown.get_by_text("window.ran = 1").count() >= 3
    assert shown.evaluate("'ran' in window") is False
    assert shown.locator("script, img, a, iframe").count() == 0


def test_verdicts_unfold_by_keyboard(shown: Page) -> None:
    """Are the other options' verdicts folded away until somebody asks for them, with the keyboard too?"""
    folded = shown.get_by_text("She hears the clock.")
    expect(folded).to_be_hidden()
    summary = shown.locator("summary").first
    summary.press("Enter")
    expect(folded).to_be_visible()
    summary.press("Enter")
    expect(folded).to_be_hidden()


def test_the_chart_has_words(shown: Page) -> None:
    """Is the chart an image with a name, and is its table under it?"""
    expect(shown.get_by_role("img", name="Share of the points in each strategy")).to_be_visible()
    expect(shown.get_by_role("table", name="Your points in each strategy")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(shown: Page, scheme: str) -> None:
    """Does axe-core find nothing wrong, unfolded, in either theme, and does no line leave a phone's screen?"""
    shown.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    shown.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true })")
    assert _violations(shown) == []
    shown.screenshot(path=SCREENSHOTS / f"feedback-{scheme}.png", full_page=True)
    shown.set_viewport_size(NARROW)  # type: ignore[arg-type]
    assert shown.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
    shown.screenshot(path=SCREENSHOTS / f"feedback-{scheme}-phone.png", full_page=True)
    shown.set_viewport_size(WIDE)  # type: ignore[arg-type]
    shown.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = false })")
    shown.emulate_media(color_scheme=None)


def test_on_paper(shown: Page) -> None:
    """Does paper show what is folded away on a screen, dark on white even where the screen is dark?"""
    shown.emulate_media(media="print", color_scheme="dark")
    expect(shown.get_by_text("She hears the clock.")).to_be_visible()
    assert shown.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    shown.emulate_media(media="screen", color_scheme=None)
