"""What a learner answers, by kind of item; everything here comes from outside and is bounded."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from rapport.content.base import Id, Model

MAX_TEXT = 8000
LearnerText = Annotated[str, StringConstraints(max_length=MAX_TEXT)]


class BestReply(Model):
    """The option taken for the best."""

    kind: Literal["best-reply"] = "best-reply"
    option: Id


class BestAndWorst(Model):
    """The options taken for the best and for the worst."""

    kind: Literal["best-and-worst"] = "best-and-worst"
    best: Id
    worst: Id


class Dialogue(Model):
    """The replies chosen in a talk, in order; the state is always computed again from them, never taken from the learner."""

    kind: Literal["dialogue"] = "dialogue"
    case: Id
    choices: Annotated[tuple[Id, ...], Field(max_length=60)]


class FreeText(Model):
    """A reply or reflection in the learner's own words."""

    kind: Literal["free-text"] = "free-text"
    text: LearnerText


class SelfRatings(Model):
    """A number from 0 to 10 for each statement of a self-rating."""

    kind: Literal["self-rating"] = "self-rating"
    ratings: Annotated[dict[Id, Annotated[int, Field(ge=0, le=10)]], Field(max_length=16)]


Response = Annotated[BestReply | BestAndWorst | Dialogue | FreeText | SelfRatings, Field(discriminator="kind")]
AnyResponse = BestReply | BestAndWorst | Dialogue | FreeText | SelfRatings
