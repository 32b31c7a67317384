"""Read what a course is graded by: nbgrader's settings, the keys, and the instructor's cells."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass, replace
from hashlib import sha256
from importlib.metadata import version
from json import dumps
from pathlib import Path
from typing import Any

from jupyter_core.paths import jupyter_config_path
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config
from traitlets.config.loader import PyFileConfigLoader

from autograder.bulk import options
from autograder.bulk.gradebook import Book, Penalty
from autograder.bulk.kinds import Misuse, Places, Rules
from autograder.bulk.write import source_files
from autograder.cells import marked_item, opened_name
from autograder.feedback.files import Shelf
from autograder.keys import NoKeys, Scheme, find
from autograder.restoring import GivenCell
from rapport.content import ContentError

SETTINGS = "nbgrader_config.py"
HIDDEN = ".graded"
"""Our folder among the graded ones; nbgrader's patterns pass over hidden folders."""
STRUCTURE = os.path.join("{nbgrader_step}", "{student_id}", "{assignment_id}")
OURS = {"KeepReceipts", "RestoreCells", "KeyedExecute"}
NBGRADERS = {"ClearOutput", "DeduplicateIds", "OverwriteKernelspec", "OverwriteCells", "CheckCellMetadata", "Execute"}
NBGRADERS |= {"IgnorePattern", "ClearMetadataPreprocessor", "LimitOutput", "SaveAutoGrades", "AssignLatePenalties"}
"""The steps whose effects `one` has; a course that takes others must be graded by nbgrader itself."""


@dataclass(frozen=True)
class Setup:
    """What a course is graded by.

    Attributes
    ----------
    rules, places : Rules, Places
        For the workers.
    book : Book
        The gradebook.
    penalty : function or None
        What a late submission loses; None where the course assigns no penalties.
    excluded : frozenset of str
        Students whom the settings leave out.
    adds_students : bool
        Whether students who are not in the gradebook are added to it.
    """

    rules: Rules
    places: Places
    book: Book
    penalty: Penalty | None
    excluded: frozenset[str]
    adds_students: bool


def prepare(root: Path, name: str) -> Setup:
    """Read everything that grading needs.

    Raises
    ------
    Misuse
        If something is missing, or the assignment can't be graded without nbgrader itself.
    """
    root = root.resolve()
    config, settings = read_config(root)
    if not name or name.startswith(".") or Path(name).name != name or not name.isprintable():
        raise Misuse(f"{name!r} is no assignment's name. Give one such as abby.")
    course = CourseDirectory(config=config, assignment_id=name)
    classes = options.classes(config)
    autograde = classes.autograde(coursedir=course, config=config)
    _refuse_steps(autograde, course, config, name)
    source = Path(course.format_path(course.source_directory, ".", name))
    book = Book(course.db_url, name)
    try:
        rules = _rules(name, book, _keys(config), source)
        places = _places(course, autograde, classes.feedback(coursedir=course, config=config), source, name)
    except Misuse:
        book.close()
        raise
    rules = replace(rules, digest=_digest(rules, places, settings))
    excluded = frozenset(course.student_id_exclude.split(",")) if course.student_id_exclude else frozenset()
    penalty = _penalty(autograde, classes.penalties, config)
    return Setup(rules, places, book, penalty, excluded, autograde.create_student)


def read_config(root: Path) -> tuple[Config, bytes]:
    """Return the settings, read from where nbgrader reads them, and the files' content; raises `Misuse` where the course has none."""
    if not (root / SETTINGS).is_file():
        raise Misuse(f"There is no {root / SETTINGS}. Give the course's folder with --root.")
    config, content = Config(), b""
    for folder in (*reversed(jupyter_config_path()), str(root)):
        if (Path(folder) / SETTINGS).is_file():
            config.merge(PyFileConfigLoader(SETTINGS, path=folder).load_config())
            content += (Path(folder) / SETTINGS).read_bytes()
    return config, content


