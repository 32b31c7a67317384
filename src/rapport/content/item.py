"""Items to answer, the keys that score them, and practice items, which carry both.

An item is what a learner may see. A key rates every option from 0 (harms) to 3 (best) and says what each does to the client; the keys of
graded items stay with the instructor.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from rapport.content.base import Id, Model, Number, Text, Versioned, mistake
from rapport.content.case import Delivery, duplicates
from rapport.content.load import Mistake
from rapport.content.vocabulary import StrategyId

Rating = Annotated[int, Field(ge=0, le=3, strict=True, description="0 harms, 1 unhelpful, 2 acceptable, 3 best.")]
Points = Annotated[Number, Field(gt=0, le=20)]
BEST, WORST = 3, 0


class Option(Model):
    """A reply to choose."""

    id: Id
    says: Text
    delivery: Delivery | None = None


class Verdict(Model):
    """What a key says of one option."""

    rating: Rating
    feedback: Annotated[Text, Field(description="What the reply does to the client, and why.")]
    better: Annotated[Text | None, Field(description="What to try instead; left out for the best reply.")] = None


class PracticeOption(Option, Verdict):
    """An option whose verdict the learner is shown at once."""


class _Stem(Model):
    id: Id
    strategy: StrategyId
    skill: Annotated[Text, Field(description="The one skill that the item asks for.")]
    scene: Annotated[Text | None, Field(description="Where we are, in a sentence or two.")] = None
    client: Annotated[Text | None, Field(description="Who speaks.")] = None
    client_says: Annotated[Text | None, Field(description="The client's words.")] = None
    stem: Annotated[Text, Field(description="What the learner is asked.")]


ChoiceKind = Literal["best-reply", "best-and-worst"]
Options = Annotated[list[Option], Field(min_length=3, max_length=5)]
PracticeOptions = Annotated[list[PracticeOption], Field(min_length=3, max_length=5)]


class ChoiceItem(_Stem):
    """Choose the best reply, or the best and the worst."""

    kind: ChoiceKind
    options: Options


class DialogueItem(_Stem):
    """Reach a goal in a talk with a client; scored from the final state."""

    kind: Literal["dialogue"]
    case: Id


class FreeTextItem(_Stem):
    """Write a reply in one's own words; graded by hand."""

    kind: Literal["free-text"]
    max_chars: Annotated[int, Field(ge=80, le=8000, strict=True)] = 1500


Item = Annotated[ChoiceItem | DialogueItem | FreeTextItem, Field(discriminator="kind")]


class _Key(Model):
    item: Id
    points: Points
    basis: Annotated[Text, Field(description="The source or principle that the key stands on.")]


class ChoiceKey(_Key):
    """Ratings and feedback for every option of a choice item."""

    kind: ChoiceKind
    options: dict[Id, Verdict]

    @property
    def best(self) -> str:
        """Id of the one option rated 3."""
        return next(option for option, verdict in self.options.items() if verdict.rating == BEST)

    @property
    def worst(self) -> str:
        """Id of the option rated lowest."""
        return min(self.options, key=lambda option: self.options[option].rating)


class Goal(Model):
    """The alliance at the end of a talk that earns nothing, and the one that earns everything."""

    none: Annotated[Number, Field(ge=0, le=1)]
    full: Annotated[Number, Field(ge=0, le=1)]

    @model_validator(mode="after")
    def _rising(self) -> Self:
        if self.none >= self.full:
            raise mistake("its `none` is not below its `full`", "give the lower alliance to `none`")
        return self


class DialogueKey(_Key):
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


class FreeTextKey(_Key):
    """What the instructor grades a free-text reply by."""

    kind: Literal["free-text"]
    rubric: Annotated[list[RubricLevel], Field(min_length=4, max_length=4)]
    model_reply: Text


Key = Annotated[ChoiceKey | DialogueKey | FreeTextKey, Field(discriminator="kind")]


class PracticeChoice(_Stem):
    """A choice item with its key, for practice."""

    kind: ChoiceKind
    options: PracticeOptions
    basis: Text

    @property
    def item(self) -> ChoiceItem:
        """The part to answer."""
        fields = {name: getattr(self, name) for name in ChoiceItem.model_fields if name != "options"}
        options = [Option(id=option.id, says=option.says, delivery=option.delivery) for option in self.options]
        return ChoiceItem(**fields, options=options)

    @property
    def key(self) -> ChoiceKey:
        """The part that scores it; practice has no marks, so every item weighs 1 point."""
        verdicts = {
            option.id: Verdict(rating=option.rating, feedback=option.feedback, better=option.better)
            for option in self.options
        }
        return ChoiceKey(item=self.id, points=1, basis=self.basis, kind=self.kind, options=verdicts)


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


