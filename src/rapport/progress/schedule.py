"""When to look at an item again, by FSRS (the `fsrs` package of open-spaced-repetition), rebuilt from the journal each time.

Every attempt is a review, so there is no second state that could be lost or disagree. Intervals are whole days and nothing is drawn at random,
so the same journal gives the same dates. Credit becomes FSRS's rating so: below 0.5 again, below 0.75 hard, else good; easy for full credit
given with a confidence of at least 80 %.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from fsrs import Card, Rating, Scheduler

from rapport.progress.attempt import Asked, Attempt

HARD, GOOD, SURE = 0.5, 0.75, 80
RETENTION = 0.9
"""An item comes up again when nine in ten such items would still be answered as well; FSRS's own default."""
LONGEST_DAYS = 180
"""A course lasts months, not years."""


@dataclass(frozen=True)
class Review:
    """When one item comes up again.

    Attributes
    ----------
    asked : Asked
        The item.
    due : datetime
        From when on it is worth another look, UTC.
    recall : float
        FSRS's estimate, from 0 to 1, that it would be answered as well now.
    """

    asked: Asked
    due: datetime
    recall: float


def reviews(found: Iterable[Attempt], now: datetime) -> list[Review]:
    """Return every item that was attempted, the one that waits longest first."""
    # Without steps of minutes: after feedback, the same sitting can't test an item again.
    scheduler = Scheduler(
        desired_retention=RETENTION,
        learning_steps=(),
        relearning_steps=(),
        maximum_interval=LONGEST_DAYS,
        enable_fuzzing=False,
    )
    cards: dict[tuple[str, str], Card] = {}
    asked: dict[tuple[str, str], Asked] = {}
    for attempt in sorted(found, key=lambda attempt: attempt.at):
        place = attempt.asked.place
        card = cards.get(place) or Card(card_id=len(cards), due=attempt.at)
        cards[place], _ = scheduler.review_card(card, rating(attempt), attempt.at)
        asked[place] = attempt.asked
    found_due = [
        Review(asked[place], card.due, scheduler.get_card_retrievability(card, now)) for place, card in cards.items()
    ]
    return sorted(found_due, key=lambda review: (review.due, review.asked.place))


def rating(attempt: Attempt) -> Rating:
    """Return what FSRS is told of an attempt."""
    if attempt.credit < HARD:
        return Rating.Again
    if attempt.credit < GOOD:
        return Rating.Hard
    if attempt.credit == 1 and (attempt.confidence or 0) >= SURE:
        return Rating.Easy
    return Rating.Good
