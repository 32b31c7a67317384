"""How cards look and hold up: widths, themes, strange text, a dead kernel, two windows, the keyboard."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, expect

from . import documents
from .pages import KERNEL_MS, Notebook7Page, NotebookPage
from .server import JupyterServer

FIXTURES = Path(__file__).parent / "fixtures" / "looks"
MEASURE = (Path(__file__).parent / "looks.js").read_text(encoding="utf-8")
LONG = ("I hear how much lies on you since then, and how little of it anybody asked about. " * 20)[:1499] + "."
OPEN = 'import os\nfrom rapport import lesson\nlesson.open("looks")\nprint("kernel", os.getpid())'
WIDTHS = {"wide": 1600, "usual": 1280, "zoomed-200": 640, "narrow": 400, "zoomed-400": 320}
SLOW_MS = 15_000
"""Longest wait for an answer, in milliseconds, on a busy machine."""


def write_looks(server: JupyterServer, folder: str, *asked: str) -> str:
    """Write the fixture's lesson with a card for each call, and return its path."""
    place = server.root / folder
    shutil.copytree(FIXTURES, place)
    practice = place / "practice" / "looks.yaml"
    practice.write_text(practice.read_text(encoding="utf-8").replace("LONG", LONG), encoding="utf-8")
    documents.write(place / "looks.ipynb", *(documents.card(source) for source in (OPEN, *(f"lesson.{one}" for one in asked))))
    return f"{folder}/looks.ipynb"


def recorded(server: JupyterServer, path: str) -> list[dict[str, Any]]:
    """Return every answer in the lesson's journal, in order."""
    journal = (server.root / path).with_suffix(".responses.jsonl")
    lines = journal.read_text(encoding="utf-8").splitlines() if journal.exists() else []
    return [json.loads(line)["response"] for line in lines if line]


class Window:
    """A lesson in a browser window, and its cards by the names of their items."""

    def __init__(self, browser: Browser, server: JupyterServer, path: str) -> None:
        self.context = browser.new_context(viewport={"width": 1280, "height": 900})
        self.notebook: NotebookPage = Notebook7Page(self.context.new_page(), server)
        self.page = self.notebook.page
        self.server = server
        self.path = path

    def start(self) -> None:
        """Open the lesson and start it."""
        self.notebook.open(self.path)
        self.notebook.start_lesson()

    def card(self, item: str) -> Locator:
        """Return the card of an item."""
        return self.page.locator(f'.rapport-card[data-item="{item}"]')

    def status(self, item: str) -> Locator:
        """Return the line that says whether the answer is saved."""
        return self.card(item).locator(".rapport-status").last

    def take_turn(self, words: str) -> None:
        """Say something to Noor with the mouse."""
        card = self.card("meet-noor")
        card.get_by_role("radio", name=words).check()
        card.get_by_role("button", name="Say it").click()

    def set_theme(self, theme: str) -> None:
        """Switch the theme by the menu."""
        wanted = "false" if theme == "Dark" else "true"
        if self.page.locator(f'body[data-jp-theme-light="{wanted}"]').count():
            return
        self.page.set_viewport_size({"width": 1280, "height": 900})
        self.page.get_by_role("menubar").get_by_role("menuitem", name="Settings", exact=True).click()
        self.page.get_by_role("menuitem", name="Theme", exact=True).hover()
        self.page.get_by_role("menuitem", name=f"JupyterLab {theme}", exact=True).click()
        expect(self.page.locator(f'body[data-jp-theme-light="{wanted}"]')).to_be_attached()

    def measure(self, what: str) -> list[str]:
        """Return the faults that looks.js finds."""
        self.page.evaluate(MEASURE)
        assert self.page.evaluate("looks.textCount()") > 20, "there is hardly any text to measure"
        found: list[str] = self.page.evaluate(f"looks.{what}()")
        return found

    def picture(self, name: str) -> None:
        """Keep a picture of every card."""
        for card in self.page.locator(".rapport-card").all():
            item = card.get_attribute("data-item")
            folder = Path(__file__).parents[2] / "build" / "screenshots"
            folder.mkdir(parents=True, exist_ok=True)
            card.screenshot(path=folder / f"looks-{name}-{item}.png")


