"""Worker processes on this machine."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator

import pytest

from autograder.bulk import processes
from autograder.bulk.kinds import Misuse
from autograder.bulk.processes import in_processes
from autograder.bulk.start import without_grammar


def _killed(_: object) -> list[object]:
    os.kill(os.getpid(), signal.SIGKILL)
    return []


def _doubled(number: int) -> list[int]:
    return [2 * number]


def test_killed_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    """Is the loss of a process told in words, with what to do, instead of waited for?"""
    monkeypatch.setattr(processes, "grade", _killed)
    with pytest.raises(Misuse, match=r"killed.*Run the same command again"):
        list(in_processes(2, [1, 2, 3]))  # type: ignore[list-item]


def test_chunks_are_taken_as_there_is_room(monkeypatch: pytest.MonkeyPatch) -> None:
    """Are all chunks graded, and never more handed over than a few for each process?"""
    monkeypatch.setattr(processes, "grade", _doubled)
    taken = 0

    def chunks() -> Iterator[int]:
        nonlocal taken
        for number in range(40):
            taken += 1
            yield number

    found = []
    for done, outcomes in enumerate(in_processes(2, chunks()), start=1):  # type: ignore[arg-type]
        found += outcomes
        assert taken - done <= 2 * processes.AHEAD
    assert sorted(found) == [2 * number for number in range(40)]  # type: ignore[type-var]


def test_grammar_is_left_out_for_a_moment() -> None:
    """Is jsonschema imported without its grammar, which others can import all the same afterwards?"""
    program = (
        "import sys\n"
        "from autograder.bulk.start import GRAMMARS, without_grammar\n"
        "with without_grammar():\n"
        "    import nbformat\n"
        "assert not {*GRAMMARS} & {*sys.modules} and 'jsonschema' in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True)
    with without_grammar():
        pass
