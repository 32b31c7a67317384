"""What assignment notebooks import: `open` names the assignment, `ask` shows a card.

Keys and marks are not on this side; an answer is recorded, and an instructor's tools score it.
"""

from __future__ import annotations

from pathlib import Path

from rapport.content import load_assignment, load_case
from rapport.content.case import Case
from rapport.content.item import Askable
from rapport.sitting import NotOpen, Sitting, readable

_sitting: Sitting | None = None


def open(name: str, folder: Path | None = None) -> None:  # the one word a learner may read in a cell
    """Open the assignment `name` in the notebook's folder and say where its answers are kept.

    Raises
    ------
    NotOpen
        If ``items.yaml`` is missing or damaged.
    """
    global _sitting
    place = folder or Path.cwd()
    with readable():
        assignment = load_assignment(place / "items.yaml")
    items: dict[str, Askable] = {item.id: item for item in assignment.items}
    _sitting = Sitting(name, place, items, lambda case: _case(place, case), keys={}, practice=False)
    _sitting.welcome()


def ask(item_id: str) -> None:
    """Show the card of an item and, below it, the receipt of its answer."""
    opened().ask(item_id)


def opened() -> Sitting:
    """Return the sitting that `open` began, or raise `NotOpen`."""
    if _sitting is None:
        raise NotOpen("This assignment is not open yet: choose Run, then Run All Cells.")
    return _sitting


def _case(place: Path, case_id: str) -> Case:
    with readable():
        return load_case(place / "cases" / f"{case_id}.yaml")
