"""Run the fuzzing: so many inputs from one seed, spread over the targets; prints counts, times and findings as JSON."""

from __future__ import annotations

import argparse
import json
import resource
import shutil
import sys
import time
import traceback
import warnings
from collections.abc import Callable
from random import Random

from fuzz.inputs import drawn
from fuzz.targets import SCRATCH, TARGETS

SLOWEST = 2.0
"""Seconds of processor time that one input may take."""
MOST_MEMORY = 1_000_000_000
MANY = 20


def main() -> int:
    """Fuzz; the exit code is 1 if anything was found."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--inputs", type=int, default=10_000)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--only", choices=TARGETS)
    given = asked.parse_args()
    warnings.simplefilter("ignore")
    started = time.time()
    findings: list[dict[str, str]] = []
    told = {}
    for name, (target, share) in TARGETS.items():
        if given.only in (None, name):
            count = given.inputs if given.only else given.inputs * share // 100
            told[name] = _fuzz(name, target, count, Random(f"{given.seed} {name}"), findings)  # noqa: S311
            print(name, told[name], file=sys.stderr, flush=True)
    shutil.rmtree(SCRATCH)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    if memory > MOST_MEMORY:
        findings.append({"target": "all", "error": f"took {memory} bytes of memory", "input": ""})
    summary = {
        "seed": given.seed,
        "inputs": sum(found["inputs"] for found in told.values()),
        "minutes": round((time.time() - started) / 60, 1),
        "memory_mb": memory // 1_000_000,
        "targets": told,
        "findings": findings,
    }
    print(json.dumps(summary, indent=2))
    return 1 if findings else 0


def _fuzz(
    name: str, target: Callable[[bytes], bool], count: int, dice: Random, findings: list[dict[str, str]]
) -> dict[str, float]:
    """Throw so many inputs at one target; return how many, how many could be read, and the slowest's milliseconds."""
    slowest, readable, before = 0.0, 0, len(findings)
    for _ in range(count):
        raw = drawn(name, dice)
        began = time.process_time()
        error = ""
        try:
            readable += target(raw)
        except Exception:  # noqa: BLE001 - whatever it is, it is a finding
            error = traceback.format_exc()
        took = time.process_time() - began
        slowest = max(slowest, took)
        if took > SLOWEST:
            error = error or f"took {took:.1f} s"
        if error:
            findings.append({"target": name, "error": error[-1500:], "input": repr(raw[:3000])})
            if len(findings) - before >= MANY:
                break
    return {"inputs": count, "could_be_read": readable, "slowest_ms": round(slowest * 1000, 1)}


if __name__ == "__main__":
    sys.exit(main())
