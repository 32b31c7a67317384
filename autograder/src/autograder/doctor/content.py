"""Checks of keys and items, and of what must not be where students look."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import nbformat

from autograder.cells import marked_item
from autograder.doctor.course import Course, Finding, listed
from autograder.keys import KEYS_VARIABLE, NoKeys, find
from autograder.release import ANSWER_FILES
from rapport.content import ContentError
from rapport.journal import MIME

OPEN_TO_STUDENTS = ("course",)
"""Folders that students get, beside the released assignments."""
_KEYS = (re.compile(r"^keys:", re.MULTILINE), re.compile(r"^assignment:", re.MULTILINE))
_HIDDEN = ("### BEGIN HIDDEN TESTS", "### BEGIN MARK SCHEME", "### BEGIN SOLUTION", "=== BEGIN MARK SCHEME")


def keys_place(course: Course) -> Iterator[Finding]:
    """Check that the folder of the keys is there."""
    if not course.keys.is_dir():
        set_by = (
            "the setting KeyedExecute.keys"
            if course.config.KeyedExecute.get("keys")
            else f"the variable {KEYS_VARIABLE}"
        )
        what = f"the folder of the keys, as {set_by} gives it, is not there"
        yield Finding(what, course.shown(course.keys), f"put the keys there, or set {KEYS_VARIABLE} to where they are")


def keys(course: Course) -> Iterator[Finding]:
    """Check that every assignment has items, cases, and keys that fit them."""
    if not course.keys.is_dir():
        return
    for name in course.names:
        try:
            find(name, course.keys, course.source(name))
        except NoKeys as error:
            yield Finding(str(error), name, "put the file where it is looked for")
        except ContentError as error:
            for problem in error.problems:
                where = f"{course.shown(problem.path)}:{problem.line} {problem.field}".rstrip()
                yield Finding(problem.problem, where, problem.mend)
        except OSError as error:
            what = f"{name} can't be marked: {error.strerror or error}"
            yield Finding(what, course.shown(Path(error.filename or course.source(name))), "look at the file")


def points(course: Course) -> Iterator[Finding]:
    """Check that cells are worth what their keys are: nbgrader refuses a mark above a cell's points, and can't know of a lower full mark."""
    for name in course.names:
        path = course.source(name) / f"{name}.ipynb"
        try:
            scheme = find(name, course.keys, course.source(name))
        except (NoKeys, ContentError, OSError):
            continue  # which its own check tells
        for cell in nbformat.read(path, as_version=4).cells if path.is_file() else ():  # type: ignore[no-untyped-call]
            told = cell.metadata.get("nbgrader", {})
            item = told.get("grade_id") if told.get("task") else marked_item(cell.source) if told.get("grade") else None
            key = scheme.keys.key(item) if item else None
            if item and key is None and not told.get("task"):
                what = f"a cell marks {item!r}, which {name} does not have"
                yield Finding(what, course.shown(path), "correct the cell, or add item and key")
            if key and float(told.get("points", 0)) != key.points:
                what = f"the cell of {item!r} has {float(told.get('points', 0)):g} points, its key {key.points:g}"
                yield Finding(what, course.shown(path), "give both the same")


def leaks(course: Course) -> Iterator[Finding]:
    """Check that students get no key, no hidden test, no model answer."""
    places = [course.released("."), *(course.root / name for name in OPEN_TO_STUDENTS)]
    if any(course.keys.is_relative_to(place) for place in places):
        what = "the folder of the keys lies where students get it"
        yield Finding(what, course.shown(course.keys), f"move it, and set {KEYS_VARIABLE} to where it is then")
    for place in places:
        for path in _files(place):
            what = _leak(path, released=place == places[0])
            if what:
                yield Finding(what, course.shown(path), "delete it, and from the exchange too if it was released")


def _files(place: Path) -> Iterator[Path]:
    for folder, folders, files in os.walk(place):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (Path(folder, name) for name in sorted(files))


def _leak(path: Path, released: bool) -> str:
    """Return what a file gives away; empty for nothing."""
    if released and path.match(ANSWER_FILES):
        return "an answer file would be handed out"
    if path.suffix not in {".yaml", ".yml", ".ipynb"}:
        return ""
    text = path.read_text(encoding="utf-8", errors="replace")
    if path.suffix != ".ipynb":
        return "this file holds an assignment's keys" if all(pattern.search(text) for pattern in _KEYS) else ""
    hidden = [marker.split("BEGIN ")[1].lower() for marker in _HIDDEN if marker in text]
    if hidden:
        return f"this notebook holds {listed(hidden)}"
    return "this notebook holds answers in its outputs" if released and MIME in text else ""
