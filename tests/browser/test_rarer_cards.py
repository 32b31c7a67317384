"""Cards for ranking, ordering, classifying, marking a turn and keeping silent, by keyboard; on a bare page, with the real Python cards."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped] # it ships no types
from playwright.sync_api import Browser, Locator, expect

from rapport.content.response import AnyResponse, Classify, Order, RuptureTurn, Silence
from tests.rapport.widgets.cards import RARER, Given, rarer, rarer_card

from .stage import Stage

pytestmark = pytest.mark.browser


@pytest.fixture
def stage(browser: Browser) -> Iterator[Stage]:
    """A bare page; errors in it fail the test."""
    page = browser.new_page(viewport={"width": 800, "height": 900})
    bare = Stage(page)
    yield bare
    page.close()
    assert bare.errors == []


def tab_to(stage: Stage, target: Locator) -> None:
    """Press Tab until the target has the focus."""
    for _ in range(40):
        if target.evaluate("(one) => one === document.activeElement"):
            return
        stage.page.keyboard.press("Tab")
    raise AssertionError(f"Tab does not lead to {target}")


def press(stage: Stage, target: Locator, key: str = "Enter") -> None:
    """Press a button from the keyboard."""
    tab_to(stage, target)
    stage.page.keyboard.press(key)


def placed(card: Locator) -> list[str]:
    return card.locator(".rapport-placed").all_inner_texts()


def sent(stage: Stage) -> list[dict[str, object]]:
    return [{name: value for name, value in event.items() if name not in ("id", "type")} for _, event in stage.events]


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


# --- Order ------------------------------------------------------------------------------------------------------------


def test_an_order_is_made_from_the_keyboard(stage: Stage) -> None:
    """Do the arrows move one, say where it is now, keep the focus with it, and does nothing count until it is sent?"""
    answers = Given()
    card = stage.put("steps", rarer_card("order-steps", answers, seed="kim"))
    before = placed(card)
    last = before[-1]
    up = card.get_by_role("button", name=f"Move up: {last}")
    for place in (2, 1):
        press(stage, up)
        expect(card.locator("[aria-live]")).to_have_text(f"“{last}” is now in place {place} of 3.")
        assert up.evaluate("(one) => one === document.activeElement")
    assert placed(card) == [last, *before[:-1]]
    assert up.get_attribute("aria-disabled") == "true"
    press(stage, up)
    assert placed(card) == [last, *before[:-1]], "it moved beyond the top"
    press(stage, card.get_by_role("button", name=f"Move down: {last}"), "Space")
    assert placed(card) == [before[0], last, before[1]]
    assert stage.events == []
    press(stage, card.get_by_role("button", name="Send answer"))
    expect(card.get_by_text("The key's order:")).to_be_visible()
    assert len(answers) == 1
    assert placed(card) == [before[0], last, before[1]]


def test_an_order_is_restored(stage: Stage) -> None:
    """Does the card show the recorded order, with its feedback in the key's?"""
    card = stage.put("rank", rarer_card("rank", Given(), Order(kind="rank", order=("told", "heard", "asked"))))
    assert placed(card)[0] == "You should rest for a week."
    key = card.get_by_role("list", name="The key's order")
    expect(key.get_by_role("listitem").first).to_contain_text("You sound worn out by it.")


# --- How sure ---------------------------------------------------------------------------------------------------------


def test_it_is_asked_how_sure_one_is(stage: Stage) -> None:
    """Is the slider unset until touched, required, named, and its number sent with the answer?"""
    answers = Given()
    card = stage.put("rank", rarer_card("rank", answers))
    slider = card.get_by_role("slider", name="How sure are you that this is right?")
    expect(slider).to_have_attribute("aria-valuetext", "not said yet")
    press(stage, card.get_by_role("button", name="Send answer"))
    expect(card.get_by_role("status")).to_have_text("Say how sure you are first, with the slider.")
    assert stage.events == []
    slider.focus()
    stage.page.keyboard.press("ArrowRight")
    stage.page.keyboard.press("ArrowRight")
    expect(slider).to_have_attribute("aria-valuetext", "70 percent")
    press(stage, card.get_by_role("button", name="Send answer"))
    expect(card.get_by_text("70 %")).to_be_visible()
    expect(card.get_by_text("Saved.")).to_be_visible()
    assert [getattr(answer, "confidence", None) for answer in answers] == [70]


