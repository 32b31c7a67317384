"""Grade all submissions of an assignment: workers mark, one writer records. See the package for the order and what it ensures."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from autograder.bulk import find, ledger, write
from autograder.bulk.gradebook import Known
from autograder.bulk.kinds import Misuse, Places, Task
from autograder.bulk.setup import Setup
from autograder.bulk.work import Chunk, chunks
from autograder.bulk.workers import Workers, here
from autograder.bulk.writer import Report, Writer, trash
from autograder.feedback.held import NOTHING

CHUNK = 25
"""Submissions that a worker takes at once: enough that handing over the keys costs little, few enough that a bar moves."""
BATCH = 200
"""Submissions recorded in one transaction."""

Progress = Callable[[int], None]
"""Called with how many more submissions are done."""


def grade(
    setup: Setup,
    *,
    force: bool = False,
    gives_feedback: bool = True,
    workers: Workers = here,
    progress: Progress = lambda _: None,
) -> Report:
    """Grade every submission of an assignment that is not graded yet or has changed.

    Ctrl-C stops it after what is under way; a second one at once.

    Parameters
    ----------
    setup : Setup
        From `setup.prepare`.
    force : bool
        Grade unchanged ones too.
    gives_feedback : bool
        Whether each graded submission gets its feedback page; old pages of what is graded anew go in any case.
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
    with alone(path.with_suffix(".lock"), name), setup.book.alone(), _stopping() as stopped:
        write.clear(*_own_folders(places))
        known = setup.book.known()
        held = _held(ledger.read(path), known, places, name)
        ledger.renew(path, held)
        before = setup.book.given_by_people() if gives_feedback else {}
        tasks = [
            Task(student, held[student].digest if student in held and not force else "", before.get(student, NOTHING))
            for student in everybody
        ]
        writer = Writer(setup, path, BATCH)
        parts = chunks(setup.rules, places, tasks, CHUNK, gives_feedback)
        for outcomes in workers(_until(stopped, parts)):
            writer.take(outcomes)
            progress(len(outcomes))
        writer.record()
        write.clear(*_own_folders(places))
    report = writer.report
    report.waiting = setup.book.waiting()
    report.left = len(everybody) - len(report.marked) - len(report.unchanged) - len(report.failed)
    report.failed.sort(key=lambda outcome: outcome.student)
    return report


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


def _own_folders(places: Places) -> tuple[Path, ...]:
    return places.work, trash(places), places.shelf.work, places.shelf.trash


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
def alone(path: Path, name: str) -> Iterator[None]:
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
