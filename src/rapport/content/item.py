"""Items: what a learner is asked.

An item is what a learner may see; its key (`rapport.content.key`) says what each answer is worth and does to the client. The keys of graded
items stay with the instructor; practice items (`rapport.content.practice`) carry both.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from rapport.content.base import Id, Model, Number, Text, Versioned
from rapport.content.case import Delivery
from rapport.content.vocabulary import StrategyId

ChoiceKind = Literal["best-reply", "best-and-worst"]
OrderKind = Literal["rank", "order-steps"]
Label = Literal[
    "open-question",
    "closed-question",
    "paraphrase",
    "reflection-of-feeling",
    "validation",
    "reassurance",
    "self-disclosure",
    "information",
    "advice",
    "judgement",
]
"""What an utterance can be classified as: the behaviours that trainees learn to tell apart."""


def label_name(label: Label) -> str:
    """Return a label as people write it."""
    return "self-disclosure" if label == "self-disclosure" else label.replace("-", " ")


Seconds = Annotated[Number, Field(gt=0, le=60)]


class Option(Model):
    """A reply to choose."""

    id: Id
    says: Text
    delivery: Delivery | None = None


class Turn(Model):
    """One turn of a transcript."""

    id: Id
    by: Literal["therapist", "client"]
    says: Text
    seen: Annotated[Text | None, Field(description="What could be seen meanwhile.")] = None


class Cue(Model):
    """What can be seen of a client who is silent, some seconds in."""

    at: Seconds
    seen: Text


class Interruption(Model):
    """Something to say into a silence, and what the client answers to it."""

    id: Id
    says: Text
    answer: Annotated[Text, Field(description="What the client says then.")]


class Stem(Model):
    """What all items share: the situation and the question."""

    id: Id
    strategy: StrategyId
    skill: Annotated[Text, Field(description="The one skill that the item asks for.")]
    scene: Annotated[Text | None, Field(description="Where we are, in a sentence or two.")] = None
    client: Annotated[Text | None, Field(description="Who speaks.")] = None
    client_says: Annotated[Text | None, Field(description="The client's words.")] = None
    stem: Annotated[Text, Field(description="What the learner is asked.")]
    confidence: Annotated[bool, Field(description="Ask how sure the learner is, before the answer.")] = False


Options = Annotated[list[Option], Field(min_length=3, max_length=5)]


class ChoiceItem(Stem):
    """Choose the best reply, or the best and the worst."""

    kind: ChoiceKind
    options: Options


class OrderItem(Stem):
    """Put replies in order, the best first, or the steps of something, the first first."""

    kind: OrderKind
    options: Options


class ClassifyItem(Stem):
    """Say of each utterance what it does."""

    kind: Literal["classify"]
    labels: Annotated[list[Label], Field(min_length=3, max_length=5, description="The labels to choose from.")]
    options: Annotated[list[Option], Field(min_length=3, max_length=6, description="The utterances.")]


class RuptureItem(Stem):
    """Mark the client's turn in which a strain first shows."""

    kind: Literal["rupture-turn"]
    turns: Annotated[list[Turn], Field(min_length=5, max_length=16)]

    @property
    def options(self) -> list[Turn]:
        """The client's turns: those that can be marked."""
        return [turn for turn in self.turns if turn.by == "client"]


class SilenceItem(Stem):
    """Stay with a silent client; speaking is possible at any time, waiting is the skill."""

    kind: Literal["silence"]
    speaks_after: Annotated[
        Number, Field(ge=4, le=30, description="Seconds until the client speaks, if nobody else does.")
    ]
    cues: Annotated[list[Cue], Field(min_length=1, max_length=6)]
    then: Annotated[Text, Field(description="What the client says, if given the time.")]
    options: Annotated[list[Interruption], Field(min_length=2, max_length=4)]


class DialogueItem(Stem):
    """Reach a goal in a talk with a client; scored from the final state."""

    kind: Literal["dialogue"]
    case: Id


class FreeTextItem(Stem):
    """Write a reply in one's own words; graded by hand."""

    kind: Literal["free-text"]
    max_chars: Annotated[int, Field(ge=80, le=8000, strict=True)] = 1500


AnyItem = ChoiceItem | OrderItem | ClassifyItem | RuptureItem | DialogueItem | FreeTextItem
Item = Annotated[AnyItem, Field(discriminator="kind")]


class Reflection(Model):
    """A question to oneself, answered in a box that is kept; nobody marks it."""

    id: Id
    kind: Literal["reflection"]
    stem: Text
    max_chars: Annotated[int, Field(ge=80, le=8000, strict=True)] = 3000


class Statement(Model):
    """One line of a self-rating."""

    id: Id
    says: Text


class SelfRating(Model):
    """Statements that a learner rates from 0 to 10, such as a confidence baseline; nobody marks it."""

    id: Id
    kind: Literal["self-rating"]
    stem: Text
    low: Annotated[Text, Field(description="What 0 means.")]
    high: Annotated[Text, Field(description="What 10 means.")]
    statements: Annotated[list[Statement], Field(min_length=1, max_length=16)]


Askable = AnyItem | SilenceItem | Reflection | SelfRating
"""Whatever a card can ask, graded or not."""


class Assignment(Versioned):
    """The public part of one assignment's items."""

    assignment: Id
    title: Text
    items: Annotated[list[Item], Field(min_length=1)]

    def item(self, item_id: str) -> AnyItem | None:
        """Return the item of that id, if there is one."""
        return next((item for item in self.items if item.id == item_id), None)