@pytest.fixture(scope="module")
def answered(browser: Browser, notebook_server: JupyterServer) -> Iterator[Window]:
    """A lesson in which every kind of card was answered and all that opens is open; tests only look at it."""
    path = write_looks(notebook_server, "answered", 'ask("strange")', 'ask("long")', 'ask("sure")', 'ask("back")', 'meet("noor")')
    window = Window(browser, notebook_server, path)
    window.start()
    strange, long = window.card("strange"), window.card("long")
    strange.get_by_role("radio", name="👩🏽‍🦽😴🌧️").check()
    strange.get_by_role("button", name="Send answer").click()
    long.get_by_role("radio", name=re.compile("^best:")).nth(0).check()
    long.get_by_role("radio", name=re.compile("^worst:")).nth(1).check()
    long.get_by_role("button", name="Send answer").click()
    window.card("back").get_by_role("textbox").fill("سأستمع أوّلًا. <b>🙂</b>")
    window.card("back").get_by_role("button", name="Save").click()
    window.take_turn("We have time.")
    expect(window.card("meet-noor").get_by_text("The quiet wakes you.")).to_be_visible(timeout=SLOW_MS)
    window.take_turn("The quiet wakes you.")
    for item in ("strange", "long", "back", "meet-noor"):
        expect(window.status(item)).to_have_text(re.compile("saved", re.IGNORECASE), timeout=SLOW_MS)
    window.page.evaluate("document.querySelectorAll('.rapport-card details').forEach((one) => (one.open = true))")
    yield window
    assert window.notebook.errors == []
    window.context.close()


@pytest.fixture(scope="module")
def fresh(browser: Browser, notebook_server: JupyterServer) -> Iterator[Window]:
    """The same lesson before any answer; tests only look at it."""
    path = write_looks(notebook_server, "fresh", 'ask("strange")', 'ask("long")', 'ask("sure")', 'ask("back")', 'meet("noor")')
    window = Window(browser, notebook_server, path)
    window.start()
    yield window
    assert window.notebook.errors == []
    window.context.close()


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("moment", ["fresh", "answered"])
def test_nothing_overlaps_or_is_cut(request: pytest.FixtureRequest, moment: str, width: str) -> None:
    """At every width and zoom, does no card scroll sideways, cut or overlap anything, or have targets under 24 px?"""
    window: Window = request.getfixturevalue(moment)
    window.set_theme("Light")
    window.page.set_viewport_size({"width": WIDTHS[width], "height": 900})
    assert window.measure("layoutFaults") == []
    window.picture(f"{moment}-{width}")


@pytest.mark.parametrize("theme", ["Light", "Dark"])
@pytest.mark.parametrize("moment", ["fresh", "answered"])
def test_text_stands_out(request: pytest.FixtureRequest, moment: str, theme: str) -> None:
    """In both themes, does every piece of text have a contrast of 4.5 or more against what is under it?"""
    window: Window = request.getfixturevalue(moment)
    window.set_theme(theme)
    assert window.measure("contrastFaults") == []
    if theme == "Dark":
        window.page.set_viewport_size({"width": 900, "height": 900})
        window.picture(f"{moment}-dark")


def test_a_poor_contrast_would_be_found(answered: Window) -> None:
    """Do the measurements find a grey text and a squeezed card?"""
    answered.page.add_style_tag(content="body.spoiled .rapport-stem { color: #999 } body.spoiled .rapport-option { height: 20px }")
    answered.page.evaluate("document.body.classList.add('spoiled')")
    found = [answered.measure("contrastFaults"), answered.measure("layoutFaults")]
    answered.page.evaluate("document.body.classList.remove('spoiled')")
    assert any("contrast" in fault for fault in found[0])
    assert any("overlaps" in fault for fault in found[1])


def test_markup_stays_text(answered: Window) -> None:
    """Do tags in content and answers stand there as text, and does nothing in them run?"""
    assert answered.page.evaluate("window.rapportRan") is None
    assert answered.page.locator(".rapport-card :is(img, script, b, iframe)").count() == 0
    assert answered.page.locator(".rapport-receipt :is(img, script, b, iframe)").count() == 0
    expect(answered.card("strange").get_by_text("<script>")).to_be_visible()
    expect(answered.card("meet-noor").get_by_text("<b>They are long.</b>").first).to_be_visible()


