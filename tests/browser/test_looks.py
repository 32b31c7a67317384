"""How cards look and hold up: widths, themes, strange text, a dead kernel, two windows, the keyboard."""

from __future__ import annotations

import json
import os
import re
import secrets
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, expect

from . import documents
from .pages import KERNEL_MS, SCREENSHOTS, Notebook7Page, NotebookPage
from .server import JupyterServer

FIXTURES = Path(__file__).parent / "fixtures" / "looks"
MEASURE = (Path(__file__).parent / "looks.js").read_text(encoding="utf-8")
LONG = ("I hear how much lies on you since then, and how little of it anybody asked about. " * 20)[:1499] + "."
KERNEL = 'import os\nprint("kernel", os.getpid())'
WIDTHS = {"wide": 1600, "usual": 1280, "zoomed-200": 640, "narrow": 400, "zoomed-400": 320}
NOTEBOOKS_OWN = "(reading 'schema')"
"""Notebook 7.6's shortcuts look at a plugin's settings before they are loaded; seen without any lesson too."""
SLOW_MS = 15_000
"""Longest wait for an answer, in milliseconds, on a busy machine."""


def write_looks(server: JupyterServer, name: str, *cells: str) -> str:
    """Write the fixture's two lessons, which hold the same items, and a notebook with these cells; return its path."""
    folder = f"{name}-{secrets.token_hex(4)}"
    place = server.root / folder
    shutil.copytree(FIXTURES, place)
    practice = place / "practice" / "looks.yaml"
    items = practice.read_text(encoding="utf-8").replace("LONG", LONG)
    practice.write_text(items, encoding="utf-8")
    (place / "practice" / "fresh.yaml").write_text(items.replace("lesson: looks", "lesson: fresh"), encoding="utf-8")
    noor = (place / "cases" / "noor.yaml").read_text(encoding="utf-8")
    (place / "cases" / "nour.yaml").write_text(noor.replace("id: noor", "id: nour"), encoding="utf-8")
    documents.write(place / "looks.ipynb", *(documents.card(source) for source in (KERNEL, *cells)))
    return f"{folder}/looks.ipynb"


def opened(name: str, *calls: str) -> list[str]:
    """Return cells that open a lesson and then make these calls."""
    return [f'from rapport import lesson\nlesson.open("{name}")', *(f"lesson.{call}" for call in calls)]


def recorded(window: Window, item: str) -> list[dict[str, Any]]:
    """Return every answer to an item in the lesson's journal, in order."""
    journal = (window.server.root / window.path).with_suffix(".responses.jsonl")
    lines = journal.read_text(encoding="utf-8").splitlines() if journal.exists() else []
    events = [json.loads(line) for line in lines if line]
    return [event["response"] for event in events if event["item"] == item]


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
        self.set_theme("Light")
        self.notebook.start_lesson()

    def card(self, item: str) -> Locator:
        """Return the card of an item; where it stands twice, both."""
        return self.page.locator(f'.rapport-card[data-item="{item}"]')

    def status(self, item: str) -> Locator:
        """Return the line that says whether the answer is saved."""
        return self.card(item).first.locator(".rapport-status").last

    def take_turn(self, client: str, words: str) -> None:
        """Say something to a client with the mouse."""
        card = self.card(f"meet-{client}").first
        card.get_by_role("radio", name=words).check()
        card.get_by_role("button", name="Say it").click()

    def set_theme(self, theme: str) -> None:
        """Switch the theme by the menu."""
        wanted = "false" if theme == "Dark" else "true"
        if not self.page.locator(f'body[data-jp-theme-light="{wanted}"]').count():
            self.resize(1280)
            self.page.get_by_role("menubar").get_by_role("menuitem", name="Settings", exact=True).click()
            self.page.locator(".lm-Menu-itemLabel", has_text=re.compile("^Theme$")).hover()
            with self.page.expect_response(lambda reply: reply.request.method == "PUT" and "/settings/" in reply.url):
                self.page.get_by_text(f"JupyterLab {theme}", exact=True).click()
        expect(self.page.locator(f'body[data-jp-theme-light="{wanted}"]')).to_be_attached()

    def resize(self, width: int, height: int = 900) -> None:
        """Make the window so large, and wait until the notebook and its drawings have followed."""
        self.page.set_viewport_size({"width": width, "height": height})
        self.page.wait_for_function(
            """() => {
                const box = document.querySelector('.jp-NotebookPanel').getBoundingClientRect();
                return box.right <= innerWidth && box.right > innerWidth - 80 && box.bottom > innerHeight - 80;
            }"""
        )
        self.page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")

    def measure(self, what: str) -> list[str]:
        """Return the faults that looks.js finds."""
        self.page.evaluate(MEASURE)
        assert self.page.evaluate("looks.textCount()") > 20, "there is hardly any text to measure"
        found: list[str] = self.page.evaluate(f"looks.{what}()")
        return found

    def picture(self, name: str, width: int = 1280) -> None:
        """Keep a picture of the whole notebook; the window is made as high as it."""
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        self.resize(width, 11_000)
        self.page.locator(".jp-WindowedPanel-outer").evaluate("(one) => one.scrollTo(0, 0)")
        last = self.page.locator(".rapport-card").last.bounding_box()
        assert last is not None
        self.page.screenshot(
            path=SCREENSHOTS / f"looks-{name}.png",
            clip={"x": 0, "y": 0, "width": width, "height": last["y"] + last["height"] + 20},
        )
        self.resize(width)


