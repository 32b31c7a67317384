"""What a worker does: grade a chunk of submissions, one after another, and let none stop the others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from autograder.bulk import find, one, write
from autograder.bulk.kinds import Outcome, Places, Rules, Task, Ungradable
from rapport.journal import journal_path
from rapport.journal import read as read_journal


@dataclass(frozen=True)
class Chunk:
    """Some submissions, with all that is needed to grade them in another process or on another machine that sees the same files."""

    rules: Rules
    places: Places
    tasks: tuple[Task, ...]


def grade(chunk: Chunk) -> list[Outcome]:
    """Grade a chunk; never raises for what a student handed in."""
    return [_guarded(chunk.rules, chunk.places, task) for task in chunk.tasks]


def chunks(rules: Rules, places: Places, tasks: Sequence[Task], size: int) -> list[Chunk]:
    """Return the tasks in chunks of that size."""
    return [Chunk(rules, places, tuple(tasks[start : start + size])) for start in range(0, len(tasks), size)]


def _guarded(rules: Rules, places: Places, task: Task) -> Outcome:
    try:
        return _graded(rules, places, task)
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


def _graded(rules: Rules, places: Places, task: Task) -> Outcome:
    submission = find.read(places, task.student, rules.name)
    digest = sha256(f"{rules.digest} {submission.digest}".encode()).hexdigest()
    if digest == task.known:
        return Outcome(task.student, "unchanged", digest)
    journalled, faults = read_journal(journal_path(places.submitted / task.student / rules.name, rules.opened))
    marks, notebook, amiss = one.mark(rules, submission.notebook, journalled)
    folder, left_out = write.lay_aside(places, rules, submission, notebook)
    unread = [f"{fault.where}: {fault.what}" for fault in faults]
    notes = (*submission.notes, *unread, *amiss, *left_out)
    return Outcome(
        task.student,
        "marked",
        digest,
        marks,
        submission.timestamp,
        folder,
        len(notebook),
        notes=notes,
    )
