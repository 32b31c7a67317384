"""Collect what a class did in one assignment: marks from nbgrader's gradebook, answers from the submissions. Nothing is written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
from nbgrader.coursedir import CourseDirectory

from autograder.bulk import find
from autograder.bulk.kinds import Misuse
from autograder.bulk.setup import read_config
from autograder.cells import asked_item, marked_item, opened_name
from autograder.keys import NoKeys, Scheme
from autograder.keys import find as find_scheme
from autograder.report.answers import read_answers
from autograder.report.asked import Asked
from autograder.report.recorded import Recorded, read_gradebook
from autograder.restoring import GivenCell
from autograder.simulate.kinds import PREFIX
from autograder.simulate.run import is_simulated
from rapport.content import ContentError
from rapport.scoring.chance import chance


@dataclass(frozen=True)
class Collected:
    """What a class did in one assignment.

    Attributes
    ----------
    name, title : str
        The assignment, as its folder is named and as people read it.
    asked : tuple of Asked
        The cells that earn marks, in the notebook's order.
    marks : DataFrame
        A row a learner, a column a cell: points, NaN where there are none yet. The index is the learner's id.
    answered : DataFrame
        Of the same shape: whether there is an answer that fits the item; NA where that can't be known.
    choices : DataFrame
        A row for each choice: ``student``, ``item``, ``part``, ``choice``.
    learners : DataFrame
        A row a learner: ``simulated``, ``extra_credit``, ``late_penalty``.
    ungraded : int
        How many handed in and are not in the gradebook.
    unread : int
        How many are in the gradebook and their submission could not be found or read.
    changed : int
        How many have handed in answers that would earn other marks than those recorded.
    left_out : int
        How many simulated learners were left out.
    """

    name: str
    title: str
    asked: tuple[Asked, ...]
    marks: pd.DataFrame
    answered: pd.DataFrame
    choices: pd.DataFrame
    learners: pd.DataFrame
    ungraded: int = 0
    unread: int = 0
    changed: int = 0
    left_out: int = 0


def collect(root: Path, name: str, *, without_simulated: bool = False) -> Collected:
    """Collect the marks and answers of a class.

    Parameters
    ----------
    root : Path
        The course's folder, with nbgrader_config.py.
    name : str
        The assignment.
    without_simulated : bool
        Leave out learners that `autograder simulate` made.

    Raises
    ------
    Misuse
        If there is no such assignment, nobody's marks are recorded, or the keys can't be read; the text says what to do.
    """
    if not name or name.startswith(".") or Path(name).name != name or not name.isprintable():
        raise Misuse(f"{name!r} is no assignment's name. Give one such as abby.")
    config, _ = read_config(root.resolve())
    course = CourseDirectory(config=config, assignment_id=name)
    recorded = read_gradebook(course.db_url, name)
    submitted = Path(course.format_path(course.submitted_directory, "x", name)).parents[1]
    graded = recorded.learners.index
    simulated = {student: _is_simulated(submitted / student / name) for student in graded}
    kept = [student for student in graded if not (without_simulated and simulated[student])]
    if not kept:
        raise Misuse(_nobody(name, len(graded)))
    opened = next((found for cell in recorded.cells if cell.locked and (found := opened_name(cell.source))), name)
    scheme = _scheme(opened, config, Path(course.format_path(course.source_directory, ".", name)))
    asked = tuple(_asked(recorded, scheme))
    columns = [one.name for one in asked]
    folders = {student: submitted / student / name for student in kept}
    answers = read_answers(folders, asked, opened, recorded.automatic.to_dict("index"))
    waiting = set(find.students(submitted, name)) - set(graded)
    return Collected(
        name,
        scheme.assignment.title,
        asked,
        recorded.marks.reindex(index=kept, columns=columns).astype(float),
        pd.DataFrame(answers.fits, index=kept, columns=columns, dtype="boolean"),
        pd.DataFrame(answers.choices, columns=["student", "item", "part", "choice"]),
        recorded.learners.loc[kept].assign(simulated=[simulated[student] for student in kept]),
        ungraded=sum(not (without_simulated and _is_simulated(submitted / student / name)) for student in waiting),
        unread=answers.unread,
        changed=answers.changed,
        left_out=len(graded) - len(kept),
    )


def _nobody(name: str, simulated: int) -> str:
    if simulated:
        return (
            f"All {simulated} graded submissions of {name} are simulated. To report on them, leave --without-simulated out, or set "
            "WITHOUT_SIMULATED = False in the notebook."
        )
    return (
        f"No marks of {name} are recorded yet. Collect submissions and run `autograder grade {name}`, then come back."
    )


def _is_simulated(folder: Path) -> bool:
    """Return whether `autograder simulate` made a learner; where the submission is gone, the id says so."""
    return folder.parent.name.startswith(PREFIX) and (is_simulated(folder) or not folder.exists())


def _scheme(opened: str, config: Any, source: Path) -> Scheme:
    named = config.KeyedExecute.get("keys", "")
    try:
        return find_scheme(opened, Path(named).expanduser() if named else None, source)
    except (NoKeys, ContentError) as error:
        raise Misuse(str(error)) from None


def _asked(recorded: Recorded, scheme: Scheme) -> Iterator[Asked]:
    """Yield the cells that earn marks; a cell that a person marks is about the item it is named after, or else about the card above it."""
    above: str | None = None
    for cell in recorded.cells:
        if cell.metadata["grade"] or cell.metadata["task"]:
            named = cell.name if scheme.assignment.item(cell.name) else above
            yield _one(cell, scheme, marked_item(cell.source) if cell.kind == "code" else named)
        elif cell.locked and cell.kind == "code":
            above = asked_item(cell.source)


def _one(cell: GivenCell, scheme: Scheme, item_id: str | None) -> Asked:
    points = float(cell.metadata["points"])
    by_hand = bool(cell.metadata["task"] or cell.metadata["solution"])
    item = scheme.assignment.item(item_id) if item_id else None
    if item is None:
        return Asked(cell.name, points, by_hand)
    key = scheme.key(item.id)
    case = next(iter(scheme.cases_of(item.id).values()), None)
    try:
        guessing = chance(item, key)
    except TypeError:  # a talk or free text
        guessing = None
    return Asked(cell.name, points, by_hand, item, key, case, guessing)