ALL = ('ask("strange")', 'ask("long")', 'ask("sure")', 'ask("back")', 'meet("noor")')


@pytest.fixture(scope="module")
def looks(browser: Browser, notebook_server: JupyterServer) -> Iterator[Window]:
    """Every kind of card twice: answered with all open that opens, and below that fresh; tests only look at them."""
    path = write_looks(notebook_server, "looks", *opened("looks", *ALL), *opened("fresh", *ALL))
    window = Window(browser, notebook_server, path)
    window.start()
    strange, long, back = (window.card(item).first for item in ("strange", "long", "back"))
    strange.get_by_role("radio", name="👩🏽‍🦽😴🌧️").check()
    strange.get_by_role("button", name="Send answer").click()
    long.get_by_role("radio", name=re.compile("^best:")).nth(0).check()
    long.get_by_role("radio", name=re.compile("^worst:")).nth(1).check()
    long.get_by_role("button", name="Send answer").click()
    back.get_by_role("textbox").fill("سأستمع أوّلًا. <b>🙂</b>")
    back.get_by_role("button", name="Save").click()
    window.card("sure").first.get_by_role("slider").last.press("ArrowRight")
    window.take_turn("noor", "We have time.")
    expect(window.card("meet-noor").first.get_by_text("The quiet wakes you.")).to_be_visible(timeout=SLOW_MS)
    window.take_turn("noor", "The quiet wakes you.")
    for item in ("strange", "long", "sure", "back", "meet-noor"):
        expect(window.status(item)).to_have_text(re.compile("saved", re.IGNORECASE), timeout=SLOW_MS)
    window.page.evaluate("document.querySelectorAll('.rapport-card details').forEach((one) => (one.open = true))")
    yield window
    window.set_theme("Light")  # the server keeps it for other windows
    assert_quiet(window)
    window.context.close()


def assert_quiet(window: Window) -> None:
    """Fail on any error in the browser's console, but for one of Notebook's own."""
    assert [error for error in window.notebook.errors if NOTEBOOKS_OWN not in error] == []


@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_overlaps_or_is_cut(looks: Window, width: str) -> None:
    """At every width and zoom, does no card scroll sideways, cut or overlap anything, or have targets under 24 px?"""
    looks.set_theme("Light")
    looks.resize(WIDTHS[width])
    assert looks.measure("layoutFaults") == []
    looks.picture(f"{width}-light", WIDTHS[width])


@pytest.mark.parametrize("theme", ["Light", "Dark"])
def test_text_stands_out(looks: Window, theme: str) -> None:
    """In both themes, does every piece of text have a contrast of 4.5 or more against what is under it?"""
    looks.set_theme(theme)
    assert looks.measure("contrastFaults") == []
    looks.picture(f"usual-{theme.lower()}")


def test_spoiled_cards_would_be_found(looks: Window) -> None:
    """Do the measurements find a grey text and a squeezed card?"""
    looks.set_theme("Light")
    looks.page.add_style_tag(
        content="body.spoiled .rapport-stem { color: #999 } body.spoiled .rapport-option { height: 20px }"
    )
    looks.page.evaluate("document.body.classList.add('spoiled')")
    found = [looks.measure("contrastFaults"), looks.measure("layoutFaults")]
    looks.page.evaluate("document.body.classList.remove('spoiled')")
    assert any("contrast" in fault for fault in found[0])
    assert any("runs into" in fault for fault in found[1])


def test_markup_stays_text(looks: Window) -> None:
    """Do tags in content and answers stand there as text, and does nothing in them run?"""
    assert looks.page.evaluate("window.rapportRan") is None
    assert looks.page.locator(".rapport-card :is(img, script, b, iframe)").count() == 0
    assert looks.page.locator(".rapport-receipt :is(img, script, b, iframe)").count() == 0
    expect(looks.card("strange").first.get_by_text("<script>")).to_be_visible()
    expect(looks.card("meet-noor").get_by_text("<b>They are long.</b>").first).to_be_visible()


