"""The keys of a whole course with the place of each in its file, and the mark of a panel written there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from autograder.raters.panel import Judged
from rapport.content import load_assignment, load_keys, load_practice
from rapport.content.item import AnyItem, SilenceItem
from rapport.content.key import AnyKey
from rapport.content.source import read_source


@dataclass(frozen=True)
class Placed:
    """A key, its item, and where its `basis` stands."""

    item: AnyItem | SilenceItem
    key: AnyKey
    path: Path
    place: tuple[str | int, ...]


def all_keys(root: Path) -> dict[tuple[str, str], Placed]:
    """Return every key below `root` by notebook and item: those of practice and, where they are, of assignments.

    Raises
    ------
    ContentError
        If a file is damaged.
    """
    found = {}
    for path in sorted((root / "course" / "practice").glob("*.yaml")):
        for index, item in load_practice(path).scored:
            found[path.stem, item.id] = Placed(item.item, item.key, path, ("items", index))
    for path in sorted((root / "autograder" / "keys").glob("*.yaml")):
        assignment = load_assignment(root / "solutions" / path.stem / "items.yaml")
        for index, key in enumerate(load_keys(path, assignment).keys):
            graded = assignment.item(key.item)
            if graded:
                found[path.stem, key.item] = Placed(graded, key, path, ("keys", index))
    return found


def write_panel(placed: Placed, judged: Judged) -> None:
    """Write into the key's file that a panel has confirmed it, or take that out where it no longer does.

    One line is added, changed or removed; all else in the file, comments too, stays as it is.
    """
    source = read_source(placed.path)
    lines = placed.path.read_text(encoding="utf-8").splitlines(keepends=True)
    basis = source.line_of((*placed.place, "basis")) - 1
    said = f"panel: {{raters: {judged.raters}, agreement: {judged.share:g}}}\n" if judged.confirmed else ""
    line = lines[basis][: len(lines[basis]) - len(lines[basis].lstrip())] + said if said else ""
    if placed.key.panel:
        lines[source.line_of((*placed.place, "panel")) - 1] = line
    elif line:
        lines.insert(basis, line)
    placed.path.write_text("".join(lines), encoding="utf-8")


def confirmed(keys: Iterable[Placed]) -> tuple[int, int]:
    """Return how many keys a panel has confirmed, and how many there are."""
    standing = [placed.key.panel is not None for placed in keys]
    return sum(standing), len(standing)
