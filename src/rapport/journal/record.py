"""Both places of an answer as one record: the journal beside the notebook and the receipts inside it; the newest wins."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from rapport.content.response import AnyResponse
from rapport.journal.event import Event, Fault, follow
from rapport.journal.file import append, read
from rapport.journal.receipt import receipts


def journal_path(folder: Path, notebook: str) -> Path:
    """Return where the answers of a notebook are journalled."""
    return folder / f"{notebook}.responses.jsonl"


def newest(events: Iterable[Event], notebook: str) -> dict[str, Event]:
    """Return the newest answer to each item of that notebook; answers of other notebooks are left out."""
    latest: dict[str, Event] = {}
    for event in events:
        known = latest.get(event.item)
        if event.notebook == notebook and (known is None or event.order >= known.order):
            latest[event.item] = event
    return latest


class Record:
    """The answers of one notebook in one folder.

    Attributes
    ----------
    notebook : str
        The lesson or assignment, such as ``abby``.
    answers : dict of str to Event
        The newest answer to each item.
    faults : list of Fault
        What could not be read.
    """

    def __init__(self, folder: Path, notebook: str) -> None:
        self.notebook = notebook
        self.path = journal_path(folder, notebook)
        self._file = folder / f"{notebook}.ipynb"
        self.answers: dict[str, Event] = {}
        self.faults: list[Fault] = []
        self._last: Event | None = None
        self.reload()

    def reload(self) -> None:
        """Read both places again."""
        journalled, faults = read(self.path)
        received, more = receipts(self._file)
        # Receipts first: of two equally new copies of one answer the journal's is kept.
        events = [event for event in (*received, *journalled) if event.notebook == self.notebook]
        self.answers = newest(events, self.notebook)
        self.faults = [*faults, *more]
        self._last = max(events, key=lambda event: event.order, default=None)

    def given(self, item: str) -> list[Event]:
        """Return every answer to an item that is still there, the oldest first; the notebook's file holds the newest alone."""
        journalled, _ = read(self.path)
        latest = self.answers.get(item)
        events = [event for event in journalled if event.notebook == self.notebook and event.item == item]
        return sorted(
            events if latest is None or latest in events else [*events, latest], key=lambda event: event.order
        )

    def answer(self, item: str, response: AnyResponse, now: datetime | None = None) -> Event:
        """Write an answer durably and return it.

        Raises
        ------
        NotSaved
            If it could not be written; nothing has changed then.
        """
        event = follow(self._last, now or datetime.now(UTC), self.notebook, item, response)
        append(self.path, event)
        self._last = event
        self.answers[item] = event
        return event
