"""Remember what each graded folder was made from, so that what has not changed is left alone.

One file for an assignment, a line of JSON for a student, only ever appended to and written anew when a run begins. It lies in a hidden folder
among the graded ones, which nbgrader's patterns pass over. Losing it costs a grading, nothing else.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SCHEMA_VERSION = 1


@dataclass(frozen=True)
class Entry:
    """What is known of one student's graded folder.

    Attributes
    ----------
    student : str
        Whose it is.
    digest : str
        Stands for what was handed in and what it was marked by.
    row : str
        Id of the submission in the gradebook: another gradebook has another.
    due : str
        When it was due, with any extension; a penalty depends on it.
    size : int
        Bytes of the graded notebook.
    """

    student: str
    digest: str
    row: str
    due: str
    size: int


def read(path: Path) -> dict[str, Entry]:
    """Return the newest entry of each student; lines that are torn or of another version are passed over."""
    try:
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    except FileNotFoundError:
        return {}
    entries = (_entry(line) for line in lines)
    return {entry.student: entry for entry in entries if entry}


def renew(path: Path, entries: Mapping[str, Entry]) -> None:
    """Write the ledger anew with these entries only, in one step."""
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_suffix(".new")
    new.write_text("".join(map(_line, entries.values())), encoding="utf-8")
    new.replace(path)


def append(path: Path, entries: Iterable[Entry]) -> None:
    """Add entries; a later one of the same student's counts."""
    with path.open("a", encoding="utf-8") as file:
        file.write("".join(map(_line, entries)))


def _line(entry: Entry) -> str:
    return json.dumps({"schema_version": SCHEMA_VERSION, **vars(entry)}) + "\n"


def _entry(line: str) -> Entry | None:
    try:
        told: Any = json.loads(line)
        return Entry(**{**told, "size": int(told["size"])}) if told.pop("schema_version") == SCHEMA_VERSION else None
    except (ValueError, TypeError, KeyError, AttributeError):
        return None
