"""Who grades the chunks: this process, or several on this machine. A cluster's scheduler fits the same shape."""

from __future__ import annotations

import os
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
        from autograder.bulk.processes import in_processes  # noqa: PLC0415 - a small class is done before it is imported

        yield from in_processes(count, chunks)

    return work


def suited(submissions: int, jobs: int) -> Workers:
    """Return workers for a class of that size; for `jobs` 0, as many processes as there are processors.

    In the third of a second that starting processes takes, one grades a hundred submissions.
    """
    count = jobs or (os.cpu_count() or 1 if submissions > 100 else 1)
    return here if count == 1 else processes(count)
