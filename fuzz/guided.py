"""Let atheris, which must be installed apart, look for inputs of one target that reach new code.

``PYTHONPATH=. python -m fuzz.guided event -runs=200000 -seed=1``; the rest of the line is libFuzzer's.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import atheris  # type: ignore[import-not-found]

with atheris.instrument_imports(include=["autograder", "rapport"]):
    from fuzz.inputs import SEEDS
    from fuzz.targets import TARGETS


def main() -> None:
    """Begin with the valid inputs."""
    name = sys.argv.pop(1)
    seeds = Path(tempfile.mkdtemp(prefix=f"seeds-{name}-"))
    for number, seed in enumerate(SEEDS[name]):
        (seeds / str(number)).write_bytes(seed)
    atheris.Setup([*sys.argv, str(seeds)], TARGETS[name][0])
    atheris.Fuzz()


if __name__ == "__main__":
    main()
