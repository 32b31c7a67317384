"""Cards for ranking, ordering, classifying, marking a turn and keeping silent, by keyboard; on a bare page, with the real Python cards."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped] # it ships no types
from playwright.sync_api import Locator, expect

from rapport.content.response import AnyResponse, Classify, Order, RuptureTurn, Silence
from tests.rapport.widgets.cards import RARER, Given, rarer, rarer_card

from .stage import Stage, press

pytestmark = pytest.mark.browser


def placed(card: Locator) -> list[str]:
    return card.locator(".rapport-placed").all_inner_texts()


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
