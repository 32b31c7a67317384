"""The widget under every card: a view down, events up, and an acknowledgement for each event once it is on the disk."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import anywidget
import traitlets
from pydantic import ValidationError

from rapport.dialogue import ReplyError
from rapport.journal import NotSaved

STATIC = Path(__file__).parent / "static"
# In the order in which they need one another; anywidget takes one module, so the parts become one without a build step.
_PARTS = (
    "dom",
    "post",
    "draft",
    "parts",
    "confidence",
    "answer",
    "choice",
    "order",
    "classify",
    "rupture",
    "silence",
    "heard",
    "tries",
    "text",
    "rating",
    "portrait",
    "curve",
    "own",
    "dialogue",
    "passport",
    "card",
)
_IMPORT = re.compile(r"^import .*\n", re.MULTILINE)
_EXPORT = re.compile(r"^export (?=function|const)", re.MULTILINE)


# What comes later wins where two rules are as strong; so narrow cards come last.
_STYLES = ("card", "talk", "rarer", "heard", "own", "narrow")


def styles() -> str:
    """Return the cards' style: the parts in ``static/`` as one sheet."""
    return "\n".join((STATIC / f"{part}.css").read_text(encoding="utf-8") for part in _STYLES)


def module() -> str:
    """Return the front end's source: the parts in ``static/`` as one ECMAScript module."""
    parts = [(STATIC / f"{part}.js").read_text(encoding="utf-8") for part in _PARTS]
    return "\n".join(_EXPORT.sub("", _IMPORT.sub("", part)) for part in parts)


class Refused(ValueError):
    """An event that does not fit the card; its text is for the learner."""


class Card(anywidget.AnyWidget):
    """Base of every card; a kind of card says what it shows and what an event does.

    Attributes
    ----------
    view : dict
        Everything the front end draws; JSON only.
    """

    _esm = module()
    _css = styles()
    view: Any = traitlets.Dict().tag(sync=True)

    def __init__(self) -> None:
        super().__init__(view=self.show())
        self.on_msg(self._hear)

    def show(self) -> dict[str, Any]:
        """Return the view as it should be drawn now."""
        raise NotImplementedError

    def act(self, event: dict[str, Any]) -> None:
        """Take one event from the learner: record it or raise `NotSaved` or `Refused`, and change nothing then."""
        raise NotImplementedError

    def _hear(self, _: Any, content: Any, __: Any) -> None:
        if not isinstance(content, dict):
            return
        reason = self._try(content)
        # The acknowledgement follows the new view, so that a card never says "saved" above an old one.
        self.view = self.show()
        self.send({"ack": content.get("id"), "saved": reason is None, "reason": reason})

    def _try(self, content: dict[str, Any]) -> str | None:
        try:
            self.act(content)
        except (NotSaved, Refused) as error:
            return str(error)
        except (ReplyError, ValidationError, KeyError, TypeError):
            return "Not saved: the card sent something this lesson does not know. Reload the page and start the lesson again."
        return None

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        # A front end without widgets shows this line; the receipt below the card carries the answer.
        data, metadata = super()._repr_mimebundle_(**kwargs) or ({}, {})
        data["text/plain"] = (
            f"A card ({self.view.get('label', 'item')}). It needs a running notebook: choose Run, then Run All Cells."
        )
        return data, metadata