PracticeItem = Annotated[PracticeChoice | Reflection | SelfRating, Field(discriminator="kind")]


class Practice(Versioned):
    """The practice items of one lesson."""

    lesson: Id
    items: list[PracticeItem]

    @property
    def choices(self) -> list[tuple[int, PracticeChoice]]:
        """The items to choose from, each with its place in the file."""
        return [(index, item) for index, item in enumerate(self.items) if isinstance(item, PracticeChoice)]


class Assignment(Versioned):
    """The public part of one assignment's items."""

    assignment: Id
    title: Text
    items: Annotated[list[Item], Field(min_length=1)]

    def item(self, item_id: str) -> ChoiceItem | DialogueItem | FreeTextItem | None:
        """Return the item of that id, if there is one."""
        return next((item for item in self.items if item.id == item_id), None)


class Keys(Versioned):
    """The keys of one assignment; the instructor's part."""

    assignment: Id
    validation: Annotated[
        Literal["author-keyed", "panel-validated"], Field(description="Who stands behind the keys.")
    ] = "author-keyed"
    keys: Annotated[list[Key], Field(min_length=1)]

    def key(self, item_id: str) -> ChoiceKey | DialogueKey | FreeTextKey | None:
        """Return the key of that item, if there is one."""
        return next((key for key in self.keys if key.item == item_id), None)


def practice_rules(practice: Practice) -> Iterable[Mistake]:
    """Find duplicate ids, and items without exactly one best (and, where asked for, one worst) option."""
    yield from duplicates([(("items", index, "id"), item.id) for index, item in enumerate(practice.items)])
    for index, item in practice.choices:
        place = ("items", index, "options")
        twice = list(duplicates([((*place, at, "id"), option.id) for at, option in enumerate(item.options)]))
        yield from twice or _one_best(place, item.key, {option.id: at for at, option in enumerate(item.options)})


def assignment_rules(assignment: Assignment) -> Iterable[Mistake]:
    """Find duplicate ids."""
    yield from duplicates([(("items", index, "id"), item.id) for index, item in enumerate(assignment.items)])
    for index, item in enumerate(assignment.items):
        if isinstance(item, ChoiceItem):
            places = [(("items", index, "options", at, "id"), option.id) for at, option in enumerate(item.options)]
            yield from duplicates(places)


def key_rules(keys: Keys) -> Iterable[Mistake]:
    """Find duplicate keys, and keys without exactly one best (and, where asked for, one worst) option."""
    yield from duplicates([(("keys", index, "item"), key.item) for index, key in enumerate(keys.keys)])
    for index, key in enumerate(keys.keys):
        if isinstance(key, ChoiceKey):
            yield from _one_best(("keys", index, "options"), key, {option: option for option in key.options})


def _one_best(
    place: tuple[str | int, ...], key: ChoiceKey, steps: dict[str, int] | dict[str, str]
) -> Iterable[Mistake]:
    best = [option for option, verdict in key.options.items() if verdict.rating == BEST]
    worst = [option for option, verdict in key.options.items() if verdict.rating == WORST]
    if not best:
        yield place, "no option is rated 3, so there is no best reply", "rate exactly one option 3"
    for option in best[1:]:
        problem = f"{best[0]!r} and {option!r} are both rated 3, so there are two best replies"
        yield (*place, steps[option], "rating"), problem, "rate exactly one option 3"
    if key.kind == "best-and-worst" and len(worst) != 1:
        yield place, f"{len(worst)} options are rated 0, so the worst is not one", "rate exactly one option 0"
    for option, verdict in key.options.items():
        if verdict.rating != BEST and verdict.better is None:
            problem = f"the option {option!r} has feedback but no better alternative"
            yield (*place, steps[option]), problem, "add the line `better: …`"


def matching(assignment: Assignment, keys: Keys) -> Iterable[Mistake]:
    """Find items without a key, keys without an item, and options on one side only; places are in the keys' file."""
    items = {item.id: item for item in assignment.items}
    for item_id in sorted(items.keys() - {key.item for key in keys.keys}):
        yield ("keys",), f"the item {item_id!r} has no key", "add a key for it"
    for index, key in enumerate(keys.keys):
        item = items.get(key.item)
        if item is None:
            yield ("keys", index, "item"), f"there is no item {key.item!r}", "correct the id, or remove the key"
        elif item.kind != key.kind:
            yield (
                ("keys", index, "kind"),
                f"the item is a {item.kind}, the key a {key.kind}",
                f"write `kind: {item.kind}`",
            )
        elif isinstance(item, ChoiceItem) and isinstance(key, ChoiceKey):
            for option in sorted({option.id for option in item.options} ^ key.options.keys()):
                yield ("keys", index, "options"), f"the option {option!r} stands on one side only", "give it to both"
