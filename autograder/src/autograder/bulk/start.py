"""What makes the command start quickly: workers get ready meanwhile, and nothing is imported for nothing."""

from __future__ import annotations

import gc
import multiprocessing
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

READY = ["autograder.cli", "autograder.bulk.ready"]
"""What every worker needs; the first is what starts the command, which a new process looks at too."""
GRAMMARS = ("rfc3987_syntax", "rfc3986_validator", "isoduration")
"""What jsonschema checks web addresses and durations with, where they are installed. Nothing that grades has such things checked."""

SELDOM = 200_000
"""Objects after which Python looks for cycles, in place of its 700: grading makes hardly any, and looking cost a fifth of the time."""


def start_workers(jobs: int) -> None:
    """Have a process import what workers need, on a processor that is idle until the settings are read; they are copies of it.

    Does nothing where one process is enough, or where the system can't copy processes.
    """
    if counted(jobs) > 1 and can_copy():
        from multiprocessing import forkserver  # noqa: PLC0415 - Windows has none

        forkserver.set_forkserver_preload(READY)
        forkserver.ensure_running()


def collect_seldom() -> None:
    """Have this process look for cycles seldom, and never again among what it holds by now."""
    gc.freeze()
    gc.set_threshold(SELDOM)


def counted(jobs: int) -> int:
    """Return how many processes to use: as many as there are processors, unless told otherwise."""
    return jobs or os.cpu_count() or 1


def can_copy() -> bool:
    """Return whether the system can make a process by copying another."""
    return "forkserver" in multiprocessing.get_all_start_methods()


@contextmanager
def without_grammar() -> Iterator[None]:
    """Let jsonschema be imported as if those packages were not installed: they build grammars, which takes most of a second."""
    absent = [name for name in GRAMMARS if name not in sys.modules]
    sys.modules.update(dict.fromkeys(absent))  # type: ignore[arg-type]  # None is Python's own way to say that there is none
    try:
        yield
    finally:
        for name in absent:
            del sys.modules[name]
