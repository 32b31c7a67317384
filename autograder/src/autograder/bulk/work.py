"""What a worker does: grade a chunk of submissions, one after another, and let none stop the others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from autograder.bulk import find, one, write
from autograder.bulk.find import Submission
from autograder.bulk.kinds import Outcome, Places, Rules, Task, Ungradable
from autograder.feedback.files import Shelf
from autograder.feedback.graded import written_in
from autograder.feedback.held import Held, foreseen, handed_in
from autograder.feedback.page import Pages
from autograder.feedback.sheet import sheet
from rapport.journal import Event, Fault, journal_path, read_bytes
from rapport.journal import read as read_journal


@dataclass(frozen=True)
class Chunk:
    """Some submissions, with all that is needed to grade them in another process or on another machine that sees the same files."""

    rules: Rules
    places: Places
    tasks: tuple[Task, ...]
    gives_feedback: bool = False


@dataclass(frozen=True)
class Known:
    """What a process remembers of an assignment from one chunk to the next.

    Attributes
    ----------
    rules : Rules
        As its first chunk brought them: what is remembered of answers hangs on the very object.
    pages : Pages
        Its feedback pages.
    """

    rules: Rules
    pages: Pages


def grade(chunk: Chunk) -> list[Outcome]:
    """Grade a chunk; never raises for what a student handed in."""
    known = _known(chunk.rules, chunk.places.shelf.course)
    pages = known.pages if chunk.gives_feedback else None
    return [_guarded(known.rules, chunk.places, task, pages) for task in chunk.tasks]


def chunks(rules: Rules, places: Places, tasks: Sequence[Task], size: int, gives_feedback: bool = False) -> list[Chunk]:
    """Return the tasks in chunks of that size."""
    parts = (tuple(tasks[start : start + size]) for start in range(0, len(tasks), size))
    return [Chunk(rules, places, part, gives_feedback) for part in parts]


_remembered: dict[tuple[str, str, frozenset[str], str], Known] = {}


def _known(rules: Rules, course: str) -> Known:
    # Which keys are withheld is no part of the digest, since no mark depends on it; a cluster's worker sees both before it ends.
    key = (rules.name, rules.digest, rules.scheme.keys.withheld, course)
    if key not in _remembered:
        if len(_remembered) > 4:
            _remembered.clear()
        _remembered[key] = Known(rules, Pages(sheet(course, rules.scheme, rules.given)))
    return _remembered[key]


def _guarded(rules: Rules, places: Places, task: Task, pages: Pages | None) -> Outcome:
    try:
        return _graded(rules, places, task, pages)
    except Ungradable as error:
        return Outcome(task.student, "failed", what=error.what, mend=error.mend)
    except RecursionError:
        return Outcome(task.student, "failed", what="the notebook is nested too deeply", mend="ask for it again")
    except MemoryError:
        return Outcome(task.student, "failed", what="the notebook needs more memory than there is", mend="look at it")
    except OSError as error:
        what = f"{error.filename or 'a file'}: {error.strerror or error}"
        return Outcome(task.student, "failed", what=what, mend="mend that, then grade again")
    except Exception as error:  # noqa: BLE001 - nothing that one student hands in may stop the others
        what = f"unexpected, {type(error).__name__}: {str(error)[:200]}"
        return Outcome(task.student, "failed", what=what, mend="report this, with the notebook")


def _graded(rules: Rules, places: Places, task: Task, pages: Pages | None) -> Outcome:
    submission = find.read(places, task.student, rules.name)
    digest = sha256(f"{rules.digest} {submission.digest}".encode()).hexdigest()
    if digest == task.known:
        return Outcome(task.student, "unchanged", digest)
    journalled, faults = _journal(places.submitted / task.student / rules.name, rules.opened, submission)
    marked = one.mark(rules, submission.notebook, journalled)
    folder, left_out = write.lay_aside(places, rules, submission, marked.file)
    unread = [f"{fault.where}: {fault.what}" for fault in faults]
    notes = (*submission.notes, *unread, *marked.amiss, *left_out)
    held, page = _page(pages, places.shelf, task, submission, marked) if pages else (None, None)
    return Outcome(
        task.student,
        "marked",
        digest,
        marked.marks,
        submission.timestamp,
        folder,
        len(marked.file),
        page,
        held,
        notes=notes,
    )


def _journal(folder: Path, opened: str, submission: Submission) -> tuple[list[Event], list[Fault]]:
    path = journal_path(folder, opened)
    held = submission.small.get(path.name)
    return read_journal(path) if held is None else read_bytes(held, path.name)


def _page(pages: Pages, shelf: Shelf, task: Task, submission: Submission, marked: one.Marked) -> tuple[Held, Path]:
    """Lay the feedback page aside, written for what the gradebook should hold once this is recorded; return that, and the page's folder."""
    cells = [part.cell for part in pages.sheet.parts if part.cell]
    marks, at = marked.marks, handed_in(submission.timestamp)
    held = foreseen(task.before, cells, marks.scores, marks.comments, at)
    page = pages.file(task.student, held, marked.answers, written_in(marked.notebook, pages.sheet))
    return held, shelf.lay_aside(page, submission.files, submission.small)
