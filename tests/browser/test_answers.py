"""From a file that was just opened to marks: answers given in JupyterLab and in Notebook 7."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import expect

from rapport.content.response import FreeText
from rapport.journal import receipts

from .assignment import marks_of
from .cards import LEARNERS, Card, Learner, Way
from .pages import NotebookPage
from .server import JupyterServer

pytestmark = pytest.mark.browser

WORDS = "We have half an hour, Mira. Where would you like to begin?"


RANKED = (
    "And you still say it, when nobody hears.",
    "That must be a hard thing to live with now.",
    "Why do you think that they don't say it?",
    "They will say it again, give it some time.",
)
STEPS = ("Say what you see.", "Name your own part in it.", "Ask what she needs now.")
LABELS = {
    "So it has gone quiet at home.": "Paraphrase",
    "Tell me what an evening is like.": "Open question",
    "A walk after dinner would help.": "Advice",
}
FULL = {"late-bus": 2, "fine-really": 3, "nearest": 2, "mending": 1, "naming": 1, "cooling": 2.5, "first-talk": 4}


def answer_everything(learner: Learner, page: NotebookPage) -> None:
    """Answer as the key would have it, but for the silence, which stays without an answer."""
    best, both, talk, own = (Card(page, item) for item in ("late-bus", "fine-really", "first-talk", "own-words"))
    learner.pick(best, "sit-first")
    learner.press(best, "Send answer")
    best.expect_saved()
    learner.pick(both, "tell-me", "best")
    learner.pick(both, "agree", "worst")
    learner.press(both, "Send answer")
    both.expect_saved()
    answer_rarer_kinds(learner, page)
    learner.pick(talk, "choose")
    learner.press(talk, "Say it")
    expect(talk.log).to_contain_text("By the window, then.")  # the client answers
    learner.pick(talk, "brought")
    learner.press(talk, "Say it")
    expect(talk.root.get_by_text("The talk has ended: A second date")).to_be_visible()
    talk.expect_saved()
    learner.write(own, WORDS)
    learner.press(own, "Save")
    own.expect_saved()


def answer_rarer_kinds(learner: Learner, page: NotebookPage) -> None:
    """Put in order, classify and mark a turn."""
    for item, order in (("nearest", RANKED), ("mending", STEPS)):
        card = Card(page, item)
        learner.arrange(card, order)
        learner.press(card, "Send answer")
        card.expect_saved()
    naming, cooling = Card(page, "naming"), Card(page, "cooling")
    learner.classify(naming, LABELS)
    learner.press(naming, "Send answer")
    naming.expect_saved()
    learner.pick(cooling, "sure")
    learner.press(cooling, "Send answer")
    cooling.expect_saved()


def expect_answers(page: NotebookPage) -> None:
    """Expect the cards to show what `answer_everything` answered."""
    expect(Card(page, "late-bus").radio("sit-first")).to_be_checked()
    expect(Card(page, "fine-really").radio("tell-me", "best")).to_be_checked()
    expect(Card(page, "fine-really").radio("agree", "worst")).to_be_checked()
    expect(Card(page, "nearest").root.locator(".rapport-placed")).to_have_text(RANKED)
    expect(Card(page, "mending").root.locator(".rapport-placed")).to_have_text(STEPS)
    for says, label in LABELS.items():
        expect(Card(page, "naming").root.get_by_label(says).locator("option:checked")).to_have_text(label)
    expect(Card(page, "cooling").radio("sure")).to_be_checked()
    expect(Card(page, "first-talk").log).to_contain_text("I suppose I did.")
    expect(Card(page, "own-words").text).to_have_value(WORDS)


@pytest.mark.parametrize("way", ["mouse", "keyboard"])
def test_answers_reach_the_gradebook_by_the_notebook_alone(
    page: NotebookPage, server: JupyterServer, assignment: str, tmp_path: Path, way: Way
) -> None:
    """Do answers outlive the kernel and the window, and does the saved .ipynb alone earn their marks?"""
    learner = LEARNERS[way](page)
    page.open(assignment)
    learner.start()
    answer_everything(learner, page)
    page.screenshot(f"answered-by-{way}")
    page.restart_kernel()
    page.start_lesson()
    expect_answers(page)
    page.save()
    page.close()
    alone = shutil.copy(server.root / assignment, tmp_path)
    assert marks_of(Path(alone)) == pytest.approx({**FULL, "long-quiet": 0})
    written = [event.response for event in receipts(Path(alone))[0] if event.item == "own-words"]
    assert written == [FreeText(text=WORDS)]


def test_reloaded_page_and_lost_kernel(page: NotebookPage, server: JupyterServer, assignment: str) -> None:
    """After a reload, does a changed answer reach the notebook; after a restart, does the card say what to do, and does it help?"""
    page.open(assignment)
    page.start_lesson()
    card = Card(page, "late-bus")
    card.radio("next-time").click()
    card.button("Send answer").click()
    card.expect_saved()
    page.save()
    assert marks_of(server.root / assignment)["late-bus"] == 0
    page.reload()
    page.wait_until_started()
    expect(card.radio("next-time")).to_be_checked()
    card.radio("sit-first").click()
    card.button("Send again").click()
    expect(page.page.get_by_role("status").get_by_text("Saving…")).to_have_count(0)
    card.expect_saved()
    page.save()
    assert marks_of(server.root / assignment)["late-bus"] == 2

    kept = len(journal(server, assignment))
    both = Card(page, "fine-really")
    page.restart_kernel()
    both.radio("tell-me", "best").click()
    both.radio("agree", "worst").click()
    both.button("Send answer").click()
    expect(both.root.get_by_role("status")).to_contain_text(re.compile("^Not saved: .* Start this lesson again"))
    page.screenshot("not-saved")
    assert len(journal(server, assignment)) == kept
    page.start_lesson()
    both.radio("tell-me", "best").click()
    both.radio("agree", "worst").click()
    both.button("Send answer").click()
    both.expect_saved()
    page.save()
    assert marks_of(server.root / assignment)["fine-really"] == 3


def journal(server: JupyterServer, assignment: str) -> list[str]:
    """Return the lines of the assignment's answer file."""
    lines = (server.root / assignment).with_suffix(".responses.jsonl").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line]
