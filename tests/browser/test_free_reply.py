"""The card on which a reply is written and read: by keyboard, by ear, in both themes, and over a restart in JupyterLab."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped] # it ships no types
from playwright.sync_api import Locator, Page, expect

from rapport.content.item import Reflection
from rapport.content.practice import Practice, PracticeFreeText
from rapport.widgets import ReplyCard, TextCard
from tests.rapport.widgets.cards import Given

from . import documents
from .cards import Card
from .pages import SCREENSHOTS, NotebookPage
from .server import JupyterServer
from .stage import Stage, press, sent, tab_to

pytestmark = pytest.mark.browser

ITEM = PracticeFreeText(
    id="own",
    kind="free-text",
    strategy="active-listening",
    skill="Hears it.",
    scene="A wet Tuesday. Ada hasn't taken her coat off.",
    client="Ada",
    client_says="I feel so alone since he left. I cook for two, every evening.",
    stem="Write what you would say to Ada.",
    model_reply="You still cook for two.",
    basis="A principle, for tests.",
)
FIRST = "Have you tried joining a club? Everything will be fine."
SECOND = "You feel so alone, and you cook for two. What is the evening like?"
DANGER = "I want to kill myself."


@pytest.fixture
def given() -> Given:
    """What was recorded."""
    return Given()


@pytest.fixture
def card(stage: Stage, given: Given) -> Locator:
    """The card on a bare page."""
    return stage.put("own", ReplyCard(ITEM, None, given.answer))


def say(card: Locator, words: str) -> Locator:
    """Write a reply and send it; returns what the card says of it."""
    card.get_by_role("textbox").fill(words)
    card.get_by_role("button", name="Send").click()
    return card.get_by_role("group", name="What your reply does").first


def test_a_reply_is_tried_again_by_keyboard(stage: Stage, card: Locator, given: Given) -> None:
    """With keys alone, can one write, send, see what it does, try again, look at earlier attempts, and at the model reply?"""
    box, done = card.get_by_role("textbox"), card.get_by_role("group", name="What your reply does").first
    tab_to(stage, box)
    stage.page.keyboard.type(FIRST)
    press(stage, card.get_by_role("button", name="Send"))
    expect(done).to_contain_text("Advice. It tells the client what to do, and nobody has asked.")
    expect(done.get_by_text("Try: Find out first what has been tried")).to_be_visible()
    expect(card.get_by_role("button", name="Send")).to_be_focused()
    expect(card.locator("xpath=following-sibling::*[@aria-live]")).to_contain_text("Saved. Your reply:")
    expect(card.get_by_text("You still cook for two.")).to_be_hidden()

    press(stage, card.get_by_role("button", name="Try again"))
    expect(box).to_be_focused()
    stage.page.keyboard.type(SECOND)  # it writes over the first, which was selected
    press(stage, card.get_by_role("button", name="Send"))
    expect(done).to_contain_text("Reflection of feeling.")
    expect(done.get_by_text("For the client: Many clients would")).to_be_visible()
    press(stage, card.get_by_text("Show a model reply"))
    expect(card.get_by_text("“You still cook for two.”")).to_be_visible()
    press(stage, card.get_by_text("Your earlier attempts (1)"))
    expect(card.get_by_text(FIRST, exact=True)).to_be_visible()
    press(stage, card.get_by_text("What it did"))
    expect(card.get_by_text("Advice. It tells the client what to do")).to_be_visible()
    assert [getattr(answer, "text", None) for answer in given if getattr(answer, "sent", False)] == [FIRST, SECOND]


def test_marks_are_seen_and_heard(card: Locator) -> None:
    """Does each mark differ by its line and its number as well, and is its name read where it stands?"""
    done = say(card, FIRST)
    reply = done.locator(".rapport-marked")
    expect(reply).to_contain_text("Everything will be fine")
    heard = reply.evaluate(
        """(one) => { const copy = one.cloneNode(true);
        copy.querySelectorAll('[aria-hidden]').forEach((part) => part.remove()); return copy.textContent; }"""
    )
    assert re.sub(r" \([a-z -]+\) ", "", heard) == FIRST
    assert "Everything will be fine (reassurance) ." in heard
    harmful = reply.locator('[data-leaning="harms"]').last
    assert harmful.evaluate("(one) => getComputedStyle(one).textDecorationStyle") == "wavy"
    say(card, "You feel so alone.")
    expect(reply.locator('[data-leaning="helps"]')).to_have_count(1)
    assert reply.locator(".rapport-mark").evaluate("(one) => getComputedStyle(one).textDecorationStyle") == "solid"
    assert reply.locator("sup [aria-hidden]").all_inner_texts() == ["1"]


def test_what_can_not_be_read_says_so(card: Locator) -> None:
    """Does an unsure coach ask three questions in place of a reading, and is another script told politely?"""
    done = say(card, "Purple monkey.")
    expect(done).to_contain_text("The coach can't tell what this reply does.")
    expect(done.get_by_role("listitem")).to_have_count(3)
    expect(card.locator(".rapport-mark")).to_have_count(0)
    say(card, "Мне так жаль, расскажите ещё.")
    expect(done).to_have_text(re.compile("reads English only"))
    card.get_by_role("textbox").fill("  ")
    card.get_by_role("button", name="Send").click()
    expect(card.get_by_role("status")).to_have_text("Write what you would say first.")


def test_a_learner_in_danger_is_answered_first(stage: Stage, card: Locator, given: Given) -> None:
    """Is the message an alert before anything else, with the reading put away, and are the words kept, here and in a reflection?"""
    say(card, DANGER)
    alert = card.get_by_role("alert")
    expect(alert).to_contain_text("helpline")
    reading = card.get_by_role("group", name="What your reply does")
    expect(reading).to_be_hidden()
    card.get_by_text("These words were for the client").click()
    expect(reading).to_be_visible()
    assert getattr(given[-1], "text", None) == DANGER
    say(card, SECOND)
    expect(alert).to_have_count(0)

    kept = Given()
    private = Reflection(id="mine", kind="reflection", stem="What do you keep from today?")
    mine = stage.put("mine", TextCard(private, None, kept.answer))
    mine.get_by_role("textbox").fill(DANGER)
    mine.get_by_role("button", name="Save").click()
    expect(mine.get_by_role("alert")).to_contain_text("helpline")
    expect(mine.get_by_role("status")).to_have_text("Saved.")
    assert len(kept) == 1
    expect(mine.get_by_role("group", name="What your reply does")).to_have_count(0)


def test_nothing_is_lost_when_python_is_gone(stage: Stage, card: Locator, given: Given) -> None:
    """When the notebook does not answer, does the card say so, keep the words, and send them once it is back?"""
    stage.page.clock.install()
    stage.deaf = True
    card.get_by_role("textbox").fill(FIRST)
    card.get_by_role("button", name="Send").click()
    expect(card.get_by_role("button", name="Send")).to_have_attribute("aria-disabled", "true")
    stage.page.clock.run_for(3000)
    expect(card.get_by_role("status")).to_contain_text("Not saved: the notebook does not answer.")
    expect(card.get_by_role("textbox")).to_have_value(FIRST)
    stage.deaf = False
    card.get_by_role("button", name="Send").click()
    expect(card.get_by_text("Try: Find out first")).to_be_visible()
    assert sent(stage)[0] == sent(stage)[-1] == {"text": FIRST}
    assert len(given) == 1


def test_markup_is_text(stage: Stage, card: Locator) -> None:
    """Does nothing run that a learner wrote, in the reading and among the attempts?"""
    hostile = "<img src=x onerror=\"document.title='broken'\"> How are you?"
    for words in (hostile, SECOND):
        say(card, words)
    card.get_by_text("Your earlier attempts (1)").click()
    expect(card.get_by_text(hostile)).to_be_visible()
    assert card.locator("img").count() == 0
    assert stage.page.title() == "Cards"


def test_every_state_is_accessible(stage: Stage, card: Locator) -> None:
    """With all that opens open, wide and narrow, light and dark, does axe find nothing, is nothing cut off, no target small?"""
    for words in (DANGER, "Purple monkey.", FIRST):
        say(card, words)
    expect(card.get_by_text("Your earlier attempts (2)")).to_be_visible()
    card.evaluate("(one) => one.querySelectorAll('details').forEach((each) => { each.open = true; })")
    for light, width in ((True, 800), (False, 320)):
        stage.theme(light)
        stage.page.set_viewport_size({"width": width, "height": 900})
        assert violations(stage.page) == []
        assert card.evaluate("(one) => one.scrollWidth <= one.clientWidth + 1")
        for target in card.locator("button, summary").all():
            box = target.bounding_box()
            assert box is not None
            assert min(box["width"], box["height"]) >= 24, target.inner_text()
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        stage.page.screenshot(path=SCREENSHOTS / f"free-reply-{width}.png", full_page=True)


def violations(page: Page) -> list[str]:
    """Return what axe-core finds wrong with the cards."""
    found = Axe().run(page, context={"include": [[".rapport-card"]]}).response["violations"]
    return [f"{one['id']}: {node['failureSummary']}" for one in found for node in one["nodes"]]


@pytest.fixture
def light_again(lab_server: JupyterServer) -> Iterator[None]:
    """JupyterLab's light theme, after the test."""
    yield
    lab_server.set_theme("JupyterLab Light")


