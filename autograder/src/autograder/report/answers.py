"""What the submissions of a class answer, read with caps and without following links; nothing of a submission is run."""

from __future__ import annotations

import stat
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from autograder.marking import DIGITS
from autograder.report.asked import Asked, chosen
from rapport.content.item import FreeTextItem
from rapport.content.response import AnyResponse, FreeText
from rapport.journal import Event, journal_path, newest, read, receipts
from rapport.scoring import score


@dataclass
class Answered:
    """What a class answers.

    Attributes
    ----------
    fits : list of list
        A row a learner, an entry an item: whether there is an answer that fits it; None where that can't be known.
    choices : list of tuple
        Learner, item, part and choice.
    unread : int
        Submissions that could not be found or read.
    changed : int
        Submissions whose answers would earn other marks than those recorded.
    """

    fits: list[list[bool | None]] = field(default_factory=list)
    choices: list[tuple[str, str, str, str]] = field(default_factory=list)
    unread: int = 0
    changed: int = 0


@dataclass(frozen=True)
class _Judged:
    fits: bool
    marks: float
    choices: Mapping[str, str]


def read_answers(
    folders: Mapping[str, Path], asked: Sequence[Asked], opened: str, recorded: Mapping[str, Mapping[str, float]]
) -> Answered:
    """Read what each learner answers.

    Parameters
    ----------
    folders : mapping of str to Path
        Each learner's submission, ``STUDENT/NAME``.
    asked : sequence of Asked
        The items.
    opened : str
        The assignment, as its notebook names itself.
    recorded : mapping of str to mapping
        Each learner's automatic marks.
    """
    found = Answered()
    known: dict[tuple[str, str], _Judged] = {}  # most answers to an item are among few
    for student, folder in folders.items():
        given = _newest(folder, opened)
        if given is None:
            found.unread += 1
            found.fits.append([None] * len(asked))
            continue
        row = {one.name: _judged(one, given, known) for one in asked}
        found.fits.append([judged.fits if judged else None for judged in row.values()])
        found.choices += [
            (student, name, part, choice)
            for name, judged in row.items()
            if judged
            for part, choice in judged.choices.items()
        ]
        found.changed += _differ(asked, row, recorded.get(student, {}))
    return found


def _newest(folder: Path, opened: str) -> dict[str, Event] | None:
    """Return a submission's answers by item; None where there is no folder or no notebook to read."""
    try:
        plain = all(stat.S_ISDIR(path.lstat().st_mode) for path in (folder.parent, folder))
    except (OSError, ValueError):
        return None
    notebook = folder / f"{folder.name}.ipynb"
    if not plain or not notebook.exists():
        return None
    received, _ = receipts(notebook)
    journalled, _ = read(journal_path(folder, opened))
    return newest((*received, *journalled), opened)


def _judged(asked: Asked, given: Mapping[str, Event], known: dict[tuple[str, str], _Judged]) -> _Judged | None:
    if asked.item is None:
        return None
    event = given.get(asked.item.id)
    if event is None:
        return _Judged(False, 0.0, {})
    if isinstance(event.response, FreeText):
        return _Judged(isinstance(asked.item, FreeTextItem) and bool(event.response.text.strip()), 0.0, {})
    answer = (asked.name, event.response.model_dump_json())
    if answer not in known:
        known[answer] = _judge(asked, event.response)
    return known[answer]


def _judge(asked: Asked, response: AnyResponse) -> _Judged:
    assert asked.key is not None  # since there is an item
    result = score(asked.key, response, {asked.case.id: asked.case} if asked.case else {})
    marks = round(float(result.score) * float(asked.key.points), DIGITS)
    return _Judged(result.answered, marks, chosen(asked, response) if result.answered else {})


def _differ(asked: Sequence[Asked], row: Mapping[str, _Judged | None], recorded: Mapping[str, float]) -> bool:
    pairs = [
        (judged.marks, recorded[one.name])
        for one in asked
        if not one.by_hand and (judged := row[one.name]) and recorded.get(one.name) is not None
    ]
    return any(abs(marks - held) > 10**-DIGITS for marks, held in pairs)
