"""The card on which waiting is the skill, by keyboard and with a clock that the test turns; on a bare page, with the real Python card."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, expect

from rapport.content.response import AnyResponse, Silence
from tests.rapport.widgets.cards import Given, rarer_card

from .stage import Stage, press, sent

pytestmark = pytest.mark.browser


def quiet(stage: Stage, response: AnyResponse | None = None) -> tuple[Locator, Given]:
    """Put the silence on the page, whose clock stands until the test turns it; the client speaks after six seconds."""
    if not stage.cards:
        stage.page.clock.install(time=0)
        stage.page.clock.pause_at(1000)
    answers = Given()
    return stage.put("quiet", rarer_card("silence", answers, response)), answers


def later(stage: Stage, seconds: float) -> None:
    """Let time pass on the page."""
    stage.page.clock.run_for(int(seconds * 1000))


def test_no_clock_runs_before_it_is_begun(stage: Stage) -> None:
    """Before Begin, can one read what could be said, and is nothing of it a button?"""
    card, _ = quiet(stage)
    assert card.get_by_role("button").all_inner_texts() == ["Begin"]
    expect(card.get_by_text("“When was that?”")).to_be_visible()
    expect(card.get_by_role("log", name="With Ada")).to_have_text("")


def test_waiting_lets_the_client_speak(stage: Stage) -> None:
    """Do cues come one by one, the client at the end, and is it sent once, with its length, and told?"""
    stage.page.emulate_media(reduced_motion="reduce")
    card, answers = quiet(stage)
    press(stage, card.get_by_role("button", name="Begin"))
    log = card.get_by_role("log", name="With Ada")
    expect(log).to_have_text("")
    later(stage, 2)
    expect(log).to_have_text("She looks at her hands.")
    things = card.get_by_role("group", name="What you could say").get_by_role("button")
    place = things.first.bounding_box()
    later(stage, 2)
    expect(log).to_contain_text("She draws a breath.")
    assert things.first.bounding_box() == place, "a cue moved what one may press"
    assert re.search(r"\d", card.inner_text()) is None, "a number counts"
    assert stage.events == []
    later(stage, 1.5)
    expect(log).not_to_contain_text("I never told anybody.")
    later(stage, 0.7)
    expect(log).to_contain_text("I never told anybody.")
    expect(card.get_by_text("She found the words herself.")).to_be_visible()
    assert len(answers) == len(stage.events) == 1
    (answer,) = answers
    assert isinstance(answer, Silence)
    assert answer.said is None
    assert 6 <= answer.waited <= 6.2
    expect(card.get_by_role("button", name="Try again")).to_be_focused()
    assert card.locator("xpath=following-sibling::*[@aria-live]").inner_text().startswith("Saved. She found")


def test_speaking_ends_it_at_once(stage: Stage) -> None:
    """Does a word end the silence, bring the client's answer and its feedback, and can one try again?"""
    card, answers = quiet(stage)
    press(stage, card.get_by_role("button", name="Begin"))
    later(stage, 2)
    expect(card.get_by_text("She looks at her hands.")).to_be_visible()
    press(stage, card.get_by_role("button", name="When was that?"), "Space")
    expect(card.get_by_role("log")).to_have_text(re.compile("She looks at her hands.You.*When was that.*Ada.*In May."))
    expect(card.get_by_text("△ You talked over the silence")).to_be_visible()
    assert [getattr(answer, "said", None) for answer in answers] == ["when"]
    press(stage, card.get_by_role("button", name="Try again"))
    expect(card.get_by_text("△ You talked over the silence")).to_be_visible()  # so soon, it was a key held down
    later(stage, 1)
    press(stage, card.get_by_role("button", name="Try again"))
    expect(card.get_by_role("button", name="Begin")).to_be_focused()
    expect(card.get_by_role("log")).to_have_text("")
    expect(card.get_by_text("You talked over")).to_have_count(0)


def test_a_double_click_on_begin_says_nothing(stage: Stage) -> None:
    """Does the second click of a double click, wherever it lands, leave the silence alone?"""
    card, _ = quiet(stage)
    begin = card.get_by_role("button", name="Begin")
    begin.focus()
    stage.page.evaluate(
        """() => { const begin = document.activeElement; begin.click(); begin.click();
        document.querySelectorAll('.rapport-things button').forEach((one) => one.click()); }"""
    )
    later(stage, 2)
    expect(card.get_by_text("She looks at her hands.")).to_be_visible()
    assert stage.events == []
    later(stage, 8)
    assert len(stage.events) == 1


def test_a_drawing_in_between_keeps_the_clock(stage: Stage) -> None:
    """When the view changes in mid-silence, does the one clock go on, and does it end once and in time?"""
    card, answers = quiet(stage)
    press(stage, card.get_by_role("button", name="Begin"))
    later(stage, 2)
    expect(card.get_by_text("She looks at her hands.")).to_be_visible()
    other = {"chosen": {"waited": 3.0, "said": "when"}, "status": "Saved."}
    for _ in range(3):
        stage.draw_again("quiet", lambda view: {**view, **other})
    expect(card.get_by_role("log")).to_have_text("She looks at her hands.")
    later(stage, 4)
    expect(card.get_by_role("log")).to_contain_text("I never told anybody.")
    expect(card.get_by_text("She found the words herself.")).to_be_visible()
    assert card.get_by_text("She looks at her hands.").count() == 1
    assert len(answers) == len(stage.events) == 1


def test_a_card_taken_away_is_silent(stage: Stage) -> None:
    """When its cell is run again in mid-silence, does the old clock stop?"""
    old, _ = quiet(stage)
    press(stage, old.get_by_role("button", name="Begin"))
    stage.take_away("quiet")
    card, answers = quiet(stage)
    card.get_by_role("button", name="Begin").click()
    later(stage, 20)
    expect(card.get_by_text("She found the words herself.")).to_be_visible()
    assert len(answers) == len(stage.events) == 1


def test_a_silence_that_was_not_saved_can_be_sent_again(stage: Stage) -> None:
    """When Python is gone, does the client speak all the same, is it said that nothing was saved, and can it be sent again?"""
    card, answers = quiet(stage)
    stage.deaf = True
    card.get_by_role("button", name="Begin").click()
    later(stage, 2)
    card.get_by_role("button", name="I am so sorry.").click()
    expect(card.get_by_text("It is all right.")).to_be_visible()
    later(stage, 3)
    expect(card.get_by_role("status")).to_contain_text("Not saved: the notebook does not answer.")
    expect(card.get_by_text("She looks after you now.")).to_have_count(0)
    stage.deaf = False
    card.get_by_role("button", name="Send again").click()
    expect(card.get_by_text("She looks after you now.")).to_be_visible()
    assert len(answers) == 1
    assert sent(stage)[0] == sent(stage)[1]


@pytest.mark.parametrize(
    ("response", "words"),
    [
        (Silence(waited=6.2), ["She draws a breath.", "I never told anybody.", "✓ You held the silence"]),
        (Silence(waited=2.4, said="sorry"), ["She looks at her hands.", "It is all right.", "You talked over"]),
    ],
)
def test_a_silence_is_restored(stage: Stage, response: Silence, words: list[str]) -> None:
    """Does the card show how it went the last time, and offer another try?"""
    card, _ = quiet(stage, response)
    for each in words:
        expect(card.get_by_text(each)).to_be_visible()
    assert card.get_by_text("She draws a breath.").count() == (response.waited > 4)
    expect(card.get_by_role("button", name="Try again")).to_be_visible()
