"""Who grades the chunks: this process, or several on this machine. A cluster's scheduler fits the same shape."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterable, Iterator

from autograder.bulk.kinds import Outcome
from autograder.bulk.work import Chunk, grade

Workers = Callable[[Iterable[Chunk]], Iterator[list[Outcome]]]
"""Takes chunks one by one as there is room, and yields what became of each, in any order."""


def here(chunks: Iterable[Chunk]) -> Iterator[list[Outcome]]:
    """Grade in this process."""
    return map(grade, chunks)


def processes(count: int) -> Workers:
    """Return workers in so many processes of this machine."""

    def work(chunks: Iterable[Chunk]) -> Iterator[list[Outcome]]:
        from joblib import Parallel, delayed  # noqa: PLC0415 - a class of ten is done before it is imported

        parallel = Parallel(n_jobs=count, batch_size=1, return_as="generator_unordered")
        yield from parallel(delayed(_alone)(chunk) for chunk in chunks)

    return work


def suited(submissions: int, jobs: int) -> Workers:
    """Return workers for a class of that size; for `jobs` 0, as many processes as there are processors.

    Starting processes takes two to three seconds, in which one grades some 500 submissions.
    """
    count = jobs or (os.cpu_count() or 1 if submissions > 500 else 1)
    return here if count == 1 else processes(count)


def _alone(chunk: Chunk) -> list[Outcome]:
    # Ctrl-C reaches every process of the terminal; only the writer decides when to stop.
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    return grade(chunk)
