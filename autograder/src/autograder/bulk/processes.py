"""Worker processes on this machine."""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool

from autograder.bulk.kinds import Misuse, Outcome
from autograder.bulk.start import can_copy, collect_seldom, start_workers
from autograder.bulk.work import Chunk, grade

AHEAD = 3
"""Chunks that are handed over for each process, so that none waits for the next while the gradebook is written."""


def in_processes(count: int, chunks: Iterable[Chunk]) -> Iterator[list[Outcome]]:
    """Grade chunks in so many processes, and yield what became of each as soon as it is known.

    Raises
    ------
    Misuse
        If a process was killed, as when there is no memory left. What came back before is recorded.
    """
    start_workers(count)
    context = multiprocessing.get_context("forkserver" if can_copy() else "spawn")
    pool = ProcessPoolExecutor(count, mp_context=context, initializer=_begin)
    under_way: set[Future[list[Outcome]]] = set()
    try:
        for chunk in chunks:
            under_way.add(pool.submit(grade, chunk))
            if len(under_way) >= count * AHEAD:
                done, under_way = wait(under_way, return_when=FIRST_COMPLETED)
                yield from (future.result() for future in done)
        while under_way:
            done, under_way = wait(under_way, return_when=FIRST_COMPLETED)
            yield from (future.result() for future in done)
    except BrokenProcessPool:
        raise Misuse(
            "A process that graded was killed, perhaps for want of memory. Run the same command again, with --jobs 1 if that happens again."
        ) from None
    finally:
        pool.shutdown(cancel_futures=True)


def _begin() -> None:
    """Let Ctrl-C, which reaches every process of a terminal, stop nothing half done here; leave that to the writer."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    collect_seldom()
