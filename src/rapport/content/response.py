"""What a learner answers, by kind of item; everything here comes from outside and is bounded."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any, Literal

from pydantic import Field, SerializerFunctionWrapHandler, StringConstraints, model_serializer

from rapport.content.base import Id, Model
from rapport.content.item import Label, OrderKind
from rapport.content.vocabulary import BehaviourId

MAX_TEXT = 8000
LearnerText = Annotated[str, StringConstraints(max_length=MAX_TEXT)]
MAX_SAID = 1000
"""Characters of one turn in a talk; people say far less in one breath."""
MAX_DONE = 12
"""Behaviours of one turn; a reply that does more than these does nothing well."""
MAX_WAIT = 600.0
"""Seconds; a silence is over long before."""


class _Answer(Model):
    confidence: Annotated[
        int | None, Field(ge=0, le=100, description="How sure the learner was to be right, in percent.")
    ] = None

    @model_serializer(mode="wrap")
    def _without_empty(self, handler: SerializerFunctionWrapHandler) -> dict[str, Any]:
        # Most items don't ask how sure one is; their records stay as short as they were.
        fields: dict[str, Any] = handler(self)
        if self.confidence is None:
            fields.pop("confidence", None)
        return fields


class BestReply(_Answer):
    """The option taken for the best."""

    kind: Literal["best-reply"] = "best-reply"
    option: Id


class BestAndWorst(_Answer):
    """The options taken for the best and for the worst."""

    kind: Literal["best-and-worst"] = "best-and-worst"
    best: Id
    worst: Id


class Order(_Answer):
    """The options in the order that the learner gave them."""

    kind: OrderKind
    order: Annotated[tuple[Id, ...], Field(max_length=5)]


class Classify(_Answer):
    """A label for each utterance."""

    kind: Literal["classify"] = "classify"
    labels: Annotated[dict[Id, Label], Field(max_length=6)]


class RuptureTurn(_Answer):
    """The turn in which the strain was seen first."""

    kind: Literal["rupture-turn"] = "rupture-turn"
    turn: Id


class Silence(_Answer):
    """How long the learner waited, and what was said into the silence, if anything."""

    kind: Literal["silence"] = "silence"
    waited: Annotated[float, Field(ge=0, le=MAX_WAIT, description="Seconds.")]
    said: Id | None = None


class OwnWords(Model):
    """A reply that the learner typed, and what it was read to do: so a talk replays the same, whatever the coach learns later."""

    says: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=MAX_SAID)]
    behaviours: Annotated[tuple[BehaviourId, ...], Field(max_length=MAX_DONE, description="The surest first.")] = ()


Choice = Id | OwnWords
"""One turn of a talk: the id of a written reply, or own words."""


class Dialogue(Model):
    """The replies given in a talk, in order; the state is always computed again from them, never taken from the learner."""

    kind: Literal["dialogue"] = "dialogue"
    case: Id
    choices: Annotated[tuple[Choice, ...], Field(max_length=60)]


class FreeText(Model):
    """A reply or reflection in the learner's own words."""

    kind: Literal["free-text"] = "free-text"
    text: LearnerText
    sent: Annotated[
        bool, Field(description="In practice: sent to be read by the coach, so an attempt and no draft.")
    ] = False

    @model_serializer(mode="wrap")
    def _without_drafts(self, handler: SerializerFunctionWrapHandler) -> dict[str, Any]:
        # Only practice knows attempts; graded replies and reflections are recorded as they always were.
        fields: dict[str, Any] = handler(self)
        if not self.sent:
            fields.pop("sent", None)
        return fields


class SelfRatings(Model):
    """A number from 0 to 10 for each statement of a self-rating."""

    kind: Literal["self-rating"] = "self-rating"
    ratings: Annotated[dict[Id, Annotated[int, Field(ge=0, le=10)]], Field(max_length=16)]


Marked = BestReply | BestAndWorst | Order | Classify | RuptureTurn | Silence
"""The answers that a card can ask confidence for."""

AnyResponse = Marked | Dialogue | FreeText | SelfRatings
Response = Annotated[AnyResponse, Field(discriminator="kind")]


def outline(choices: Iterable[Choice]) -> str:
    """Return a talk as its bare choices, for where it can't be told: ids, and own words in quotation marks."""
    return " → ".join(f"“{choice.says}”" if isinstance(choice, OwnWords) else choice for choice in choices)
