"""A lesson shown by Voilà, as a page without code."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from .pages import KERNEL_MS, SCREENSHOTS
from .voila import LessonPages

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def lesson_pages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LessonPages]:
    """`make page`, over a copy of the course."""
    with LessonPages(tmp_path_factory.mktemp("voila")) as running:
        yield running


@pytest.fixture
def outside() -> list[str]:
    """Addresses on other machines that a page asked for."""
    return []


@pytest.fixture
def errors() -> list[str]:
    """What the page complained of."""
    return []


@pytest.fixture
def page(browser: Browser, lesson_pages: LessonPages, outside: list[str], errors: list[str]) -> Iterator[Page]:
    """A fresh page on the list of lessons."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.on(
        "request", lambda request: outside.append(request.url) if _is_elsewhere(request.url, lesson_pages) else None
    )
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(lesson_pages.address)
    yield page
    context.close()


def _is_elsewhere(url: str, pages: LessonPages) -> bool:
    return not url.startswith((pages.address, pages.address.replace("http", "ws"), "data:", "blob:"))


def open_lesson(page: Page, name: str) -> None:
    """Open a lesson from the list and wait for its first card."""
    page.get_by_role("link", name=name).click()
    expect(page.locator(".rapport-card").first).to_be_visible(timeout=KERNEL_MS)


def test_list_of_lessons(page: Page, lesson_pages: LessonPages) -> None:
    """Does the first page list every lesson, and nothing else of the folder?"""
    names = [path.name for path in sorted(lesson_pages.course.glob("*.ipynb"))]
    links = page.get_by_role("link")
    expect(links).to_have_count(len(names))
    assert [link.get_attribute("href") for link in links.all()] == [f"/voila/render/{name}" for name in names]
    _keep(page, "lessons")


def test_lesson_without_code(page: Page, lesson_pages: LessonPages, outside: list[str], errors: list[str]) -> None:
    """Does every card of a lesson show, with no code around it, nothing fetched from elsewhere and no error; and does a client answer?"""
    open_lesson(page, "14 Abby")
    notebook = json.loads((lesson_pages.course / "14-abby.ipynb").read_text(encoding="utf-8"))
    code = ["".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == "code"]
    expect(page.locator(".rapport-card")).to_have_count(len(code) - 1, timeout=KERNEL_MS)
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    words = page.locator("body").inner_text()
    assert [line for source in code for line in source.splitlines() if line and line in words] == []
    expect(page.locator(".jp-CodeCell .jp-InputArea, .highlight, .cm-editor")).to_have_count(0)
    _keep(page, "lesson")
    talk = page.locator('.rapport-card[data-item="meet-abby"]')
    talk.get_by_role("radio").first.check()
    talk.get_by_role("button", name="Say it").click()
    expect(talk.locator(".rapport-mine")).to_have_count(1)
    expect(talk.locator(".rapport-client")).to_have_count(3)
    expect(talk.get_by_role("status").filter(has_text="Saved as far as you have come.")).to_be_visible()
    assert (outside, errors) == ([], [])
    talk.scroll_into_view_if_needed()
    _keep(page, "talk")


def test_card_answers_and_links_lead_on(page: Page, lesson_pages: LessonPages) -> None:
    """Is an answer acknowledged, explained and kept beside the lesson, and does a link to another lesson open that as a page too?"""
    open_lesson(page, "00 Welcome")
    card = page.locator('.rapport-card[data-item="the-bus"]')
    card.get_by_role("radio").first.check()
    card.get_by_role("button", name="Send answer").click()
    expect(card.locator(".rapport-feedback")).to_be_visible()
    expect(card.get_by_role("status")).to_contain_text("Saved.")
    kept = (lesson_pages.course / "00-welcome.responses.jsonl").read_text(encoding="utf-8").split("\n")
    assert [json.loads(line)["item"] for line in kept if line] == ["the-bus"]
    card.scroll_into_view_if_needed()
    _keep(page, "answered")
    page.get_by_role("link", name="active listening").click()
    expect(page).to_have_url(f"{lesson_pages.address}/voila/render/03-active-listening.ipynb")
    expect(page.locator(".rapport-card").first).to_be_visible(timeout=KERNEL_MS)


def _keep(page: Page, name: str) -> None:
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SCREENSHOTS / f"voila-{name}.png")