def test_the_middle_can_be_meant(stage: Stage) -> None:
    """Is a click that leaves the slider in the middle an answer?"""
    card = stage.put("rank", rarer_card("rank", Given()))
    card.get_by_role("slider").click()
    expect(card.get_by_role("slider")).to_have_attribute("aria-valuetext", "50 percent")


# --- Classify, and a turn ---------------------------------------------------------------------------------------------


def test_utterances_are_classified_from_the_keyboard(stage: Stage) -> None:
    """Is each utterance a named list, is it said how many are open, and is the answer sent once?"""
    answers = Given()
    card = stage.put("sorting", rarer_card("classify", answers))
    labels = {
        "So the nights are for baking.": "Paraphrase",
        "Try to sleep at noon.": "Advice",
        "Tell me what a night is like.": "Open question",
    }
    lists = card.get_by_role("combobox").all()
    for number, one in enumerate(lists):
        if number == 2:
            card.get_by_role("button", name="Send answer").click()
            expect(card.get_by_role("status")).to_have_text("One utterance still has no label.")
        name = labels[one.evaluate("(select) => select.labels[0].innerText").strip()]
        one.focus()
        stage.page.keyboard.type(name)
        expect(one.locator("option:checked")).to_have_text(name)
    card.get_by_role("slider").focus()
    stage.page.keyboard.press("ArrowLeft")
    press(stage, card.get_by_role("button", name="Send answer"))
    expect(card.get_by_text("You named them all as the key does.")).to_be_visible()
    right = {"nights": "paraphrase", "sleep": "advice", "like": "open-question"}
    assert answers == [Classify.model_validate({"labels": right, "confidence": 40})]
    for name in labels.values():
        expect(card.locator(f"option:checked:text-is('{name}')")).to_have_count(1)


def test_a_turn_is_marked_from_the_keyboard(stage: Stage) -> None:
    """Can only the client's turns be reached, and is the marked one sent and told?"""
    answers = Given()
    card = stage.put("cooling", rarer_card("rupture-turn", answers))
    press(stage, card.get_by_role("button", name="Send answer"))
    expect(card.get_by_role("status")).to_have_text("Mark one of the client's turns first.")
    expect(card.get_by_role("radio")).to_have_count(3)
    card.get_by_role("radio").first.focus()
    stage.page.keyboard.press("ArrowDown")
    expect(card.get_by_role("radio", name="Ada Fine.")).to_be_checked()
    press(stage, card.get_by_role("button", name="Send answer"))
    expect(card.get_by_text("Here the strain first shows")).to_be_visible()
    assert answers == [RuptureTurn(turn="short")]
    expect(card.get_by_role("radio", name="Ada Fine.")).to_be_checked()


# --- Silence ----------------------------------------------------------------------------------------------------------


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


# --- All of them ------------------------------------------------------------------------------------------------------

ANSWERS: dict[str, AnyResponse] = {
    "rank": Order(kind="rank", order=("asked", "heard", "told"), confidence=60),
    "order-steps": Order(kind="order-steps", order=("plan", "see", "own")),
    "classify": Classify(labels={"nights": "paraphrase", "sleep": "advice", "like": "advice"}, confidence=0),
    "rupture-turn": RuptureTurn(turn="door"),
    "silence": Silence(waited=2, said="when"),
}


@pytest.mark.parametrize("light", [True, False], ids=["light", "dark"])
@pytest.mark.parametrize("answered", [False, True], ids=["fresh", "answered"])
def test_axe_finds_nothing(stage: Stage, light: bool, answered: bool) -> None:
    """Does axe-core find nothing wrong with cards of these kinds, fresh and answered, in light and dark?"""
    stage.theme(light)
    for kind in RARER:
        stage.put(kind, rarer_card(kind, Given(), ANSWERS[kind] if answered else None))
    expect(stage.page.locator(".rapport-card")).to_have_count(len(RARER))
    found = Axe().run(stage.page, context={"include": [["main"]]}).response["violations"]
    assert [f"{one['id']}: {node['html'][:200]}" for one in found for node in one["nodes"]] == []


@pytest.mark.parametrize("kind", [kind for kind in RARER if kind != "silence"])
def test_graded_cards_tell_nothing(stage: Stage, kind: str) -> None:
    """Does a graded card, answered, say that it is saved, and no verdict?"""
    card = stage.put(kind, rarer_card(kind, Given(), ANSWERS[kind], telling=False))
    expect(card.get_by_text("Saved. You may change it and send again.")).to_be_visible()
    expect(card.get_by_role("group", name="Feedback")).to_have_count(0)
    assert rarer(kind).basis not in card.inner_text()