@pytest.mark.parametrize(
    ("item", "words", "direction"),
    [("strange", "قالت لي", "rtl"), ("strange", "נשמע שאת", "rtl"), ("strange", "Noor, 34", "ltr"), ("meet-noor", "لا أعرف", "rtl"), ("meet-noor", "It is the quiet", "ltr")],
)
def test_words_run_in_their_own_direction(answered: Window, item: str, words: str, direction: str) -> None:
    """Do Arabic and Hebrew words run from right to left, also under an English name, and English ones from left to right?"""
    found = answered.card(item).get_by_text(words).first
    assert found.evaluate("(one) => getComputedStyle(one).direction") == direction


def test_nothing_moves(answered: Window) -> None:
    """Do cards keep still for people who asked for less motion?"""
    answered.page.emulate_media(reduced_motion="reduce")
    moving = answered.page.evaluate(
        """() => [...document.querySelectorAll('.rapport-card, .rapport-card *')]
        .filter((one) => one.getAnimations().length || !/^0s(, 0s)*$/.test(getComputedStyle(one).transitionDuration)
            || getComputedStyle(one).scrollBehavior === 'smooth')
        .map((one) => one.className)"""
    )
    answered.page.emulate_media(reduced_motion="no-preference")
    assert moving == []


@pytest.fixture
def window(browser: Browser, notebook_server: JupyterServer, folder: str, request: pytest.FixtureRequest) -> Iterator[Window]:
    """A lesson of one's own with a choice, a text and a talk, started; its kernel ends with the test."""
    path = write_looks(notebook_server, folder, 'ask("strange")', 'ask("back")', 'meet("noor")')
    before = {session["id"] for session in notebook_server.sessions()}
    one = Window(browser, notebook_server, path)
    one.start()
    yield one
    one.context.close()
    for session in notebook_server.sessions():
        if session["id"] not in before:
            notebook_server._ask("DELETE", f"/api/sessions/{session['id']}")


def kill_kernel(window: Window) -> None:
    """End the kernel as a crash does."""
    words = window.notebook.outputs.filter(has_text=re.compile(r"^kernel \d+$")).first.inner_text()
    os.kill(int(words.split()[1]), signal.SIGKILL)


def test_a_dead_kernel_costs_no_answer(window: Window) -> None:
    """When the kernel was killed, does each card say 'Not saved' and keep what was chosen or written, and can it be sent after a start?"""
    strange, back = window.card("strange"), window.card("back")
    kill_kernel(window)
    strange.get_by_role("radio", name="<img").check()
    strange.get_by_role("button", name="Send answer").click()
    back.get_by_role("textbox").fill("I will wait a breath longer.")
    back.get_by_role("button", name="Save").click()
    for item in ("strange", "back"):
        expect(window.status(item)).to_have_text(re.compile("^Not saved: "), timeout=SLOW_MS)
    expect(strange.get_by_role("radio", name="<img")).to_be_checked()
    window.picture("not-saved")
    assert recorded(window.server, window.path) == []
    expect(window.notebook.start_button).to_be_visible(timeout=KERNEL_MS)
    window.notebook.start_lesson()
    expect(back.get_by_role("textbox")).to_have_value("I will wait a breath longer.")
    expect(window.status("back")).to_have_text(re.compile("^Not saved yet: "))
    back.get_by_role("button", name="Save").click()
    strange.get_by_role("radio", name="<img").check()
    strange.get_by_role("button", name="Send answer").click()
    for item in ("strange", "back"):
        expect(window.status(item)).to_have_text(re.compile("^Saved"), timeout=SLOW_MS)
    assert recorded(window.server, window.path) == [
        {"kind": "free-text", "text": "I will wait a breath longer."},
        {"kind": "best-reply", "option": "markup"},
    ]


