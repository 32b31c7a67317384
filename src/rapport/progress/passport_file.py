"""The passport: every answer of a folder in one JSON file, to restore in another.

A file from outside is checked from the outside in: its size, that it is JSON, that it is a passport, its version, its checksum, and each answer
by the journal's own rules. It is taken whole or refused whole, and restoring only ever appends to journals in the folder, so nothing that
is there can be lost. The checksum finds damage; it is no signature and proves nothing about who made the file.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from rapport.journal import Event, NotSaved, append, journal_path, parse_event
from rapport.progress.gather import distinct, journalled

FORMAT = "rapport-passport"
VERSION = 1
MAX_BYTES = 8_000_000
"""Largest passport that is read or made; an honest one stays under 2 MB."""
MAX_NOTEBOOKS = 100
"""Most notebooks that a passport may have answers for; the course has under 20."""
ABOUT = "Every answer given in the lessons of the Rapport course, and everything written there. Keep it as you would keep a diary."


class NotRestored(ValueError):
    """A file that can't be used as a passport, or a passport that can't be made; its text is for the learner."""


@dataclass(frozen=True)
class Restored:
    """What restoring did.

    Attributes
    ----------
    added : int
        Items to which something was added; a text that was written bit by bit is one of them.
    lessons : int
        Lessons that these belong to.
    known : int
        Items of which the folder held everything already.
    """

    added: int
    lessons: int
    known: int


def packed(events: Iterable[Event], now: datetime) -> bytes:
    """Return the passport of these answers.

    Raises
    ------
    NotRestored
        If it would be larger than `unpacked` reads.
    """
    answers = [event.model_dump(mode="json") for event in distinct(events)]
    content = {"about": ABOUT, "answers": answers, "created": now.isoformat(timespec="seconds")}
    whole = {"format": FORMAT, "schema_version": VERSION, **content, "checksum": _checksum(content)}
    raw = json.dumps(whole, ensure_ascii=False, indent=1).encode()
    if len(raw) > MAX_BYTES:
        raise NotRestored(
            f"The passport would be larger than {MAX_BYTES // 1_000_000} MB. Keep the files that end in .responses.jsonl instead."
        )
    return raw


def unpacked(raw: bytes) -> list[Event]:
    """Return the answers that a passport holds.

    Raises
    ------
    NotRestored
        With what is wrong and what to do; the words hold nothing that was read.
    """
    if len(raw) > MAX_BYTES:
        raise NotRestored(f"This file is larger than {MAX_BYTES // 1_000_000} MB, so it is no passport of this course.")
    whole = _whole(raw)
    content = {name: value for name, value in whole.items() if name not in ("format", "schema_version", "checksum")}
    answers = content.get("answers")
    if whole.get("checksum") != _checksum(content) or not isinstance(answers, list):
        raise NotRestored(
            "This passport is damaged: what it holds is not what was saved. Nothing was changed. Use another copy of it, or download it anew."
        )
    found = [_event(answer) for answer in answers]
    events = [event for event in found if event is not None]
    if len(events) < len(found):
        raise NotRestored(
            f"{len(found) - len(events)} of the {len(found)} answers in this passport are not as this course writes them. Nothing was "
            "changed. If it comes from a newer edition of the course, restore it there."
        )
    if len({event.notebook for event in events}) > MAX_NOTEBOOKS:
        raise NotRestored(f"This passport names more than {MAX_NOTEBOOKS} lessons, so it is none of this course.")
    return distinct(events)


def restore(folder: Path, events: Iterable[Event]) -> Restored:
    """Add to the journals of `folder` every answer that they don't hold yet.

    Raises
    ------
    NotSaved
        If a journal can't be written; what was added before stays, and restoring again adds the rest.
    """
    here = {event.line() for event in journalled(folder)[0]}
    every = distinct(events)
    missing: dict[str, list[Event]] = {}
    for event in every:
        if event.line() not in here:
            missing.setdefault(event.notebook, []).append(event)
    for notebook, added in missing.items():
        try:
            append(journal_path(folder, notebook), *added)
        except NotSaved as error:
            raise NotSaved(f"{error} What was restored before it stays; restoring again adds the rest.") from error
    items = {(event.notebook, event.item) for event in every}
    new = {(event.notebook, event.item) for added in missing.values() for event in added}
    return Restored(len(new), len(missing), len(items - new))


def _whole(raw: bytes) -> dict[str, Any]:
    try:
        whole = json.loads(raw.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise NotRestored(
            "This file is no passport, or it is cut off: it can't be read as JSON. Choose the file whose name begins with rapport-passport."
        ) from None
    if not isinstance(whole, dict) or whole.get("format") != FORMAT:
        raise NotRestored("This file is no passport. Choose the file whose name begins with rapport-passport.")
    version = whole.get("schema_version")
    if not isinstance(version, int) or isinstance(version, bool) or not 0 <= version < 10_000:
        raise NotRestored("This passport is damaged: it does not say its version. Use another copy of it.")
    if version > VERSION:
        raise NotRestored(
            f"This passport is of a newer version ({version}) than this course reads ({VERSION}). Bring the course up to date, then restore it."
        )
    if version < VERSION:
        raise NotRestored(
            f"This passport is of an older version ({version}) than this course reads ({VERSION}). Restore it in the edition that made it."
        )
    return whole


def _checksum(content: dict[str, Any]) -> str:
    try:
        canonical = json.dumps(content, sort_keys=True, separators=(",", ":")).encode()
    except RecursionError:
        return ""
    return f"sha256:{sha256(canonical).hexdigest()}"


def _event(answer: Any) -> Event | None:
    try:
        event = parse_event(json.dumps(answer, ensure_ascii=False, separators=(",", ":")).encode())
    except (ValueError, RecursionError):  # text that is no Unicode, or nested too deeply
        return None
    return event if isinstance(event, Event) else None
