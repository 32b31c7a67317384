"""The practice deck: items that are due, then items of weak strategies."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from rapport.content import Practice
from rapport.journal import Event
from rapport.progress.attempt import SITTING, Asked, asked_in, attempts
from rapport.progress.estimate import mastery
from rapport.progress.schedule import reviews

DECK = 5
"""Cards in a deck: ten minutes."""
UNKNOWN = 0.5
"""Where a strategy with too few answers stands among the weak ones."""
WELL = 0.75
"""From here on a strategy goes well, and waits until the others have no more items."""


def draw(practices: Sequence[Practice], events: Sequence[Event], now: datetime, size: int = DECK) -> list[Asked]:
    """Return up to `size` items to practise now, the most useful first.

    First come items that are due, the one that waits longest first. Then, taking turns among strategies from the weakest on, items of
    lessons that were begun: those never answered before those that were; strategies that go well come last. An item answered within the
    last `SITTING` is left out, since its feedback is still fresh. Nothing is drawn at random.
    """
    begun = [practice for practice in practices if any(event.notebook == practice.lesson for event in events)]
    found = attempts(begun, events)
    fresh = {(event.notebook, event.item) for event in events if now - event.at < SITTING}
    ready = [asked for asked in asked_in(begun) if asked.place not in fresh]
    due = [review.asked for review in reviews(found, now) if review.due <= now and review.asked.place not in fresh]
    weak = {state.strategy.id: UNKNOWN if state.share is None else state.share for state in mastery(found)}
    seen = {attempt.asked.place for attempt in found}
    others = [asked for asked in ready if asked.place not in {one.place for one in due}]
    return [*due, *_in_turns(others, weak, seen)][:size]


def _in_turns(items: Sequence[Asked], weak: dict[str, float], seen: set[tuple[str, str]]) -> list[Asked]:
    """Order the items so that strategies take turns, the weakest first; within one, new items come first."""
    turn: dict[str, int] = {}
    ranked = []
    for asked in sorted(items, key=lambda asked: asked.place in seen):
        strategy = asked.practice.strategy
        turn[strategy] = turn.get(strategy, 0) + 1
        order = (weak[strategy] >= WELL, turn[strategy], weak[strategy])
        ranked.append((order, asked))
    return [asked for _, asked in sorted(ranked, key=lambda entry: entry[0])]