def test_the_same_answer_again_is_saved_again(window: Window) -> None:
    """Is an answer that is sent a second time unchanged said to be saved?"""
    strange = window.card("strange")
    for button in ("Send answer", "Send again"):
        strange.get_by_role("radio", name="<img").check()
        strange.get_by_role("button", name=button).click()
        expect(window.status("strange")).to_have_text("Saved. You may change it and send again.", timeout=SLOW_MS)
        expect(strange.get_by_role("button", name="Send again")).to_be_visible()
    expect(window.status("strange")).to_have_text("Saved. You may change it and send again.")
    assert len(recorded(window.server, window.path)) == 2


def test_two_windows_on_one_talk(window: Window, browser: Browser) -> None:
    """When two windows hold one talk, is a reply from the one that fell behind refused, and the talk shown there as it stands?"""
    other = Window(browser, window.server, window.path)
    other.start()
    window.take_turn("We have time.")
    expect(window.status("meet-noor")).to_have_text("Saved as far as you have come.", timeout=SLOW_MS)
    other.take_turn("Since when exactly")
    expect(other.status("meet-noor")).to_contain_text("this talk has moved on in another window", timeout=SLOW_MS)
    expect(other.card("meet-noor").get_by_text("It is the quiet that wakes me.")).to_be_visible()
    other.picture("moved-on")
    other.take_turn("Mm-hm.")
    expect(other.status("meet-noor")).to_have_text("The talk is saved.", timeout=SLOW_MS)
    assert [answer["choices"] for answer in recorded(window.server, window.path)] == [["wait"], ["wait", "hm"]]
    other.context.close()


def test_a_talk_by_keyboard(window: Window) -> None:
    """By keyboard alone, can one talk to an ending, read the curve as a table, replay, and try what another reply would have done?"""
    card, press, notebook = window.card("meet-noor"), window.page.keyboard.press, window.notebook
    card.get_by_role("radio").first.focus()

    def tab_to(target: Locator, key: str = "Tab") -> None:
        notebook.press_until(key, lambda: notebook.has_focus(target))

    def say(words: str) -> None:
        notebook.press_until("ArrowDown", lambda: card.get_by_role("radio", name=words).is_checked())
        tab_to(card.get_by_role("button", name="Say it"))
        press("Enter")

    say("We have time.")
    expect(card.get_by_role("radio").first).to_be_focused(timeout=SLOW_MS)
    say("Have you tried some music?")
    ending = card.get_by_role("region", name="How the talk ended")
    expect(ending).to_be_focused(timeout=SLOW_MS)

    tab_to(card.locator("summary", has_text="The same as a table"))
    press("Enter")
    table = card.get_by_role("table")
    expect(table.get_by_role("row")).to_have_count(4)
    curve = card.get_by_role("img", name=re.compile("^Alliance over 2 turns: from 0.35 to "))
    last = table.get_by_role("row").last.get_by_role("cell").last.inner_text()
    expect(curve).to_have_accessible_name(f"Alliance over 2 turns: from 0.35 to {last} on a scale of 0 to 1.")
    window.picture("keyboard-table")

    tab_to(card.get_by_role("button", name="Replay the talk"))
    press("Enter")
    following = card.get_by_role("button", name="Next turn")
    for turn in (1, 2):
        expect(following).to_be_focused()
        press("Enter")
        expect(card.get_by_text(f"Turn {turn} of 2")).to_be_visible()
    tab_to(card.get_by_role("button", name="End the replay"), "Shift+Tab" if notebook.has_focus(card) else "Tab")
    press("Enter")
    expect(ending).to_be_focused()

    tab_to(card.locator("summary", has_text="What if I had said").last, "Shift+Tab")
    press("Enter")
    tab_to(card.get_by_role("button", name="The quiet wakes you."))
    press("Enter")
    expect(card.get_by_text("The talk has ended: She stays")).to_be_visible(timeout=SLOW_MS)
    expect(ending).to_be_focused()
    tab_to(card.get_by_role("button", name="Back to what I said before"))
    press("Enter")
    expect(card.get_by_text("The talk has ended: She goes")).to_be_visible(timeout=SLOW_MS)
    choices = [answer["choices"] for answer in recorded(window.server, window.path)]
    assert choices[-2:] == [["wait", "quiet"], ["wait", "music"]]
    assert window.notebook.errors == []
