"""The card on which waiting is the skill: the client speaks after a while, if nobody else does."""

from __future__ import annotations

from typing import Any

from rapport.content.item import SilenceItem
from rapport.content.key import BEST, SilenceKey
from rapport.content.response import MAX_WAIT, AnyResponse, Silence
from rapport.widgets.card import Refused
from rapport.widgets.marked import RELOAD, MarkedCard, shuffled


class SilenceCard(MarkedCard[SilenceItem, SilenceKey, Silence]):
    """Show a silent client, and things that one could say; see `MarkedCard`.

    The clock runs in the browser, where the learner is; Python hears once, at the end, how long it was and what ended it.
    """

    def _label(self) -> str:
        return "Stay with the client"

    asks_how_sure = False  # there is nothing to be sure of before a silence

    def show(self) -> dict[str, Any]:
        """Return the view."""
        return {**super().show(), "status": "Saved." if self.response else ""}

    def _fitting(self, response: AnyResponse | None) -> Silence | None:
        known = {None, *(option.id for option in self.item.options)}
        return response if isinstance(response, Silence) and response.said in known else None

    def _asked(self) -> dict[str, Any]:
        item, response = self.item, self.response
        return {
            "speaks_after": item.speaks_after,
            "cues": [cue.model_dump() for cue in item.cues],
            "then": item.then,
            "options": [option.model_dump() for option in shuffled(item.options, self._seed)],
            "chosen": {"waited": response.waited, "said": response.said} if response else None,
        }

    def _read(self, event: dict[str, Any], sure: int | None) -> Silence:
        waited, said = event["waited"], event["said"]
        if type(waited) not in (int, float) or not 0 <= waited <= MAX_WAIT:
            raise Refused(f"Not saved: that is no length of a silence. {RELOAD}")
        if said is None and waited < self.item.speaks_after:
            raise Refused("Not saved: the silence was not over yet. Try again.")
        if said not in (None, *(option.id for option in self.item.options)):
            raise Refused(f"Not saved: that is not among the things to say on this card. {RELOAD}")
        return Silence(waited=round(waited, 1), said=said, confidence=sure)

    def _told(self, key: SilenceKey, response: Silence) -> dict[str, Any]:
        part: dict[str, Any]
        if response.said is None:
            mark = "You held the silence" if key.rating == BEST else "You held the silence, and it was one to break"
            part = {"mark": mark, "rating": key.rating, "words": key.feedback, "better": None}
        else:
            spoken = key.options[response.said]
            mark = "You broke the silence" if spoken.rating == BEST else "You talked over the silence"
            part = {"mark": mark, "rating": spoken.rating, "words": spoken.feedback, "better": spoken.better}
        signs = {3: "✓", 2: "○", 1: "△", 0: "✕"}
        part["mark"] = f"{signs[int(part['rating'])]} {part['mark']}"
        return {"feedback": [{"label": "", "says": None, **part}]}