@pytest.mark.parametrize("front_end", ["lab"], indirect=True)
@pytest.mark.usefixtures("light_again")
def test_attempts_outlast_a_restart(page: NotebookPage, server: JupyterServer, folder: str) -> None:
    """In JupyterLab, are the attempts and their readings there after the kernel was restarted, and in the dark too?"""
    practice = server.root / folder / "practice"
    practice.mkdir(parents=True)
    lesson = Practice(schema_version=1, lesson="own-lesson", items=[ITEM])
    (practice / "own-lesson.yaml").write_text(lesson.model_dump_json(exclude_none=True), encoding="utf-8")
    documents.write(
        practice.parent / "own-lesson.ipynb",
        documents.card('# Start\nfrom rapport import lesson\n\nlesson.open("own-lesson")'),
        documents.card('# Say something to Ada\nlesson.ask("own")'),
    )
    page.open(f"{folder}/own-lesson.ipynb")
    page.start_lesson()
    card = Card(page, "own")
    for words in (FIRST, SECOND):
        done = say(card.root, words)
        expect(card.text).to_have_value(words)
        expect(done).to_contain_text("Closed question." if words == FIRST else "Open question.")
    page.screenshot("free-reply-lab")
    assert violations(page.page) == []
    server.set_theme("JupyterLab Dark")
    page.restart_kernel()
    page.reload()
    page.start_lesson()
    expect(page.page.locator("body")).to_have_attribute("data-jp-theme-light", "false")
    expect(card.root.get_by_text("Open question.")).to_be_visible()
    expect(card.text).to_have_value(SECOND)
    card.root.get_by_text("Your earlier attempts (1)").click()
    expect(card.root.get_by_text(FIRST, exact=True)).to_be_visible()
    page.screenshot("free-reply-lab-dark")
    assert violations(page.page) == []
