"""The model's file: readable, small, and what training gives."""

from __future__ import annotations

import pytest

from rapport.coach.language import DATA
from rapport.coach.model import judge, weights
from tools.coach.train import train, utterances


@pytest.mark.slow
def test_the_file_is_what_training_gives() -> None:
    """Does training some labels anew give the committed weights, digit for digit? `tools.coach.train --check` does all."""
    some = ("open", "information-or-advice", "main:reflection", "behaviour:validation")
    assert train(utterances(), some)["labels"] == {label: weights()[label] for label in some}


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
