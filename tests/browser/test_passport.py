"""Answers travel: downloaded in one window, restored in another, in every front end."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from rapport.content.response import BestReply, FreeText
from rapport.journal import Event, append, journal_path, read

from .access import too_small, violations
from .cards import SAVE_MS, Card
from .pages import KERNEL_MS, NotebookPage
from .server import JupyterServer
from .voila import LEFT_OUT, ROOT, LessonPages

pytestmark = pytest.mark.browser

THEN = datetime.now(UTC) - timedelta(days=9)
WORDS = "I would wait a breath longer. <b>שלום</b>"
ANSWERS = (
    Event(
        schema_version=1,
        notebook="00-welcome",
        item="the-bus",
        response=BestReply(option="straight-down"),
        sequence=1,
        at=THEN,
    ),
    Event(
        schema_version=1,
        notebook="03-active-listening",
        item="look-back",
        response=FreeText(text=WORDS),
        sequence=1,
        at=THEN,
    ),
)


def lay(course: Path) -> Path:
    """Answer two items, as lessons would have recorded it."""
    for event in ANSWERS:
        append(journal_path(course, event.notebook), event)
    return course


def kept(course: Path) -> list[Event]:
    """Return what the journals of a course hold."""
    return [event for path in sorted(course.glob("*.responses.jsonl")) for event in read(path)[0]]


def download(page: Page, folder: Path) -> Path:
    """Press the button, and return the file as the browser saved it."""
    with page.expect_download() as info:
        page.get_by_role("button", name="Download passport").click()
    path = folder / info.value.suggested_filename
    info.value.save_as(path)
    return path


def restore(page: Page, file: Path) -> None:
    """Choose a file and restore it."""
    page.get_by_label("A passport to restore").set_input_files(file)
    page.get_by_role("button", name="Restore", exact=True).click()


def expect_words(page: Page, words: str) -> None:
    """Expect the card to say something, aloud too."""
    expect(page.locator('.rapport-card[data-item="passport"]').get_by_role("status")).to_contain_text(
        words, timeout=SAVE_MS
    )


@pytest.fixture
def two(server: JupyterServer, folder: str) -> tuple[str, str]:
    """Two courses below the server's root: one with answers, one fresh."""
    for name in ("old", "new"):
        shutil.copytree(ROOT / "course", server.root / folder / name, ignore=LEFT_OUT)
    lay(server.root / folder / "old")
    return f"{folder}/old/progress.ipynb", f"{folder}/new/progress.ipynb"


def test_answers_travel(page: NotebookPage, server: JupyterServer, two: tuple[str, str], tmp_path: Path) -> None:
    """Does the downloaded file restore every answer elsewhere, once only, do figures and deck follow, and can everybody use the card?"""
    old, new = two
    page.open(old)
    page.start_lesson()
    passport = download(page.page, tmp_path)
    assert passport.name == f"rapport-passport-{datetime.now(UTC):%Y-%m-%d}.json"
    assert [answer["item"] for answer in json.loads(passport.read_text(encoding="utf-8"))["answers"]] == [
        "the-bus",
        "look-back",
    ]
    expect_words(page.page, f"Saved as {passport.name}")
    what_is_no_passport_is_refused(page, server, old, passport)
    keyboard_and_screen_reader(page)
    page.open(new)
    page.start_lesson()
    restore(page.page, passport)
    expect_words(page.page, "Restored: 2 answers in 2 lessons.")
    restore(page.page, passport)
    expect_words(page.page, "Everything in this passport was here already (2 answers).")
    course = (server.root / new).parent
    assert kept(course) == list(ANSWERS)
    page.screenshot("passport-restored")
    page.restart_kernel()
    page.start_lesson()
    card = Card(page, "the-bus")
    expect(card.radio("counted")).not_to_be_checked()
    expect(card.radio("straight-down")).not_to_be_checked()
    card.radio("counted").click()
    card.button("Send answer").click()
    card.expect_saved()
    assert [event.response for event in kept(course) if event.item == "the-bus"] == [
        BestReply(option="straight-down"),
        BestReply(option="counted"),
    ]
    page.screenshot("progress-with-answers")


def what_is_no_passport_is_refused(page: NotebookPage, server: JupyterServer, old: str, passport: Path) -> None:
    """Expect no file, a damaged passport and a notebook each to be refused in words, and everything to be as it was."""
    damaged = passport.with_name("damaged.json")
    damaged.write_text(passport.read_text(encoding="utf-8").replace("breath", "minute"), encoding="utf-8")
    page.page.get_by_role("button", name="Restore", exact=True).click()
    expect_words(page.page, "Choose a passport file first.")
    restore(page.page, damaged)
    expect_words(page.page, "This passport is damaged")
    restore(page.page, server.root / old)
    expect_words(page.page, "This file is no passport.")
    assert kept((server.root / old).parent) == list(ANSWERS)


def keyboard_and_screen_reader(page: NotebookPage) -> None:
    """Expect a download by keyboard alone, a name for the place to choose a file, and nothing for axe to find."""
    card = page.page.locator('.rapport-card[data-item="passport"]')
    button = card.get_by_role("button", name="Download passport")
    button.scroll_into_view_if_needed()
    page.page.get_by_role("heading", name="Your passport").click()
    page.press_until("Tab", lambda: page.has_focus(button))
    with page.page.expect_download() as info:
        page.page.keyboard.press("Enter")
    assert info.value.suggested_filename.startswith("rapport-passport-")
    assert page.has_focus(button)
    page.page.keyboard.press("Tab")
    assert page.has_focus(card.get_by_label("A passport to restore"))
    assert [one.inner_text() for one in card.locator("button, input").all() if too_small(one)] == []
    assert violations(page, ".jp-OutputArea-output") == []


@pytest.fixture(scope="module")
def lesson_pages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LessonPages]:
    """`make page`, over a copy of the course with answers."""
    with LessonPages(tmp_path_factory.mktemp("voila")) as running:
        lay(running.course)
        yield running


def test_voila(browser: Browser, lesson_pages: LessonPages, tmp_path: Path) -> None:
    """On a page without code, does the passport come down, and does it restore what was lost?"""
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{lesson_pages.address}/voila/render/progress.ipynb")
    expect(page.get_by_role("button", name="Download passport")).to_be_visible(timeout=KERNEL_MS)
    passport = download(page, tmp_path)
    journal_path(lesson_pages.course, "03-active-listening").unlink()
    restore(page, passport)
    expect_words(page, "Restored: 1 answer in 1 lesson; 1 was here already.")
    assert kept(lesson_pages.course) == list(ANSWERS)
    context.close()
