"""The card on which a reply is written and read: attempts, drafts, the model reply, and what comes before anything else."""

from __future__ import annotations

from pathlib import Path

import pytest

from rapport.content import load_practice
from rapport.content.practice import PracticeFreeText
from rapport.content.response import BestReply, FreeText
from rapport.lesson import sit
from rapport.widgets import ReplyCard
from rapport.widgets.writing import MOST_SHOWN
from tests.rapport.widgets.cards import FULL, Given, card_of
from tests.rapport.wire import Wire

PRACTICE = """
schema_version: 1
lesson: 03-listening
items:
  - id: own
    kind: free-text
    strategy: active-listening
    skill: Hears it.
    client: Ada
    client_says: "I feel so alone since he left."
    stem: Write what you would say to Ada.
    max_chars: 200
    model_reply: "So alone, since he left."
    basis: A principle, for tests.
"""
FIRST, SECOND = "Have you tried joining a club?", "You feel so alone. What is it like?"
DANGER = "I want to kill myself."


@pytest.fixture
def item(tmp_path: Path) -> PracticeFreeText:
    """Return the item, and leave its lesson in the test's folder."""
    (tmp_path / "practice").mkdir()
    file = tmp_path / "practice" / "03-listening.yaml"
    file.write_text(PRACTICE)
    (found,) = load_practice(file).items
    assert isinstance(found, PracticeFreeText)
    return found


def attempts_of(card: ReplyCard) -> list[str]:
    """Return the attempts that a card shows."""
    return [attempt["text"] for attempt in card.show()["attempts"]]


def test_an_attempt_is_recorded_and_read(wire: Wire, item: PracticeFreeText) -> None:
    """Is a reply that was sent recorded as sent, read, and kept beside the next one?"""
    answers = Given()
    card = ReplyCard(item, None, answers.answer)
    assert (card.show()["attempts"], card.show()["model_reply"]) == ([], None)
    for text in (FIRST, SECOND):
        assert wire.say(card, type="send", text=text) is None
    assert answers == [FreeText(text=FIRST, sent=True), FreeText(text=SECOND, sent=True)]
    assert attempts_of(card) == [FIRST, SECOND]
    done = [one["behaviour"] for one in card.show()["attempts"][1]["heard"]["does"]]
    assert {"reflection-of-feeling", "open-question"} <= set(done)
    assert card.show()["model_reply"] == "So alone, since he left."


def test_a_draft_is_kept_and_not_read(wire: Wire, item: PracticeFreeText) -> None:
    """Is what is typed between attempts saved, and shown as no attempt?"""
    answers = Given()
    card = ReplyCard(item, None, answers.answer)
    assert wire.say(card, type="text", text="Have you") is None
    assert answers == [FreeText(text="Have you")]
    assert attempts_of(card) == []
    assert card.show()["text"] == "Have you"


@pytest.mark.parametrize(
    ("text", "reason"),
    [(" \n", "Write what you would say first."), ("x" * 201, "Not saved: it is longer than 200 characters.")],
)
def test_what_can_not_be_sent_says_why(wire: Wire, item: PracticeFreeText, text: str, reason: str) -> None:
    """Is an empty or overlong reply refused with a reason, and nothing recorded?"""
    answers = Given()
    card = ReplyCard(item, None, answers.answer)
    assert str(wire.say(card, type="send", text=text)).startswith(reason)
    assert (answers, attempts_of(card)) == ([], [])


def test_a_reply_that_is_not_on_the_disk_is_no_attempt(wire: Wire, item: PracticeFreeText) -> None:
    """When the disk is full, does the card say so and show no reading as if all were well?"""
    answers = Given()
    answers.full = True
    card = ReplyCard(item, None, answers.answer)
    assert wire.say(card, type="send", text=FIRST) == FULL
    assert attempts_of(card) == []


def test_the_same_words_again_are_one_attempt(wire: Wire, item: PracticeFreeText) -> None:
    """Does sending the same reply twice, now or before, count once, and does a card show no more than it can?"""
    card = ReplyCard(item, None, Given().answer, [FIRST, FIRST, SECOND])
    assert attempts_of(card) == [FIRST, SECOND]
    assert wire.say(card, type="send", text=SECOND) is None
    assert attempts_of(card) == [FIRST, SECOND]
    many = [f"What happened on day {number}?" for number in range(MOST_SHOWN + 5)]
    card = ReplyCard(item, None, Given().answer, many)
    wire.say(card, type="send", text=FIRST)
    assert attempts_of(card) == [*many[-MOST_SHOWN + 1 :], FIRST]


def test_attempts_outlast_the_kernel(wire: Wire, item: PracticeFreeText, tmp_path: Path) -> None:
    """Are earlier attempts and the last draft there when the lesson is started again, for this item and this lesson alone?"""
    card = sit("03-listening", tmp_path).ask("own")
    for kind, text in (("send", FIRST), ("text", "You"), ("send", SECOND), ("text", "And then")):
        assert wire.say(card, type=kind, text=text) is None
    other = sit("03-listening", tmp_path)
    other.record.answer("another", FreeText(text="Not of this item.", sent=True))
    other.record.answer("own", BestReply(option="not-of-this-kind"))
    other.record.answer("own", FreeText(text="And then"))
    again = sit("03-listening", tmp_path).ask("own")
    assert isinstance(again, ReplyCard)
    assert attempts_of(again) == [FIRST, SECOND]
    assert again.show()["text"] == "And then"


def test_a_learner_in_danger_is_answered_once(wire: Wire, item: PracticeFreeText) -> None:
    """Do such words bring the message at once, typed or sent, in one place, and are they kept like any others?"""
    answers = Given()
    card = ReplyCard(item, None, answers.answer)
    wire.say(card, type="text", text=DANGER)
    assert "helpline" in card.show()["concern"]
    wire.say(card, type="send", text=DANGER)
    assert card.show()["concern"] is None
    assert "helpline" in card.show()["attempts"][-1]["heard"]["concern"]
    assert answers[-1] == FreeText(text=DANGER, sent=True)
    wire.say(card, type="text", text="Have you thought of killing yourself?")
    assert card.show()["concern"] is None


@pytest.mark.parametrize("kind", ["free-text", "reflection"])
def test_other_boxes_are_not_coached(wire: Wire, kind: str) -> None:
    """Do graded replies and private writing get no reading, and is a learner in danger answered there too?"""
    answers = Given()
    card = card_of(kind, answers)
    assert wire.say(card, type="send", text=SECOND) is None
    assert answers == [FreeText(text=SECOND)]
    assert not {"coached", "attempts", "model_reply"} & card.show().keys()
    assert card.show()["concern"] is None
    wire.say(card, type="text", text=DANGER)
    assert "helpline" in card.show()["concern"]
    assert "helpline" in card_of(kind, Given(), answers[-1]).show()["concern"]


def test_the_record_of_a_draft_is_as_short_as_ever() -> None:
    """Does only an attempt carry the word that makes it one, so that older answers read the same?"""
    assert FreeText(text="x").model_dump() == {"kind": "free-text", "text": "x"}
    assert FreeText.model_validate(FreeText(text="x", sent=True).model_dump()).sent
