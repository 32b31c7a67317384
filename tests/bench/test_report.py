"""The report of `make bench`."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from bench.figure import Figure

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("measured", "goal", "verdict"),
    [(100, 120, "met"), (120, 120, "met"), (121, 120, "missed"), (100, None, "no goal"), (None, 120, "not measured")],
)
def test_verdict(measured: float | None, goal: float | None, verdict: str) -> None:
    """Does the verdict say what the numbers say?"""
    assert Figure("Import", "ms", measured, goal).verdict == verdict


@pytest.mark.parametrize(("measured", "verdict"), [(299, "missed"), (300, "met"), (301, "met")])
def test_verdict_where_more_is_better(measured: float, verdict: str) -> None:
    """Is a goal met from its number on where more is better?"""
    assert Figure("Grading, times as fast", "x", measured, 300, more=True).verdict == verdict


def test_missing_environment_is_told(tmp_path: Path) -> None:
    """Without a learner's environment, does the report come all the same, and say how to get one?"""
    command = [sys.executable, "-m", "bench", "--json", "--only", "imports", "--learner", str(tmp_path / "nowhere")]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    [figure] = json.loads(ran.stdout)["figures"]
    assert figure["verdict"] == "not measured"
    assert "make bench" in figure["note"]


def test_size_counts_like_du(tmp_path: Path) -> None:
    """Is the size what `du` says, with a file of two names counted once?"""
    from bench.places import Places
    from bench.sizes import measure

    (tmp_path / "a").write_bytes(b"x" * 3_000_000)
    (tmp_path / "b").hardlink_to(tmp_path / "a")
    said = subprocess.run(["du", "-sk", str(tmp_path)], capture_output=True, text=True, check=True).stdout.split()[0]
    [figure] = measure(Places(tmp_path, tmp_path))
    assert figure.measured == pytest.approx(int(said) / 1024, abs=0.01)
