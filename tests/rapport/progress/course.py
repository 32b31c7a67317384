"""A course of two small lessons, and answers to its items."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from rapport.content import Practice
from rapport.content.load import validate
from rapport.content.response import AnyResponse, BestReply, FreeText
from rapport.content.source import parse_source
from rapport.journal import Event

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)

_ITEM = """\
  - id: {id}
    kind: best-reply
    strategy: {strategy}
    skill: hear the feeling
    client: {client}
    stem: What do you say?
    confidence: true
    options:
      - {{id: best, says: You sound worn out by it., rating: 3, feedback: Heard.}}
      - {{id: fair, says: That is a lot of flour., rating: 2, feedback: Nearly., better: Stay with her.}}
      - {{id: dull, says: "Since when is it like that?", rating: 1, feedback: A fact comes., better: Stay with her.}}
      - {{id: harm, says: You should rest for a week., rating: 0, feedback: Told off., better: Ask first.}}
    basis: "Hill: helping skills"
"""


def lesson_text(name: str, **strategies: int) -> str:
    """Return a practice file with so many items of each strategy; items are named after it and counted from 1."""
    items = [
        _ITEM.format(
            id=f"{strategy.replace('_', '-')}-{number}", strategy=strategy.replace("_", "-"), client=f"Client {number}"
        )
        for strategy, count in strategies.items()
        for number in range(1, count + 1)
    ]
    return f"schema_version: 1\nlesson: {name}\nitems:\n{''.join(items)}"


LISTENING = lesson_text("03-active-listening", active_listening=6, validation=2)
HONESTY = lesson_text("06-honesty", honesty=6)


def practice(text: str) -> Practice:
    """Return the lesson that a text holds."""
    return validate(parse_source(Path("practice.yaml"), text.encode()), Practice)


def course(folder: Path) -> Path:
    """Lay the two lessons into a folder, as a course has them."""
    (folder / "practice").mkdir(parents=True)
    for name, text in (("03-active-listening", LISTENING), ("06-honesty", HONESTY)):
        (folder / "practice" / f"{name}.yaml").write_text(text, encoding="utf-8")
        (folder / f"{name}.ipynb").write_text('{"cells": []}', encoding="utf-8")
    return folder


def said(
    item: str,
    option: str = "best",
    at: datetime = NOON,
    confidence: int | None = None,
    lesson: str = "03-active-listening",
    sequence: int = 1,
) -> Event:
    """Return an answer to an item of the course."""
    return event(item, BestReply(option=option, confidence=confidence), at, lesson, sequence)


def wrote(text: str, at: datetime = NOON, lesson: str = "03-active-listening") -> Event:
    """Return an answer in the learner's own words."""
    return event("look-back", FreeText(text=text), at, lesson)


def event(
    item: str, response: AnyResponse, at: datetime = NOON, lesson: str = "03-active-listening", sequence: int = 1
) -> Event:
    """Return an answer of any kind."""
    return Event(schema_version=1, notebook=lesson, item=item, response=response, sequence=sequence, at=at)
