"""Attempts: which of a learner's answers tell what the learner knew, and what each was worth.

A practice card names the best reply as soon as it is answered, so an answer that is changed minutes later shows what was just read. Only the
first answer to an item in a sitting is an attempt: one that comes at least `SITTING` after the answer to that item before it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from rapport.content import Practice
from rapport.content.practice import ScoredPractice
from rapport.content.response import Marked
from rapport.journal import Event
from rapport.progress.gather import distinct
from rapport.scoring import score
from rapport.scoring.chance import chance

SITTING = timedelta(hours=8)
"""A night's sleep; sooner than that, an answer may be remembered from the feedback instead of found."""

CHANCE_OF_SILENCE = 0.5
"""A silence has no options to guess among: one waits or one doesn't."""


@dataclass(frozen=True)
class Asked:
    """A practice item and the lesson it belongs to."""

    lesson: str
    practice: ScoredPractice

    @property
    def place(self) -> tuple[str, str]:
        """What tells it from every other item: its lesson and its id."""
        return (self.lesson, self.practice.id)

    @property
    def chance(self) -> float:
        """What guessing earns on average, from 0 to 1."""
        try:
            return chance(self.practice.item, self.practice.key)  # type: ignore[arg-type]
        except TypeError:
            return CHANCE_OF_SILENCE


@dataclass(frozen=True)
class Attempt:
    """One answer that counts.

    Attributes
    ----------
    asked : Asked
        The item.
    credit : float
        What the answer earned, from 0 to 1.
    confidence : int or None
        How sure the learner said to be, in percent, where the card asked.
    at : datetime
        When, UTC.
    """

    asked: Asked
    credit: float
    confidence: int | None
    at: datetime

    @property
    def strategy(self) -> str:
        """The strategy that the item practises."""
        return self.asked.practice.strategy


def attempts(practices: Iterable[Practice], events: Iterable[Event]) -> list[Attempt]:
    """Return the answers that count, oldest first.

    Answers to items that are gone, and answers that no longer fit their item, are left out.
    """
    items = {asked.place: asked for asked in asked_in(practices)}
    keys = {place: asked.practice.key for place, asked in items.items()}
    before: dict[tuple[str, str], datetime] = {}
    found = []
    for event in distinct(events):
        place = (event.notebook, event.item)
        if place not in items or not isinstance(event.response, Marked):
            continue
        result = score(keys[place], event.response)
        if not result.answered:
            continue
        if place not in before or event.at - before[place] >= SITTING:
            found.append(Attempt(items[place], result.score, event.response.confidence, event.at))
        before[place] = event.at
    return found


def asked_in(practices: Iterable[Practice]) -> list[Asked]:
    """Return every scored item of these lessons, in their order."""
    return [Asked(practice.lesson, item) for practice in practices for _, item in practice.scored]
