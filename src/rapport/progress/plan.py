"""What to do next, in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from rapport.content.vocabulary import Strategy
from rapport.progress.attempt import Asked
from rapport.progress.estimate import Mastery
from rapport.progress.schedule import Review

LISTED = 5
"""Most items that are named as due."""
WEAK = 0.55
"""Below this estimate the lesson is worth another reading."""


@dataclass(frozen=True)
class Plan:
    """What to do next.

    Attributes
    ----------
    due : tuple of Review
        Items whose day has come, the one that waits longest first.
    upcoming : Review or None
        The next item after those.
    weak : tuple of Strategy
        Strategies to read again, the weakest first; at most two.
    onward : str or None
        The first lesson that was not begun.
    """

    due: tuple[Review, ...]
    upcoming: Review | None
    weak: tuple[Strategy, ...]
    onward: str | None


def plan(
    planned: Sequence[Review], states: Sequence[Mastery], lessons: Sequence[str], begun: set[str], now: datetime
) -> Plan:
    """Return what to do next; `planned` comes in the order of days, `lessons` in that of the course."""
    due = tuple(review for review in planned if review.due <= now)
    upcoming = next((review for review in planned if review.due > now), None)
    weak = sorted((state for state in states if state.share is not None and state.share < WEAK), key=_share)
    onward = next((name for name in lessons if name not in begun), None)
    return Plan(due, upcoming, tuple(state.strategy for state in weak[:2]), onward)


def waits(review: Review, now: datetime) -> str:
    """Return since when an item has been due, in words."""
    days = (now - review.due).days
    return "due today" if days < 1 else "due since yesterday" if days == 1 else f"due for {days} days"


def comes(review: Review, now: datetime) -> str:
    """Return when an item will be due, in words."""
    days = -((now - review.due) // timedelta(days=1))
    return "within a day" if days <= 1 else f"in {days} days"


def named(asked: Asked) -> str:
    """Return an item as a learner remembers it: by its client, or else by its name."""
    return asked.practice.client or asked.practice.id.replace("-", " ").capitalize()


def _share(state: Mastery) -> float:
    return state.share or 0.0
