"""Keys: what each answer to an item is worth, what it does to the client, and on what that judgement stands."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from rapport.content.base import Id, Model, Number, Text, Versioned, mistake
from rapport.content.item import ChoiceKind, Label, OrderKind
from rapport.content.vocabulary import BehaviourId

Rating = Annotated[int, Field(ge=0, le=3, strict=True, description="0 harms, 1 unhelpful, 2 acceptable, 3 best.")]
Points = Annotated[Number, Field(gt=0, le=20)]
BEST, WORST = 3, 0

Feedback = Annotated[Text, Field(description="What the reply does to the client, and why.")]
Reveal = Annotated[
    bool, Field(strict=True, description="Whether feedback pages show what is here; if not, they show the marks alone.")
]
Better = Annotated[Text | None, Field(description="What to try instead; left out for the best reply.")]


class Verdict(Model):
    """What a key says of one option."""

    rating: Rating
    feedback: Feedback
    better: Better = None


class Placed(Model):
    """What a key says of one option that is to be put in order."""

    place: Annotated[int, Field(ge=1, le=5, strict=True, description="Its place, counted from 1.")]
    feedback: Feedback
    better: Better = None


class Labelled(Model):
    """What a key says of one utterance that is to be classified."""

    label: Label
    feedback: Feedback


class Spoken(Model):
    """What a key says of something said into a silence."""

    rating: Rating = 1
    feedback: Feedback
    better: Better = None


class Panel(Model):
    """What a panel of raters made of a key; see `autograder raters`."""

    raters: Annotated[int, Field(ge=2, strict=True, description="How many rated it.")]
    agreement: Annotated[
        Number, Field(ge=0, le=1, description="Share of the raters who rate the key's answer highest.")
    ]


class ItemKey(Model):
    """What the keys of all kinds share."""

    item: Id
    points: Points
    basis: Annotated[Text, Field(description="The source or principle that the key stands on.")]
    panel: Annotated[Panel | None, Field(description="Left out until a panel has confirmed the key.")] = None
    reveal: Reveal = True

    @property
    def standing(self) -> str:
        """Who stands behind the key, in a sentence for learners."""
        if self.panel is None:
            return "It is the authors' key, not yet rated by a panel."
        share = f"{100 * self.panel.agreement:.0f} %"
        return f"A panel has confirmed it: {share} of {self.panel.raters} raters agree."


class ChoiceKey(ItemKey):
    """Ratings and feedback for every option of a choice item, or for every turn of the client's that can be marked."""

    kind: ChoiceKind | Literal["rupture-turn"]
    options: dict[Id, Verdict]

    @property
    def best(self) -> str:
        """Id of the one option rated 3."""
        return next(option for option, verdict in self.options.items() if verdict.rating == BEST)

    @property
    def worst(self) -> str:
        """Id of the option rated lowest."""
        return min(self.options, key=lambda option: self.options[option].rating)


class OrderKey(ItemKey):
    """The place of every option, and feedback."""

    kind: OrderKind
    options: dict[Id, Placed]

    @property
    def order(self) -> list[str]:
        """Ids of the options in the key's order."""
        return sorted(self.options, key=lambda option: self.options[option].place)


class ClassifyKey(ItemKey):
    """The label of every utterance, and feedback."""

    kind: Literal["classify"]
    options: dict[Id, Labelled]


class SilenceKey(ItemKey):
    """What waiting does, and what each way of talking over the silence does."""

    kind: Literal["silence"]
    rating: Annotated[
        int, Field(ge=0, le=3, strict=True, description="Of waiting; 3 unless speaking is better here.")
    ] = BEST
    feedback: Annotated[Text, Field(description="What the waiting did to the client.")]
    options: dict[Id, Spoken]


class Goal(Model):
    """The alliance at the end of a talk that earns nothing, and the one that earns everything."""

    none: Annotated[Number, Field(ge=0, le=1)]
    full: Annotated[Number, Field(ge=0, le=1)]

    @model_validator(mode="after")
    def _rising(self) -> Self:
        if self.none >= self.full:
            raise mistake("its `none` is not below its `full`", "give the lower alliance to `none`")
        return self


class DialogueKey(ItemKey):
    """How a talk is scored: linear in the alliance it ends with, between the two marks of the goal."""

    kind: Literal["dialogue"]
    goal: Goal
    reached: Text
    partly: Text
    missed: Text


class RubricLevel(Model):
    """One level of a rubric."""

    level: Annotated[int, Field(ge=0, le=3, strict=True)]
    name: Text
    says: Text


Behaviours = Annotated[list[BehaviourId], Field(min_length=1, max_length=12)]


class LooksFor(Model):
    """By what the coach suggests a level to the instructor; it never makes a mark."""

    kept: Annotated[
        list[BehaviourId | Behaviours],
        Field(min_length=1, max_length=6, description="What a good reply does; of a list within the list, any one."),
    ]
    avoid: Annotated[list[BehaviourId], Field(max_length=16, description="What a good reply leaves undone.")] = []

    @model_validator(mode="after")
    def _apart(self) -> Self:
        both = sorted({behaviour for each in self.wanted for behaviour in each} & set(self.avoid))
        if both:
            raise mistake(f"{both[0]!r} stands in `kept` and in `avoid`", "take it out of one of them")
        return self

    @property
    def wanted(self) -> list[list[str]]:
        """What is looked for; of each entry, any one."""
        return [[each] if isinstance(each, str) else each for each in self.kept]


class FreeTextKey(ItemKey):
    """What the instructor grades a free-text reply by."""

    kind: Literal["free-text"]
    rubric: Annotated[list[RubricLevel], Field(min_length=4, max_length=4)]
    model_reply: Text
    looks_for: Annotated[LooksFor | None, Field(description="Left out where the coach shall not suggest a level.")] = (
        None
    )


GradedKey = ChoiceKey | OrderKey | ClassifyKey | DialogueKey | FreeTextKey
AnyKey = GradedKey | SilenceKey
Key = Annotated[GradedKey, Field(discriminator="kind")]


class Keys(Versioned):
    """The keys of one assignment; the instructor's part."""

    assignment: Id
    reveal: Reveal = True
    keys: Annotated[list[Key], Field(min_length=1)]

    def key(self, item_id: str) -> GradedKey | None:
        """Return the key of that item, if there is one."""
        return next((key for key in self.keys if key.item == item_id), None)

    @property
    def withheld(self) -> frozenset[str]:
        """Ids of the items whose keys feedback pages don't show."""
        return frozenset(key.item for key in self.keys if not (self.reveal and key.reveal))
