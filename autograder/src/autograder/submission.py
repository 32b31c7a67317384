"""What a submission answers, read from its notebook and its answer file, and shown as words. Nothing of a submission is run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.cells import is_locked_code, opened_name
from autograder.keys import Scheme
from rapport.content.item import DialogueItem
from rapport.content.response import Dialogue
from rapport.dialogue import talk_as_text
from rapport.journal import Event, Fault, bundle, journal_path, newest, read, receipts_of


@dataclass(frozen=True)
class Answers:
    """What one submission answers.

    Attributes
    ----------
    given : mapping of item id to Event
        The newest answer to each item, from the receipts and the answer file.
    faults : tuple of Fault
        What could not be read.
    """

    given: Mapping[str, Event]
    faults: tuple[Fault, ...]


def assignment_of(notebook: Any, default: str) -> str:
    """Return the assignment that a notebook opens in a locked cell; `default` where it has none."""
    opened = (opened_name(cell["source"]) for cell in notebook["cells"] if is_locked_code(cell))
    return next((name for name in opened if name), default)


def answers(notebook: Any, name: str, folder: Path) -> Answers:
    """Read what a submission answers.

    Parameters
    ----------
    notebook : notebook node or plain data
        The submitted notebook with its outputs.
    name : str
        The assignment; answers to others are left out.
    folder : Path
        Where the answer file lies, if there is one.
    """
    received, faults = receipts_of(notebook, f"{name}.ipynb")
    journalled, more = read(journal_path(folder, name))
    # Receipts first: of two equally new copies of one answer the journal's is kept, as rapport.journal.Record does.
    return Answers(newest((*received, *journalled), name), (*faults, *more))


def receipt(scheme: Scheme, item_id: str, event: Event | None) -> dict[str, Any]:
    """Return the display bundle that shows an answer as words; see `rapport.journal.bundle`."""
    item = scheme.item(item_id)
    talk = ""
    if isinstance(item, DialogueItem) and event and isinstance(event.response, Dialogue):
        talk = talk_as_text(scheme.cases[item.case], event.response.choices)
    return bundle(item, event, talk)
