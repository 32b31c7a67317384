"""What chance earns: compared with all answers that there are, each marked."""

from __future__ import annotations

from itertools import permutations, product
from pathlib import Path

import pytest

from rapport.content import load_assignment, load_keys
from rapport.content.item import AnyItem, ClassifyItem
from rapport.content.key import AnyKey
from rapport.content.response import AnyResponse, BestAndWorst, BestReply, Classify, Order, RuptureTurn
from rapport.scoring import score
from rapport.scoring.chance import chance
from tests.rapport.content.samples import ASSIGNMENT, KEYS, RARER_ASSIGNMENT, RARER_KEYS, saved


def pairs(folder: Path, items: str, keys: str) -> dict[str, tuple[AnyItem, AnyKey]]:
    """Return the items of an assignment with their keys, by kind."""
    assignment = load_assignment(saved(folder, items, "items.yaml"))
    loaded = load_keys(saved(folder, keys, "keys.yaml"), assignment).keys
    return {item.kind: (item, next(key for key in loaded if key.item == item.id)) for item in assignment.items}


def every_answer(item: AnyItem) -> list[AnyResponse]:
    """Return all answers to an item that its card can send."""
    ids = [option.id for option in getattr(item, "options", [])]
    if item.kind == "best-reply":
        return [BestReply(option=option) for option in ids]
    if item.kind == "best-and-worst":
        return [BestAndWorst(best=best, worst=worst) for best, worst in permutations(ids, 2)]
    if item.kind in ("rank", "order-steps"):
        return [Order.model_validate({"kind": item.kind, "order": order}) for order in permutations(ids)]
    if item.kind == "rupture-turn":
        return [RuptureTurn(turn=turn) for turn in ids]
    assert isinstance(item, ClassifyItem)
    chosen = product(item.labels, repeat=len(ids))
    return [Classify(labels=dict(zip(ids, labels, strict=True))) for labels in chosen]


@pytest.mark.parametrize(
    ("kind", "expected"),
    [("best-reply", 0.5), ("rank", 5 / 18), ("order-steps", 5 / 18), ("classify", 1 / 3), ("rupture-turn", 0.5)],
)
def test_chance_is_the_mean_of_all_answers(tmp_path: Path, kind: str, expected: float) -> None:
    """Is it the mean score of every answer that there is, and the number that one works out by hand?"""
    found = {**pairs(tmp_path, ASSIGNMENT, KEYS), **pairs(tmp_path, RARER_ASSIGNMENT, RARER_KEYS)}
    item, key = found[kind]
    scores = [score(key, answer).score for answer in every_answer(item)]
    assert len(scores) > 2
    assert chance(item, key) == pytest.approx(sum(scores) / len(scores), abs=1e-4)
    assert chance(item, key) == pytest.approx(expected)


def test_best_and_worst_are_halved(tmp_path: Path) -> None:
    """For the best and the worst, is it the mean of all pairs?"""
    items, keys = (
        text.replace("kind: best-reply", "kind: best-and-worst").replace("rating: 2", "rating: 1")
        for text in (ASSIGNMENT, KEYS)
    )
    item, key = pairs(tmp_path, items, keys)["best-and-worst"]
    scores = [score(key, answer).score for answer in every_answer(item)]
    assert chance(item, key) == pytest.approx(sum(scores) / len(scores))


@pytest.mark.parametrize("kind", ["dialogue", "free-text"])
def test_what_is_not_drawn_from_a_bag_has_none(tmp_path: Path, kind: str) -> None:
    """Is a talk or a free text refused?"""
    with pytest.raises(TypeError, match=f"a {kind} has no score by chance"):
        chance(*pairs(tmp_path, ASSIGNMENT, KEYS)[kind])
