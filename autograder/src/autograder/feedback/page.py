"""Turn what is known of a submission into its feedback page: one HTML file that needs nothing else and runs nothing.

What all students share, and what is told of each option, is turned into HTML once; a page then costs little more than joining it. Every text
goes through Jinja's autoescape, the instructor's as much as the student's.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from datetime import datetime
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import Markup

from autograder.feedback.held import Held
from autograder.feedback.mastery import Row, rows, sureness
from autograder.feedback.sheet import Part, Sheet
from autograder.feedback.shown import shown
from rapport.journal import Event

REMEMBERED = 4000
"""Pieces of HTML that are kept at once, some 3 kB each; a class gives few different answers, but for talks."""
SIGNS = {3: "✓", 2: "○", 1: "△", 0: "✕"}
_BEGIN, _END = "<!--total-->", "<!--/total-->"
"""Around what a late penalty changes. Escaped text never holds them."""


class Pages:
    """The pages of one assignment.

    Parameters
    ----------
    sheet : Sheet
        What they are about.
    """

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self._known: dict[Hashable, str] = {}

    def page(self, student: str, held: Held, answers: Mapping[str, Event], written: Mapping[str, str]) -> str:
        """Return the page of one submission.

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
        parts = [
            self._part(place, part, held, answers.get(part.item.id) if part.item else None, written)
            for place, part in enumerate(self.sheet.parts, start=1)
        ]
        return _template("page").render(
            course=self.sheet.course,
            title=self.sheet.scheme.assignment.title,
            student=student,
            held=held,
            total=total(self.sheet, held),
            summary=self._summary(tuple(rows(self.sheet, held)), sureness(self.sheet, held, answers)),
            parts=parts,
            waits=any(mark.waits for mark in held.marks.values()),
        )

    def _part(self, place: int, part: Part, held: Held, event: Event | None, written: Mapping[str, str]) -> Markup:
        mark, comment = held.marks.get(part.cell), held.comments.get(part.cell, "")
        response = event.response if event else None
        own = part.item is None or (response is not None and response.kind == "free-text")
        key = None if own else (place, mark, comment, response.model_dump_json() if response else "")
        return self._once(
            key,
            lambda: _template("part").render(
                place=place,
                part=part,
                mark=mark,
                comment=comment,
                shown=shown(self.sheet.scheme, part.item.id, response) if part.item else None,
                sure=getattr(response, "confidence", None),
                written=written.get(part.cell, ""),
            ),
        )

    def _summary(self, rows: tuple[Row, ...], sureness: str) -> Markup:
        return self._once((rows, sureness), lambda: _template("summary").render(rows=rows, sureness=sureness))

    def _once(self, key: Hashable | None, render: Callable[[], str]) -> Markup:
        """Return HTML from a template, kept for the next student of whom the same is to be said; without a key it is not kept."""
        if key is None:
            return Markup(render())  # noqa: S704 - from a template
        if key not in self._known:
            if len(self._known) >= REMEMBERED:
                self._known.clear()
            self._known[key] = render()
        return Markup(self._known[key])  # noqa: S704 - likewise


def total(sheet: Sheet, held: Held) -> Markup:
    """Return the lines of the page's head that say what was earned, and what being late costs."""
    earned = sum(mark.score for mark in held.marks.values())
    lines = _template("total").render(earned=earned, points=sheet.points, penalty=held.penalty or 0.0)
    return Markup(f"{_BEGIN}{lines}{_END}")  # noqa: S704 - from a template


def with_total(page: str, lines: Markup) -> str:
    """Return a page with other lines from `total` in its head."""
    before, _, rest = page.partition(_BEGIN)
    return f"{before}{lines}{rest.partition(_END)[2]}"


def as_bytes(page: str) -> bytes:
    """Return the page's file; characters that no file can hold become question marks."""
    return page.encode("utf-8", "replace")


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


@cache
def _template(name: str) -> Template:
    return _environment().get_template(f"{name}.html.j2")


def number(value: float) -> str:
    """Return a number of points with at most two decimals."""
    return f"{round(value, 2) + 0.0:g}"


def _when(at: datetime) -> str:
    return f"{at.day} {at:%B %Y, %H:%M} UTC"
