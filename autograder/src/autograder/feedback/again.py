"""Write feedback pages once more, after a person has marked, commented, or opened the keys."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from autograder.bulk.kinds import Misuse, Places, Ungradable
from autograder.bulk.run import alone
from autograder.bulk.setup import Setup
from autograder.feedback.graded import page_of
from autograder.feedback.held import Held
from autograder.feedback.page import Pages
from autograder.feedback.sheet import sheet

BATCH = 200
"""Submissions of which the gradebook is asked at once."""


@dataclass
class Report:
    """What became of the pages.

    Attributes
    ----------
    written, unchanged : list of str
        Students whose page is new, and those whose page says what it said.
    failed : dict of str to str
        Why there is no page, by student.
    """

    written: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    failed: dict[str, str] = field(default_factory=dict)


def write_again(setup: Setup, *, every: bool = False, progress: Callable[[int], None] = lambda _: None) -> Report:
    """Bring the page of every graded submission to what the gradebook holds.

    Parameters
    ----------
    setup : Setup
        What the course is graded by.
    every : bool
        Write pages that say the same as before too.
    progress : function
        Told how many more are done.

    Raises
    ------
    Misuse
        If nothing is graded yet, or a run of grading is under way.
    """
    places, report = setup.places, Report()
    students = graded_students(places, setup.rules.name)
    if not students:
        raise Misuse(f"Nothing is graded yet. Run `autograder grade {setup.rules.name}` first.")
    pages = Pages(sheet(places.shelf.course, setup.rules.scheme, setup.rules.given))
    lock = places.work.with_suffix(".lock")
    lock.parent.mkdir(parents=True, exist_ok=True)
    with alone(lock, setup.rules.name), setup.book.alone():
        for start in range(0, len(students), BATCH):
            some = students[start : start + BATCH]
            held = setup.book.held(some)
            for student in some:
                _write(report, pages, places, student, held.get(student), every)
                progress(1)
    return report


def graded_students(places: Places, name: str) -> list[str]:
    """Return whose graded notebook is there."""
    return sorted(_graded(places.autograded, name))


def _graded(folder: Path, name: str) -> Iterator[str]:
    for notebook in folder.glob(f"*/{name}/{name}.ipynb"):
        if not notebook.parents[1].name.startswith("."):
            yield notebook.parents[1].name


def _write(report: Report, pages: Pages, places: Places, student: str, held: Held | None, every: bool) -> None:
    name = places.shelf.name
    graded = places.autograded / student / name
    if held is None:
        report.failed[student] = f"the gradebook has no such submission; run `autograder grade {name}`"
        return
    try:
        page = page_of(pages, graded / f"{name}.ipynb", student, held)
        changed = places.shelf.give(student, page, graded, every=every)
    except (Ungradable, OSError) as error:
        report.failed[student] = str(error.what if isinstance(error, Ungradable) else error)
        return
    (report.written if changed else report.unchanged).append(student)
