"""Writers that die in the middle of a word, and writers that write at the same time: no acknowledged answer is lost."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs fork and SIGKILL, which Windows lacks")

ROOT = Path(__file__).parents[3]


def run(job: str, journal: Path, *numbers: int) -> dict[str, Any]:
    command = [sys.executable, "-m", "tests.rapport.journal.writers", job, str(journal), *map(str, numbers)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    report: dict[str, Any] = json.loads(done.stdout)
    return report


def test_no_acknowledged_answer_dies_with_its_writer(tmp_path: Path) -> None:
    """After each of 200 kills at random points, is every answer there whose `append` had returned?"""
    report = run("killed", tmp_path / "abby.responses.jsonl", 200, 20260504)
    assert report["lost"] == []
    assert report["rounds"] == 200
    assert report["acknowledged"] > 200


def test_two_writers_lose_nothing(tmp_path: Path) -> None:
    """Are the answers of two processes that write at once all there, whole and in each one's order?"""
    report = run("together", tmp_path / "abby.responses.jsonl", 2, 400)
    assert report.pop("switches") > 0
    assert report == {"failed": [], "missing": 0, "there": 800, "faults": 0, "in order": True}
