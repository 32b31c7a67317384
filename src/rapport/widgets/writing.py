"""Cards to write on and to rate oneself on; nobody marks them at once."""

from __future__ import annotations

from typing import Any

from rapport.content.item import FreeTextItem, Reflection, SelfRating
from rapport.content.response import AnyResponse, FreeText, SelfRatings
from rapport.widgets.card import Card, Refused
from rapport.widgets.marked import Answer


class TextCard(Card):
    """Show a box for a reply or reflection in the learner's own words."""

    def __init__(self, item: FreeTextItem | Reflection, response: AnyResponse | None, answer: Answer) -> None:
        self.item = item
        self._answer = answer
        self.text = response.text if isinstance(response, FreeText) else ""
        super().__init__()

    def show(self) -> dict[str, Any]:
        """Return the view."""
        item = self.item
        remark = {name: getattr(item, name, None) for name in ("scene", "client", "client_says")}
        return {
            "kind": item.kind,
            "id": item.id,
            "label": "Write your reply" if item.kind == "free-text" else "Write for yourself",
            "stem": item.stem,
            **remark,
            "text": self.text,
            "max_chars": item.max_chars,
            "status": "Saved." if self.text else "",
        }

    def act(self, event: dict[str, Any]) -> None:
        """Record the text as it stands."""
        text = event["text"]
        if len(text) > self.item.max_chars:
            raise Refused(
                f"Not saved: it is longer than {self.item.max_chars} characters. Shorten it, and it is saved."
            )
        response = FreeText(text=text)
        self._answer(response)
        self.text = response.text


class RatingCard(Card):
    """Show statements to rate from 0 to 10."""

    def __init__(self, item: SelfRating, response: AnyResponse | None, answer: Answer) -> None:
        self.item = item
        self._answer = answer
        known = {line.id for line in item.statements}
        given = response.ratings if isinstance(response, SelfRatings) else {}
        self.ratings = {line: number for line, number in given.items() if line in known}
        super().__init__()

    def show(self) -> dict[str, Any]:
        """Return the view."""
        item = self.item
        return {
            "kind": item.kind,
            "id": item.id,
            "label": "Rate yourself",
            "stem": item.stem,
            "low": item.low,
            "high": item.high,
            "statements": [line.model_dump() for line in item.statements],
            "ratings": self.ratings,
            "status": "Saved." if self.ratings else "",
        }

    def act(self, event: dict[str, Any]) -> None:
        """Record one rating together with those given before."""
        if event["statement"] not in {line.id for line in self.item.statements}:
            raise Refused("Not saved: this card has no such statement. Reload the page and start the lesson again.")
        ratings = {**self.ratings, event["statement"]: event["rating"]}
        self._answer(SelfRatings.model_validate({"ratings": ratings}, strict=True))
        self.ratings = ratings
