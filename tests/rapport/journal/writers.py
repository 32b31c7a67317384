"""Processes that write a journal, to be killed or to be set against each other; started by `test_crashes`.

A process of its own forks the writers, since a test process may have threads, and since starting Python anew for every writer would
take minutes.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
from itertools import pairwise
from pathlib import Path

from rapport.journal import append, read
from tests.rapport.journal.answers import event, texts

WIDTH = 8


def killed(journal: Path, rounds: int, seed: int) -> dict[str, object]:
    """Kill a writer at a random point, `rounds` times, and return what it was told to be saved and is not there.

    The moment is one random number of answers and up to 2 ms on, so that kills fall before, into and after every system call.
    """
    chance = random.Random(seed)
    acknowledged, lost, faults = 0, [], 0
    for turn in range(rounds):
        reader, writer = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(reader)
            _write_for_ever(journal, turn, writer)
        os.close(writer)
        told = b"".join(os.read(reader, WIDTH) for _ in range(chance.randrange(4)))
        until = time.perf_counter() + chance.random() * 0.002
        while time.perf_counter() < until:
            pass
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        while more := os.read(reader, 4096):
            told += more
        os.close(reader)
        there = set(texts(journal))
        lost += [f"{turn}-{number}" for number in range(len(told) // WIDTH) if _text(turn, number) not in there]
        acknowledged += len(told) // WIDTH
        faults = len(read(journal)[1])
        if turn % 20 == 19:
            journal.unlink()
    return {"rounds": rounds, "acknowledged": acknowledged, "lost": lost, "faults": faults}


def together(journal: Path, writers: int, answers: int) -> dict[str, object]:
    """Let several processes write at once, and return what is missing or damaged afterwards."""
    gate_in, gate_out = os.pipe()
    children = []
    for turn in range(writers):
        child = os.fork()
        if child == 0:
            os.close(gate_out)
            os.read(gate_in, 1)
            for number in range(answers):
                append(journal, event(_text(turn, number), sequence=number))
            os._exit(0)
        children.append(child)
    os.close(gate_out)
    failed = [child for child in children if os.waitpid(child, 0)[1] != 0]
    there = texts(journal)
    wanted = [[_text(turn, number) for number in range(answers)] for turn in range(writers)]
    missing = sum(1 for mine in wanted for text in mine if text not in there)
    switches = sum(1 for one, next_one in pairwise(there) if one.split("-")[0] != next_one.split("-")[0])
    return {
        "failed": failed,
        "missing": missing,
        "there": len(there),
        "faults": len(read(journal)[1]),
        "in order": all([text for text in there if text in set(mine)] == mine for mine in wanted),
        "switches": switches,
    }


def _write_for_ever(journal: Path, turn: int, acknowledge: int) -> None:
    number = 0
    while True:
        append(journal, event(_text(turn, number), sequence=number))
        os.write(acknowledge, number.to_bytes(WIDTH, "big"))
        number += 1


def _text(turn: int, number: int) -> str:
    return f"{turn}-{number}-" + "ü" * (number * 977 % 5000)


if __name__ == "__main__":
    job, path, *numbers = sys.argv[1:]
    print(json.dumps({"killed": killed, "together": together}[job](Path(path), *map(int, numbers))))
