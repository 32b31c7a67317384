"""An answer in words, as people read it in a receipt, in feedback and in the formgrader."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from rapport.content.item import Askable, SelfRating, label_name
from rapport.content.response import (
    AnyResponse,
    BestAndWorst,
    BestReply,
    Classify,
    Dialogue,
    FreeText,
    Order,
    RuptureTurn,
    SelfRatings,
    Silence,
    outline,
)

Parts = list[tuple[str, str]]
T = TypeVar("T")


def spelled_out(item: Askable, response: AnyResponse, transcript: str = "") -> Parts:
    """Return an answer as pairs of a label and words, not yet escaped."""
    parts = _parts(item, response, transcript)
    confidence = getattr(response, "confidence", None)
    return parts if confidence is None else [*parts, ("How sure you were", f"{confidence} %")]


def _parts(item: Askable, response: AnyResponse, transcript: str) -> Parts:
    parts: Parts = []
    match response:
        case BestReply(option=option):
            parts = [("You chose as best", _words(item, option))]
        case BestAndWorst(best=best, worst=worst):
            parts = [("You chose as best", _words(item, best)), ("You chose as worst", _words(item, worst))]
        case RuptureTurn(turn=turn):
            parts = [("You marked the turn", _words(item, turn))]
        case Order(order=order):
            parts = [(f"You put in place {at}", _words(item, option)) for at, option in enumerate(order, start=1)]
        case Classify(labels=labels):
            parts = [
                (label_name(label).capitalize(), _words(item, option)) for option, label in _as_asked(item, labels)
            ]
        case Silence(waited=waited, said=said):
            then = ("Then you said", _words(item, said)) if said else ("Then", "the client spoke")
            parts = [("You waited", f"{waited:.0f} seconds"), then]
        case FreeText(text=text):
            parts = [("Your words", text or "(left empty)")]
        case SelfRatings(ratings=ratings):
            names = {line.id: line.says for line in item.statements} if isinstance(item, SelfRating) else {}
            parts = [(names.get(line, line), f"{number} of 10") for line, number in _as_asked(item, ratings)]
        case Dialogue(choices=choices):
            parts = [("The talk", transcript or outline(choices) or "not begun")]
    return parts


def _as_asked(item: Askable, given: Mapping[str, T]) -> list[tuple[str, T]]:
    """Return what was given in the order in which the item asks for it: a notebook that was saved has its keys sorted."""
    asked = [line.id for name in ("options", "statements") for line in getattr(item, name, [])]
    return sorted(given.items(), key=lambda pair: asked.index(pair[0]) if pair[0] in asked else len(asked))


def _words(item: Askable, option_id: str) -> str:
    says: dict[str, str] = {option.id: option.says for option in getattr(item, "options", [])}
    return says.get(option_id, f"{option_id} (not an option of this item)")
