"""The field's closed lists: strategies, behaviours, and the words for delivery."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core.core_schema import CoreSchema, no_info_after_validator_function

from rapport.content.base import Id, Model, Number, Versioned, hundredths, unknown
from rapport.content.load import load

DATA = Path(__file__).parent / "data"

Tone = Literal[
    "warm",
    "soothing",
    "light",
    "even",
    "bright",
    "gentle",
    "firm",
    "confiding",
    "hesitant",
    "flat",
    "cool",
    "brisk",
    "sharp",
]
Posture = Literal[
    "settled back", "leaning in", "upright", "open", "turned away", "bent over notes", "standing", "arms folded"
]
Gaze = Literal["soft", "steady", "fixed", "averted", "on notes", "on screen", "on the clock"]

StateName = Literal["trust", "openness", "defensiveness", "distress"]
Change = Annotated[
    Number,
    Field(ge=-0.25, le=0.25, description="A small step; a client does not turn round in one sentence."),
    AfterValidator(hundredths),
]


class Effect(Model):
    """What a reply does to the client's state: signed steps of at most 0.25 on scales of 0 to 1."""

    trust: Change = 0.0
    openness: Change = 0.0
    defensiveness: Change = 0.0
    distress: Change = 0.0


class Strategy(Model):
    """One rapport strategy and the lesson that teaches it."""

    id: Id
    name: str
    lesson: int = Field(ge=0, le=15)


class Behaviour(Model):
    """What an utterance does, and how an average client reacts to it."""

    id: Id
    name: str
    family: Literal["hill", "miti", "alliance", "course"]
    definition: str
    effect: Effect


class _Strategies(Versioned):
    strategies: list[Strategy]


class _Behaviours(Versioned):
    behaviours: list[Behaviour]


@cache
def strategies() -> dict[str, Strategy]:
    """Return every strategy by id, in the order of the lessons."""
    return {entry.id: entry for entry in load(DATA / "strategies.yaml", _Strategies).strategies}


@cache
def behaviours() -> dict[str, Behaviour]:
    """Return every behaviour by id."""
    return {entry.id: entry for entry in load(DATA / "behaviours.yaml", _Behaviours).behaviours}


@dataclass(frozen=True)
class _Known:
    """Refuses an id that a closed list does not hold, and lists the ids in JSON Schemas, where editors offer them."""

    kind: str
    known: Callable[[], Mapping[str, object]]

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return no_info_after_validator_function(self._check, handler(source))

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return {**handler(core), "enum": list(self.known())}

    def _check(self, value: str) -> str:
        if value not in self.known():
            raise unknown(self.kind, value, self.known())
        return value


OTHERWISE = "otherwise"
"""Stands where a client answers by what was done, for everything else."""


def _answerable() -> Mapping[str, object]:
    return {**behaviours(), OTHERWISE: None}


StrategyId = Annotated[str, _Known("strategy", strategies)]
BehaviourId = Annotated[str, _Known("behaviour", behaviours)]
AnswerableId = Annotated[str, _Known("behaviour", _answerable)]
