"""One simulated submission: answers, the notebook that shows them, the answer file, and the time it was handed in."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from autograder.cells import asked_item
from autograder.keys import Scheme
from autograder.simulate.answers import Mind
from autograder.simulate.kinds import Student, generator
from autograder.simulate.words import hostile_reply
from autograder.submission import receipt
from rapport.content.base import SCHEMA_VERSION
from rapport.content.response import FreeText
from rapport.journal import Event, journal_path

MARKER = "simulated.json"
"""The file in a submission's folder that says it is simulated, and by what."""

TIMESTAMP = "timestamp.txt"


@dataclass
class Work:
    """A submission that is being made.

    Attributes
    ----------
    name : str
        The assignment.
    notebook : dict
        Its notebook as plain data.
    events : list of Event
        What was answered, in order.
    lines : list of bytes or None
        The lines of the answer file; None where it was not handed in.
    handed_in : datetime
        When, UTC.
    """

    name: str
    notebook: dict[str, Any]
    events: list[Event]
    lines: list[bytes] | None
    handed_in: datetime

    def cells(self) -> list[dict[str, Any]]:
        """Return the notebook's cells that ask for an answer."""
        return [cell for cell in self.notebook["cells"] if cell["cell_type"] == "code" and asked_item(source_of(cell))]


def source_of(cell: dict[str, Any]) -> str:
    """Return a cell's source, which a file holds as lines."""
    source = cell["source"]
    return source if isinstance(source, str) else "".join(source)


def made(student: Student, released: bytes, scheme: Scheme, due: datetime, seed: int) -> Work:
    """Return what a student hands in, before anything hostile is done to it.

    Parameters
    ----------
    student : Student
        Who answers.
    released : bytes
        The file of the released notebook.
    scheme : Scheme
        The assignment's items and keys.
    due : datetime
        When it is due; all but late students hand in before.
    seed : int
        The class's.
    """
    drawn = generator(seed, student.id, scheme.assignment.assignment)
    notebook = json.loads(released)
    work = Work(scheme.assignment.assignment, notebook, [], [], _handed_in(student, due, drawn))
    asked = [item for cell in work.cells() if (item := asked_item(source_of(cell)))]
    work.events = _events(student, scheme, asked, work.handed_in, drawn, seed)
    work.lines = None if "no-answer-file" in student.deeds else [event.line() for event in work.events]
    if "notebook-not-saved" not in student.deeds:
        _receive(work, scheme)
    return work


def write(work: Work, folder: Path, student: Student, seed: int) -> None:
    """Write a submission's files; the one that marks it as simulated comes first, so that no part of one is ever unmarked."""
    folder.mkdir(parents=True)
    mark = {
        "schema_version": SCHEMA_VERSION,
        "simulated": True,
        "by": "autograder simulate",
        "student": student.id,
        "kind": student.kind,
        "ability": student.ability,
        "deeds": list(student.deeds),
        "seed": seed,
    }
    (folder / MARKER).write_text(json.dumps(mark, indent=1) + "\n", encoding="utf-8")
    work.notebook["metadata"]["rapport"] = {"simulated": True}
    text = json.dumps(work.notebook, indent=1, sort_keys=True, ensure_ascii=False) + "\n"
    (folder / f"{work.name}.ipynb").write_text(text, encoding="utf-8")
    if work.lines is not None:
        journal_path(folder, work.name).write_bytes(b"".join(b"\n" + line + b"\n" for line in work.lines))
    (folder / TIMESTAMP).write_text(f"{work.handed_in:%Y-%m-%d %H:%M:%S.%f} UTC", encoding="utf-8")


def _handed_in(student: Student, due: datetime, drawn: Random) -> datetime:
    early = timedelta(seconds=drawn.randrange(60, 6 * 24 * 3600))
    return due + early if "late" in student.deeds else due - early


def _events(student: Student, scheme: Scheme, asked: list[str], end: datetime, drawn: Random, seed: int) -> list[Event]:
    """Return answers to the items in the notebook's order, now and then with a first one that was changed, a minute or so apart."""
    mind = Mind(scheme, student.ability, drawn, seed)
    items = [item for item in asked for _ in range(1 + (drawn.random() < 0.1))]
    if "items-left-out" in student.deeds:
        left_out = set(drawn.sample(asked, max(1, len(asked) // 3)))
        items = [item for item in items if item not in left_out]
    at = end - timedelta(seconds=120 * (len(items) + 1))
    events = []
    for sequence, item in enumerate(items, start=1):
        at += timedelta(seconds=drawn.randrange(20, 120))
        response = mind.answer(item)
        if "script" in student.deeds and isinstance(response, FreeText):
            response = FreeText(text=hostile_reply(drawn))
        events.append(
            Event(
                schema_version=SCHEMA_VERSION,
                notebook=scheme.assignment.assignment,
                item=item,
                response=response,
                sequence=sequence,
                at=at,
            )
        )
    return events


def _receive(work: Work, scheme: Scheme) -> None:
    """Show each answer under its card, as a notebook that was run and saved does."""
    newest = {event.item: event for event in work.events}
    code = [cell for cell in work.notebook["cells"] if cell["cell_type"] == "code"]
    for count, cell in enumerate(code, start=1):
        cell["execution_count"] = count
        if item := asked_item(source_of(cell)):
            data = receipt(scheme, item, newest.get(item))
            cell["outputs"] = [{"output_type": "display_data", "metadata": {}, "data": data}]
