"""The receipt: an answer kept inside the notebook, readable without widgets.

One display under each card, updated in place. Its bundle holds the answer as plain text, as HTML and as JSON; the front end stores it when the
notebook is saved, so the notebook alone still carries the answers. Everything a learner wrote is escaped.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from html import escape
from pathlib import Path
from typing import Any

from pydantic_core import to_json

from rapport.content.item import Askable
from rapport.journal.event import MAX_LINE, Event, Fault, parse_event
from rapport.journal.file import MAX_FAULTS, open_carefully
from rapport.journal.words import spelled_out

MIME = "application/vnd.rapport.response+json"
Parse = Callable[[Any], Event | str]
MAX_NOTEBOOK = 64_000_000
"""Bytes of a notebook that is searched for receipts; larger ones are refused."""


def bundle(item: Askable, event: Event | None, transcript: str = "") -> dict[str, Any]:
    """Return the display bundle of an answer, or of its absence.

    Parameters
    ----------
    item : an item of any kind
        What was answered.
    event : Event or None
        The answer; None where there is none yet.
    transcript : str
        For dialogues: the talk as text.
    """
    if event is None:
        return {"text/plain": f"{item.id}: no answer yet", "text/html": _html(item.id, [("Your answer", "none yet")])}
    parts = spelled_out(item, event.response, transcript)
    plain = "\n".join(f"{label}: {words}" for label, words in parts)
    return {
        "text/plain": f"{item.id}\n{plain}",
        "text/html": _html(item.id, parts),
        MIME: event.model_dump(mode="json"),
    }


def receipts(path: Path) -> tuple[list[Event], list[Fault]]:
    """Return the answers that a notebook file carries in its outputs, and what could not be read; no file, no answers."""
    try:
        with open_carefully(path) as file:
            raw = file.read(MAX_NOTEBOOK + 1)
    except FileNotFoundError:
        return [], []
    except OSError as error:
        return [], [Fault(where=path.name, what=f"it can't be read: {error.strerror or error}")]
    if len(raw) > MAX_NOTEBOOK:
        return [], [Fault(where=path.name, what="it is larger than 64 MB")]
    try:
        notebook = json.loads(raw)
    except (ValueError, RecursionError):
        return [], [Fault(where=path.name, what="it is not a notebook: its JSON can't be read")]
    return receipts_of(notebook, path.name)


def parse_receipt(found: Any) -> Event | str:
    """Return the answer in the JSON of a receipt, or in words why there is none."""
    try:
        raw = found if isinstance(found, str) else to_json(found)
    except (ValueError, RecursionError):
        return "it is nested too deeply to be an answer"
    return parse_event(raw) if len(raw) <= MAX_LINE else "it is too long to be an answer"


def receipts_of(notebook: Any, name: str, parse: Parse = parse_receipt) -> tuple[list[Event], list[Fault]]:
    """Return the answers in the outputs of a notebook that was already read.

    Parameters
    ----------
    notebook : any
        The notebook's JSON.
    name : str
        Its file's, for the faults.
    parse : function
        What reads one receipt; a reader that knows most answers already may have a shorter way.
    """
    events: list[Event] = []
    faults: list[Fault] = []
    for number, cell in enumerate(_list(notebook, "cells"), start=1):
        for output in _list(cell, "outputs"):
            found = _get(_get(output, "data"), MIME)
            if found is None:
                continue
            event = parse(found)
            if isinstance(event, Event):
                events.append(event)
            elif len(faults) < MAX_FAULTS:
                faults.append(Fault(where=f"{name}, cell {number}", what=event))
    return events, faults


def _html(item_id: str, parts: list[tuple[str, str]]) -> str:
    rows = "".join(
        f'<dt style="display:block;float:none;width:auto;font-weight:600">{escape(label)}</dt>'
        f'<dd style="display:block;margin:0 0 .4em;white-space:pre-wrap;overflow-wrap:anywhere" dir="auto">{escape(words)}</dd>'
        for label, words in parts
    )
    style = "border-left:3px solid #8a8a8a;padding:.2em .8em;margin:.2em 0;font-size:.92em"
    return f'<dl class="rapport-receipt" data-item="{escape(item_id)}" style="{style}">{rows}</dl>'


def _get(value: Any, key: str) -> Any:
    return value.get(key) if isinstance(value, dict) else None


def _list(value: Any, key: str) -> list[Any]:
    found = _get(value, key)
    return found if isinstance(found, list) else []
