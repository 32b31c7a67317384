"""One sitting with a notebook: its items, its record, and a card with a receipt for each item that is asked.

`lesson` and `exercise` are the two faces that notebooks import; what they share is here.
"""

from __future__ import annotations

import getpass
import os
import platform
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from html import escape
from pathlib import Path
from typing import Any

from IPython import display as ipython

from rapport.content import ContentError
from rapport.content.case import Case
from rapport.content.item import (
    Askable,
    ChoiceItem,
    ClassifyItem,
    DialogueItem,
    FreeTextItem,
    OrderItem,
    Reflection,
    RuptureItem,
    SelfRating,
    SilenceItem,
)
from rapport.content.key import AnyKey, ChoiceKey, ClassifyKey, OrderKey, SilenceKey
from rapport.content.practice import PracticeFreeText
from rapport.content.response import AnyResponse, Dialogue, FreeText
from rapport.dialogue import talk_as_text
from rapport.journal import Event, Record, bundle, newest, read
from rapport.widgets import (
    Card,
    ChoiceCard,
    ClassifyCard,
    DialogueCard,
    MovedOn,
    OrderCard,
    RatingCard,
    ReplyCard,
    RuptureCard,
    SilenceCard,
    TextCard,
)

Choosing = ChoiceItem | OrderItem | ClassifyItem | RuptureItem | SilenceItem


class NotOpen(RuntimeError):
    """A card was asked for that this notebook can't show; the text is for the learner."""

    def _render_traceback_(self) -> list[str]:
        # Learners read no tracebacks: IPython shows this one sentence instead.
        return [str(self)]


@contextmanager
def readable() -> Iterator[None]:
    """Turn damaged content into one message for the learner, who can hand it to whoever keeps the course."""
    try:
        yield
    except ContentError as error:
        raise NotOpen(f"This notebook's content can't be used. Show this to your instructor:\n{error}") from None


class Sitting:
    """The items and answers of one notebook.

    Parameters
    ----------
    name : str
        The lesson or assignment, and the file name of its notebook.
    folder : Path
        Where the notebook lies; answers are written there.
    items : mapping of item id to item
        Everything that may be asked.
    case_of : callable
        Loads a case by id.
    keys : mapping of item id to its key
        For practice: what learners are told at once. Empty for graded work, whose keys are not on this side.
    practice : bool
        Whether talks show feedback and ways to try again.
    """

    def __init__(
        self,
        name: str,
        folder: Path,
        items: Mapping[str, Askable],
        case_of: Callable[[str], Case],
        keys: Mapping[str, AnyKey],
        practice: bool,
    ) -> None:
        self.name = name
        self.items = items
        self.keys = keys
        self.practice = practice
        self.record = Record(folder, name)
        self._case_of = case_of
        self._cases: dict[str, Case] = {}

    def case(self, case_id: str) -> Case:
        """Return a case, loaded once."""
        if case_id not in self._cases:
            self._cases[case_id] = self._case_of(case_id)
        return self._cases[case_id]

    def ask(self, item_id: str) -> Card:
        """Show the card of an item and the receipt of its answer below it."""
        item = self.items.get(item_id)
        if item is None:
            known = ", ".join(self.items) or "none"
            raise NotOpen(f"There is no item {item_id!r} in {self.name!r}. The items are: {known}.")
        return self.show(item)

    def show(self, item: Askable) -> Card:
        """Show a card for the item and the receipt below it; see `ask`."""
        event = self.record.answers.get(item.id)
        handle = f"rapport-{self.name}-{item.id}"

        def answer(response: AnyResponse) -> None:
            nonlocal event
            # A talk must not fork unseen; any other answer is whole in itself, and the newest counts.
            if isinstance(response, Dialogue):
                newer = self._newer(item.id, event)
                if newer and isinstance(newer.response, Dialogue):
                    event = newer
                    raise MovedOn(newer.response)
            event = self.record.answer(item.id, response)
            ipython.update_display(self._receipt(item, event), raw=True, display_id=handle)

        card = self._card(item, event.response if event else None, answer)
        ipython.display(card)
        ipython.display(self._receipt(item, event), raw=True, display_id=handle)
        return card

    def welcome(self) -> None:
        """Say where answers are kept, how many there are, and what could not be read."""
        answered = sum(1 for item in self.items if item in self.record.answers)
        lines = [
            f"Ready. Your answers are kept in {self.record.path.name}, and in this notebook when you save it. "
            f"{answered} of {len(self.items)} answered so far."
        ]
        if self.record.faults:
            where = "; ".join(f"{fault.where}: {fault.what}" for fault in self.record.faults[:3])
            lines.append(f"Some of what was kept could not be read ({where}). Every other answer is here.")
        html = "".join(f'<p style="margin:.2em 0">{escape(line)}</p>' for line in lines)
        ipython.display({"text/plain": "\n".join(lines), "text/html": html}, raw=True)

    def _newer(self, item_id: str, known: Event | None) -> Event | None:
        """Return the answer that another window has recorded since, if there is one."""
        events, _ = read(self.record.path)
        found = newest(events, self.name).get(item_id)
        return found if found and (known is None or found.order > known.order) else None

    def _card(self, item: Askable, response: AnyResponse | None, answer: Callable[[AnyResponse], None]) -> Card:
        if isinstance(item, DialogueItem):
            return DialogueCard(item.id, self.case(item.case), response, answer, self.practice, item.stem, _learner())
        if isinstance(item, SelfRating):
            return RatingCard(item, response, answer)
        if isinstance(item, PracticeFreeText):
            return ReplyCard(item, response, answer, self._sent(item.id))
        if isinstance(item, FreeTextItem | Reflection):
            return TextCard(item, response, answer)
        return self._marked(item, response, answer)

    def _sent(self, item_id: str) -> list[str]:
        """Return the replies that were sent to be read, the oldest first."""
        given = (event.response for event in self.record.given(item_id))
        return [response.text for response in given if isinstance(response, FreeText) and response.sent]

    def _marked(self, item: Choosing, response: AnyResponse | None, answer: Callable[[AnyResponse], None]) -> Card:
        key, seed = self.keys.get(item.id), _learner()
        if isinstance(item, OrderItem):
            return OrderCard(item, response, answer, key if isinstance(key, OrderKey) else None, seed)
        if isinstance(item, ClassifyItem):
            return ClassifyCard(item, response, answer, key if isinstance(key, ClassifyKey) else None, seed)
        if isinstance(item, SilenceItem):
            return SilenceCard(item, response, answer, key if isinstance(key, SilenceKey) else None, seed)
        choice = key if isinstance(key, ChoiceKey) else None
        if isinstance(item, RuptureItem):
            return RuptureCard(item, response, answer, choice, seed)
        return ChoiceCard(item, response, answer, choice, seed)

    def _receipt(self, item: Askable, event: Event | None) -> dict[str, Any]:
        talked = ""
        if event and isinstance(item, DialogueItem) and isinstance(event.response, Dialogue):
            talked = talk_as_text(self.case(item.case), event.response.choices)
        return bundle(item, event, talked)


def _learner() -> str:
    """Return what tells learners apart, to order options; nothing is sent anywhere.

    On a hub it is the hub's name for the learner; elsewhere the user at this machine, since in containers all users are called the same.
    """
    hub = os.environ.get("JUPYTERHUB_USER")
    if hub:
        return hub
    try:
        user = getpass.getuser()
    except (ImportError, KeyError, OSError):  # Windows and Pyodide have no password database
        user = "learner"
    return f"{user}@{platform.node()}"
