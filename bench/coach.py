"""What the coach costs: importing and loading it over importing rapport, and reading a reply of sixty words."""

from __future__ import annotations

import subprocess
from statistics import median, quantiles

from bench.figure import Figure, spread
from bench.places import Places

PAIRS = 9
GOAL_LOAD_MS = 400
GOAL_READ_MS = 15
GOAL_MB = 40
READINGS = 200
BASELINE = "from rapport import lesson, exercise"
OURS = f"{BASELINE}; from rapport.coach import read; read('I am tired.', 'You are tired. What helps?')"
LOADING = """
import time
start = time.perf_counter()
{statement}
print(1000 * (time.perf_counter() - start))
"""
READING = """
import time
from rapport.coach import read
client = "I haven't slept since the accident, and everybody tells me to pull myself together."
reply = (
    "It sounds like the nights are the worst, and on top of that you hear from everybody that you should pull yourself together. "
    "That makes sense to me, after what you went through. I wonder what happens when you lie there awake: what goes through your "
    "mind, and what do you do then? Take your time, there is no rush."
)
for number in range({readings}):
    said = reply.replace("nights", "nights" + " still" * (number % 3))
    start = time.perf_counter()
    read(client, said)
    print(1000 * (time.perf_counter() - start))
"""
SIZE = """
from pathlib import Path
import rapport.coach
files = (path.stat() for path in Path(rapport.coach.__file__).parent.rglob("*") if path.is_file())
print(sum(file.st_blocks * 512 for file in files) / 2**20)
"""


def measure(places: Places) -> list[Figure]:
    """Measure loading in fresh processes, in turn with the baseline, reading in one, and the size on disk."""
    _load(places, BASELINE), _load(places, OURS)  # caches the bytecode
    pairs = [(_load(places, BASELINE), _load(places, OURS)) for _ in range(PAIRS)]
    over = [ours - baseline for baseline, ours in pairs]
    baseline, ours = (median(pair[side] for pair in pairs) for side in (0, 1))
    note = f"{ours:.0f} over {baseline:.0f} ms, {ours / baseline:.2f} times; {spread(over)}"
    read = _numbers(places, READING.format(readings=READINGS))[1:]
    p95 = quantiles(read, n=20)[-1]
    return [
        Figure("Load of the coach, over import of rapport", "ms", median(over), GOAL_LOAD_MS, note),
        Figure("Reading 60 words, p95", "ms", p95, GOAL_READ_MS, f"median {median(read):.1f} ms; {spread(read, 1)}"),
        Figure(
            "Size of the coach", "MB", _numbers(places, SIZE)[0], GOAL_MB, "code, data and weights; no package besides"
        ),
    ]


def _load(places: Places, statement: str) -> float:
    return _numbers(places, LOADING.format(statement=statement))[0]


def _numbers(places: Places, program: str) -> list[float]:
    command = [str(places.learners_python), "-c", program]
    ran = subprocess.run(command, capture_output=True, text=True, check=True, cwd=places.work, env=places.environment())
    return [float(line) for line in ran.stdout.split()]
