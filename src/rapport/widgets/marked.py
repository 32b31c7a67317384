"""What the cards share whose answers a key scores: the question, how sure one is, and in practice what each part of the answer does."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar

from rapport.content.item import ChoiceItem, ClassifyItem, OrderItem, RuptureItem, SilenceItem
from rapport.content.key import ItemKey
from rapport.content.response import AnyResponse, Marked
from rapport.widgets.card import Card, Refused

Answer = Callable[[AnyResponse], None]
RELOAD = "Reload the page and start the lesson again."

T = TypeVar("T")
ItemT = TypeVar("ItemT", bound=ChoiceItem | OrderItem | ClassifyItem | RuptureItem | SilenceItem)
KeyT = TypeVar("KeyT", bound=ItemKey)
ResponseT = TypeVar("ResponseT", bound=Marked)


def shuffled(options: Sequence[T], seed: str) -> list[T]:
    """Return the options in an order that the seed alone decides, so that no place on the card gives the key away."""
    return random.Random(seed).sample(options, len(options))


class MarkedCard(Card, Generic[ItemT, KeyT, ResponseT]):
    """Base of the cards on which one chooses among what they show.

    Parameters
    ----------
    item : an item of the card's kind
        What is asked.
    response : a response of any kind, or None
        What was answered before; left out where it no longer fits the item.
    answer : callable
        Records a response durably, or raises `NotSaved`.
    key : the item's key, optional
        For practice: what the learner is told at once. Graded items come without.
    seed : str
        Decides the order of the options, so that it stays the same for one learner.
    """

    asks_how_sure = True
    """Whether this kind of card may ask how sure the learner is."""

    def __init__(
        self, item: ItemT, response: AnyResponse | None, answer: Answer, key: KeyT | None = None, seed: str = ""
    ) -> None:
        self.item = item
        self.key = key
        self._answer = answer
        self._seed = f"{seed}:{item.id}"
        self.response: ResponseT | None = self._fitting(response)
        super().__init__()

    def show(self) -> dict[str, Any]:
        """Return the view."""
        item, key, response = self.item, self.key, self.response
        told: dict[str, Any] = {"feedback": None, "others": [], "result": None}
        if key and response:
            told |= self._told(key, response)
        return {
            "kind": item.kind,
            "id": item.id,
            "label": self._label(),
            "scene": item.scene,
            "client": item.client,
            "client_says": item.client_says,
            "stem": item.stem,
            "confidence": self._asks(),
            "sure": response.confidence if response and self._asks() else None,
            "status": "Saved. You may change it and send again." if response else "",
            "basis": key and f"This key rests on: {key.basis} {key.standing}",
            **self._asked(),
            **told,
        }

    def act(self, event: dict[str, Any]) -> None:
        """Record the answer."""
        response = self._read(event, self._sure(event))
        self._answer(response)
        self.response = response

    def _label(self) -> str:
        """Return in a few words what is to be done."""
        raise NotImplementedError

    def _fitting(self, response: AnyResponse | None) -> ResponseT | None:
        """Return the response if this item still offers what it names."""
        raise NotImplementedError

    def _asked(self) -> dict[str, Any]:
        """Return what there is to choose from, and what was chosen."""
        raise NotImplementedError

    def _read(self, event: dict[str, Any], sure: int | None) -> ResponseT:
        """Return the response that an event holds, or raise `Refused`."""
        raise NotImplementedError

    def _told(self, key: KeyT, response: ResponseT) -> dict[str, Any]:
        """Return `feedback`, and where there are some `others` and `result`."""
        raise NotImplementedError

    def _asks(self) -> bool:
        return self.asks_how_sure and self.item.confidence

    def _sure(self, event: dict[str, Any]) -> int | None:
        if not self._asks():
            return None
        sure = event["confidence"]
        if type(sure) is not int or not 0 <= sure <= 100:
            raise Refused("Not saved: say how sure you are first, with the slider above the button.")
        return sure
