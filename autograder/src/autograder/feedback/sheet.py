"""What the feedback of one assignment is about: its items with their keys, in order, and the cells that hold their marks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from autograder.cells import asked_item, marked_item
from autograder.keys import Scheme
from autograder.restoring import GivenCell
from rapport.content.item import AnyItem, FreeTextItem
from rapport.content.vocabulary import strategies


@dataclass(frozen=True)
class Part:
    """One thing that a student was asked.

    Attributes
    ----------
    item : an item of any kind, or None
        What a card asked; None for a cell to write in, which is nbgrader's own.
    cell : str
        Grade id of the cell that holds the mark; empty where nothing is marked.
    points : float
        The most that it can earn.
    """

    item: AnyItem | None
    cell: str
    points: float


@dataclass(frozen=True)
class Sheet:
    """What the pages of one assignment share.

    Attributes
    ----------
    course : str
        The course's id; may be empty.
    scheme : Scheme
        Items, keys and cases.
    parts : tuple of Part
        What was asked: cards in the assignment's order, then cells to write in.
    """

    course: str
    scheme: Scheme
    parts: tuple[Part, ...]

    @cached_property
    def strategies(self) -> Mapping[str, Sequence[Part]]:
        """What was asked of each strategy, by its name, in the order of the lessons."""
        asked = [(part, part.item.strategy) for part in self.parts if part.item]
        return {
            strategy.name: [part for part, named in asked if named == strategy.id] for strategy in strategies().values()
        }

    @cached_property
    def points(self) -> float:
        """The most that can be earned."""
        return sum(part.points for part in self.parts)

    @property
    def withheld(self) -> frozenset[str]:
        """Ids of the items whose keys stay with the instructor."""
        return self.scheme.keys.withheld


def sheet(course: str, scheme: Scheme, given: Iterable[GivenCell]) -> Sheet:
    """Return the sheet of an assignment.

    Parameters
    ----------
    course : str
        The course's id.
    scheme : Scheme
        Items and keys.
    given : iterable of GivenCell
        The instructor's cells.
    """
    cells = list(given)
    marked = _marked(scheme, cells)
    ids = {part.item.id for part in marked if part.item}
    asked = [Part(scheme.item(item), "", 0.0) for item in _asked(scheme, cells) if item not in ids]
    order = {item.id: place for place, item in enumerate(scheme.assignment.items)}
    parts = sorted([*marked, *asked], key=lambda part: order[part.item.id] if part.item else len(order))
    return Sheet(course, scheme, tuple(parts))


def _asked(scheme: Scheme, given: list[GivenCell]) -> list[str]:
    found = (asked_item(cell.source) for cell in given if cell.kind == "code" and cell.locked)
    return list(dict.fromkeys(item for item in found if item and scheme.assignment.item(item)))


def _marked(scheme: Scheme, given: list[GivenCell]) -> list[Part]:
    """Return the cells with marks; a person marks the card for free text in the cell of its name, or else in the next one below it."""
    parts: list[Part] = []
    above = ""
    for cell in given:
        if cell.kind == "code":
            above = asked_item(cell.source) or above
        if "points" not in cell.metadata:
            continue
        asked = marked_item(cell.source) if cell.kind == "code" else _written(scheme, cell, above)
        item = scheme.assignment.item(asked) if asked else None
        parts.append(Part(item, cell.name, float(cell.metadata["points"])))
    return parts


def _written(scheme: Scheme, cell: GivenCell, above: str) -> str:
    """Return the item of free text that a person marks in this cell; empty for one that the student writes in."""
    names = () if cell.metadata["solution"] else (cell.name, above)
    return next((name for name in names if isinstance(scheme.assignment.item(name), FreeTextItem)), "")
