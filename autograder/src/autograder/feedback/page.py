"""Turn what is known of a submission into its feedback page: one HTML file that needs nothing else and runs nothing.

What all students share, and what is told of each option, is turned into HTML once and kept as the bytes of a file; a page then costs little
more than joining them. Every text goes through autoescape, the instructor's as much as the student's.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from datetime import datetime
from functools import cache, lru_cache

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import Markup, escape

from autograder.feedback.held import Held
from autograder.feedback.mastery import rows, sureness
from autograder.feedback.sheet import Part, Sheet
from autograder.feedback.shown import shown
from rapport.content.response import FreeText
from rapport.journal import Event

REMEMBERED = 4000
"""Pieces of HTML that are kept at once, some 3 kB each; a class gives few different answers, but for talks."""
SIGNS = {3: "✓", 2: "○", 1: "△", 0: "✕"}
GAP = Markup("<!--gap-->")
"""Stands in a piece where another is to be joined in. Escaped text never holds it, nor the two that follow."""
_BEGIN, _END = "<!--total-->", "<!--/total-->"
"""Around what a late penalty changes."""
SOME_WORDS, NO_WORDS = FreeText(text="Some."), FreeText(text="")
"""Stand for every reply in own words, and for every empty one: all that is told of it but the words is the same."""


class Pages:
    """The pages of one assignment.

    Parameters
    ----------
    sheet : Sheet
        What they are about.
    """

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self._known: dict[Hashable, Sequence[bytes]] = {}

    def page(self, student: str, held: Held, answers: Mapping[str, Event], written: Mapping[str, str]) -> str:
        """Return the page of one submission as text, from what `file` takes."""
        return self.file(student, held, answers, written).decode()

    def file(self, student: str, held: Held, answers: Mapping[str, Event], written: Mapping[str, str]) -> bytes:
        """Return the page of one submission as its file.

        Parameters
        ----------
        student : str
            The student's id.
        held : Held
            What the gradebook holds of the submission.
        answers : mapping of item id to Event
            What the student answered on cards.
        written : mapping of grade id to str
            What the student wrote into nbgrader's own cells.
        """
        title = self.sheet.scheme.assignment.title
        before, between, after = self._kept("page", title=title, head=GAP, body=GAP)
        parts = [
            self._part(place, part, held, answers.get(part.item.id) if part.item else None, written)
            for place, part in enumerate(self.sheet.parts, start=1)
        ]
        body = b"\n".join((self._summary(held, answers), *parts))
        return b"".join((before, self._head(student, held), between, body, after))

    def _head(self, student: str, held: Held) -> bytes:
        waits = any(mark.waits for mark in held.marks.values())
        lines = total(self.sheet, held)
        return as_bytes(_html("head", course=self.sheet.course, student=student, held=held, total=lines, waits=waits))

    def _summary(self, held: Held, answers: Mapping[str, Event]) -> bytes:
        found = rows(self.sheet, held)
        if not found:
            return b""
        bars = b"\n".join(self._kept("bar", at=at, row=row)[0] for at, row in enumerate(found))
        lines = b"\n".join(self._kept("row", row=row)[0] for row in found)
        sure = sureness(self.sheet, held, answers)
        before, between, after = self._kept("summary", count=len(found), sureness=sure, bars=GAP, lines=GAP)
        return b"".join((before, bars, between, lines, after))

    def _part(self, place: int, part: Part, held: Held, event: Event | None, written: Mapping[str, str]) -> bytes:
        mark, comment = held.marks.get(part.cell), held.comments.get(part.cell, "")
        response = event.response if event else None
        own = written.get(part.cell, "")
        if isinstance(response, FreeText):
            own, response = response.text, SOME_WORDS if response.text.strip() else NO_WORDS
        around = self._once(
            (place, mark, comment, response.model_dump_json() if response else ""),
            lambda: _around(
                "part",
                place=place,
                part=part,
                mark=mark,
                comment=comment,
                shown=shown(self.sheet.scheme, part.item.id, response) if part.item else None,
                sure=getattr(response, "confidence", None),
                own=GAP,
            ),
        )
        return as_bytes(escape(own)).join(around)

    def _kept(self, name: str, **told: Hashable) -> Sequence[bytes]:
        """Return what stands around the gaps of a template, rendered once for all that it is told."""
        return self._once((name, *told.values()), lambda: _around(name, **told))

    def _once(self, key: Hashable, render: Callable[[], Sequence[bytes]]) -> Sequence[bytes]:
        """Return pieces of HTML, kept for the next student of whom the same is to be said."""
        if key not in self._known:
            if len(self._known) >= REMEMBERED:
                self._known.clear()
            self._known[key] = render()
        return self._known[key]


def total(sheet: Sheet, held: Held) -> Markup:
    """Return the lines of the page's head that say what was earned, and what being late costs."""
    return _total(sum(mark.score for mark in held.marks.values()), sheet.points, held.penalty or 0.0)


@lru_cache(maxsize=REMEMBERED)
def _total(earned: float, points: float, penalty: float) -> Markup:
    lines = _html("total", earned=earned, points=points, penalty=penalty)
    return Markup(f"{_BEGIN}{lines}{_END}")  # noqa: S704 - from a template


def with_total(page: str, lines: Markup) -> str:
    """Return a page with other lines from `total` in its head."""
    before, _, rest = page.partition(_BEGIN)
    return f"{before}{lines}{rest.partition(_END)[2]}"


def as_bytes(page: str) -> bytes:
    """Return the page's file; characters that no file can hold become question marks."""
    return page.encode("utf-8", "replace")


def compile_templates() -> None:
    """Read the templates now, for all processes that will be copies of this one."""
    for name in _environment().list_templates(extensions=["j2"]):
        _environment().get_template(name)


def _around(name: str, **told: object) -> list[bytes]:
    """Return what stands around the gaps of a template."""
    return [as_bytes(piece) for piece in _html(name, **told).split(GAP)]


def _html(name: str, **told: object) -> str:
    return _template(name).render(told)


@cache
def _template(name: str) -> Template:
    return _environment().get_template(f"{name}.html.j2")


@cache
def _environment() -> Environment:
    loader = PackageLoader("autograder.feedback")
    made = Environment(
        loader=loader,
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.filters |= {"number": number, "when": _when}
    made.globals["signs"] = SIGNS
    return made


def number(value: float) -> str:
    """Return a number of points with at most two decimals."""
    return f"{round(value, 2) + 0.0:g}"


def _when(at: datetime) -> str:
    return f"{at.day} {at:%B %Y, %H:%M} UTC"
