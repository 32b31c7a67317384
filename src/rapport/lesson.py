"""What lesson notebooks import: `open` a lesson, `ask` with a practice card, `meet` a client, `show` a figure."""

from __future__ import annotations

from pathlib import Path

from IPython import display as ipython

from rapport.content import load_case, load_practice
from rapport.content.case import Case
from rapport.content.item import Askable, DialogueItem
from rapport.content.practice import UnscoredPractice
from rapport.sitting import NotOpen, Sitting, readable

_sitting: Sitting | None = None


def open(name: str, folder: Path | None = None) -> None:  # the one word a learner may read in a cell
    """Open the lesson `name` in the notebook's folder and say where its answers are kept.

    Raises
    ------
    NotOpen
        If the lesson's practice file is missing or damaged.
    """
    global _sitting
    _sitting = sit(name, folder or Path.cwd())
    _sitting.welcome()


def ask(item_id: str) -> None:
    """Show a practice card, with feedback as soon as it is answered."""
    opened().ask(item_id)


def meet(case_id: str) -> None:
    """Begin or go on with a talk with a client."""
    sitting = opened()
    case = sitting.case(case_id)
    talk = DialogueItem(
        id=f"meet-{case_id}",
        kind="dialogue",
        case=case_id,
        strategy="active-listening",
        skill="meeting a client",
        stem=f"Meet {case.name}.",
    )
    sitting.show(talk)


def sit(name: str, place: Path) -> Sitting:
    """Return a sitting with the lesson `name` of the course in `place`; see `open`."""
    with readable():
        practice = load_practice(place / "practice" / f"{name}.yaml")
    items: dict[str, Askable] = {
        item.id: item if isinstance(item, UnscoredPractice) else item.item for item in practice.items
    }
    keys = {item.id: item.key for _, item in practice.scored}
    return Sitting(name, place, items, lambda case: _case(place, case), keys, practice=True)


def show(figure: str) -> None:
    """Show a figure of the evidence and, below it, the same numbers as a table."""
    from rapport.charts import FIGURES

    if figure not in FIGURES:
        raise NotOpen(f"There is no figure {figure!r}. The figures are: {', '.join(FIGURES)}.")
    folder = opened().record.path.parent
    # pandas and matplotlib load with the first figure, so that every other lesson opens without them.
    from rapport.charts.showing import drawn

    with readable():
        ipython.display(drawn(figure, folder))


def opened() -> Sitting:
    """Return the sitting that `open` began, or raise `NotOpen`."""
    if _sitting is None:
        raise NotOpen("This lesson is not open yet: choose Run, then Run All Cells.")
    return _sitting


def _case(place: Path, case_id: str) -> Case:
    for kind in ("cases", "scenes"):
        path = place / kind / f"{case_id}.yaml"
        if path.exists():
            with readable():
                return load_case(path)
    raise NotOpen(f"There is no client {case_id!r} in {place / 'cases'}.")
