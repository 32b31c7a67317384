"""Answers and keys in, marks out."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import numpy as np
import pytest

from autograder.keys import Scheme, find
from autograder.marking import marks, marks_for
from rapport.content.response import AnyResponse, BestAndWorst, BestReply, Dialogue, FreeText
from rapport.dialogue.outlook import outlook
from rapport.scoring import Result
from tests.autograder.course import FIXTURES, POINTS, event


@pytest.fixture(name="scheme")
def _scheme() -> Scheme:
    return find("mira", FIXTURES / "keys", FIXTURES / "solutions" / "mira")


def earned(scheme: Scheme, item: str, response: AnyResponse) -> float:
    return marks_for(scheme, item, event(item, response))


@pytest.mark.parametrize(("option", "expected"), [("sit-first", 2), ("no-worry", 1), ("clock", 0), ("next-time", 0)])
def test_best_reply(scheme: Scheme, option: str, expected: float) -> None:
    """Does a best reply earn its full points, an acceptable one half, and the others nothing?"""
    assert earned(scheme, "late-bus", BestReply(option=option)) == expected


def test_talk_with_somebody_else(scheme: Scheme) -> None:
    """Does a talk with another item's client earn nothing, however well it went?"""
    item = next(item.id for item in scheme.assignment.items if item.kind == "dialogue")
    other = next(iter(scheme.cases.values())).model_copy(update={"id": "somebody-else"})
    wider = replace(scheme, cases={**scheme.cases, other.id: other})
    best = outlook(other).best
    assert best is not None
    assert earned(wider, item, Dialogue(case=other.id, choices=best.choices)) == 0


def test_best_and_worst(scheme: Scheme) -> None:
    """Is each half of best and worst worth half of the points, for every pair of options?"""
    as_best = {"tell-me": 1.5, "what-name": 0.75, "new-cat": 0, "agree": 0}
    as_worst = {"agree": 1.5, "new-cat": 0.75, "what-name": 0, "tell-me": 0}
    for best, worst in permutations(as_best, 2):
        got = earned(scheme, "fine-really", BestAndWorst(best=best, worst=worst))
        assert got == as_best[best] + as_worst[worst]


@pytest.mark.parametrize(
    ("choices", "expected"),
    [
        (("choose", "brought"), 4),  # alliance 0.6167, above the goal
        (("there", "brought"), 2.2212),  # 0.4833, between 0.4 and 0.55
        (("wait", "there", "plans"), 0),
        (("choose",), 0),  # not brought to its end
        (("brought",), 0),  # not offered there
    ],
)
def test_dialogue(scheme: Scheme, choices: tuple[str, ...], expected: float) -> None:
    """Is a talk worth what its final alliance is, between the two marks of its goal?"""
    assert earned(scheme, "first-talk", Dialogue(case="mira", choices=choices)) == expected


def test_half_of_an_odd_sum(scheme: Scheme) -> None:
    """Are marks rounded to decimals that people read, where binary fractions are not exact?"""
    assert earned(scheme, "long-quiet", BestReply(option="fill")) == 0.35


def test_every_item_is_marked(scheme: Scheme) -> None:
    """Does an item without an answer get 0, and not go missing?"""
    given = {
        "late-bus": event("late-bus", BestReply(option="sit-first")),
        "own-words": event("own-words", FreeText(text="!")),
    }
    assert marks(scheme, given) == {**dict.fromkeys(POINTS, 0.0), "late-bus": 2.0, "own-words": 0.0}


@pytest.mark.parametrize("number", [np.float64, np.float32, np.int64, int, float])
def test_numpy(scheme: Scheme, number: type, monkeypatch: pytest.MonkeyPatch) -> None:
    """Is a mark a plain float, whatever kind of number points and score are?"""
    monkeypatch.setattr("autograder.marking.score", lambda *_: Result(number(1), ()))
    keys = [key.model_copy(update={"points": number(2)}) for key in scheme.keys.keys]
    mark = marks_for(replace(scheme, keys=scheme.keys.model_copy(update={"keys": keys})), "late-bus", None)
    assert type(mark) is float
    assert repr(mark) == "2.0"
