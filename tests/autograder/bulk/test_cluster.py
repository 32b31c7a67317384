"""Grading on a Dask cluster: a scheduler and workers in processes of their own, some of which are killed."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from distributed.utils import json_load_robust
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from autograder.bulk import cluster, fitness, run, setup
from autograder.bulk.cli import MISUSE
from autograder.bulk.kinds import Outcome, Task
from autograder.bulk.work import Chunk
from autograder.cli import app
from tests.autograder.bulk.classes import bulk, everything, hand_in, submit, twin
from tests.autograder.course import Course, nbgraders_warnings

STARTING = 60
"""Seconds for the processes of a cluster to start on a busy machine."""
FATAL = "s00025-fatal"
"""The student over whose submission two workers die, each after it has laid the graded folder aside."""
DEADLY = f"""
import os, signal
from pathlib import Path
from autograder.bulk import find, write

read, lay_aside, deaths = find.read, write.lay_aside, Path(os.environ["DEATHS"])


def read_and_remember(places, student, *more):
    global current
    current = student
    return read(places, student, *more)


def lay_aside_and_die(*given):
    laid = lay_aside(*given)
    if current == {FATAL!r}:
        for death in ("first", "second"):
            try:
                (deaths / death).touch(exist_ok=False)
            except FileExistsError:
                continue
            os.kill(os.getpid(), signal.SIGKILL)
    return laid


def dask_setup(worker):
    find.read, write.lay_aside = read_and_remember, lay_aside_and_die
"""


@dataclass
class Cluster:
    """A scheduler's address, and its workers."""

    address: str
    deaths: Path
    workers: list[subprocess.Popen[bytes]]


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """Start a scheduler and three workers, of which two die over one submission."""
    folder = tmp_path_factory.mktemp("cluster")
    told, deadly, deaths = folder / "scheduler.json", folder / "deadly.py", folder / "deaths"
    deaths.mkdir()
    deadly.write_text(DEADLY)
    environment = {
        **os.environ,
        "DEATHS": str(deaths),
        "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "1",
        "DASK_TEMPORARY_DIRECTORY": str(folder),
    }
    log = (folder / "log").open("wb")

    def start(*arguments: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "dask", *arguments, "--no-dashboard", "--host", "127.0.0.1"]
        command += ["--scheduler-file", str(told)]
        return subprocess.Popen(command, env=environment, stdout=log, stderr=log, cwd=folder)

    scheduler = start("scheduler", "--port", "0")
    workers = [start("worker", "--no-nanny", "--nthreads", "1", "--preload", str(deadly)) for _ in range(3)]
    try:
        yield Cluster(json_load_robust(told, timeout=STARTING)["address"], deaths, workers)
    finally:
        for process in (*workers, scheduler):
            process.kill()
            process.wait()
        log.close()


