"""Cards to put in order: replies, the best first, or the steps of something."""

from __future__ import annotations

from typing import Any

from rapport.content.item import OrderItem
from rapport.content.key import OrderKey
from rapport.content.response import AnyResponse, Order
from rapport.dialogue import delivery_words
from rapport.scoring import score
from rapport.widgets.card import Refused
from rapport.widgets.marked import RELOAD, MarkedCard, shuffled


class OrderCard(MarkedCard[OrderItem, OrderKey, Order]):
    """Show replies or steps to put in order; see `MarkedCard`."""

    def _label(self) -> str:
        return "Put the replies in order" if self.item.kind == "rank" else "Put the steps in order"

    def _fitting(self, response: AnyResponse | None) -> Order | None:
        if not isinstance(response, Order) or response.kind != self.item.kind:
            return None
        return response if sorted(response.order) == self._known() else None

    def _known(self) -> list[str]:
        return sorted(option.id for option in self.item.options)

    def _asked(self) -> dict[str, Any]:
        options = shuffled(self.item.options, self._seed)
        if self.response:
            options.sort(key=lambda option: self.response.order.index(option.id) if self.response else 0)
        return {
            "options": [
                {"id": option.id, "says": option.says, "delivery": option.delivery and delivery_words(option.delivery)}
                for option in options
            ],
            "chosen": list(self.response.order) if self.response else None,
        }

    def _read(self, event: dict[str, Any], sure: int | None) -> Order:
        order = event["order"]
        if not isinstance(order, list) or sorted(order) != self._known():
            raise Refused(f"Not saved: that is not an order of all that stands on this card. {RELOAD}")
        return Order(kind=self.item.kind, order=tuple(order), confidence=sure)

    def _told(self, key: OrderKey, response: Order) -> dict[str, Any]:
        # In the key's order, so that the list itself shows it.
        says = {option.id: option.says for option in self.item.options}
        parts = []
        for place, option in enumerate(key.order, start=1):
            given = response.order.index(option) + 1
            placed = key.options[option]
            parts.append(
                {
                    "label": "",
                    "mark": "✓ Where you put it" if given == place else f"○ You put it in place {given}",
                    "right": given == place,
                    "says": says[option],
                    "words": placed.feedback,
                    "better": placed.better,
                }
            )
        return {"feedback": parts, "result": _result(score(key, response).score)}


def _result(credit: float) -> str:
    if credit == 1:
        return "Just as the key has them."
    if credit > 0.5:
        return "Nearly as the key has them."
    return "Partly as the key has them." if credit > 0 else "Far from how the key has them."