@pytest.mark.parametrize(
    ("item", "words", "direction"),
    [
        ("strange", "قالت لي", "rtl"),
        ("strange", "נשמע שאת", "rtl"),
        ("strange", "Noor, 34", "ltr"),
        ("meet-noor", "لا أعرف", "rtl"),
        ("meet-noor", "It is the quiet", "ltr"),
    ],
)
def test_words_run_in_their_own_direction(looks: Window, item: str, words: str, direction: str) -> None:
    """Do Arabic and Hebrew words run from right to left, also under an English name, and English ones from left to right?"""
    found = looks.card(item).get_by_text(words).first
    assert found.evaluate("(one) => getComputedStyle(one).direction") == direction


def test_nothing_moves(looks: Window) -> None:
    """Do cards keep still for people who asked for less motion?"""
    looks.page.emulate_media(reduced_motion="reduce")
    moving = looks.page.evaluate(
        """() => [...document.querySelectorAll('.rapport-card, .rapport-card *')]
        .filter((one) => one.getAnimations().length || !/^0s(, 0s)*$/.test(getComputedStyle(one).transitionDuration)
            || getComputedStyle(one).scrollBehavior === 'smooth')
        .map((one) => one.className)"""
    )
    looks.page.emulate_media(reduced_motion="no-preference")
    assert moving == []


@pytest.fixture(scope="module")
def shared(browser: Browser, notebook_server: JupyterServer) -> Iterator[Window]:
    """A started lesson that tests may answer in; each has cards of its own."""
    path = write_looks(
        notebook_server, "shared", *opened("looks", 'ask("strange")', 'ask("back")', 'meet("noor")', 'meet("nour")')
    )
    window = Window(browser, notebook_server, path)
    window.start()
    yield window
    assert_quiet(window)
    window.context.close()


@pytest.fixture
def mortal(browser: Browser, notebook_server: JupyterServer) -> Iterator[Window]:
    """A started lesson whose kernel may be killed."""
    path = write_looks(notebook_server, "mortal", *opened("looks", 'ask("strange")', 'ask("back")'))
    window = Window(browser, notebook_server, path)
    window.start()
    yield window
    window.context.close()


def signal_kernel(window: Window, what: signal.Signals) -> None:
    """Send a signal to the kernel's process."""
    words = window.notebook.outputs.filter(has_text=re.compile(r"kernel \d+")).first.inner_text()
    os.kill(int(words.split()[1]), what)


def test_a_dead_kernel_costs_no_answer(mortal: Window) -> None:
    """When the kernel was killed, does each card say 'Not saved' and keep what was chosen or written, and can it be sent after a start?"""
    strange, back = mortal.card("strange"), mortal.card("back")
    signal_kernel(mortal, signal.SIGKILL)
    strange.get_by_role("radio", name="<img").check()
    strange.get_by_role("button", name="Send answer").click()
    back.get_by_role("textbox").fill("I will wait a breath longer.")
    back.get_by_role("button", name="Save").click()
    for item in ("strange", "back"):
        expect(mortal.status(item)).to_have_text(re.compile("^Not saved: "), timeout=SLOW_MS)
    expect(strange.get_by_role("radio", name="<img")).to_be_checked()
    mortal.picture("not-saved")
    assert recorded(mortal, "strange") == recorded(mortal, "back") == []
    mortal.page.get_by_role("dialog").get_by_role("button", name="Ok").click(timeout=KERNEL_MS)
    mortal.notebook.start_lesson()
    expect(back.get_by_role("textbox")).to_have_value("I will wait a breath longer.")
    expect(mortal.status("back")).to_have_text(re.compile("^Not saved yet: "))
    back.get_by_role("button", name="Save").click()
    strange.get_by_role("radio", name="<img").check()
    strange.get_by_role("button", name="Send answer").click()
    for item in ("strange", "back"):
        expect(mortal.status(item)).to_have_text(re.compile("^Saved"), timeout=SLOW_MS)
    assert recorded(mortal, "back") == [{"kind": "free-text", "text": "I will wait a breath longer."}]
    assert recorded(mortal, "strange") == [{"kind": "best-reply", "option": "markup"}]


