"""Find what an assignment is marked by: its items, its keys, and the cases that it talks with.

Keys lie in a folder of their own, which may be a private repository: the setting ``KeyedExecute.keys``, the environment variable
``RAPPORT_KEYS``, or ``autograder/keys`` of the course. Items and cases lie in the assignment's source folder: ``RAPPORT_SOURCE/NAME``, or
``solutions/NAME`` of the course. Only where no source folder is found are they taken from beside the notebook.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from rapport.content import Assignment, Case, Keys, load_assignment, load_case, load_keys
from rapport.content.item import AnyItem, DialogueItem
from rapport.content.key import GradedKey

KEYS_VARIABLE = "RAPPORT_KEYS"
SOURCE_VARIABLE = "RAPPORT_SOURCE"


class NoKeys(LookupError):
    """An assignment can't be marked because something of it is not where it was looked for; the text is for the instructor."""


# Compared as the thing that it is and not by its many parts, so that marks can be remembered by it.
@dataclass(frozen=True, eq=False)
class Scheme:
    """What one assignment is marked by.

    Attributes
    ----------
    assignment : Assignment
        The items, as learners see them.
    keys : Keys
        Their keys; `find` has made sure that the two match.
    cases : mapping of case id to Case
        The clients of its dialogues.
    """

    assignment: Assignment
    keys: Keys
    cases: Mapping[str, Case]

    def item(self, item_id: str) -> AnyItem:
        """Return the item; raises `NoKeys` for an id that the assignment does not have."""
        item = self.assignment.item(item_id)
        if item is None:
            raise NoKeys(self._unknown(item_id))
        return item

    def key(self, item_id: str) -> GradedKey:
        """Return the item's key; raises `NoKeys` for an id that the assignment does not have."""
        key = self.keys.key(item_id)
        if key is None:
            raise NoKeys(self._unknown(item_id))
        return key

    def cases_of(self, item_id: str) -> Mapping[str, Case]:
        """Return the one case that the item talks with, so that a talk with another client can't stand in for it; else none."""
        item = self.item(item_id)
        return {item.case: self.cases[item.case]} if isinstance(item, DialogueItem) else {}

    def _unknown(self, item_id: str) -> str:
        known = ", ".join(item.id for item in self.assignment.items)
        return f"The assignment {self.assignment.assignment!r} has no item {item_id!r}. Correct the cell; the items are: {known}."


def find(name: str, keys: Path | None = None, source: Path | None = None, beside: Path | None = None) -> Scheme:
    """Find and load what the assignment `name` is marked by.

    Parameters
    ----------
    name : str
        The assignment, as its notebook names itself.
    keys : Path, optional
        The folder of ``NAME.yaml``; by default see the module.
    source : Path, optional
        The folder of ``items.yaml`` and ``cases``; by default see the module.
    beside : Path, optional
        The notebook's own folder, used for items and cases where there is no source folder.

    Raises
    ------
    NoKeys
        If the keys or the items are in none of the places.
    ContentError
        If a file is damaged, or items and keys don't match.
    """
    key_file = (keys or keys_folder()) / f"{name}.yaml"
    if not key_file.is_file():
        raise NoKeys(
            f"There are no keys for {name!r}: no file {key_file}. Put it there, or set {KEYS_VARIABLE} to the folder that holds it."
        )
    folders = [folder for folder in (source or source_folder(name), beside) if folder]
    folder = next((folder for folder in folders if (folder / "items.yaml").is_file()), None)
    if folder is None:
        looked = " or ".join(str(folder) for folder in folders) or "any known folder"
        raise NoKeys(
            f"There are no items for {name!r}: no items.yaml in {looked}. Set {SOURCE_VARIABLE} to the folder that holds {name}/."
        )
    files = [key_file, folder / "items.yaml", *sorted((folder / "cases").glob("*.yaml"))]
    return _load(key_file, folder, tuple(_stamp(file) for file in files))


def keys_folder() -> Path:
    """Return the folder of the keys: ``RAPPORT_KEYS``, or else the course's own."""
    if named := os.environ.get(KEYS_VARIABLE):
        return Path(named).expanduser()
    found = [root / "autograder" / "keys" for root in _roots()]
    return next((folder for folder in found if folder.is_dir()), found[0])


def source_folder(name: str) -> Path | None:
    """Return the folder of the assignment's items and cases: in ``RAPPORT_SOURCE``, or else in the course's ``solutions``."""
    if named := os.environ.get(SOURCE_VARIABLE):
        return Path(named).expanduser() / name
    found = (root / "solutions" / name for root in _roots())
    return next((folder for folder in found if folder.is_dir()), None)


def _roots() -> Iterator[Path]:
    """Yield what may be the course's root: around this package as installed for editing, then the working folder and those above it.

    The outermost comes first: a graded notebook works in a folder that a student filled, who could lay keys of their own into it.
    """
    yield Path(__file__).resolve().parents[3]
    here = Path.cwd()
    yield from reversed((here, *here.parents))


def _stamp(file: Path) -> tuple[str, int, int]:
    status = file.stat()
    return (str(file), status.st_mtime_ns, status.st_size)


@lru_cache(maxsize=16)
def _load(key_file: Path, folder: Path, _stamps: tuple[tuple[str, int, int], ...]) -> Scheme:
    """Load once for many submissions; the stamps, part of what is remembered by, make a changed file be read again."""
    assignment = load_assignment(folder / "items.yaml")
    wanted = {item.case for item in assignment.items if isinstance(item, DialogueItem)}
    cases = {case: load_case(folder / "cases" / f"{case}.yaml") for case in sorted(wanted)}
    return Scheme(assignment, load_keys(key_file, assignment), cases)
