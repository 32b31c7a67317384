"""Cards to choose on: the best reply, or the best and the worst."""

from __future__ import annotations

from typing import Any

from rapport.content.item import ChoiceItem
from rapport.content.key import ChoiceKey
from rapport.content.response import AnyResponse, BestAndWorst, BestReply
from rapport.dialogue import delivery_words
from rapport.widgets.card import Refused
from rapport.widgets.marked import RELOAD, MarkedCard, shuffled


class ChoiceCard(MarkedCard[ChoiceItem, ChoiceKey, BestReply | BestAndWorst]):
    """Show a remark and replies to choose from; see `MarkedCard`."""

    def _label(self) -> str:
        return "Choose the best reply" if self.item.kind == "best-reply" else "Choose the best and the worst reply"

    def _fitting(self, response: AnyResponse | None) -> BestReply | BestAndWorst | None:
        if not isinstance(response, BestReply | BestAndWorst) or response.kind != self.item.kind:
            return None
        known = {option.id for option in self.item.options}
        return response if set(_chosen(response).values()) <= known else None

    def _asked(self) -> dict[str, Any]:
        return {
            "options": [
                {"id": option.id, "says": option.says, "delivery": option.delivery and delivery_words(option.delivery)}
                for option in shuffled(self.item.options, self._seed)
            ],
            "chosen": _chosen(self.response) if self.response else None,
        }

    def _read(self, event: dict[str, Any], sure: int | None) -> BestReply | BestAndWorst:
        known = {option.id for option in self.item.options}
        both = self.item.kind == "best-and-worst"
        chosen = [event["best"], event["worst"]] if both else [event["best"]]
        if not set(chosen) <= known or len(set(chosen)) < len(chosen):
            raise Refused(f"Not saved: that is not among the replies of this card. {RELOAD}")
        if both:
            return BestAndWorst(best=chosen[0], worst=chosen[1], confidence=sure)
        return BestReply(option=chosen[0], confidence=sure)

    def _told(self, key: ChoiceKey, response: BestReply | BestAndWorst) -> dict[str, Any]:
        chosen = _chosen(response)
        several = len(chosen) > 1
        others = [option.id for option in shuffled(self.item.options, self._seed) if option.id not in chosen.values()]
        return {
            "feedback": [self._part(key, option, column if several else "") for column, option in chosen.items()],
            "others": [self._part(key, option, "") for option in others],
        }

    def _part(self, key: ChoiceKey, option: str, label: str) -> dict[str, Any]:
        verdict = key.options[option]
        says = next(each.says for each in self.item.options if each.id == option)
        # Naming the worst was the task there; what to say instead belongs to replies taken for the best.
        better = verdict.better if label != "worst" else None
        return {"label": label, "says": says, "rating": verdict.rating, "words": verdict.feedback, "better": better}


def _chosen(response: BestReply | BestAndWorst) -> dict[str, str]:
    if isinstance(response, BestReply):
        return {"best": response.option}
    return {"best": response.best, "worst": response.worst}
