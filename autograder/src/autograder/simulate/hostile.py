"""What hostile students try. None of it is meant to work; a grader that holds marks the answers and nothing else."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Mapping
from datetime import timedelta
from random import Random
from typing import Any

from autograder.cells import asked_item, is_graded_code
from autograder.simulate.kinds import Student, Trick, generator
from autograder.simulate.submission import Work, source_of
from autograder.simulate.words import hostile_reply
from rapport.content.response import MAX_TEXT, BestReply, FreeText
from rapport.journal import MIME, Event
from rapport.journal.event import LATEST, MAX_LINE

FULL = "20.0"
DEPTH = 10_000


def tamper(work: Work, student: Student, seed: int) -> None:
    """Do to a submission what this student tries."""
    for deed in student.deeds:
        for trick, deal in TRICK.items():
            if trick == deed:
                deal(work, generator(seed, student.id, trick))


def _script(work: Work, drawn: Random) -> None:
    """Put script into cells of one's own; the replies in one's own words hold some already."""
    cells = work.notebook["cells"]
    cells.append({"cell_type": "markdown", "id": "students-words", "metadata": {}, "source": hostile_reply(drawn)})
    shown = _output("display_data", {"text/html": hostile_reply(drawn), "application/javascript": "document.title = 4"})
    cells.append(_code("students-code", "from IPython.display import HTML", shown))


def _forged_receipts(work: Work, drawn: Random) -> None:
    """Show receipts that hold marks, or nothing that could be an answer."""
    for cell in work.cells():
        forged: list[Any] = [
            {"item": asked_item(source_of(cell)), "score": 1, "points": 20},
            [[]],
            "{",
            {"schema_version": 99},
        ]
        data = {MIME: drawn.choice(forged), "text/html": hostile_reply(drawn), "text/plain": FULL}
        cell["outputs"].append(_output("display_data", data))


def _scores(work: Work, _: Random) -> None:
    """Write marks where answers belong, and as results of graded cells."""
    for event in _newest(work).values():
        held = json.loads(event.line())
        _add(work, json.dumps({**held, "score": 1.0, "points": 20, "max_score": 1}).encode())
    for cell in filter(is_graded_code, work.cells()):
        cell["outputs"].append({**_output("execute_result", {"text/plain": FULL}), "execution_count": 1})


def _damaged_lines(work: Work, drawn: Random) -> None:
    """Write what is no JSON, no text, or no end of either."""
    whole = [event.line() for event in work.events]
    torn = drawn.choice(whole)[:-25] if whole else b'{"schema_version": 1'
    for line in (torn, b"\xff\xfe\x00" * 50, b'{"score": NaN, "at": 1e999}' + b" " * 90, b"[" * DEPTH):
        _add(work, line, drawn.randrange(len(work.lines or ()) + 1))


def _huge_text(work: Work, _: Random) -> None:
    """Write texts as long as allowed, lines longer than allowed, and an output without end."""
    for event in _newest(work).values():
        if isinstance(event.response, FreeText):
            _add(work, _later(event, FreeText(text="Longer. " * (MAX_TEXT // 8))).line())
    _add(work, b'{"text": "' + b"long " * (MAX_LINE // 4) + b'"}')
    stream = {"output_type": "stream", "name": "stdout", "text": "Marks! " * 30_000}
    work.notebook["cells"].append(_code("students-output", "print('Marks! ' * 30_000)", stream))


def _copied_cells(work: Work, _: Random) -> None:
    """Copy graded cells with all that nbgrader wrote into them."""
    for at, cell in enumerate(list(filter(is_graded_code, work.cells()))[:2]):
        copied = {**copy.deepcopy(cell), "id": f"copied-{at}"}
        work.notebook["cells"].append(copied)


def _changed_cells(work: Work, drawn: Random) -> None:
    """Raise a cell's points, unlock another's source, and delete a third."""
    graded = list(filter(is_graded_code, work.cells()))
    drawn.shuffle(graded)
    for cell, change in zip(graded, (_raise_points, _rewrite), strict=False):
        change(cell)
    for cell in graded[2:3]:
        work.notebook["cells"].remove(cell)


def _foreign_answers(work: Work, _: Random) -> None:
    """Answer items that are not asked, with options that are not offered, in other notebooks, and at the end of times."""
    for event in list(_newest(work).values())[:2]:
        _add(work, _later(event, BestReply(option="never-offered")).model_copy(update={"at": LATEST}).line())
        _add(work, event.model_copy(update={"item": "no-such-item"}).line())
        _add(work, event.model_copy(update={"notebook": "another-notebook"}).line())


TRICK: Mapping[Trick, Callable[[Work, Random], None]] = {
    "script": _script,
    "forged-receipts": _forged_receipts,
    "scores": _scores,
    "damaged-lines": _damaged_lines,
    "huge-text": _huge_text,
    "copied-cells": _copied_cells,
    "changed-cells": _changed_cells,
    "foreign-answers": _foreign_answers,
}


def _raise_points(cell: dict[str, Any]) -> None:
    cell["metadata"]["nbgrader"] |= {"points": 1000, "checksum": "0" * 32}


def _rewrite(cell: dict[str, Any]) -> None:
    cell["source"] = f"import os\n{FULL}"
    cell["metadata"]["nbgrader"] |= {"locked": False, "solution": True}


def _newest(work: Work) -> dict[str, Event]:
    return {event.item: event for event in work.events}


def _later(event: Event, response: BestReply | FreeText) -> Event:
    return event.model_copy(update={"response": response, "at": event.at + timedelta(seconds=1)})


def _add(work: Work, line: bytes, at: int | None = None) -> None:
    lines = [] if work.lines is None else work.lines
    lines.insert(len(lines) if at is None else at, line)
    work.lines = lines


def _output(kind: str, data: dict[str, Any]) -> dict[str, Any]:
    return {"output_type": kind, "metadata": {}, "data": data}


def _code(name: str, source: str, *outputs: dict[str, Any]) -> dict[str, Any]:
    return {
        "cell_type": "code",
        "id": name,
        "metadata": {},
        "source": source,
        "execution_count": None,
        "outputs": list(outputs),
    }
