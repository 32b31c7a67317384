"""Grade all submissions of an assignment: workers mark, one writer records. See the package for the order and what it ensures."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from autograder.bulk import find, ledger, write
from autograder.bulk.gradebook import Entry, Known, PenaltyFailed, as_time
from autograder.bulk.kinds import Misuse, Outcome, Places, Task
from autograder.bulk.setup import Setup
from autograder.bulk.work import Chunk, chunks
from autograder.bulk.workers import Workers, here

CHUNK = 25
"""Submissions that a worker takes at once: enough that handing over the keys costs little, few enough that a bar moves."""
BATCH = 200
"""Submissions recorded in one transaction."""

Progress = Callable[[int], None]
"""Called with how many more submissions are done."""


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


def grade(setup: Setup, *, force: bool = False, workers: Workers = here, progress: Progress = lambda _: None) -> Report:
    """Grade every submission of an assignment that is not graded yet or has changed.

    Ctrl-C stops it after what is under way; a second one at once.

    Parameters
    ----------
    setup : Setup
        From `setup.prepare`.
    force : bool
        Grade unchanged ones too.
    workers : function
        Who marks.
    progress : function
        Told how many submissions are done.

    Raises
    ------
    Misuse
        If nothing was handed in, or another run grades the same assignment.
    """
    places, name = setup.places, setup.rules.name
    everybody = [student for student in find.students(places.submitted, name) if student not in setup.excluded]
    if not everybody:
        raise Misuse(f"Nothing was handed in: there is no {places.submitted}/STUDENT/{name}. Check the name.")
    path = places.work.with_suffix(".jsonl")
    path.parent.mkdir(parents=True, exist_ok=True)
    with _alone(path.with_suffix(".lock"), name), _stopping() as stopped:
        write.clear(places.work, _trash(places))
        known = setup.book.known()
        held = _held(ledger.read(path), known, places, name)
        ledger.renew(path, held)
        tasks = [Task(student, held[student].digest if student in held and not force else "") for student in everybody]
        writer = _Writer(setup, path)
        parts = chunks(setup.rules, places, tasks, CHUNK)
        for outcomes in workers(_until(stopped, parts)):
            writer.take(outcomes)
            progress(len(outcomes))
        writer.record()
        write.clear(places.work, _trash(places))
    report = writer.report
    report.waiting = setup.book.waiting()
    report.left = len(everybody) - len(report.marked) - len(report.unchanged) - len(report.failed)
    report.failed.sort(key=lambda outcome: outcome.student)
    return report


class _Writer:
    """The one that writes to the gradebook and moves graded folders to their places."""

    def __init__(self, setup: Setup, path: Path) -> None:
        self.report = Report()
        self._setup = setup
        self._path = path
        self._waiting: list[Outcome] = []
        self._allowed = None if setup.adds_students else setup.book.students()
        if setup.places.shared:
            write.share_root(setup.places.autograded)

    def take(self, outcomes: Iterable[Outcome]) -> None:
        for outcome in outcomes:
            if outcome.state == "marked":
                self._waiting.append(outcome)
            elif outcome.state == "unchanged":
                self.report.unchanged.append(outcome.student)
            else:
                self.report.failed.append(outcome)
        if len(self._waiting) >= BATCH:
            self.record()

    def record(self) -> None:
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
        finals = [places.autograded / outcome.student / name for outcome in outcomes]
        moved = [(write.take_away(final, _trash(places)), final) for final in finals]
        try:
            rows = self._setup.book.record(entries, self._setup.penalty)
        except PenaltyFailed:
            # Nothing was recorded; after any other error that is not sure, and the next run grades them again.
            for old, final in moved:
                if old:
                    old.rename(final)
            raise
        for outcome in outcomes:
            assert outcome.folder is not None  # since it was marked
            write.put(outcome.folder, places.autograded / outcome.student / name)
        ledger.append(self._path, [_entry(outcome, rows[outcome.student]) for outcome in outcomes])
        write.clear(_trash(places))
        for outcome in outcomes:
            self.report.marked.append(outcome.student)
            if outcome.notes:
                self.report.notes[outcome.student] = outcome.notes

    def _fail(self, student: str, what: str, mend: str) -> None:
        self.report.failed.append(Outcome(student, "failed", what=what, mend=mend))


def _entry(outcome: Outcome, row: Known) -> ledger.Entry:
    return ledger.Entry(outcome.student, outcome.digest, row.row, row.due, outcome.size)


def _held(
    entries: Mapping[str, ledger.Entry], known: Mapping[str, Known], places: Places, name: str
) -> dict[str, ledger.Entry]:
    """Return the entries that still hold: of this gradebook, due at the same time, and with the graded notebook in its place."""
    return {
        student: entry
        for student, entry in entries.items()
        if known.get(student) == Known(entry.row, entry.due)
        and _size(places.autograded / student / name / f"{name}.ipynb") == entry.size
    }


def _size(path: Path) -> int | None:
    try:
        return path.lstat().st_size
    except (OSError, ValueError):
        return None


def _trash(places: Places) -> Path:
    return places.work.with_suffix(".old")


def _until(stopped: threading.Event, parts: Iterable[Chunk]) -> Iterator[Chunk]:
    for part in parts:
        if stopped.is_set():
            return
        yield part


@contextmanager
def _stopping() -> Iterator[threading.Event]:
    """Take the first Ctrl-C as a wish to stop when what is under way is done; the second does what it always does."""
    stopped = threading.Event()
    if threading.current_thread() is not threading.main_thread():
        yield stopped
        return

    def stop(*_: object) -> None:
        stopped.set()
        signal.signal(signal.SIGINT, before)

    before = signal.signal(signal.SIGINT, stop)
    try:
        yield stopped
    finally:
        signal.signal(signal.SIGINT, before)


@contextmanager
def _alone(path: Path, name: str) -> Iterator[None]:
    """Keep a second run of the same assignment out; the lock goes with its process, however that ends."""
    try:
        import fcntl  # noqa: PLC0415 - Windows has none, and there nobody is kept out
    except ImportError:
        yield
        return
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise Misuse(f"Another run is grading {name!r}. Wait until it is done.") from None
        yield
    finally:
        os.close(descriptor)
