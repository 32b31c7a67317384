"""How cards look: widths, zoom, themes, strange text."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from .access import violations
from .pages import Theme
from .server import JupyterServer
from .window import SLOW_MS, Window, assert_quiet, opened, write_looks

pytestmark = pytest.mark.browser

WIDTHS = {"wide": 1600, "usual": 1280, "zoomed-200": 640, "narrow": 400, "zoomed-400": 320}
"""Window widths; 640 and 320 are what 200 % and 400 % of zoom leave of 1280 (WCAG 2.2, reflow)."""
ITEMS = ("strange", "long", "ranked", "steps", "named", "strained", "hush", "sure", "back")
ALL = (*(f'ask("{item}")' for item in ITEMS), 'meet("noor")')


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
    answer_rarer_kinds(window)
    back.get_by_role("textbox").fill("سأستمع أوّلًا. <b>🙂</b>")
    back.get_by_role("button", name="Save").click()
    slider = window.card("sure").first.get_by_role("slider").last
    slider.press("ArrowRight")
    expect(slider).to_have_attribute("aria-valuetext", "6 of 10")
    window.take_turn("noor", "We have time.")
    expect(window.card("meet-noor").first.get_by_text("The quiet wakes you.")).to_be_visible(timeout=SLOW_MS)
    window.take_turn("noor", "The quiet wakes you.")
    for item in (*ITEMS, "meet-noor"):
        expect(window.status(item)).to_have_text(re.compile("saved", re.IGNORECASE), timeout=SLOW_MS)
    window.page.evaluate("document.querySelectorAll('.rapport-card details').forEach((one) => (one.open = true))")
    yield window
    window.set_theme("Light")  # the server keeps it for other windows
    assert_quiet(window)
    window.context.close()


def answer_rarer_kinds(window: Window) -> None:
    """Answer what is not a choice among replies; the first silence is talked over."""
    ranked, steps, named, strained, hush = (window.card(item).first for item in ITEMS[2:7])
    ranked.get_by_role("slider").press("ArrowRight")
    for choices in named.get_by_role("combobox").all():
        choices.select_option(label="Reflection of feeling")
    named.get_by_role("slider").press("ArrowLeft")
    strained.get_by_role("radio").nth(1).check()
    for card in (ranked, steps, named, strained):
        card.get_by_role("button", name="Send answer").click()
    hush.get_by_role("button", name="Begin").click()
    expect(hush.get_by_text("She wipes her glasses.")).to_be_visible(timeout=SLOW_MS)
    hush.get_by_role("button", name="I can imagine").click()


@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_overlaps_or_is_cut(looks: Window, width: str) -> None:
    """At every width and zoom, does no card scroll sideways, cut or overlap anything, or have targets under 24 px?"""
    looks.set_theme("Light")
    looks.resize(WIDTHS[width])
    assert looks.measure("layoutFaults") == []
    looks.picture(f"{width}-light", WIDTHS[width])


@pytest.mark.parametrize("theme", ["Light", "Dark"])
def test_text_stands_out(looks: Window, theme: Theme) -> None:
    """In both themes, does all text have a contrast of 4.5 or more against what is under it, and does axe-core find nothing wrong?"""
    looks.set_theme(theme)
    assert looks.measure("contrastFaults") == []
    assert violations(looks.notebook, ".jp-Cell-outputArea") == []
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
