"""One answer, as it is recorded: in the journal a line, in the notebook a receipt."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, Field, ValidationError

from rapport.content.base import SCHEMA_VERSION, Id, Model, Versioned, mistake
from rapport.content.response import AnyResponse, Response

MAX_LINE = 400_000
"""Longest line of a journal that is read, in bytes; the longest honest one is a talk of 60 turns in own words, under 390,000."""
MIN_LINE = 100
"""Shortest line that could be an answer, in bytes."""
LAST_SEQUENCE = 10**9
EARLIEST, LATEST = datetime(2020, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)
"""What a clock may say; outside of it, it is wrong or somebody plays with it."""


def _plausible(value: datetime) -> datetime:
    if not EARLIEST <= value <= LATEST:
        raise mistake("the time is not of this century", "correct the clock")
    return value.astimezone(UTC)


class Event(Versioned):
    """One answer to one item.

    Attributes
    ----------
    notebook : str
        The lesson or assignment that was answered, such as ``abby``.
    item : str
        The item.
    response : one of the kinds in `rapport.content.response`
        The answer.
    sequence : int
        Counts up within a journal.
    at : datetime
        When it was given, UTC; never before an earlier answer of the same journal, even when a clock goes back.
    """

    notebook: Id
    item: Id
    response: Response
    sequence: Annotated[int, Field(ge=0, le=LAST_SEQUENCE)]
    at: Annotated[AwareDatetime, AfterValidator(_plausible)]

    @property
    def order(self) -> tuple[datetime, int]:
        """What makes one answer newer than another."""
        return (self.at, self.sequence)

    def line(self) -> bytes:
        """Return the event as one line of JSON, without a line break."""
        return self.model_dump_json().encode()


class Fault(Model):
    """Something in a journal or notebook that could not be read as an answer."""

    where: str
    what: str


def follow(event: Event | None, now: datetime, notebook: str, item: str, response: AnyResponse) -> Event:
    """Return the event that comes after the newest one known, at `now` or just after it if the clock has gone back.

    A clock that stands outside of what is plausible is brought to the nearest plausible time: it must not cost an answer. At the very
    end of times or sequences the new event is as new as the one before it, and the later of two such lines wins.
    """
    at = min(LATEST, max(EARLIEST, now))
    sequence = 1
    if event is not None:
        at = min(LATEST, max(at, event.at + timedelta(microseconds=1)))
        sequence = min(LAST_SEQUENCE, event.sequence + 1)
    return Event(
        schema_version=SCHEMA_VERSION, notebook=notebook, item=item, response=response, sequence=sequence, at=at
    )


def parse_event(raw: bytes | str) -> Event | str:
    """Return the event, or in words why it is none; the words hold nothing that was read, but for the names of known fields."""
    if len(raw) > MAX_LINE:
        return "it is too long to be an answer"
    if len(raw) < MIN_LINE:
        return "it is too short to be an answer"
    try:
        return Event.model_validate_json(raw)
    except ValidationError as error:
        return _reason(error)


def _reason(error: ValidationError) -> str:
    first = error.errors(include_url=False, include_input=False)[0]
    if first["type"] == "json_invalid":
        return "it is cut off or damaged"
    if first["type"] == "content":
        return f"it is not an answer: {first['msg']}"[:200]
    fields = [f"{step} is not as it should be" for step in first["loc"] if step in Event.model_fields]
    return f"it is not an answer: {fields[0]}" if fields else "it is not an answer"
