"""The assignment `mira` of the grading tests, as a student receives it, and its marks."""

from __future__ import annotations

import shutil
from pathlib import Path

from rapport.content import load_case, load_keys
from rapport.journal import receipts
from rapport.scoring import score

from . import documents
from .server import JupyterServer

FIXTURES = Path(__file__).parents[1] / "autograder" / "fixtures"
MIRA = FIXTURES / "solutions" / "mira"
ITEMS = (
    *("late-bus", "fine-really", "long-quiet", "nearest", "mending", "naming", "cooling"),
    *("first-talk", "own-words"),
)


def write_assignment(server: JupyterServer, folder: str) -> str:
    """Put the assignment below the server's root and return its notebook's path there."""
    shutil.copytree(MIRA, server.root / folder / "mira")
    cells = [
        documents.prose("# Mira"),
        documents.card('# Start\nfrom rapport import exercise\n\nexercise.open("mira")'),
    ]
    cells += [documents.card(f'# Answer Mira\nexercise.ask("{item}")') for item in ITEMS]
    path = f"{folder}/mira/mira.ipynb"
    documents.write(server.root / path, *cells)
    return path


def marks_of(notebook: Path) -> dict[str, float]:
    """Return the marks that a notebook earns by what is written in it alone, for the items that are scored."""
    events, faults = receipts(notebook)
    assert not faults, faults
    answers = {event.item: event.response for event in events}
    keys = load_keys(FIXTURES / "keys" / "mira.yaml").keys
    cases = {"mira": load_case(MIRA / "cases" / "mira.yaml")}
    scored = [key for key in keys if key.kind != "free-text"]
    return {key.item: score(key, answers.get(key.item), cases).score * key.points for key in scored}
