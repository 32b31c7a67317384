"""Graded cards: nothing of a key, a rating or feedback travels to the learner's browser."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from rapport.content import load_assignment, load_case, load_keys
from rapport.sitting import Sitting
from rapport.widgets import Card
from tests.rapport.content.samples import ASSIGNMENT, CASE, KEYS, RARER_ASSIGNMENT, RARER_KEYS, case_from, saved
from tests.rapport.widgets.cards import GOOD, RARER
from tests.rapport.wire import Wire

SOLUTIONS = Path(__file__).parents[3] / "solutions"
KEY_FOLDER = Path(__file__).parents[3] / "autograder" / "keys"
TELLING = {
    "rating",
    "feedback",
    "better",
    "basis",
    "others",
    "mark",
    "result",
    "right",
    "effect",
    "behaviours",
    "quality",
    "rubric",
    "points",
    "goal",
    "curve",
}
"""Fields that only practice fills."""


def strings(value: Any) -> Iterator[str]:
    """Yield every text in nested data."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield from strings(name)
            yield from strings(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from strings(inner)


def told(value: Any) -> Iterator[tuple[str, Any]]:
    """Yield every field that only practice fills, with what it holds."""
    if isinstance(value, dict):
        for name, inner in value.items():
            if name in TELLING and inner:
                yield name, inner
            yield from told(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from told(inner)


def sitting_of(folder: Path) -> Sitting:
    """Return a sitting with the assignment in a folder, as `exercise.open` makes it."""
    assignment = load_assignment(folder / "items.yaml")
    items = {item.id: item for item in assignment.items}
    return Sitting(
        assignment.assignment, folder, items, lambda case: load_case(folder / "cases" / f"{case}.yaml"), {}, False
    )


def answered(wire: Wire, card: Card) -> None:
    """Answer a card in some way, a talk to its end."""
    view = card.show()
    if view["kind"] == "dialogue":
        while not card.show()["ending"]:
            now = card.show()
            assert wire.say(card, type="choose", turn=len(now["turns"]), reply=now["options"][0]["id"]) is None
    elif view["kind"] in RARER:
        assert wire.say(card, **GOOD[view["kind"]]) is None
    elif "options" in view:
        best, worst = view["options"][0]["id"], view["options"][1]["id"]
        assert wire.say(card, type="answer", best=best, worst=worst) is None
    else:
        assert wire.say(card, **GOOD[view["kind"]]) is None


@pytest.fixture(params=["sample", "rarer", "john"])
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Path, Path]:
    """An assignment's folder, and the file of its keys."""
    if request.param == "rarer":
        saved(tmp_path, RARER_ASSIGNMENT, "items.yaml")
        return tmp_path, saved(tmp_path, RARER_KEYS, "keys.yaml")
    if request.param != "sample":
        (tmp_path / "items.yaml").write_bytes((SOLUTIONS / request.param / "items.yaml").read_bytes())
        (tmp_path / "cases").symlink_to(SOLUTIONS / request.param / "cases")
        return tmp_path, KEY_FOLDER / f"{request.param}.yaml"
    (tmp_path / "cases").mkdir()
    saved(tmp_path / "cases", CASE)
    saved(tmp_path, ASSIGNMENT, "items.yaml")
    return tmp_path, saved(tmp_path, KEYS, "keys.yaml")


def test_nothing_of_the_key_is_synced(wire: Wire, folder: tuple[Path, Path]) -> None:
    """Before and after answers, does no text of the key stand anywhere in a graded card's whole state or on its wire?"""
    place, key_file = folder
    sitting = sitting_of(place)
    public = (place / "items.yaml").read_text()
    keys = load_keys(key_file)
    secret = {text for text in strings(keys.model_dump()) if " " in text and text not in public}
    assert len(secret) > 5, "the keys hold nothing to look for"
    for item in sitting.items:
        card = sitting.ask(item)
        for moment in ("before", "after"):
            state = json.dumps(card.get_state(), ensure_ascii=False)
            assert [text for text in secret if text in state] == [], (item, moment)
            assert list(told(card.get_state())) == [], (item, moment)
            if moment == "before":
                answered(wire, card)
    sent = json.dumps(
        [what for kind, what in wire.sent if kind in ("view", "ack", "receipt", "receipt again")], ensure_ascii=False
    )
    assert [text for text in secret if text in sent] == []


def test_nothing_of_the_case_is_told_in_a_graded_talk(wire: Wire, tmp_path: Path) -> None:
    """Does a graded talk, to its end, keep the case's feedback and its better replies to itself?"""
    (tmp_path / "cases").mkdir()
    saved(tmp_path / "cases", CASE)
    saved(tmp_path, ASSIGNMENT, "items.yaml")
    card = sitting_of(tmp_path).ask("talk")
    answered(wire, card)
    replies = [reply for _, _, reply in case_from().replies()]
    state = json.dumps([card.get_state(), wire.all("view")], ensure_ascii=False)
    assert card.show()["ending"]["name"]
    for reply in replies:
        assert reply.feedback not in state
        assert reply.better is None or reply.better not in state


def test_the_search_would_find_a_leak(wire: Wire) -> None:
    """Does the same search find the feedback of a practice card?"""
    from rapport.content.response import BestAndWorst
    from rapport.widgets import ChoiceCard
    from tests.rapport.widgets.cards import Given, both

    item, key = both()
    card = ChoiceCard(item, BestAndWorst(best="rest", worst="tired"), Given().answer, key)
    assert {name for name, _ in told(card.get_state())} >= {"rating", "feedback", "better", "basis", "others"}
