"""What is fuzzed: targets take bytes, raise nothing but what their readers document, and return whether these could be read."""

from __future__ import annotations

import io
import json
import math
import os
import re
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
from pydantic import TypeAdapter, ValidationError

from autograder.bulk import find as finding
from autograder.bulk import notebook as notebooks
from autograder.bulk import one
from autograder.bulk.gradebook import as_time
from autograder.bulk.kinds import Rules, Ungradable
from autograder.cells import asked_item, marked_item, opened_name
from autograder.collecting.archive import Entry, Refused, in_zip, parts
from autograder.collecting.choose import choose
from autograder.collecting.names import PATTERNS, Owner, fits, named
from autograder.collecting.roster import Person, Roster
from autograder.keys import Scheme, find
from autograder.marking import marks_for
from autograder.restoring import GivenCell
from rapport.content.response import Response
from rapport.journal import Event, parse_event, read, receipts_of
from rapport.journal.file import MAX_FAULTS

ROOT = Path(__file__).parents[1]
NAME = "abby"
SCHEME: Scheme = find(NAME, ROOT / "autograder" / "keys", ROOT / "solutions" / NAME)
SOURCE = nbformat.read(ROOT / "solutions" / NAME / f"{NAME}.ipynb", as_version=4)  # type: ignore[no-untyped-call]
CELLS = [cell for cell in SOURCE.cells if "nbgrader" in cell.metadata]
GIVEN = tuple(
    GivenCell(
        cell.metadata.nbgrader.grade_id,
        cell.source,
        {**cell.metadata.nbgrader, "cell_type": cell.cell_type, "checksum": "0"},
    )
    for cell in CELLS[-6:]
)
RULES = Rules(NAME, NAME, SCHEME, GIVEN, {"name": "python3", "display_name": "Python 3"}, "")
ANY_RESPONSE: TypeAdapter[Any] = TypeAdapter(Response)
ROSTER = Roster([Person("ada", "Ada", "Lovelace", "815"), Person("ben", "Ben", "O'Hara", "")])
MEMORY = Path("/dev/shm")  # noqa: S108 - only of use where it is a disk in memory
SCRATCH = Path(tempfile.mkdtemp(prefix="fuzz-", dir=MEMORY if MEMORY.is_dir() else None))


def event(raw: bytes) -> bool:
    """Read one line of an answer file: an answer that can be written, read again and marked, or words."""
    found = parse_event(raw)
    assert isinstance(found, Event | str)
    if isinstance(found, Event):
        assert parse_event(found.line()) == found
        for item in SCHEME.assignment.items:
            mark = marks_for(SCHEME, item.id, found.model_copy(update={"item": item.id, "notebook": NAME}))
            assert 0 <= mark <= SCHEME.key(item.id).points, (item.id, mark)
    return isinstance(found, Event)


def journal(raw: bytes) -> bool:
    """Read an answer file: answers and few faults, whatever it holds."""
    path = SCRATCH / f"{NAME}.responses.jsonl"
    path.write_bytes(raw)
    events, faults = read(path)
    assert all(isinstance(found, Event) for found in events)
    assert len(faults) <= MAX_FAULTS + 2
    return bool(events)


def receipts(raw: bytes) -> bool:
    """Read the outputs of a notebook, whatever JSON it is."""
    try:
        found = json.loads(raw)
    except (ValueError, RecursionError):
        return False
    events, faults = receipts_of(found, NAME)
    assert all(isinstance(each, Event) for each in events)
    assert len(faults) <= MAX_FAULTS
    return bool(events)


def notebook(raw: bytes) -> bool:
    """Mark a submitted notebook: marks within bounds and a graded file that can be read again, or a reason."""
    try:
        marked = one.mark(RULES, raw, [])
    except (Ungradable, RecursionError):
        return False
    points = {cell.name: cell.metadata.get("points", 0) for cell in GIVEN}
    for name, score in marked.marks.scores.items():
        assert score is None or (math.isfinite(score) and 0 <= score <= points[name]), (name, score)
    again = notebooks.parse(marked.file)
    notebooks.check(again)
    return True


def archive(raw: bytes) -> bool:
    """Look into a student's zip: some files of ours, or a reason."""
    try:
        entries, _ = in_zip(io.BytesIO(raw))
        chosen = choose([*entries, Entry(("again.zip",), (), lambda: io.BytesIO(raw))], [NAME])
    except Refused:
        return False
    assert set(chosen.files) <= {f"{NAME}.ipynb", f"{NAME}.responses.jsonl"}
    return True


def names(raw: bytes) -> bool:
    """Read a path in a zip, and a name that a platform gives: nothing leads elsewhere."""
    text = raw.decode("utf-8", "surrogateescape")
    path = parts(text)
    for step in path or ():
        assert step not in {"", ".", ".."}
        assert "/" not in step
        assert "\\" not in step
    for pattern in PATTERNS.values():
        match = named(re.compile(pattern), path) if path else None
        if match:
            ROSTER.find(match.owner)
    ROSTER.find(Owner(name=text, number=text))
    if fits(text):
        assert Path("/base", text).parent == Path("/base")
        assert os.path.normpath(os.path.join("/base", text)) == f"/base/{text}"
        text.encode("utf-8")
    return path is not None


def response(raw: bytes) -> bool:
    """Validate one answer of any kind: valid, or pydantic's own error."""
    try:
        found = ANY_RESPONSE.validate_json(raw)
    except ValidationError:
        return False
    assert ANY_RESPONSE.validate_json(ANY_RESPONSE.dump_json(found)) == found
    return True


def timestamp(raw: bytes) -> bool:
    """Read when work was handed in, of text that `find` lets through: a time without a zone, or an error."""
    text = raw.decode("utf-8", "replace").strip()[: finding.MAX_TIMESTAMP]
    if "/" in text or not text.isprintable():
        return False
    try:
        at = as_time(text)
    except ValueError:
        return False
    assert at is None or at.tzinfo is None
    return True


def source(raw: bytes) -> bool:
    """Read the source of a cell, which may look like ours."""
    text = raw.decode("utf-8", "replace")
    for found in (marked_item(text), asked_item(text), opened_name(text)):
        assert found is None or isinstance(found, str)
    return any(reader(text) for reader in (marked_item, asked_item, opened_name))


TARGETS: dict[str, tuple[Callable[[bytes], bool], int]] = {
    "event": (event, 20),
    "journal": (journal, 12),
    "receipts": (receipts, 14),
    "notebook": (notebook, 16),
    "archive": (archive, 10),
    "names": (names, 12),
    "response": (response, 10),
    "timestamp": (timestamp, 3),
    "source": (source, 3),
}
"""Every target, with its share of the inputs in percent."""
