"""Practice items: an item together with its key, since a learner is told at once what an answer does."""

from __future__ import annotations

from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, Field

from rapport.content.base import Id, Number, Text, Versioned
from rapport.content.item import (
    ChoiceItem,
    ChoiceKind,
    ClassifyItem,
    Cue,
    FreeTextItem,
    Interruption,
    Label,
    Option,
    OrderItem,
    OrderKind,
    Reflection,
    RuptureItem,
    SelfRating,
    SilenceItem,
    Stem,
    Turn,
)
from rapport.content.key import (
    BEST,
    ChoiceKey,
    ClassifyKey,
    Feedback,
    Labelled,
    OrderKey,
    Panel,
    Placed,
    Rating,
    SilenceKey,
    Spoken,
    Verdict,
)

M = TypeVar("M", bound=BaseModel)


class PracticeOption(Option, Verdict):
    """An option whose verdict the learner is shown at once."""


class PlacedOption(Option, Placed):
    """An option with its place."""


class LabelledOption(Option, Labelled):
    """An utterance with its label."""


class SpokenOption(Interruption, Spoken):
    """Something to say into a silence, and what that does."""


class RatedTurn(Turn):
    """A turn of a transcript; the client's carry a verdict."""

    rating: Rating | None = None
    feedback: Feedback | None = None


def _part(model: type[M], whole: BaseModel, **given: Any) -> M:
    """Return the part of `whole` that `model` describes, with some fields `given`."""
    fields = {name: getattr(whole, name) for name in model.model_fields if name not in given and hasattr(whole, name)}
    return model(**fields, **given)


class _Practice(Stem):
    basis: Annotated[Text, Field(description="The source or principle that the key stands on.")]
    panel: Annotated[Panel | None, Field(description="Left out until a panel has confirmed the key.")] = None

    def _key(self, model: type[M], **given: Any) -> M:
        """Return the key; practice has no marks, so every item weighs 1 point."""
        return _part(model, self, item=self.id, points=1, **given)


class PracticeChoice(_Practice):
    """Choose the best reply, or the best and the worst."""

    kind: ChoiceKind
    options: Annotated[list[PracticeOption], Field(min_length=3, max_length=5)]

    @property
    def item(self) -> ChoiceItem:
        """The part to answer."""
        return _part(ChoiceItem, self, options=[_part(Option, option) for option in self.options])

    @property
    def key(self) -> ChoiceKey:
        """The part that scores it."""
        return self._key(ChoiceKey, options={option.id: _part(Verdict, option) for option in self.options})


class PracticeOrder(_Practice):
    """Put replies or steps in order."""

    kind: OrderKind
    options: Annotated[list[PlacedOption], Field(min_length=3, max_length=5)]

    @property
    def item(self) -> OrderItem:
        """The part to answer."""
        return _part(OrderItem, self, options=[_part(Option, option) for option in self.options])

    @property
    def key(self) -> OrderKey:
        """The part that scores it."""
        return self._key(OrderKey, options={option.id: _part(Placed, option) for option in self.options})


class PracticeClassify(_Practice):
    """Say of each utterance what it does."""

    kind: Literal["classify"]
    labels: Annotated[list[Label], Field(min_length=3, max_length=5)]
    options: Annotated[list[LabelledOption], Field(min_length=3, max_length=6)]

    @property
    def item(self) -> ClassifyItem:
        """The part to answer."""
        return _part(ClassifyItem, self, options=[_part(Option, option) for option in self.options])

    @property
    def key(self) -> ClassifyKey:
        """The part that scores it."""
        return self._key(ClassifyKey, options={option.id: _part(Labelled, option) for option in self.options})


class PracticeRupture(_Practice):
    """Mark the client's turn in which a strain first shows."""

    kind: Literal["rupture-turn"]
    turns: Annotated[list[RatedTurn], Field(min_length=5, max_length=16)]

    @property
    def item(self) -> RuptureItem:
        """The part to answer."""
        return _part(RuptureItem, self, turns=[_part(Turn, turn) for turn in self.turns])

    @property
    def key(self) -> ChoiceKey:
        """The part that scores it."""
        rated = {turn.id: _part(Verdict, turn) for turn in self.turns if turn.by == "client"}
        return self._key(ChoiceKey, options=rated)


class PracticeSilence(_Practice):
    """Stay with a silent client."""

    kind: Literal["silence"]
    speaks_after: Annotated[Number, Field(ge=4, le=30)]
    cues: Annotated[list[Cue], Field(min_length=1, max_length=6)]
    then: Text
    rating: Annotated[
        int, Field(ge=0, le=3, strict=True, description="Of waiting; 3 unless speaking is better here.")
    ] = BEST
    feedback: Annotated[Text, Field(description="What the waiting did to the client.")]
    options: Annotated[list[SpokenOption], Field(min_length=2, max_length=4)]

    @property
    def item(self) -> SilenceItem:
        """The part to answer."""
        return _part(SilenceItem, self, options=[_part(Interruption, option) for option in self.options])

    @property
    def key(self) -> SilenceKey:
        """The part that scores it."""
        return self._key(SilenceKey, options={option.id: _part(Spoken, option) for option in self.options})


class PracticeFreeText(FreeTextItem):
    """Write a reply in one's own words; the coach says what it does, and a model reply can be looked at."""

    client_says: Annotated[Text, Field(description="The client's words, to which the reply answers.")]
    model_reply: Annotated[Text, Field(description="One good reply among many, shown when the learner asks for it.")]
    basis: Annotated[Text, Field(description="The source or principle that the model reply stands on.")]


ScoredPractice = PracticeChoice | PracticeOrder | PracticeClassify | PracticeRupture | PracticeSilence
UnscoredPractice = PracticeFreeText | Reflection | SelfRating
PracticeItem = Annotated[ScoredPractice | UnscoredPractice, Field(discriminator="kind")]


class Practice(Versioned):
    """The practice items of one lesson."""

    lesson: Id
    items: list[PracticeItem]

    @property
    def scored(self) -> list[tuple[int, ScoredPractice]]:
        """The items that have a key, each with its place in the file."""
        return [(index, item) for index, item in enumerate(self.items) if not isinstance(item, UnscoredPractice)]
