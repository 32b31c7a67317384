"""Cards to write on and to rate oneself on; nobody marks them at once."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from rapport.content.item import FreeTextItem, Reflection, SelfRating
from rapport.content.practice import PracticeFreeText
from rapport.content.response import AnyResponse, FreeText, SelfRatings
from rapport.widgets.card import Card, Refused
from rapport.widgets.marked import Answer

MOST_SHOWN = 20
"""Attempts that a card goes back; all of them stay in the learner's answer file."""


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
            "concern": _concern(self.text),
            "status": "Saved." if self.text else "",
        }

    def act(self, event: dict[str, Any]) -> None:
        """Record the text as it stands."""
        self._keep(FreeText(text=self._within(event["text"])))

    def _within(self, text: str) -> str:
        if len(text) > self.item.max_chars:
            raise Refused(
                f"Not saved: it is longer than {self.item.max_chars} characters. Shorten it, and it is saved."
            )
        return text

    def _keep(self, response: FreeText) -> None:
        self._answer(response)
        self.text = response.text


class ReplyCard(TextCard):
    """Show a box for a reply, and what each reply does that was sent; for practice.

    Parameters
    ----------
    item : PracticeFreeText
        What is asked, with its model reply.
    response : a response of any kind, or None
        What stood in the box last, a draft or an attempt.
    answer : callable
        Records a response durably, or raises `NotSaved`.
    attempts : sequence of str
        The replies sent before, the oldest first.
    """

    item: PracticeFreeText

    def __init__(
        self, item: PracticeFreeText, response: AnyResponse | None, answer: Answer, attempts: Sequence[str] = ()
    ) -> None:
        self._says = item.client_says
        self._attempts = [self._attempt(text) for text, _ in groupby(attempts)][-MOST_SHOWN:]
        super().__init__(item, response, answer)

    def show(self) -> dict[str, Any]:
        """Return the view."""
        view = super().show()
        if self._attempts and self._attempts[-1]["text"] == self.text:
            view["concern"] = None  # the reading of that attempt begins with it
        model = self.item.model_reply if self._attempts else None
        return {**view, "coached": True, "attempts": self._attempts, "model_reply": model}

    def act(self, event: dict[str, Any]) -> None:
        """Keep a draft, or record an attempt and read it."""
        sending = event["type"] == "send"
        text = self._within(event["text"])
        if sending and not text.strip():
            raise Refused("Write what you would say first.")
        self._keep(FreeText(text=text, sent=sending))
        if sending and not (self._attempts and self._attempts[-1]["text"] == text):
            self._attempts = [*self._attempts, self._attempt(text)][-MOST_SHOWN:]

    def _attempt(self, text: str) -> dict[str, Any]:
        from rapport.coach import read  # noqa: PLC0415 - notebooks open without the coach; it loads with the first reply
        from rapport.widgets.heard import heard  # noqa: PLC0415

        return {"text": text, "heard": heard(read(self._says, text), self._says, text)}


def _concern(text: str) -> str | None:
    """Return what to tell a learner whose words speak of harm in their own person."""
    if not text:
        return None
    from rapport.coach.safety import concern  # noqa: PLC0415 - nothing to read, nothing to load

    found = concern(text)
    return found.message if found else None


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
