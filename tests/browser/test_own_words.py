"""Own words on the card of a talk, by keyboard, on a bare page with the real Python card."""

from __future__ import annotations

import re
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped] # it ships no types
from playwright.sync_api import Locator, expect

from rapport.content.response import Dialogue
from rapport.widgets import DialogueCard
from tests.rapport.content.samples import ANSWERING, case_from, staying
from tests.rapport.widgets.cards import Given

from .stage import Stage, press, tab_to
from .window import MEASURE

pytestmark = pytest.mark.browser

OPEN = "What was it like for you, coming here today?"
MARKUP = "<b onclick=alert(1)>Why</b> did you not come earlier?"
FEARFUL = "Honestly, I want to kill myself."


# A page without an address has no storage of its own.
STORAGE = """() => {
  const kept = new Map();
  const getItem = (name) => kept.get(name) ?? null;
  const value = { getItem, setItem: (name, text) => kept.set(name, text), removeItem: (name) => kept.delete(name) };
  Object.defineProperty(window, "sessionStorage", { value });
}"""


def put(stage: Stage, answers: Given, *choices: Any, practice: bool = True) -> Locator:
    case = case_from(staying(ANSWERING))
    response = Dialogue(case="ada", choices=choices)
    return stage.put("talk", DialogueCard("meet-ada", case, response, answers.answer, practice, seed="kim"))


def say(stage: Stage, card: Locator, words: str) -> None:
    """Type into the box and send it, from the keyboard."""
    box = card.get_by_role("textbox", name="What do you say to Ada?")
    tab_to(stage, box)
    stage.page.keyboard.press("Control+a")
    stage.page.keyboard.type(words)
    press(stage, card.get_by_role("button", name="Send"))


def faults(stage: Stage) -> list[str]:
    """Return what axe-core and our own measures find wrong with the page in both themes, wide and narrow."""
    found: list[str] = []
    for light, width in ((True, 800), (False, 360)):
        stage.theme(light)
        stage.page.set_viewport_size({"width": width, "height": 900})
        wrong = Axe().run(stage.page, context={"include": [["main"]]}).response["violations"]
        found += [f"{one['id']}: {node['html'][:200]}" for one in wrong for node in one["nodes"]]
        stage.page.evaluate(MEASURE)
        found += stage.page.evaluate("[...looks.layoutFaults(), ...looks.contrastFaults()]")
    stage.theme(True)
    stage.page.set_viewport_size({"width": 800, "height": 900})
    return found


def test_a_talk_is_had_in_own_words_from_the_keyboard(stage: Stage) -> None:
    """Are own words typed, sent, answered and told; doubtful ones asked about; and words of harm answered first, all by keyboard?"""
    answers = Given()
    card = put(stage, answers)
    box = card.get_by_role("textbox", name="What do you say to Ada?")
    expect(box).to_be_hidden()
    press(stage, card.get_by_text("Say it in your own words"))
    expect(box).to_be_visible()

    say(stage, card, OPEN)
    log = card.get_by_role("log")
    expect(log.get_by_text("To open-question.")).to_be_visible()
    expect(log.get_by_role("group", name="What your reply does")).to_contain_text("Open question")
    expect(stage.page.locator("[aria-live=polite]")).to_contain_text(
        "Ada: To open-question. So here I am. Feedback: Your reply: open question."
    )
    expect(box).to_be_focused()
    expect(box).to_have_value("")
    expect(card.get_by_role("status")).to_have_text("Saved as far as you have come.")

    say(stage, card, "Banana.")
    asked = card.get_by_role("group", name="The coach isn't sure how you meant this. Which is it?")
    expect(asked).to_be_focused()
    expect(card.get_by_role("status")).to_have_text("Not said yet: the coach can't tell what you meant. Choose above.")
    expect(box).to_have_value("Banana.")
    assert faults(stage) == []
    press(stage, asked.get_by_role("button", name="Neither: I'll say it differently"))
    expect(asked).to_have_count(0)
    expect(box).to_be_focused()
    expect(box).to_have_value("Banana.")
    press(stage, card.get_by_role("button", name="Send"))
    press(stage, asked.get_by_role("button", name="I was just keeping the talk going"), "Space")
    expect(log.get_by_text("To otherwise.")).to_be_visible()
    expect(box).to_have_value("")

    say(stage, card, FEARFUL)
    expect(card.get_by_role("alert")).to_contain_text("can't help with that")
    expect(card.get_by_role("status")).to_contain_text("Ada has not heard this.")
    expect(log).not_to_contain_text(FEARFUL)
    assert faults(stage) == []
    assert [len(getattr(answer, "choices", ())) for answer in answers] == [1, 2]

    stage.deaf = True
    say(stage, card, OPEN)
    expect(card.get_by_role("status")).to_have_text("The coach is reading your words…")
    expect(box).to_have_value(OPEN)


def test_nothing_typed_is_lost_or_becomes_markup(stage: Stage) -> None:
    """Do words stay in the box when they are refused, when the card is drawn anew, and when it is taken away and put back?"""
    answers = Given()
    stage.page.evaluate(STORAGE)
    card = put(stage, answers)
    card.get_by_text("Say it in your own words").click()
    box = card.get_by_role("textbox", name="What do you say to Ada?")
    box.fill("Я вас понимаю, расскажите мне.")
    card.get_by_role("button", name="Send").click()
    expect(card.get_by_role("status")).to_contain_text("reads English only")
    expect(box).to_have_value("Я вас понимаю, расскажите мне.")

    box.fill(MARKUP)
    stage.draw_again("talk", lambda view: {**view, "status": "Drawn again."})
    expect(card.get_by_text("Drawn again.")).to_be_visible()
    expect(box).to_have_value(MARKUP)
    stage.take_away("talk")
    card = put(stage, answers)
    expect(box).to_be_visible()
    expect(box).to_have_value(MARKUP)

    card.get_by_role("radio", name=re.compile("^Good that you came")).check()
    card.get_by_role("button", name="Say it", exact=True).click()
    expect(card.get_by_text("The one by the door, then.")).to_be_visible()
    expect(box).to_have_value(MARKUP)
    card.get_by_role("button", name="Send").click()
    expect(card.get_by_role("log").get_by_text(MARKUP).first).to_be_visible()
    expect(card.locator("b")).to_have_count(0)
    expect(box).to_have_value("")
    stage.take_away("talk")
    put(stage, answers, *stage.cards["talk"].talk.choices)  # type: ignore[attr-defined] # a dialogue card
    expect(box).to_be_hidden()
    expect(card.get_by_role("log").get_by_text(MARKUP).first).to_be_visible()

    stage.take_away("talk")
    put(stage, answers, practice=False)
    expect(card.get_by_role("radio")).to_have_count(3)
    expect(card.get_by_text("Say it in your own words")).to_have_count(0)
