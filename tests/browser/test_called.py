"""What cards are called and how they look to people who use a screen reader, a keyboard or a shaky hand: all is asked of one page."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from .access import reach_by_tab, too_small, violations
from .cards import Card
from .conftest import started_assignment
from .pages import NotebookPage

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module", params=["lab", "notebook"])
def used(request: pytest.FixtureRequest, browser: Browser) -> Iterator[NotebookPage]:
    """The assignment in each front end, its cards in every state that looks different; tests only look at them."""
    for page in started_assignment(request, browser, "used"):
        go_through_states(page)
        yield page


def go_through_states(page: NotebookPage) -> None:
    """Answer some cards, let some warn, talk on one and write on one; some stay as they were."""
    card = Card(page, "late-bus")
    card.radio("sit-first").check()
    card.button("Send answer").click()
    card.expect_saved()
    Card(page, "fine-really").button("Send answer").click()
    nearest = Card(page, "nearest")
    nearest.root.get_by_role("button", name="Move down").first.click()
    nearest.button("Send answer").click()
    nearest.expect_saved()
    Card(page, "naming").button("Send answer").click()
    Card(page, "cooling").radio("sure").check()
    talk = Card(page, "first-talk")
    talk.radio("there").check()
    talk.button("Say it").click()
    expect(talk.log).to_contain_text("Oh. Right.")
    own = Card(page, "own-words")
    own.text.fill("We have half an hour.")
    own.button("Save").click()
    own.expect_saved()


def test_choices_are_named_groups(used: NotebookPage) -> None:
    """Does a screen reader hear the question with each group of replies, and each reply's words?"""
    expect(Card(used, "long-quiet").root).to_match_aria_snapshot("""
        - blockquote: Mira (looks at the window)
        - group "Which reply leaves Mira room?":
          - radio "(You stay with her, and look out as well.)"
        - button "Send answer"
        - status
    """)
    group = Card(used, "fine-really").root.get_by_role(
        "group", name="Which reply is best for Mira, and which is worst?"
    )
    words = "Good. Then we can begin with what you came for."
    for column in ("best", "worst"):
        expect(group.get_by_role("radio", name=f"{column}: {words}", exact=True)).to_have_count(1)


def test_rarer_kinds_are_named(used: NotebookPage) -> None:
    """Does a screen reader hear what each arrow moves, which utterance a list belongs to, and who says a turn?"""
    expect(Card(used, "mending").root.get_by_role("button", name="Move up: Say what you see.")).to_have_count(1)
    expect(Card(used, "mending").root.get_by_role("listitem")).to_have_count(3)
    naming = Card(used, "naming").root.get_by_role("group", name="What does each utterance do?")
    expect(naming.get_by_role("combobox", name="A walk after dinner would help.")).to_have_value("")
    turns = Card(used, "cooling").root.get_by_role("group", name="In which of Mira's turns does the strain first show?")
    expect(turns.get_by_role("radio")).to_have_count(4)
    expect(turns.get_by_role("radio", name="Mira Sure.")).to_have_count(1)
    expect(turns.get_by_role("listitem")).to_have_count(7)


def test_talk_is_a_log_with_a_described_client(used: NotebookPage) -> None:
    """Are the talk, the client's portrait and the replies named for those who can't see them?"""
    talk = Card(used, "first-talk")
    expect(talk.root.get_by_role("log", name="Talk with Mira")).to_be_visible()
    name = talk.root.get_by_role("img").get_attribute("aria-label") or ""
    assert name.startswith("A woman in a wet coat. Just now: "), name
    group = talk.root.get_by_role("group", name="What do you say?")
    expect(group.get_by_role("radio")).to_have_count(3)
    expect(group.get_by_role("radio", name="And you brought her in here with you.")).to_have_count(1)


def test_box_is_labelled(used: NotebookPage) -> None:
    """Does the box to write in carry its question as its name?"""
    expect(Card(used, "own-words").text).to_have_accessible_name("Write what you would say to Mira.")


def test_focus_is_seen(used: NotebookPage) -> None:
    """Has everything that Tab reaches in a card a visible outline?"""
    card = Card(used, "long-quiet")
    for target in (card.radio("stay"), card.button("Send answer")):
        reach_by_tab(used, card, target)
        width, style = target.evaluate(
            "one => { const s = getComputedStyle(one); return [parseFloat(s.outlineWidth), s.outlineStyle]; }"
        )
        assert style == "solid", used.focused()
        assert width >= 2, f"{used.focused()} has an outline of {width} px"


def test_axe_finds_nothing_in_cards(used: NotebookPage) -> None:
    """Does axe-core find nothing wrong with answered and warned cards, those not touched yet, and their receipts?"""
    used.screenshot("cards-light")
    assert violations(used, ".jp-Cell-outputArea") == []


def test_axe_finds_nothing_in_the_dark(used: NotebookPage) -> None:
    """Are the colours strong enough in the dark theme too?"""
    used.set_theme("Dark")
    used.screenshot("cards-dark")
    found = violations(used, ".jp-Cell-outputArea")
    used.set_theme("Light")
    assert found == []


def test_targets_are_large_enough(used: NotebookPage) -> None:
    """Are radios, buttons and summaries at least 24 by 24 CSS pixels?"""
    targets = used.page.locator(".rapport-card :is(input, button, select, summary)")
    assert targets.count() > 10
    small = [target.inner_text() or target.get_attribute("id") for target in targets.all() if too_small(target)]
    assert small == []
