"""The one writer of a run: what workers made of submissions goes into the gradebook, and their folders to their places."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from autograder.bulk import ledger, write
from autograder.bulk.gradebook import Entry, PenaltyFailed, Recorded, as_time
from autograder.bulk.kinds import Outcome, Places
from autograder.bulk.setup import Setup
from autograder.feedback.files import share
from autograder.feedback.graded import page_of
from autograder.feedback.page import Pages, as_bytes, total, with_total
from autograder.feedback.sheet import sheet


@dataclass
class Report:
    """What became of every submission.

    Attributes
    ----------
    marked : list of str
        Students graded now.
    unchanged : list of str
        Students whose submission is what was graded before.
    failed : list of Outcome
        Submissions that could not be graded, with reasons.
    notes : dict of str to tuple of str
        What was amiss with graded ones, by student.
    waiting : int
        How many of the class, graded now or before, wait for a person's marks.
    left : int
        Submissions not looked at, since grading was stopped.
    """

    marked: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    failed: list[Outcome] = field(default_factory=list)
    notes: dict[str, tuple[str, ...]] = field(default_factory=dict)
    waiting: int = 0
    left: int = 0


class Writer:
    """The one that writes to the gradebook, and moves graded folders and feedback pages to their places.

    Parameters
    ----------
    setup : Setup
        What the course is graded by.
    path : Path
        The ledger.
    batch : int
        Submissions recorded in one transaction.

    Attributes
    ----------
    report : Report
        What became of the submissions so far.
    """

    def __init__(self, setup: Setup, path: Path, batch: int) -> None:
        self.report = Report()
        self._setup = setup
        self._path = path
        self._batch = batch
        self._waiting: list[Outcome] = []
        self._allowed = None if setup.adds_students else setup.book.students()
        if setup.places.shared:
            for root in (setup.places.autograded, setup.places.shelf.folder):
                root.mkdir(parents=True, exist_ok=True)
                share(root)
        self._pages = Pages(sheet(setup.places.shelf.course, setup.rules.scheme, setup.rules.given))

    def take(self, outcomes: Iterable[Outcome]) -> None:
        """Take what became of a chunk, and record as soon as there is enough to record."""
        for outcome in outcomes:
            if outcome.state == "marked":
                self._waiting.append(outcome)
            elif outcome.state == "unchanged":
                self.report.unchanged.append(outcome.student)
            else:
                self.report.failed.append(outcome)
        if len(self._waiting) >= self._batch:
            self.record()

    def record(self) -> None:
        """Record what waits; a student on whom the plugin for penalties fails stops nobody else."""
        entries, outcomes = self._entries()
        self._waiting = []
        try:
            self._write(entries, outcomes)
        except PenaltyFailed as error:
            for student, reason in error.reasons.items():
                self._fail(
                    student,
                    f"the late penalty could not be assigned: {reason}",
                    "mend the plugin in nbgrader_config.py",
                )
            well = [entry for entry in entries if entry.student not in error.reasons]
            self._write(well, [outcome for outcome in outcomes if outcome.student not in error.reasons])

    def _entries(self) -> tuple[list[Entry], list[Outcome]]:
        entries, outcomes = [], []
        for outcome in self._waiting:
            assert outcome.marks is not None  # since it was marked
            if self._allowed is not None and outcome.student not in self._allowed:
                self._fail(
                    outcome.student,
                    "no student of that id is in the gradebook",
                    "add them with `nbgrader db student add`",
                )
                continue
            try:
                entries.append(Entry(outcome.student, outcome.marks, as_time(outcome.timestamp)))
            except ValueError:
                mend = "write the time of handing in into it, such as 2026-01-31 12:00:00 UTC"
                self._fail(outcome.student, "timestamp.txt holds no time", mend)
                continue
            outcomes.append(outcome)
        return entries, outcomes

    def _write(self, entries: Sequence[Entry], outcomes: Sequence[Outcome]) -> None:
        """Bring gradebook and folders from one state to the next; at no moment is there a folder that the gradebook does not agree with."""
        if not entries:
            return
        places, name = self._setup.places, self._setup.rules.name
        # As plain text: making `Path` objects costs more than moving folders.
        finals = [os.path.join(places.autograded, outcome.student, name) for outcome in outcomes]
        shelved = [places.shelf.place(outcome.student) for outcome in outcomes]
        moved = [(write.take_away(final, trash(places)), final) for final in finals]
        moved += [(write.take_away(place, places.shelf.trash), place) for place in shelved]
        try:
            rows = self._setup.book.record(entries, self._setup.penalty)
        except PenaltyFailed:
            # Nothing was recorded; after any other error that is not sure, and the next run grades them again.
            for old, final in moved:
                if old:
                    os.rename(old, final)
            raise
        self._finish_pages(
            [one for entry, one in zip(entries, outcomes, strict=True) if one.page and not _settled(entry, one, rows)]
        )
        for outcome, final, place in zip(outcomes, finals, shelved, strict=True):
            assert outcome.folder is not None  # since it was marked
            write.put(outcome.folder, final)
            if outcome.page:
                write.put(outcome.page, place)
        ledger.append(self._path, [_entry(outcome, rows[outcome.student]) for outcome in outcomes])
        write.clear(trash(places), places.shelf.trash)
        for outcome in outcomes:
            self.report.marked.append(outcome.student)
            if outcome.notes:
                self.report.notes[outcome.student] = outcome.notes

    def _finish_pages(self, outcomes: Sequence[Outcome]) -> None:
        """Bring pages to what the gradebook holds by now: a penalty, or what somebody has given since the run began."""
        shelf = self._setup.places.shelf
        held = self._setup.book.held([outcome.student for outcome in outcomes]) if outcomes else {}
        for outcome in outcomes:
            assert outcome.page is not None
            assert outcome.folder is not None  # since it was marked
            now = held.get(outcome.student)
            if now is None:
                continue  # somebody has just removed it from the gradebook, so the next run grades it again
            if replace(now, penalty=None) != outcome.held:
                notebook = outcome.folder / f"{self._setup.rules.name}.ipynb"
                shelf.write(outcome.page, page_of(self._pages, notebook, outcome.student, now))
            elif now.penalty:
                path = shelf.page(outcome.page)
                page = with_total(path.read_bytes().decode(), total(self._pages.sheet, now))
                shelf.write(outcome.page, as_bytes(page))

    def _fail(self, student: str, what: str, mend: str) -> None:
        self.report.failed.append(Outcome(student, "failed", what=what, mend=mend))


def _settled(entry: Entry, outcome: Outcome, rows: Mapping[str, Recorded]) -> bool:
    """Return whether the gradebook can't but hold what the page was written for."""
    return outcome.held is not None and outcome.held.at == entry.timestamp and rows[entry.student].ours


def _entry(outcome: Outcome, row: Recorded) -> ledger.Entry:
    return ledger.Entry(outcome.student, outcome.digest, row.row, row.due, outcome.size)


def trash(places: Places) -> Path:
    """Return where old graded folders go until they are deleted."""
    return places.work.with_suffix(".old")
