"""Every answer that lies in a course's folder: in journals, and in notebooks whose journal is gone."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from rapport.journal import Event, Fault, journal_path, read, receipts

_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_JOURNAL = ".responses.jsonl"


def gather(folder: Path) -> tuple[list[Event], list[Fault]]:
    """Return every answer of the notebooks in `folder`, oldest first and each once, and what could not be read.

    An answer counts where its lesson would find it: in the journal or the notebook that bears the lesson's name. Receipts of cards that
    another notebook drew, as the practice deck does, count for the lesson they name.
    """
    found, faults = journalled(folder)
    for path in sorted(folder.glob("*.ipynb")):
        received, more = receipts(path)
        found += received
        faults += more
    return distinct(found), faults


def journalled(folder: Path) -> tuple[list[Event], list[Fault]]:
    """Return the answers in the journals of `folder` alone, and what could not be read."""
    found: list[Event] = []
    faults: list[Fault] = []
    for name in sorted(path.name.removesuffix(_JOURNAL) for path in folder.glob(f"*{_JOURNAL}")):
        if _NAME.fullmatch(name):
            events, more = read(journal_path(folder, name))
            found += (event for event in events if event.notebook == name)
            faults += more
    return distinct(found), faults


def distinct(events: Iterable[Event]) -> list[Event]:
    """Return the events oldest first, each once; the order depends on nothing but what they hold."""
    once = {event.line(): event for event in events}
    return [once[line] for line in sorted(once, key=lambda line: (once[line].order, line))]
