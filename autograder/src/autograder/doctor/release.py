"""Checks that source, released assignment, exchange and gradebook are of one mind."""

from __future__ import annotations

import copy
import os
from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import nbformat
from nbgrader.preprocessors import ClearHiddenTests, ClearMarkScheme, ClearSolutions, IncludeHeaderFooter
from sqlalchemy.exc import SQLAlchemyError

from autograder.bulk.gradebook import Book
from autograder.bulk.kinds import Misuse
from autograder.doctor.course import Course, Finding, listed
from autograder.doctor.places import exchange_root
from autograder.release import ANSWER_FILES

Cells = Sequence[tuple[str, str]]
"""Kind and source of each cell."""


def released(course: Course) -> Iterator[Finding]:
    """Check that what students get is what the source makes today, notebook and files beside it."""
    for name in course.names:
        folder = course.released(name)
        mend = f"run `nbgrader generate_assignment {name} --force`, and hand it out again if students have the old one"
        if not folder.is_dir():
            if any(course.submitted.glob(f"*/{name}")):
                yield Finding(f"{name} was handed in, but is not released", course.shown(folder), mend)
            continue
        for path in sorted(course.source(name).glob("*.ipynb")):
            wanted = _cells(_as_released(course, path))
            there = folder / path.name
            if not there.is_file() or _cells(_read(there)) != wanted:
                yield Finding("this notebook is not what its source makes", course.shown(there), mend)
        old = [path for path, content in _beside(course, name) if _bytes(folder / path) != content]
        if old:
            what = f"files beside the notebook are missing or old: {listed(old)}"
            yield Finding(what, course.shown(folder), mend)


def handed_out(course: Course) -> Iterator[Finding]:
    """Check that what lies in the exchange is what is released."""
    root = exchange_root(course)
    for name in course.names if root else ():
        folder = Path(root or "", course.directory.course_id or "", "outbound", name)
        ours = course.released(name)
        if not (folder.is_dir() and ours.is_dir()):
            continue
        files = [path.relative_to(ours) for path in sorted(ours.rglob("*")) if path.is_file()]
        old = [str(path) for path in files if _bytes(folder / path) != _bytes(ours / path)]
        if old:
            mend = f"run `nbgrader release_assignment {name} --force`, and ask students to fetch it again"
            yield Finding(f"students get an older {name}: {listed(old)}", str(folder), mend)


def gradebook_cells(course: Course) -> Iterator[Finding]:
    """Check that the gradebook holds the cells and points of the source."""
    unknown: list[str] = []
    for name in course.names:
        path = course.source(name) / f"{name}.ipynb"
        if not path.is_file() or not course.released(name).is_dir():
            continue
        try:
            book = Book(course.directory.db_url, name)
        except (Misuse, SQLAlchemyError) as error:  # what else is wrong with the gradebook, its own check tells
            if "has no assignment" in str(error):
                unknown.append(name)
            continue
        book.close()
        known = {cell.name: (cell.source, float(cell.metadata.get("points", 0))) for cell in book.given}
        changed = sorted(_different(known, _given(_without_solutions(course, path))))
        if changed:
            mend = f"run `nbgrader generate_assignment {name} --force`; where students have handed in, rather put the source back"
            yield Finding(
                f"the gradebook holds other cells than the source: {listed(changed)}", course.shown(path), mend
            )
    if unknown:
        mend = f"run `nbgrader generate_assignment {unknown[0]} --force`, and so on; `make assignments` does it for all"
        yield Finding(f"the gradebook does not know {', '.join(unknown)}", course.gradebook_shown, mend)


def _different(known: dict[str, Any], wanted: dict[str, Any]) -> set[str]:
    return {name for name in known.keys() | wanted.keys() if known.get(name) != wanted.get(name)}


def _given(notebook: Any) -> dict[str, tuple[str, float]]:
    found = {}
    for cell in notebook["cells"]:
        told = cell["metadata"].get("nbgrader", {})
        if told.get("grade") or told.get("solution") or told.get("locked") or told.get("task"):
            found[told["grade_id"]] = (cell["source"], float(told.get("points", 0)))
    return found


def _without_solutions(course: Course, path: Path) -> Any:
    """Return the notebook as nbgrader notes it in the gradebook."""
    notebook = _read(path)
    for step in (IncludeHeaderFooter, ClearSolutions):
        notebook, _ = step(config=course.config).preprocess(notebook, {})
    return notebook


def _as_released(course: Course, path: Path) -> Any:
    notebook = _without_solutions(course, path)
    for step in (ClearHiddenTests, ClearMarkScheme):
        notebook, _ = step(config=course.config).preprocess(copy.deepcopy(notebook), {})
    return notebook


def _read(path: Path) -> Any:
    return nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]


def _cells(notebook: Any) -> Cells:
    return [(cell["cell_type"], cell["source"]) for cell in notebook["cells"]]


def _beside(course: Course, name: str) -> Iterator[tuple[str, bytes]]:
    """Yield the files that nbgrader copies from the source folder."""
    ignored = [*course.directory.ignore, "*.ipynb", ANSWER_FILES]
    for folder, folders, files in os.walk(course.source(name)):
        folders[:] = sorted(each for each in folders if not any(fnmatchcase(each, pattern) for pattern in ignored))
        for each in sorted(files):
            if not any(fnmatchcase(each, pattern) for pattern in ignored):
                path = Path(folder, each)
                yield str(path.relative_to(course.source(name))), path.read_bytes()


def _bytes(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None
