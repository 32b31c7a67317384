"""The card on which a learner talks with a client."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rapport.content.case import Case, State
from rapport.content.response import MAX_SAID, AnyResponse, Choice, Dialogue, OwnWords
from rapport.dialogue import (
    ReplyError,
    Talk,
    alliance,
    beat_of,
    choose,
    client_says,
    delivery_words,
    instead,
    replay,
    undo,
)
from rapport.dialogue.reaction import SCALES
from rapport.widgets.card import Card, Refused
from rapport.widgets.marked import Answer, shuffled
from rapport.widgets.own import AskedBack, Pending, own_words, told


class MovedOn(Refused):
    """A turn in a talk that another window has taken on since; holds the talk as it stands there."""

    def __init__(self, response: Dialogue) -> None:
        self.response = response
        super().__init__(
            "Not saved: this talk has moved on in another window. Here it is as it stands now; go on from there."
        )


class DialogueCard(Card):
    """Show a talk, the client's portrait, and replies to choose from.

    Parameters
    ----------
    item_id : str
        The item under which the talk is recorded.
    case : Case
        The client.
    response : Dialogue or None
        The replies given before; they are replayed.
    answer : callable
        Records a response durably, or raises `NotSaved` or `MovedOn`.
    practice : bool
        Whether the learner sees feedback on every turn, the alliance curve, and what other replies would have led to, and may speak in
        own words where the case has answers to them.
    stem : str
        What the learner is asked to reach.
    seed : str
        Decides the order of the replies, so that it stays the same for one learner.
    """

    def __init__(
        self,
        item_id: str,
        case: Case,
        response: AnyResponse | None,
        answer: Answer,
        practice: bool = True,
        stem: str = "",
        seed: str = "",
    ) -> None:
        self.seed = seed
        self.item_id = item_id
        self.case = case
        self.practice = practice
        self.stem = stem
        self._answer = answer
        self._kept: tuple[Choice, ...] = ()
        self._pending: Pending | None = None
        self._stale = False
        choices = response.choices if isinstance(response, Dialogue) and response.case == case.id else ()
        self.talk = self._restored(choices)
        super().__init__()

    def show(self) -> dict[str, Any]:
        """Return the view."""
        case, talk = self.case, self.talk
        beat = beat_of(case, talk)
        ending = case.ending(talk.ending) if talk.ending else None
        return {
            "kind": "dialogue",
            "id": self.item_id,
            "label": f"Talk with {case.name}",
            "practice": self.practice,
            "name": case.name,
            "stem": self.stem,
            "setting": case.setting,
            "about": case.about,
            "portrait": case.portrait.model_dump(mode="json"),
            "start": _state(talk.start),
            "turns": [self._turn(index) for index in range(len(talk.turns))],
            "now": {"seen": beat.seen, "says": client_says(case, talk)} if beat else None,
            "options": [_option(reply) for reply in shuffled(beat.replies, f"{self.seed}:{case.id}:{beat.id}")]
            if beat
            else [],
            "own": self._own() if beat else None,
            "ending": ending
            and {"name": ending.name, "text": ending.text, "quality": ending.quality if self.practice else None},
            "curve": self._curve() if ending and self.practice else [],
            "kept": bool(self._kept),
            "status": self._status(bool(ending)),
        }

    def act(self, event: dict[str, Any]) -> None:
        """Take a turn on or back, and record the talk as it then stands."""
        kind = event["type"]
        kept = self._kept
        if kind == "choose":
            self._same_turn(event["turn"])
            talk = choose(self.case, self.talk, event["reply"])
        elif kind == "say" and self._offers_own:
            self._same_turn(event["turn"])
            talk = choose(self.case, self.talk, self._typed(event))
        elif kind == "reword" and self._pending:
            self._pending = None
            return
        elif kind == "undo":
            talk = undo(self.case, self.talk)
        elif kind == "restart":
            talk, kept = replay(self.case, ()), tuple(self.talk.choices)
        elif kind == "instead" and self.practice:
            if not 0 <= event["turn"] < len(self.talk.turns):
                raise Refused("Not saved: that turn is no longer part of the talk.")
            talk, kept = instead(self.case, self.talk, event["turn"], event["reply"]), tuple(self.talk.choices)
        elif kind == "return" and self._kept:
            talk, kept = replay(self.case, self._kept), tuple(self.talk.choices)
        else:
            raise Refused("Not saved: this card can't do that.")
        try:
            self._answer(Dialogue(case=self.case.id, choices=tuple(talk.choices)))
        except MovedOn as newer:
            self.talk = self._restored(newer.response.choices)
            raise
        self.talk, self._kept, self._stale, self._pending = talk, kept, False, None

    @property
    def _offers_own(self) -> bool:
        return self.practice and bool(self.case.own_words)

    def _own(self) -> dict[str, Any] | None:
        if not self._offers_own:
            return None
        return {"most": MAX_SAID, "pending": self._pending.show() if self._pending else None}

    def _typed(self, event: dict[str, Any]) -> OwnWords:
        try:
            return own_words(self.case, self.talk, event, self._pending)
        except AskedBack as back:
            self._pending = back.pending
            raise

    def _same_turn(self, turn: Any) -> None:
        if turn != len(self.talk.turns):
            raise Refused("Not saved: this talk has moved on in another window. Here it is as it stands now.")

    def _restored(self, choices: Sequence[Choice]) -> Talk:
        try:
            if not self._offers_own and any(isinstance(choice, OwnWords) for choice in choices):
                raise ReplyError("this talk has no place for own words")
            self._stale, talk = False, replay(self.case, choices)
        except ReplyError:
            self._stale, talk = True, replay(self.case, ())
        return talk

    def _status(self, ended: bool) -> str:
        if self._stale:
            return "This talk has been rewritten since you had it, so it begins anew. Your earlier replies are still on record."
        if not self.talk.turns:
            return ""
        return "The talk is saved." if ended else "Saved as far as you have come."

    def _turn(self, index: int) -> dict[str, Any]:
        turn = self.talk.turns[index]
        beat = self.case.beat(turn.beat)
        others = [] if beat is None else [reply for reply in beat.replies if reply.id != turn.reply]
        shown: dict[str, Any] = {
            "seen": turn.seen,
            "client": turn.client,
            "says": turn.said,
            "delivery": delivery_words(turn.delivery) if turn.delivery else "in your own words",
            "answer": turn.answer,
            "state": _state(turn.after),
        }
        if self.practice:
            shown |= {"feedback": turn.feedback, "better": turn.better, "others": [_option(reply) for reply in others]}
            shown["heard"] = told(self.case, self.talk, index)
        return shown

    def _curve(self) -> list[dict[str, Any]]:
        states = [self.talk.start, *(turn.after for turn in self.talk.turns)]
        said = ["", *(turn.said for turn in self.talk.turns)]
        return [
            {"said": words, "alliance": alliance(state), **_state(state)}
            for words, state in zip(said, states, strict=True)
        ]


def _state(state: State) -> dict[str, float]:
    return {name: getattr(state, name) for name in SCALES}


def _option(reply: Any) -> dict[str, Any]:
    return {"id": reply.id, "says": reply.says, "delivery": delivery_words(reply.delivery)}
