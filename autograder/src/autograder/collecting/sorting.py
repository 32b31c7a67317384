"""Sort what lies in the archive folder by whose it is."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path

from autograder.collecting.archive import MAX_BULK_ENTRIES, Entry, Refused, in_folder, in_zip, plain
from autograder.collecting.names import Owner, fits, named
from autograder.collecting.roster import Roster

NAMED = "say how the files are named, with --PlatformExtractor.platform=moodle or canvas"
Tell = Callable[[str, str, str], None]
"""Told who or what is in trouble, what is wrong, and what to do."""


@dataclass
class HandedIn:
    """What one person handed in, by the platform's account, and whether it says that it came late."""

    entries: list[Entry] = field(default_factory=list)
    late: bool = False


def by_owner(archive: Path, pattern: re.Pattern[str], opened: ExitStack, tell: Tell) -> dict[Owner, HandedIn]:
    """Return what lies in the folder and in the zips of a whole class there, by owner; `opened` keeps those zips open."""
    found: dict[Owner, HandedIn] = {}
    for entry in _all(archive, pattern, opened, tell):
        match = named(pattern, _as_folder(entry.path))
        if match is None:
            tell(plain("/".join(entry.path)), "its name does not tell whose it is", NAMED)
            continue
        given = found.setdefault(match.owner, HandedIn())
        given.entries.append(replace(entry, path=tuple(match.file.split("/"))))
        given.late = given.late or match.late
    return found


def by_student(found: Mapping[Owner, HandedIn], roster: Roster, tell: Tell) -> Iterator[tuple[str, HandedIn, bool]]:
    """Yield each student's id, what they handed in, and whether the gradebook knows them by what the platform calls them.

    Nobody gets what two people claim: in most platforms one can call oneself what one likes.
    """
    names = Counter(owner.name for owner in found)
    known = {owner: roster.find(owner) for owner in found}
    ids = {owner: student or _called(owner, names[owner.name] > 1) for owner, student in known.items()}
    claims = Counter(ids.values())
    for owner, handed_in in found.items():
        student = ids[owner]
        if not fits(student):
            what = "the name can't be a student's id, which is also a folder's name"
            tell(plain(str(owner)), what, "rename the file or folder to the student's id")
        elif claims[student] > 1:
            who = ", ".join(plain(str(other)) for other in found if ids[other] == student)
            mend = "ask them; then put each one's files into a folder named by the id, and collect as 'folders'"
            tell(plain(str(owner)), f"{who} all seem to be {plain(student)}", mend)
        else:
            yield student, handed_in, known[owner] is not None


def _all(archive: Path, pattern: re.Pattern[str], opened: ExitStack, tell: Tell) -> Iterator[Entry]:
    for entry in in_folder(
        archive, lambda path: tell(plain(path), "it can't be read", "give yourself the right to read it")
    ):
        if named(pattern, _as_folder(entry.path)) or not entry.name.casefold().endswith(".zip"):
            yield entry
            continue
        try:
            inner, notes = in_zip(opened.enter_context(entry.open()), MAX_BULK_ENTRIES)
        except (Refused, OSError) as error:
            told = error if isinstance(error, Refused) else Refused(f"it can't be read: {error.strerror}", "look at it")
            tell(plain(entry.name), told.what, told.mend)
            continue
        for note in notes:
            tell(plain(entry.name), note, "look at the zip: no platform makes such")
        yield from inner


def _as_folder(path: tuple[str, ...]) -> tuple[str, ...]:
    """Return a zip at the top as if it were the folder of its name, with the zip in it."""
    name = path[0]
    return (name[:-4], name) if len(path) == 1 and name.casefold().endswith(".zip") else path


def _called(owner: Owner, shared: bool) -> str:
    """Return the platform's own words for a person whom the gradebook does not know."""
    return str(owner) if shared or not owner.name else owner.name