def test_killed_workers(running: Cluster, course: Course, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With workers killed in the middle, are the marks those of one process, each recorded once, and nothing left lying about?"""
    for student in hand_in(course, 50):
        for copy in ("b", "c", "d"):
            folder = course.root / "autograder" / "submitted" / student
            shutil.copytree(folder, folder.with_name(student + copy))
    submit(course, FATAL)
    other = twin(course, tmp_path / "other")
    monkeypatch.setattr(run, "CHUNK", 10)
    monkeypatch.setattr(run, "BATCH", 45)
    before = bulk(other)
    started: list[Chunk] = []
    start = cluster._Cluster.start
    monkeypatch.setattr(cluster._Cluster, "start", lambda crew, chunk: started.append(chunk) or start(crew, chunk))
    with nbgraders_warnings():
        prepared = setup.prepare(course.root, "mira")
    report = run.grade(prepared, workers=cluster.on(running.address, prepared.places))
    prepared.book.close()
    assert sorted(path.name for path in running.deaths.iterdir()) == ["first", "second"]
    assert [worker.wait(STARTING) for worker in running.workers if worker.poll() is not None] == [-signal.SIGKILL] * 2
    assert len([chunk for chunk in started if any(task.student == FATAL for task in chunk.tasks)]) == 2
    assert sorted(report.marked) == sorted(before.marked)
    assert report.failed == before.failed
    assert everything(course) == everything(other)
    hidden = course.root / "autograder" / "autograded" / ".graded"
    assert sorted(path.name for path in hidden.iterdir()) == ["mira.jsonl", "mira.lock"]
    assert len((hidden / "mira.jsonl").read_text().splitlines()) == len(report.marked)


def command(course: Course, address: str) -> str:
    """Run the command, and return what it says when nothing could be graded."""
    submit(course, "ada")
    with nbgraders_warnings():
        result = CliRunner().invoke(app, ["grade", "mira", "--root", str(course.root), "--scheduler", address])
    assert result.exit_code == MISUSE, result.output
    return result.stderr


def test_the_command(running: Cluster, course: Course) -> None:
    """Does the command grade on the cluster?"""
    submit(course, "ada")
    with nbgraders_warnings():
        result = CliRunner().invoke(app, ["grade", "mira", "--root", str(course.root), "--scheduler", running.address])
    assert result.exit_code == 0, result.output
    assert "graded now" in result.output


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:1", "nonsense://x", "tcp://[", ""])
def test_nobody_answers(course: Course, monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    """Is it said how to start a cluster, where there is none at an address?"""
    monkeypatch.setattr(cluster, "CONNECTING", 0.2)
    told = command(course, address or " ")
    assert "No scheduler answers" in told
    assert "dask scheduler" in told


def test_no_certificates(course: Course) -> None:
    """Is it said what an encrypted connection lacks?"""
    assert "asks for certificates" in command(course, "tls://127.0.0.1:1")


def test_other_versions(running: Cluster, course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    """Is a cluster with other versions refused before anything is graded, and each difference named?"""
    monkeypatch.setattr(fitness, "versions", lambda: {"Python": "2.7", "rapport": "9.9"})
    told = command(course, running.address)
    assert "The scheduler can't be used: it has Python 3." in told
    assert "where this machine has 2.7; rapport 0" in told


def test_other_disk(running: Cluster, course: Course, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Is a worker that does not see the same files refused?"""
    monkeypatch.setattr(cluster, "_left_to_be_seen", lambda places: tmp_path / "elsewhere" / "seen")
    told = command(course, running.address)
    assert "The worker tcp://127.0.0.1:" in told
    assert "does not see the folder" in told


def test_a_worker_that_comes_late(
    running: Cluster, course: Course, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Is a worker that nobody asked before refused with its first chunk?"""
    monkeypatch.setattr(cluster, "_left_to_be_seen", lambda places: tmp_path / "elsewhere" / "seen")
    monkeypatch.setattr(cluster, "_refuse_unfit", lambda client, seen: None)
    assert "A worker can't be used: it does not see the folder" in command(course, running.address)


def test_what_a_worker_lacks(tmp_path: Path) -> None:
    """Is a worker told apart that has not the package, not the rights, or not the disk, and is a fit one not refused?"""
    assert "No module named 'autograder'" in cluster._told(ModuleNotFoundError("No module named 'autograder'"))
    seen = tmp_path / "seen"
    seen.touch()
    assert fitness.lacking(seen, fitness.versions()) == ""
    assert "does not see" in fitness.lacking(tmp_path / "unseen", fitness.versions())
    assert list(tmp_path.iterdir()) == [seen]


@dataclass
class Mortal:
    """A crew that finishes in any order, and dies over some students."""

    deadly: frozenset[str]
    unlucky: frozenset[str]
    dice: random.Random
    room: int = 4
    handed_out: list[Chunk] = field(default_factory=list)
    most: int = 0

    @property
    def under_way(self) -> int:
        return len(self.handed_out)

    def start(self, chunk: Chunk) -> None:
        self.handed_out.append(chunk)
        self.most = max(self.most, self.under_way)

    def has_room(self) -> bool:
        return self.under_way < self.room

    def next(self) -> tuple[Chunk, list[Outcome] | None]:
        together = {task.student for chunk in self.handed_out for task in chunk.tasks}
        chunk = self.handed_out.pop(self.dice.randrange(self.under_way))
        students = [task.student for task in chunk.tasks]
        # The unlucky ones are in a worker that dies over somebody else's submission.
        fatal = self.deadly | (self.unlucky if together - set(students) else frozenset())
        if fatal.intersection(students):
            return chunk, None
        return chunk, [Outcome(student, "unchanged") for student in students]


numbers = st.frozensets(st.integers(0, 29).map(str), max_size=6)


@given(numbers, numbers, st.integers(1, 9), st.randoms(use_true_random=False))
def test_deadly_submissions(deadly: frozenset[str], unlucky: frozenset[str], size: int, dice: random.Random) -> None:
    """Are exactly the submissions over which every worker dies given up, with all others graded once, and few handed out at once?"""
    rules: Any = None
    tasks = [Task(str(number)) for number in range(30)]
    chunks = [Chunk(rules, rules, tuple(tasks[start : start + size])) for start in range(0, 30, size)]
    crew = Mortal(deadly, unlucky, dice)
    outcomes = [outcome for done in cluster.share_out(chunks, crew) for outcome in done]
    assert sorted(int(outcome.student) for outcome in outcomes) == list(range(30))
    assert {outcome.student for outcome in outcomes if outcome.state == "failed"} == deadly
    assert crew.most <= crew.room
