"""What importing rapport costs a notebook, over importing anywidget, which any card needs."""

from __future__ import annotations

import subprocess
from statistics import median

from bench.figure import Figure, spread
from bench.places import Places

PAIRS = 15
GOAL_MS = 120
# A kernel has imported IPython's shell before any cell runs.
PROGRAM = """
import IPython.core.interactiveshell
import time
wall, processor = time.perf_counter(), time.process_time()
{statement}
print(time.perf_counter() - wall, time.process_time() - processor)
"""
BASELINE = "import anywidget"
OURS = "from rapport import lesson, exercise"


def measure(places: Places) -> list[Figure]:
    """Import each in fresh processes of the learner's environment, in turn."""
    _milliseconds(places, BASELINE), _milliseconds(places, OURS)  # caches the bytecode
    pairs = [(_milliseconds(places, BASELINE), _milliseconds(places, OURS)) for _ in range(PAIRS)]
    wall = [ours[0] - baseline[0] for baseline, ours in pairs]
    processor = [ours[1] - baseline[1] for baseline, ours in pairs]
    baseline, ours = (median(pair[side][0] for pair in pairs) for side in (0, 1))
    note = f"{ours:.0f} over {baseline:.0f} ms; {spread(wall)}; {median(processor):.0f} ms of processor time"
    return [Figure("Import of rapport, over import of anywidget", "ms", median(wall), GOAL_MS, note)]


def _milliseconds(places: Places, statement: str) -> tuple[float, float]:
    command = [str(places.learners_python), "-c", PROGRAM.format(statement=statement)]
    ran = subprocess.run(command, capture_output=True, text=True, check=True, cwd=places.work, env=places.environment())
    wall, processor = ran.stdout.split()
    return 1000 * float(wall), 1000 * float(processor)
