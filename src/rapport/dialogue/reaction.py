"""How a client takes what a reply does: sums over behaviours, the same whether the reply was written for the case or typed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rapport.content.case import Answers, Beat, Case, Reply, State
from rapport.content.vocabulary import OTHERWISE, Effect, behaviours

SCALES = ("trust", "openness", "defensiveness", "distress")
LARGEST_STEP = 0.25


def shift(state: State, effect: Effect) -> State:
    """Return the state moved by the effect and kept within 0 and 1."""
    return State(**{name: _step(getattr(state, name), getattr(effect, name)) for name in SCALES})


def effect_of(case: Case, behaviour: str) -> Effect:
    """Return what one behaviour does to this client: the case's sensitivity, or else the average client's."""
    return case.sensitivities.get(behaviour) or behaviours()[behaviour].effect


def reaction(case: Case, done: Sequence[str]) -> Effect:
    """Return what these behaviours do to this client: the sum of what each does.

    A single reply moves no scale by more than 0.25.
    """
    effects = [effect_of(case, behaviour) for behaviour in done]
    sums = {name: sum(getattr(effect, name) for effect in effects) for name in SCALES}
    return Effect(**{name: round(max(-LARGEST_STEP, min(LARGEST_STEP, total)), 2) for name, total in sums.items()})


def answers_in(case: Case, beat: Beat) -> Mapping[str, list[Answers]]:
    """Return what the client may answer to own words in a beat: the beat's own answers where it has any, else the case's."""
    return beat.own_words or case.own_words


def answered(case: Case, done: Sequence[str], answers: Mapping[str, list[Answers]] | None = None) -> str:
    """Return the behaviour to which this client answers, when a typed reply does several; `otherwise` where there are answers to none.

    It is the one that moves this client most, by the sum of its steps; of two that move alike, the surest, which stands first in `done`.
    The answers are the case's unless others are given.
    """
    known = [behaviour for behaviour in done if behaviour in (answers or case.own_words)]
    return max(known, key=lambda behaviour: distance(effect_of(case, behaviour), Effect()), default=OTHERWISE)


def nearest(beat: Beat, effect: Effect) -> Reply:
    """Return the written reply of a beat that does most nearly the same; of two as near, the first in the file.

    A talk goes on from a typed reply as it does from this one.
    """
    return min(beat.replies, key=lambda reply: distance(reply.effect, effect))


def distance(one: Effect, other: Effect) -> int:
    """Return how far two effects lie apart: the sum over the scales, in hundredths, so that no rounding decides a tie."""
    return sum(abs(round(100 * getattr(one, name)) - round(100 * getattr(other, name))) for name in SCALES)


def _step(value: float, change: float) -> float:
    return round(max(0.0, min(1.0, value + change)), 2)
