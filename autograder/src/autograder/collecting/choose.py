"""Which notebook and which answer file count, of all that one student handed in."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from autograder.collecting.archive import MAX_DEPTH, MAX_ENTRIES, MAX_TOTAL, MAX_ZIP, Entry, Refused, in_zip, plain
from autograder.collecting.names import PATTERNS, named

ARCHIVES = (".rar", ".7z", ".gz", ".tgz", ".tar", ".xz", ".bz2")
_COPY = r"(?:[ _-]*copy)?(?:(?:[ _-]+|(?=\())\(?(?P<copy>\d{1,6})\)?)?"
"""What platforms, browsers and file managers add to the name of a second copy: abby-1, abby (1), abby-Copy1, abby copy."""


@dataclass
class Chosen:
    """What one student handed in.

    Attributes
    ----------
    files : dict of str to bytes
        The files to collect, by the name that nbgrader knows.
    notes : list of str
        What the instructor should know, a clause each.
    """

    files: dict[str, bytes] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


def choose(handed_in: Iterable[Entry], notebooks: Sequence[str]) -> Chosen:
    """Choose the files that count.

    Parameters
    ----------
    handed_in : iterable of Entry
        One student's files; zips among them are looked into.
    notebooks : sequence of str
        The assignment's notebooks, without extension.

    Raises
    ------
    Refused
        If none of them was handed in, or what was can't be read.
    """
    chosen = Chosen()
    opened = _Opened(chosen.notes)
    entries = opened.all(handed_in)
    _refuse_classes(entries)
    for notebook in notebooks:
        for wanted, extension in ((notebook, ".ipynb"), (f"{notebook}.responses", ".jsonl")):
            found = _copies(entries, wanted, extension)
            if not found and len(notebooks) == 1:
                found = _by_content(entries, notebook, extension, chosen.notes)
            if found:
                chosen.files[wanted + extension] = found[0].read()
                chosen.notes += _told(found, wanted + extension)
    if not chosen.files:
        if opened.refused:
            raise opened.refused
        there = ", ".join(plain(entry.name) for entry in entries[:3]) or "nothing"
        name = f"{notebooks[0]}.ipynb"
        raise Refused(
            f"there is no {name}; what came is: {there}", f"ask for {name} and {notebooks[0]}.responses.jsonl"
        )
    return chosen


class _Opened:
    """Looks into zips within zips, and keeps count over all of them."""

    def __init__(self, notes: list[str]) -> None:
        self._notes = notes
        self._files = 0
        self._bytes = 0
        self.refused: Refused | None = None
        """Why a zip was not looked into; what lies beside it may do."""

    def all(self, entries: Iterable[Entry], depth: int = 0) -> list[Entry]:
        found: list[Entry] = []
        for entry in entries:
            self._files += 1
            if self._files > MAX_ENTRIES:
                raise Refused(f"there are more than {MAX_ENTRIES} files", "ask for the assignment's folder alone")
            name = entry.name.casefold()
            if name.endswith(".zip"):
                try:
                    found += self._within(entry, depth)
                except Refused as error:
                    self.refused = error
                    self._notes.append(f"{plain(entry.name)} is passed over: {error.what}")
            else:
                found.append(entry)
                if name.endswith(ARCHIVES):
                    self._notes.append(
                        f"{plain(entry.name)} can't be looked into: ask for a zip or the files themselves"
                    )
        return found

    def _within(self, entry: Entry, depth: int) -> list[Entry]:
        if depth >= MAX_DEPTH:
            raise Refused(f"there are zips in zips, more than {MAX_DEPTH} deep", "ask for the files themselves")
        raw = entry.read(MAX_ZIP)
        self._bytes += len(raw)
        if self._bytes > MAX_TOTAL:
            raise Refused(f"there are more than {MAX_TOTAL // 1_000_000} MB of zips", "ask for the files themselves")
        entries, notes = in_zip(io.BytesIO(raw))
        self._notes += notes[:3]
        return self.all([replace(inner, path=(*entry.path, *inner.path)) for inner in entries], depth + 1)


def _refuse_classes(entries: Sequence[Entry]) -> None:
    """Refuse what a platform gave out for a whole class, where one student's files are expected."""
    for platform in ("moodle", "canvas"):
        pattern = re.compile(PATTERNS[platform])
        if len({match.owner for entry in entries if (match := named(pattern, entry.path))}) > 1:
            mend = f"collect with --PlatformExtractor.platform={platform}"
            raise Refused(f"these look like several students' files from {platform.capitalize()}", mend)


def _copies(entries: Sequence[Entry], stem: str, extension: str) -> list[Entry]:
    """Return the files of that name and copies of it: the newest first; of equally new ones the nearest to the top, then the last."""
    pattern = re.compile(re.escape(stem) + _COPY + re.escape(extension), re.IGNORECASE)
    found = [(entry, match) for entry in reversed(entries) if (match := pattern.fullmatch(entry.name))]
    found.sort(key=lambda pair: (pair[0].modified, int(pair[1]["copy"] or 0), -len(pair[0].path)), reverse=True)
    return [entry for entry, _ in found]


def _by_content(entries: Sequence[Entry], notebook: str, extension: str, notes: list[str]) -> list[Entry]:
    """Return files of another name that are this assignment's by what they hold."""
    name = re.escape(notebook).encode()
    opens = {".ipynb": rb"exercise\.open\(\\?[\"']%s\\?[\"']" % name, ".jsonl": rb'"notebook"\s*:\s*"%s"' % name}
    others = [entry for entry in entries if entry.name.casefold().endswith(extension)][:8]
    found = [entry for entry in others if re.search(opens[extension], entry.read())]
    found.sort(key=lambda entry: (entry.modified, -len(entry.path)), reverse=True)
    notes += [f"{plain(found[0].name)} is {notebook} under another name"] if found else []
    return found


def _told(found: Sequence[Entry], name: str) -> list[str]:
    if len(found) < 2:
        return []
    others = ", ".join(plain("/".join(entry.path)) for entry in found[1:3])
    return [f"{len(found)} copies of {name} came: {plain('/'.join(found[0].path))}, the newest, is taken, not {others}"]
