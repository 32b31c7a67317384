"""What cards are called and how they look to people who use a screen reader, a keyboard or a shaky hand: much is asked of one page."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, expect

from .assignment import write_assignment
from .cards import Card
from .conftest import PAGES
from .pages import NotebookPage
from .test_accessibility import LEAST_TARGET, go_through_states, reach_by_tab, violations

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module", params=["lab", "notebook"])
def fresh(request: pytest.FixtureRequest, browser: Browser) -> Iterator[NotebookPage]:
    """The assignment, started in each front end; nothing is answered, and no test here may change that."""
    yield from _started(request, browser, "fresh")


@pytest.fixture(scope="module", params=["lab", "notebook"])
def used(request: pytest.FixtureRequest, browser: Browser) -> Iterator[NotebookPage]:
    """The assignment with cards answered, warned, talked on and written on."""
    for page in _started(request, browser, "used"):
        go_through_states(page)
        yield page


def _started(request: pytest.FixtureRequest, browser: Browser, folder: str) -> Iterator[NotebookPage]:
    server = request.getfixturevalue(f"{request.param}_server")
    page = PAGES[request.param](browser.new_page(viewport={"width": 1280, "height": 900}), server)
    page.open(write_assignment(server, f"called-{folder}"))
    page.start_lesson()
    yield page
    page.close()


def test_choices_are_named_groups(fresh: NotebookPage) -> None:
    """Does a screen reader hear the question with each group of replies, and each reply's words?"""
    expect(Card(fresh, "late-bus").root).to_match_aria_snapshot("""
        - blockquote: Mira The bus stood still for ten minutes. Sorry.
        - group "Which reply helps Mira to arrive?":
          - radio "You're here. Sit down and get your breath."
        - button "Send answer"
        - status
    """)
    group = Card(fresh, "fine-really").root.get_by_role(
        "group", name="Which reply is best for Mira, and which is worst?"
    )
    words = "Good. Then we can begin with what you came for."
    for column in ("best", "worst"):
        expect(group.get_by_role("radio", name=f"{column}: {words}", exact=True)).to_have_count(1)


def test_rarer_kinds_are_named(fresh: NotebookPage) -> None:
    """Does a screen reader hear what each arrow moves, which utterance a list belongs to, and who says a turn?"""
    expect(Card(fresh, "mending").root.get_by_role("button", name="Move up: Say what you see.")).to_have_count(1)
    expect(Card(fresh, "mending").root.get_by_role("listitem")).to_have_count(3)
    naming = Card(fresh, "naming").root.get_by_role("group", name="What does each utterance do?")
    expect(naming.get_by_role("combobox", name="A walk after dinner would help.")).to_have_value("")
    turns = Card(fresh, "cooling").root.get_by_role(
        "group", name="In which of Mira's turns does the strain first show?"
    )
    expect(turns.get_by_role("radio")).to_have_count(4)
    expect(turns.get_by_role("radio", name="Mira Sure.")).to_have_count(1)
    expect(turns.get_by_role("listitem")).to_have_count(7)


def test_talk_is_a_log_with_a_described_client(fresh: NotebookPage) -> None:
    """Are the talk, the client's portrait and the replies named for those who can't see them?"""
    talk = Card(fresh, "first-talk")
    expect(talk.root.get_by_role("log", name="Talk with Mira")).to_be_visible()
    name = talk.root.get_by_role("img").get_attribute("aria-label") or ""
    assert name.startswith("A woman in a wet coat. Just now: "), name
    group = talk.root.get_by_role("group", name="What do you say?")
    expect(group.get_by_role("radio")).to_have_count(3)
    expect(group.get_by_role("radio", name="Wherever you like; both chairs are good.")).to_have_count(1)


def test_box_is_labelled(fresh: NotebookPage) -> None:
    """Does the box to write in carry its question as its name?"""
    expect(Card(fresh, "own-words").text).to_have_accessible_name("Write what you would say to Mira.")


def test_focus_is_seen(fresh: NotebookPage) -> None:
    """Has everything that Tab reaches in a card a visible outline?"""
    card = Card(fresh, "late-bus")
    for target in (card.radio("sit-first"), card.button("Send answer")):
        reach_by_tab(fresh, card, target)
        width, style = target.evaluate(
            "one => { const s = getComputedStyle(one); return [parseFloat(s.outlineWidth), s.outlineStyle]; }"
        )
        assert style == "solid", fresh.focused()
        assert width >= 2, f"{fresh.focused()} has an outline of {width} px"


def test_axe_finds_nothing_in_cards(used: NotebookPage) -> None:
    """Does axe-core find nothing wrong with answered and warned cards, those not touched yet, and their receipts?"""
    used.screenshot("cards-light")
    assert violations(used, ".jp-Cell-outputArea") == []


def test_targets_are_large_enough(used: NotebookPage) -> None:
    """Are radios, buttons and summaries at least 24 by 24 CSS pixels?"""
    targets = used.page.locator(".rapport-card :is(input, button, select, summary)")
    assert targets.count() > 10
    small = [target.inner_text() or target.get_attribute("id") for target in targets.all() if too_small(target)]
    assert small == []


def too_small(target: Locator) -> bool:
    """Return whether a visible target is smaller than it should be."""
    box = target.bounding_box()
    return box is not None and (box["width"] < LEAST_TARGET or box["height"] < LEAST_TARGET)
