"""The card on which one marks the client's turn in which a strain first shows."""

from __future__ import annotations

from typing import Any

from rapport.content.item import RuptureItem
from rapport.content.key import BEST, ChoiceKey
from rapport.content.response import AnyResponse, RuptureTurn
from rapport.widgets.card import Refused
from rapport.widgets.marked import RELOAD, MarkedCard

MARKS = {
    3: "✓ Here the strain first shows",
    2: "○ Near, but not the first sign",
    1: "△ Not the first sign",
    0: "✕ Not here",
}


class RuptureCard(MarkedCard[RuptureItem, ChoiceKey, RuptureTurn]):
    """Show a transcript of which the client's turns can be marked; see `MarkedCard`."""

    def _label(self) -> str:
        return "Mark the turn"

    def _fitting(self, response: AnyResponse | None) -> RuptureTurn | None:
        return response if isinstance(response, RuptureTurn) and response.turn in self._known() else None

    def _known(self) -> list[str]:
        return [turn.id for turn in self.item.options]

    def _asked(self) -> dict[str, Any]:
        return {
            "turns": [turn.model_dump() for turn in self.item.turns],
            "chosen": self.response.turn if self.response else None,
        }

    def _read(self, event: dict[str, Any], sure: int | None) -> RuptureTurn:
        turn = event["turn"]
        if turn not in self._known():
            raise Refused(f"Not saved: that is not among the client's turns on this card. {RELOAD}")
        return RuptureTurn(turn=turn, confidence=sure)

    def _told(self, key: ChoiceKey, response: RuptureTurn) -> dict[str, Any]:
        told = [self._part(key, response.turn, "your turn" if response.turn != key.best else "")]
        if key.options[response.turn].rating != BEST:
            told.append(self._part(key, key.best, "the key's turn"))
        shown = {response.turn, key.best}
        return {
            "feedback": told,
            "others": [self._part(key, turn, "") for turn in self._known() if turn not in shown],
        }

    def _part(self, key: ChoiceKey, turn: str, label: str) -> dict[str, Any]:
        verdict = key.options[turn]
        says = next(each.says for each in self.item.turns if each.id == turn)
        return {
            "label": label,
            "mark": MARKS[verdict.rating],
            "rating": verdict.rating,
            "says": says,
            "words": verdict.feedback,
            "better": None,
        }
