"""What a student answered, read from the graded notebook: answers from our cells, and the cells that nbgrader gives to write in."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from autograder.bulk.notebook import parse
from autograder.feedback.held import Held
from autograder.feedback.page import Pages
from autograder.feedback.sheet import Sheet
from autograder.showing import ours_in
from rapport.journal import MIME, Event, parse_event


def answers_in(notebook: Any) -> dict[str, Event]:
    """Return the answer to each item that a card of the notebook asks, as grading put it there."""
    ours = ours_in(notebook)
    found: dict[str, Event] = {}
    for index in (*ours.asked, *ours.marked):
        for output in notebook["cells"][index]["outputs"]:
            if MIME in output.get("data", {}):
                # Escaped to ASCII, an answer in a far script might be taken for one that is too long.
                event = parse_event(json.dumps(output["data"][MIME], ensure_ascii=False))
                if isinstance(event, Event):
                    found[event.item] = event
    return found


def written_in(notebook: Any, sheet: Sheet) -> dict[str, str]:
    """Return what was written into nbgrader's own cells, by grade id."""
    wanted = {part.cell for part in sheet.parts if part.item is None}
    if not wanted:
        return {}
    named = ((cell["metadata"].get("nbgrader", {}).get("grade_id"), cell["source"]) for cell in notebook["cells"])
    return {name: source for name, source in named if name in wanted}


def page_of(pages: Pages, graded: Path, student: str, held: Held) -> bytes:
    """Return the feedback page of a graded notebook; raises `Ungradable` for a file that is none."""
    notebook = parse(graded.read_bytes())
    return pages.file(student, held, answers_in(notebook), written_in(notebook, pages.sheet))
