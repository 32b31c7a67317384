"""Grading again: what is skipped, what is not, and that an interrupted run leaves nothing half done."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from autograder.bulk import run, write
from autograder.bulk.gradebook import Book
from autograder.bulk.kinds import Outcome
from autograder.bulk.work import Chunk, grade
from autograder.bulk.workers import processes
from rapport.content.response import BestReply
from tests.autograder.bulk.classes import bulk, everything, gradebook, hand_in, submit, twin
from tests.autograder.course import Course, event, received

HONEST = received(event("late-bus", BestReply(option="sit-first")))


def shuffled(chunks: Iterable[Chunk]) -> Iterator[list[Outcome]]:
    """Work like a pool that finishes in any order, one submission at a time."""
    outcomes = [outcome for chunk in chunks for outcome in grade(chunk)]
    random.Random(7).shuffle(outcomes)
    return iter([[outcome] for outcome in outcomes])


@pytest.fixture(autouse=True)
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make a class of a few take several chunks and transactions."""
    monkeypatch.setattr(run, "CHUNK", 4)
    monkeypatch.setattr(run, "BATCH", 5)


def test_any_order_and_twice(course: Course, tmp_path: Path) -> None:
    """Do order, batches, processes and a second grading make no difference?"""
    hand_in(course, 24)
    other, third = twin(course, tmp_path / "other"), twin(course, tmp_path / "third")
    assert bulk(course).failed == bulk(other, workers=shuffled).failed == bulk(third, workers=processes(2)).failed
    once = everything(course)
    assert everything(other) == once
    assert everything(third) == once
    assert bulk(course).marked == []
    assert len(bulk(course, force=True).marked) == len(once[1])
    assert everything(course) == once


def _notebook(course: Course, folder: Path) -> None:
    text = (folder / "mira.ipynb").read_text()
    (folder / "mira.ipynb").write_text(text.replace("# Answer", "# Answers", 1))


def _answers(course: Course, folder: Path) -> None:
    (folder / "mira.responses.jsonl").write_bytes(event("long-quiet", BestReply(option="stay")).line() + b"\n")


def _time(course: Course, folder: Path) -> None:
    (folder / "timestamp.txt").write_text("2025-03-01 11:00:00 UTC")


def _keys(course: Course, folder: Path) -> None:
    keys = course.root / "autograder" / "keys" / "mira.yaml"
    keys.write_text(keys.read_text().replace("She is told off.", "She is scolded."))


def _items(course: Course, folder: Path) -> None:
    items = course.root / "solutions" / "mira" / "items.yaml"
    items.write_text(items.read_text() + "\n# looked through\n")


def _settings(course: Course, folder: Path) -> None:
    with (course.root / "nbgrader_config.py").open("a") as file:
        file.write("\nc.LateSubmissionPlugin.penalty_method = 'zero'\n")


def _extension(course: Course, folder: Path) -> None:
    with gradebook(course) as book:
        book.grant_extension("mira", "ada", hours=1)


def _graded_folder_gone(course: Course, folder: Path) -> None:
    write.clear(course.root / "autograder" / "autograded" / "ada")


def _row_gone(course: Course, folder: Path) -> None:
    with gradebook(course) as book:
        book.remove_submission("mira", "ada")


CHANGES = [_notebook, _answers, _time, _keys, _items, _settings, _extension, _graded_folder_gone, _row_gone]


@pytest.mark.parametrize("change", CHANGES)
def test_what_changed_is_graded_again(course: Course, change: Callable[[Course, Path], None]) -> None:
    """Is a submission graded again when anything that its marks depend on is another, and the result as if graded once?"""
    folder = submit(course, "ada", [HONEST])
    bulk(course)
    change(course, folder)
    assert bulk(course).marked == ["ada"]
    after = everything(course)
    bulk(course, force=True)
    assert everything(course) == after


def test_touched_files_are_unchanged(course: Course) -> None:
    """Is a submission whose files only have another time left alone?"""
    folder = submit(course, "ada", [HONEST])
    bulk(course)
    os.utime(folder / "mira.ipynb", (2_000_000_000, 2_000_000_000))
    assert bulk(course).unchanged == ["ada"]


MOMENTS: list[tuple[Any, str]] = [(write, "take_away"), (Book, "record"), (write, "put"), (run.ledger, "append")]


@pytest.mark.parametrize(("place", "step"), MOMENTS)
@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("call", [1, 2])
def test_killed(
    course: Course, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: Any, step: str, after: bool, call: int
) -> None:
    """Killed before or after any step, does each graded folder agree with the gradebook, and does the next run end well?"""
    students = hand_in(course, 9)
    bulk(course)
    old = everything(course)
    _pass_on(course, students)
    other = twin(course, tmp_path / "other")
    bulk(other)
    whole, calls = everything(other), 0
    assert all(old[1][student] != whole[1][student] for student in old[1])
    true = getattr(place, step)

    def dying(*given: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls == call and not after:
            raise SystemError("killed")
        made = true(*given)
        if calls == call:
            raise SystemError("killed")
        return made

    with monkeypatch.context() as patch:
        patch.setattr(place, step, dying)
        with pytest.raises(SystemError, match="killed"):
            bulk(course)
    rows, folders = everything(course)
    for student in (student for student, files in folders.items() if files):
        assert (rows[student], folders[student]) in [
            (old[0][student], old[1][student]),
            (whole[0][student], whole[1][student]),
        ]
    bulk(course)
    assert everything(course) == whole


def _pass_on(course: Course, students: list[str]) -> None:
    """Let every student hand in what their neighbour had handed in, so that marks and folders change for all."""
    submitted = course.root / "autograder" / "submitted"
    first = (submitted / students[0]).rename(submitted / ".first")
    for student, neighbour in pairwise(students):
        (submitted / neighbour).rename(submitted / student)
    first.rename(submitted / students[-1])


KILLED = """
import os, signal, sys
from itertools import pairwise
from pathlib import Path
from autograder.bulk import run, setup
run.CHUNK, run.BATCH = 4, 5
seen = 0
def progress(done):
    global seen
    seen += done
    if seen >= 8:
        os.kill(os.getpid(), getattr(signal, sys.argv[2]))
report = run.grade(setup.prepare(Path(sys.argv[1]), "mira"), progress=progress)
print(len(report.marked), report.left)
"""


def _interrupted(course: Course, how: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-W", "ignore", "-c", KILLED, str(course.root), how]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)


@pytest.mark.parametrize("how", ["SIGKILL", "SIGINT"])
def test_stopped_by_a_signal(course: Course, tmp_path: Path, how: str) -> None:
    """Does a run that is killed, or stopped with Ctrl-C, leave what the next run completes?"""
    hand_in(course, 24)
    other = twin(course, tmp_path / "other")
    stopped = _interrupted(course, how)
    if how == "SIGINT":
        done, left = map(int, stopped.stdout.split())
        assert left > 0
        assert stopped.returncode == 0
        assert done == len(everything(course)[1])
    else:
        assert stopped.returncode == -signal.SIGKILL
    already = everything(course)[1].keys()
    report = bulk(course)
    assert already == set(report.unchanged)
    bulk(other)
    assert everything(course) == everything(other)
