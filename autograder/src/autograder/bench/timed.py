"""Run a command as a user would, and take the time and the memory."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

import psutil  # type: ignore[import-untyped]

STRANGERS = ("JUPYTER", "IPYTHON", "PYTHON", "RAPPORT", "VIRTUAL_ENV")
"""Beginnings of variables that would bring in somebody's settings."""
EVERY = 0.2
"""Seconds between two looks at the memory."""


class BenchFailed(Exception):
    """A command that was to be measured did not do its work; the text says which and what it said."""


class Run(NamedTuple):
    """One run of a command.

    Attributes
    ----------
    seconds : float
        From start to end.
    megabytes : float
        The most memory that the process and all that it started had at one moment: the sum of their resident sets, in which memory
        that they share is counted for each. 0 where nobody looked.
    moments : tuple of float
        Seconds from the start until each awaited word was said.
    """

    seconds: float
    megabytes: float = 0.0
    moments: tuple[float, ...] = ()


def timed(
    command: Sequence[str],
    folder: Path,
    *,
    watched: bool = False,
    awaited: Collection[str] = (),
    accepted: Collection[int] = (0,),
) -> Run:
    """Run a command in a folder, with settings that are nobody's.

    Parameters
    ----------
    command : sequence of str
        What to run.
    folder : Path
        Where.
    watched : bool
        Whether to look at the memory.
    awaited : collection of str
        Words whose first appearance in what the command says is timed.
    accepted : collection of int
        Exit codes of a command that did its work.

    Raises
    ------
    BenchFailed
        If it ends with another exit code, or did not say an awaited word.
    """
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(STRANGERS)}
    home = folder / "home"
    home.mkdir(exist_ok=True)
    if hasattr(os, "sync"):
        os.sync()  # what an earlier run left to be written is not for this one to wait for
    start = time.perf_counter()
    with (
        subprocess.Popen(  # noqa: S603 - commands of our own making
            command,
            cwd=folder,
            env={**inherited, "HOME": str(home)},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
        ) as process,
        ThreadPoolExecutor(1) as listener,
    ):
        heard = listener.submit(_listen, process, awaited, start)
        peak = _watch(process) if watched else 0.0
        code = process.wait()
        seconds = time.perf_counter() - start
        said, moments = heard.result()
    if code not in accepted or len(moments) < len(awaited):
        name = " ".join(Path(part).name for part in command)
        raise BenchFailed(f"{name} ended with exit code {code} and said:\n{''.join(said)[-2000:]}")
    return Run(seconds, peak, tuple(moments.values()))


def _listen(
    process: subprocess.Popen[str], awaited: Collection[str], start: float
) -> tuple[list[str], dict[str, float]]:
    said: list[str] = []
    moments: dict[str, float] = {}
    for line in process.stdout or ():
        said.append(line)
        for word in awaited:
            if word not in moments and word in line:
                moments[word] = time.perf_counter() - start
    return said, moments


def _watch(process: subprocess.Popen[str]) -> float:
    peak = 0.0
    while process.poll() is None:
        peak = max(peak, _resident(process.pid))
        try:
            process.wait(EVERY)
        except subprocess.TimeoutExpired:
            continue
    return peak / 1e6


def _resident(pid: int) -> float:
    try:
        above = psutil.Process(pid)
        family = [above, *above.children(recursive=True)]
    except psutil.NoSuchProcess:
        return 0.0
    total = 0.0
    for one in family:
        try:
            total += one.memory_info().rss
        except psutil.NoSuchProcess:
            continue
    return total
