"""What the gradebook holds of one submission, as plain data that can be sent to another process."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple


class Mark(NamedTuple):
    """What the gradebook holds of one marked cell.

    Attributes
    ----------
    auto, manual, extra : float or None
        The automatic score, the one that a person gave, which replaces it, and extra credit.
    waits : bool
        Whether nbgrader asks for a person's look.
    """

    auto: float | None = None
    manual: float | None = None
    extra: float | None = None
    waits: bool = True

    @property
    def score(self) -> float:
        """The score that counts, as nbgrader reckons it."""
        given = self.auto if self.manual is None else self.manual
        return 0.0 if given is None else given + (self.extra or 0.0)

    @property
    def is_open(self) -> bool:
        """Whether nobody has given a mark yet."""
        return self.auto is None and self.manual is None


@dataclass(frozen=True)
class Held:
    """What the gradebook holds of one submission.

    Attributes
    ----------
    name : str
        The student's own name; empty where the gradebook has none.
    at : datetime or None
        When it was handed in, UTC without a zone.
    penalty : float or None
        What being late costs.
    marks : mapping of str to Mark
        By grade id.
    comments : mapping of str to str
        What is said of a cell, a person's words before automatic ones, by grade id.
    """

    name: str = ""
    at: datetime | None = None
    penalty: float | None = None
    marks: Mapping[str, Mark] = field(default_factory=dict)
    comments: Mapping[str, str] = field(default_factory=dict)


NOTHING = Held()
_AS_WRITTEN = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})? UTC")


def foreseen(
    before: Held,
    cells: Iterable[str],
    scores: Mapping[str, float | None],
    comments: Mapping[str, str | None],
    at: datetime | None,
) -> Held:
    """Return what the gradebook should hold once these automatic scores are recorded, but for the penalty.

    Parameters
    ----------
    before : Held
        What people gave before: manual scores, extra credit and comments, the empty ones too. A score that a person gave is to be looked at
        again once its cell is marked anew; cells that only people mark are not.
    cells : iterable of str
        Grade ids of all marked cells.
    scores, comments : mapping
        What is about to be recorded.
    at : datetime or None
        When it was handed in; without it an earlier time stays.
    """
    marks = {name: _mark(name, before.marks.get(name), scores) for name in cells}
    said = {name: text for name, text in {**comments, **before.comments}.items() if text}
    return Held(before.name, at or before.at, None, marks, said)


def _mark(name: str, before: Mark | None, scores: Mapping[str, float | None]) -> Mark:
    auto = scores.get(name)
    if before is None:
        return Mark(auto, waits=auto is None)
    if name not in scores:
        return before
    return Mark(auto, before.manual, before.extra, before.manual is not None or auto is None)


def handed_in(timestamp: str) -> datetime | None:
    """Return the time of a timestamp file as nbgrader itself writes it, ``2026-01-31 12:00:00.25 UTC``; None for any other form.

    What people write by hand, in other forms and zones, is left to nbgrader's own reading when the gradebook records it.
    """
    if not _AS_WRITTEN.fullmatch(timestamp):
        return None
    try:
        return datetime.fromisoformat(timestamp.removesuffix(" UTC"))
    except ValueError:
        return None
