"""Cards as tests need them, and the answers that they give."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from rapport.content.item import (
    Assignment,
    ChoiceItem,
    ClassifyItem,
    FreeTextItem,
    OrderItem,
    Reflection,
    RuptureItem,
    SelfRating,
    SilenceItem,
)
from rapport.content.key import ChoiceKey, ClassifyKey, OrderKey, SilenceKey
from rapport.content.load import validate
from rapport.content.practice import Practice, PracticeChoice, ScoredPractice
from rapport.content.response import AnyResponse
from rapport.content.source import parse_source
from rapport.journal import NotSaved
from rapport.widgets import (
    Card,
    ChoiceCard,
    ClassifyCard,
    DialogueCard,
    OrderCard,
    RatingCard,
    RuptureCard,
    SilenceCard,
    TextCard,
)
from tests.rapport.content.samples import ASSIGNMENT, CASE, PRACTICE, RARER_PRACTICE, case_from

FULL = "Not saved to ada.responses.jsonl: the disk is full: free some space, then send the answer again."
LOOPING = CASE.replace("next: goes-on", "next: hello").replace("turns: 6", "turns: 6\nout_of_time: leaves")
"""The sample case, in which a welcome leads back to its first beat."""
RARER = ("rank", "order-steps", "classify", "rupture-turn", "silence")
KINDS = ("best-reply", "best-and-worst", *RARER, "dialogue", "free-text", "reflection", "self-rating")


class Given(list[AnyResponse]):
    """The answers that a card recorded; with `full`, a disk that takes none."""

    full = False

    def answer(self, response: AnyResponse) -> None:
        """Record an answer as a sitting would."""
        if self.full:
            raise NotSaved(FULL)
        self.append(response)


def assignment() -> Assignment:
    """Return the sample assignment."""
    return validate(parse_source(Path("items.yaml"), ASSIGNMENT.encode()), Assignment)


def practice() -> Practice:
    """Return the sample practice."""
    return validate(parse_source(Path("03-listening.yaml"), PRACTICE.encode()), Practice)


def both() -> tuple[ChoiceItem, ChoiceKey]:
    """Return the item that asks for the best and the worst, and its key."""
    found = practice().items[0]
    assert isinstance(found, PracticeChoice)
    return found.item, found.key


def best() -> ChoiceItem:
    """Return the item that asks for the best reply."""
    found = assignment().items[0]
    assert isinstance(found, ChoiceItem)
    return found


def card_of(kind: str, given: Given, response: AnyResponse | None = None) -> Card:
    """Return a graded card of a kind, or, where there is nothing graded of that kind, the one for practice."""
    if kind == "best-reply":
        return ChoiceCard(best(), response, given.answer)
    if kind == "best-and-worst":
        return ChoiceCard(both()[0], response, given.answer)
    if kind in RARER:
        return rarer_card(kind, given, response, telling=False)
    if kind == "dialogue":
        return DialogueCard("talk", case_from(), response, given.answer, practice=False, stem="Talk with Ada.")
    asked = next(item for item in (*assignment().items, *practice().items) if item.kind == kind)
    if isinstance(asked, SelfRating):
        return RatingCard(asked, response, given.answer)
    assert isinstance(asked, FreeTextItem | Reflection)
    return TextCard(asked, response, given.answer)


def rarer(kind: str) -> ScoredPractice:
    """Return the practice item of one of the rarer kinds."""
    text = RARER_PRACTICE.encode()
    loaded = validate(parse_source(Path("04-listening.yaml"), text), Practice)
    return next(item for _, item in loaded.scored if item.kind == kind)


def rarer_card(
    kind: str, given: Given, response: AnyResponse | None = None, telling: bool = True, seed: str = ""
) -> Card:
    """Return the card of one of the rarer kinds, as in practice or, if it is not `telling`, as it were graded."""
    asked = rarer(kind)
    item, key = asked.item, asked.key if telling else None
    if isinstance(item, OrderItem):
        return OrderCard(item, response, given.answer, key if isinstance(key, OrderKey) else None, seed)
    if isinstance(item, ClassifyItem):
        return ClassifyCard(item, response, given.answer, key if isinstance(key, ClassifyKey) else None, seed)
    if isinstance(item, SilenceItem):
        return SilenceCard(item, response, given.answer, key if isinstance(key, SilenceKey) else None, seed)
    assert isinstance(item, RuptureItem)
    return RuptureCard(item, response, given.answer, key if isinstance(key, ChoiceKey) else None, seed)


GOOD: dict[str, dict[str, Any]] = {
    "best-reply": {"type": "answer", "best": "tired"},
    "best-and-worst": {"type": "answer", "best": "tired", "worst": "rest"},
    "rank": {"type": "answer", "order": ["asked", "heard", "told"], "confidence": 60},
    "order-steps": {"type": "answer", "order": ["plan", "see", "own"]},
    "classify": {
        "type": "answer",
        "labels": {"nights": "paraphrase", "sleep": "advice", "like": "advice"},
        "confidence": 0,
    },
    "rupture-turn": {"type": "answer", "turn": "door"},
    "silence": {"type": "answer", "waited": 7.4, "said": None},
    "dialogue": {"type": "choose", "turn": 0, "reply": "welcome"},
    "free-text": {"type": "text", "text": "You sound worn out by it."},
    "reflection": {"type": "text", "text": "I will wait a breath longer."},
    "self-rating": {"type": "rate", "statement": "hear", "rating": 7},
}
"""One event for each kind of card that it should take."""