def _refuse_steps(autograde: Any, course: Any, config: Any, name: str) -> None:
    steps = {_name_of(step) for step in (*autograde.sanitize_preprocessors, *autograde.autograde_preprocessors)}
    refused = sorted(steps - OURS - NBGRADERS)
    refused += [hook for hook in ("pre_convert_hook", "post_convert_hook") if getattr(autograde, hook)]
    refused += ["ClearMetadataPreprocessor"] if config.ClearMetadataPreprocessor.get("enabled", False) else []
    refused += ["add_missing_cells"] if config.OverwriteCells.get("add_missing_cells", False) else []
    refused += ["directory_structure"] if course.directory_structure != STRUCTURE else []
    if refused:
        raise Misuse(
            f"The settings ask for what bulk grading does not do: {', '.join(refused)}. Use `nbgrader autograde {name}`, or take it out of "
            f"{SETTINGS}."
        )


def _name_of(step: Any) -> str:
    return step.rsplit(".", 1)[-1] if isinstance(step, str) else str(step.__name__)


def _keys(config: Any) -> Path | None:
    named = config.KeyedExecute.get("keys", "")
    return Path(named).expanduser() if named else None


def _rules(name: str, book: Book, keys: Path | None, source: Path) -> Rules:
    locked = [cell for cell in book.given if cell.locked and cell.kind == "code"]
    opened = next((found for cell in locked if (found := opened_name(cell.source))), name)
    try:
        scheme = find(opened, keys, source)
        for cell in book.given:
            if cell.metadata["grade"] and cell.kind == "code":
                _refuse_cell(scheme, cell, name)
    except (NoKeys, ContentError) as error:
        raise Misuse(str(error)) from None
    return Rules(name, opened, scheme, book.given, book.kernelspec, "")


def _refuse_cell(scheme: Scheme, cell: GivenCell, name: str) -> None:
    item = marked_item(cell.source) if cell.locked else None
    if item is None:
        raise Misuse(
            f"The graded cell {cell.name!r} is code of the instructor's own, which must run. Use `nbgrader autograde {name}`."
        )
    points, worth = float(scheme.key(item).points), float(cell.metadata["points"])
    if points > worth:
        raise Misuse(
            f"The cell {cell.name!r} has {worth:g} points, its key {points:g}, and nbgrader refuses marks above a cell's points. Give both the "
            f"same, then run `nbgrader generate_assignment {name}`."
        )


def _places(course: Any, autograde: Any, feedback: Any, source: Path, name: str) -> Places:
    submitted, autograded, given_back = (
        Path(course.format_path(step, "x", name)).parents[1]
        for step in (course.submitted_directory, course.autograded_directory, course.feedback_directory)
    )
    return Places(
        submitted=submitted,
        autograded=autograded,
        source=source,
        kept_back=frozenset(autograde.exclude_overwriting.get(name, [])),
        ignored=tuple(course.ignore),
        work=autograded / HIDDEN / f"{name}.work",
        mode=int(str(autograde.permissions), 8),
        shared=course.groupshared,
        shelf=Shelf(given_back, name, course.course_id, int(str(feedback.permissions), 8), course.groupshared),
    )


def _penalty(autograde: Any, kind: Any, config: Any) -> Penalty | None:
    if "AssignLatePenalties" not in {_name_of(step) for step in autograde.autograde_preprocessors}:
        return None
    step = kind(parent=autograde, config=config)
    if not step.enabled:
        return None
    assigned: Penalty = step.plugin_class(parent=step).late_submission_penalty
    return assigned


def _digest(rules: Rules, places: Places, settings: bytes) -> str:
    digest = sha256()
    for package in ("rapport", "rapport-autograder", "nbgrader"):
        digest.update(f"{package} {version(package)}\n".encode())
    for part in _parts(rules, places, settings):
        digest.update(b"%d " % len(part) + part)
    return digest.hexdigest()


def _parts(rules: Rules, places: Places, settings: bytes) -> Iterable[bytes]:
    yield settings
    yield f"{places.mode} {places.shared}".encode()
    yield dumps([[cell.name, cell.source, cell.metadata] for cell in rules.given], sort_keys=True).encode()
    yield dumps(dict(rules.kernelspec), sort_keys=True).encode()
    # Showing students more of the keys changes no mark, and must not ask for another look at marks that people gave.
    yield rules.scheme.keys.model_dump_json(exclude={"reveal": True, "keys": {"__all__": {"reveal"}}}).encode()
    # Items and cases are among the source files.
    for path, file in source_files(places.source, places.kept_back, places.ignored):
        yield path.encode()
        yield file.read_bytes()
