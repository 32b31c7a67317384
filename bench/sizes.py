"""How much disk the learner's environment takes."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from bench.figure import Figure
from bench.places import Places

GOAL_MB = 350
LARGEST = 8
MB = 1024 * 1024


def measure(places: Places) -> list[Figure]:
    """Add up what `du` adds up: the blocks of each file once, however many names it has."""
    blocks: Counter[str] = Counter()
    content = 0
    for part, status in _files(places.learner):
        blocks[part] += status.st_blocks * 512
        content += status.st_size
    largest = ", ".join(f"{part} {size / MB:.0f}" for part, size in blocks.most_common(LARGEST))
    note = f"{content / MB:.0f} MB of content; the largest: {largest}"
    return [Figure("Size of the learner's environment, as du says", "MB", blocks.total() / MB, GOAL_MB, note)]


def _files(folder: Path) -> Iterator[tuple[str, os.stat_result]]:
    seen: set[tuple[int, int]] = set()
    for here, _, names in os.walk(folder):
        for path in (Path(here), *(Path(here, name) for name in names)):
            status = path.lstat()
            if (status.st_dev, status.st_ino) not in seen:
                seen.add((status.st_dev, status.st_ino))
                yield _part(path.relative_to(folder)), status


def _part(path: Path) -> str:
    """Return the package to which a file belongs, or else the folder of the environment."""
    parts = path.parts
    if "site-packages" in parts[:-1]:
        return parts[parts.index("site-packages") + 1].partition("-")[0].removesuffix(".libs")
    return parts[0] if parts else "."
