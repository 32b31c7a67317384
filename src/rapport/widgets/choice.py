"""Cards to choose on: the best reply, or the best and the worst."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from rapport.content.item import ChoiceItem, ChoiceKey
from rapport.content.response import AnyResponse, BestAndWorst, BestReply
from rapport.dialogue import delivery_words
from rapport.widgets.card import Card, Refused

Answer = Callable[[AnyResponse], None]


T = TypeVar("T")


def shuffled(options: Sequence[T], seed: str) -> list[T]:
    """Return the options in an order that the seed alone decides, so that no place on the card gives the key away."""
    return random.Random(seed).sample(options, len(options))


class ChoiceCard(Card):
    """Show a remark and replies to choose from.

    Parameters
    ----------
    item : ChoiceItem
        What is asked.
    response : BestReply, BestAndWorst or None
        What was answered before.
    answer : callable
        Records a response durably, or raises `NotSaved`.
    key : ChoiceKey, optional
        For practice: what the learner is told at once. Graded items come without.
    seed : str
        Decides the order of the options, so that it stays the same for one learner.
    """

    def __init__(
        self,
        item: ChoiceItem,
        response: AnyResponse | None,
        answer: Answer,
        key: ChoiceKey | None = None,
        seed: str = "",
    ) -> None:
        self.item = item
        self.key = key
        self._answer = answer
        self._options = shuffled(item.options, f"{seed}:{item.id}")
        known = {option.id for option in item.options}
        fits = isinstance(response, BestReply | BestAndWorst) and response.kind == item.kind
        self.response = response if fits and set(_chosen(response).values()) <= known else None
        super().__init__()

    def show(self) -> dict[str, Any]:
        """Return the view."""
        item = self.item
        chosen = _chosen(self.response) if self.response else None
        return {
            "kind": item.kind,
            "id": item.id,
            "label": "Choose the best reply" if item.kind == "best-reply" else "Choose the best and the worst reply",
            "scene": item.scene,
            "client": item.client,
            "client_says": item.client_says,
            "stem": item.stem,
            "options": [
                {"id": option.id, "says": option.says, "delivery": option.delivery and delivery_words(option.delivery)}
                for option in self._options
            ],
            "chosen": chosen,
            "status": "Saved. You may change it and send again." if chosen else "",
            "basis": f"This key rests on: {self.key.basis} It is the authors' key, not yet rated by a panel."
            if self.key
            else None,
            "feedback": self._feedback(chosen) if self.key and chosen else None,
            "others": self._others(chosen) if self.key and chosen else [],
        }

    def act(self, event: dict[str, Any]) -> None:
        """Record the options chosen."""
        known = {option.id for option in self.item.options}
        both = self.item.kind == "best-and-worst"
        chosen = [event["best"], event["worst"]] if both else [event["best"]]
        if not set(chosen) <= known or len(set(chosen)) < len(chosen):
            raise Refused(
                "Not saved: that is not among the replies of this card. Reload the page and start the lesson again."
            )
        response = BestAndWorst(best=chosen[0], worst=chosen[1]) if both else BestReply(option=chosen[0])
        self._answer(response)
        self.response = response

    def _feedback(self, chosen: dict[str, str]) -> list[dict[str, Any]]:
        several = len(chosen) > 1
        return [self._part(option, column if several else "") for column, option in chosen.items()]

    def _others(self, chosen: dict[str, str]) -> list[dict[str, Any]]:
        return [self._part(option.id, "") for option in self._options if option.id not in chosen.values()]

    def _part(self, option: str, label: str) -> dict[str, Any]:
        assert self.key is not None
        verdict = self.key.options[option]
        says = next(each.says for each in self.item.options if each.id == option)
        # Naming the worst was the task there; what to say instead belongs to replies taken for the best.
        better = verdict.better if label != "worst" else None
        return {"label": label, "says": says, "rating": verdict.rating, "words": verdict.feedback, "better": better}


def _chosen(response: AnyResponse | None) -> dict[str, str]:
    if isinstance(response, BestReply):
        return {"best": response.option}
    if isinstance(response, BestAndWorst):
        return {"best": response.best, "worst": response.worst}
    return {}
