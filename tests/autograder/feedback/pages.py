"""Feedback pages made in memory, of the assignment `mira`, and read as a browser reads them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from html.parser import HTMLParser
from typing import Any

from autograder.feedback.held import Held, Mark
from autograder.feedback.page import Pages
from autograder.feedback.sheet import Sheet, sheet
from autograder.keys import Scheme
from autograder.marking import marks_for
from autograder.restoring import GivenCell
from rapport.content import Assignment, Case, Keys, load_assignment, load_case, load_keys
from rapport.journal import Event
from tests.autograder.course import FIXTURES, source_notebook

VOID = {"meta", "link", "br", "hr", "img", "input", "line", "rect", "circle", "polyline"}


def scheme(*withheld: str, whole: bool = True) -> Scheme:
    """Return what `mira` is marked by, with these items withheld, or with `whole` False all of them."""
    assignment, keys, case = _loaded()
    keys = keys.model_copy(
        update={
            "reveal": whole,
            "keys": [key.model_copy(update={"reveal": key.item not in withheld}) for key in keys.keys],
        }
    )
    return Scheme(assignment, keys, {"mira": case})


@cache
def _loaded() -> tuple[Assignment, Keys, Case]:
    source = FIXTURES / "solutions" / "mira"
    assignment = load_assignment(source / "items.yaml")
    keys = load_keys(FIXTURES / "keys" / "mira.yaml", assignment)
    return assignment, keys, load_case(source / "cases" / "mira.yaml")


def given(notebook: Any) -> list[GivenCell]:
    """Return the instructor's cells as the gradebook would give them."""
    cells = ((cell, cell.metadata.get("nbgrader")) for cell in notebook.cells)
    return [
        GivenCell(told["grade_id"], cell.source, {**told, "checksum": None, "cell_type": cell.cell_type})
        for cell, told in cells
        if told
    ]


def mira(*withheld: str, whole: bool = True, notebook: Any = None) -> Sheet:
    """Return the sheet of `mira`."""
    return sheet("rapport", scheme(*withheld, whole=whole), given(notebook or source_notebook()))


def held_for(about: Sheet, answers: Mapping[str, Event], **more: Any) -> Held:
    """Return what the gradebook would hold of these answers."""
    marks = {
        part.cell: Mark(marks_for(about.scheme, part.item.id, answers.get(part.item.id)), waits=False)
        if part.item and part.item.kind != "free-text"
        else Mark()
        for part in about.parts
        if part.cell
    }
    return Held(marks=marks, **more)


def page(about: Sheet, events: Iterable[Event], student: str = "ada", held: Held | None = None, **written: str) -> str:
    """Return the page of these answers."""
    answers = {event.item: event for event in events}
    return Pages(about).page(student, held or held_for(about, answers), answers, written)


class Reader(HTMLParser):
    """Reads a page into its words and its elements, as a browser would."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: dict[str, list[str]] = {}
        self._open: list[str] = []
        self.feed(source)
        self.close()
        self.unclosed = list(self._open)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self._open, f"</{tag}> closes nothing"
        assert self._open[-1] == tag, f"</{tag}> closes <{self._open[-1]}>"
        self._open.pop()

    def handle_data(self, data: str) -> None:
        if "style" not in self._open:
            self.words.append(data)
            self.texts.setdefault(self._open[-1] if self._open else "", []).append(data.strip())

    @property
    def seen(self) -> str:
        """All words, with blanks evened out."""
        return " ".join(" ".join(self.words).split())
