"""How cards hold up: a dead kernel, a busy one, two windows, the keyboard alone."""

from __future__ import annotations

import json
import os
import re
import signal
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, expect

from .pages import KERNEL_MS
from .server import JupyterServer
from .window import SLOW_MS, Window, assert_quiet, opened, recorded, write_looks

pytestmark = pytest.mark.browser


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