def test_an_answer_that_a_busy_kernel_takes_late_is_saved(shared: Window) -> None:
    """When the kernel answers only after 'Not saved' was shown, does the card say in the end that it is saved?"""
    box = shared.card("back").get_by_role("textbox")
    signal_kernel(shared, signal.SIGSTOP)
    try:
        box.fill("Listen.")
        expect(shared.status("back")).to_have_text(
            re.compile("^Not saved: the notebook does not answer"), timeout=SLOW_MS
        )
    finally:
        signal_kernel(shared, signal.SIGCONT)
    expect(shared.status("back")).to_have_text("Saved.", timeout=SLOW_MS)
    assert recorded(shared, "back") == [{"kind": "free-text", "text": "Listen."}]


def test_keys_stay_in_the_card(shared: Window) -> None:
    """Do the notebook's single keys leave cells alone while a card has the focus, and does Ctrl+S save all the same?"""
    cells = shared.notebook.cells.count()
    for target in (shared.card("strange").get_by_role("radio").first, shared.card("strange").get_by_role("button")):
        target.focus()
        for key in "ddxabm":
            shared.page.keyboard.press(key)
        assert shared.notebook.has_focus(target)
    shared.notebook.save()
    assert shared.notebook.cells.count() == cells
    saved = json.loads((shared.server.root / shared.path).read_text(encoding="utf-8"))
    assert [cell["cell_type"] for cell in saved["cells"]] == ["code"] * cells


def test_the_same_answer_again_is_saved_again(shared: Window) -> None:
    """Is an answer that is sent a second time unchanged said to be saved?"""
    strange = shared.card("strange")
    for button in ("Send answer", "Send again"):
        strange.get_by_role("radio", name="<img").check()
        strange.get_by_role("button", name=button).click()
        expect(shared.status("strange")).to_have_text("Saved. You may change it and send again.", timeout=SLOW_MS)
        expect(strange.get_by_role("button", name="Send again")).to_be_visible()
    expect(shared.status("strange")).to_have_text("Saved. You may change it and send again.")
    assert len(recorded(shared, "strange")) == 2


def test_two_windows_on_one_talk(shared: Window, browser: Browser) -> None:
    """When two windows hold one talk, is a reply from the one that fell behind refused, and the talk shown there as it stands?"""
    shared.notebook.save()
    other = Window(browser, shared.server, shared.path)
    other.notebook.open(shared.path)
    other.notebook.wait_until_started()  # its kernel has the saved cards, so they run again by themselves
    shared.take_turn("nour", "We have time.")
    expect(shared.status("meet-nour")).to_have_text("Saved as far as you have come.", timeout=SLOW_MS)
    other.take_turn("nour", "Since when exactly")
    expect(other.status("meet-nour")).to_contain_text("this talk has moved on in another window", timeout=SLOW_MS)
    expect(other.card("meet-nour").get_by_text("It is the quiet that wakes me.")).to_be_visible()
    other.picture("moved-on")
    other.take_turn("nour", "Mm-hm.")
    expect(other.status("meet-nour")).to_have_text("The talk is saved.", timeout=SLOW_MS)
    assert [answer["choices"] for answer in recorded(shared, "meet-nour")] == [["wait"], ["wait", "hm"]]
    other.context.close()


def test_a_talk_by_keyboard(shared: Window) -> None:
    """By keyboard alone, can one talk to an ending, read the curve as a table, replay, and try what another reply would have done?"""
    card, press, notebook = shared.card("meet-noor"), shared.page.keyboard.press, shared.notebook
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
    ending = card.get_by_role("group", name="How the talk ended")
    expect(ending).to_be_focused(timeout=SLOW_MS)

    tab_to(card.locator("summary", has_text="The same as a table"))
    press("Enter")
    table = card.get_by_role("table")
    expect(table.get_by_role("row")).to_have_count(4)
    curve = card.get_by_role("img", name=re.compile("^Alliance over 2 turns: from 0.35 to "))
    last = table.get_by_role("row").last.get_by_role("cell").last.inner_text()
    expect(curve).to_have_accessible_name(f"Alliance over 2 turns: from 0.35 to {last} on a scale of 0 to 1.")
    shared.picture("keyboard-table")

    tab_to(card.get_by_role("button", name="Replay the talk"))
    press("Enter")
    following = card.get_by_role("button", name="Next turn")
    for turn in (1, 2):
        expect(following).to_be_focused()
        press("Enter")
        expect(card.get_by_text(f"Turn {turn} of 2")).to_be_visible()
    expect(card.get_by_role("button", name="End the replay")).to_be_focused()
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
    choices = [answer["choices"] for answer in recorded(shared, "meet-noor")]
    assert choices == [["wait"], ["wait", "music"], ["wait", "quiet"], ["wait", "music"]]
