"""The model's file: readable, small, and what training gives."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from rapport.coach.language import DATA
from rapport.coach.model import judge, weights

ROOT = Path(__file__).parents[3]


@pytest.mark.slow
def test_the_file_is_what_training_gives() -> None:
    """Does training anew give the committed weights, bit for bit?"""
    done = subprocess.run(
        [sys.executable, "-m", "tools.coach.train", "--check"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_weights_can_be_read() -> None:
    """Has every label an intercept and weights of three decimals at most, in the order of their names?"""
    for label, its in weights().items():
        assert round(its["intercept"], 3) == its["intercept"], label
        assert list(its["weights"]) == sorted(its["weights"]), label
        assert all(round(weight, 3) == weight for weight in its["weights"].values()), label


def test_a_judgement_says_why() -> None:
    """Does a judgement name the features that spoke for it, the strongest first?"""
    judged = judge("question", {"asks:wh:marked": 1.0, "asks-nothing": 0.0, "no such feature": 1.0})
    assert judged.because == ("asks:wh:marked",)
    assert judged.certainty > judge("question", {}).certainty


def test_size() -> None:
    """Do all language data take less than 2 MB?"""
    assert sum(path.stat().st_size for path in DATA.rglob("*.json")) < 2_000_000
