"""How confident a learner was at the outset, and is at the end: the same statements, rated twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

from rapport.content import Practice
from rapport.content.item import SelfRating
from rapport.content.response import SelfRatings
from rapport.journal import Event

BEFORE, AFTER = "confidence-before", "confidence-after"
"""The items: in the first lesson and in the last."""


@dataclass(frozen=True)
class Rated:
    """One statement with both ratings from 0 to 10; None where it was not rated."""

    id: str
    says: str
    before: int | None
    after: int | None


@dataclass(frozen=True)
class Comparison:
    """All statements, in the order of the first lesson, and what they come to in a sentence."""

    rated: tuple[Rated, ...]
    words: str


def comparison(practices: Sequence[Practice], events: Sequence[Event]) -> Comparison | None:
    """Return the confidence before and after; None until something was rated at the outset.

    Parameters
    ----------
    practices : sequence of Practice
        The lessons that were begun.
    events : sequence of Event
        Every answer, oldest first.
    """
    statements = {
        line.id: line.says
        for practice in practices
        for item in practice.items
        if isinstance(item, SelfRating) and item.id == BEFORE
        for line in item.statements
    }
    before, after = _latest(events, BEFORE), _latest(events, AFTER)
    rated = tuple(Rated(name, says, before.get(name), after.get(name)) for name, says in statements.items())
    if not any(one.before is not None for one in rated):
        return None
    return Comparison(rated, _words(rated))


def _latest(events: Sequence[Event], item: str) -> dict[str, int]:
    found: dict[str, int] = {}
    for event in events:
        if event.item == item and isinstance(event.response, SelfRatings):
            found = dict(event.response.ratings)
    return found


def _words(rated: Sequence[Rated]) -> str:
    changes = [one.after - one.before for one in rated if one.before is not None and one.after is not None]
    if not changes:
        mean = fmean(one.before for one in rated if one.before is not None)
        return f"At the outset you rated yourself {mean:.1f} of 10 on average. The same list comes again in the last lesson."
    up, down = sum(change > 0 for change in changes), sum(change < 0 for change in changes)
    same = len(changes) - up - down
    return (
        f"Of {len(changes)} statements rated both times, {up} went up, {down} went down and {same} stayed. A number that went down is no "
        "step back: people often see how hard a thing is by learning to do it."
    )
