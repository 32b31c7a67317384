"""`rapport audit`: what people earn who know nothing of the subject."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from rapport.audit import Audit, audit
from rapport.audit.answers import earned
from rapport.audit.learnt import bag_of_words
from rapport.audit.report import MOST, NEAR, Score
from rapport.audit.takers import TAKERS, Question
from rapport.cli import app
from rapport.content.item import ChoiceItem, ClassifyItem, Option, OrderItem
from rapport.content.key import ChoiceKey, ClassifyKey, Labelled, OrderKey, Placed, Verdict
from rapport.scoring.chance import chance
from tests.rapport.content.samples import ASSIGNMENT, CASE, KEYS

ROOT = Path(__file__).parents[3]
STEM = {"id": "x", "strategy": "respect", "skill": "s", "stem": "Which?"}
OPTIONS = [Option(id=name, says=name * 5) for name in ("a", "bb", "ccc", "dddd")]


def choice(kind: str, *ratings: int) -> tuple[ChoiceItem, ChoiceKey]:
    """Return an item whose options grow in length, with these ratings."""
    verdicts = {
        option.id: Verdict(rating=rating, feedback="f") for option, rating in zip(OPTIONS, ratings, strict=True)
    }
    item = ChoiceItem.model_validate({**STEM, "kind": kind, "options": OPTIONS})
    return item, ChoiceKey.model_validate({"item": "x", "points": 1, "basis": "b", "kind": kind, "options": verdicts})


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A course of one assignment."""
    files = {
        "solutions/ada/items.yaml": ASSIGNMENT,
        "solutions/ada/cases/ada.yaml": CASE,
        "autograder/keys/ada.yaml": KEYS,
    }
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return tmp_path


def test_no_naive_test_taker_gets_an_edge_in_our_course() -> None:
    """Do all takers lie near chance over the graded items of this repository, and below the most that one may earn anywhere?"""
    found = audit(ROOT)
    assert found.findings == []
    assert len(found.takers) >= 10


@pytest.mark.parametrize(
    ("taker", "score"), [("longest", 1.0), ("last", 1.0), ("shortest", 0.0), ("first", 0.0), ("question mark", 0.375)]
)
def test_a_taker_earns_what_its_rule_earns(taker: str, score: float) -> None:
    """Does a rule that hits earn all, one that misses nothing, and one without an opinion what chance earns?"""
    item, key = choice("best-reply", 0, 1, 2, 3)
    assert earned(item, key, TAKERS[taker]) == score
    assert chance(item, key) == 0.375


def test_best_and_worst() -> None:
    """Does a taker name its least liked option as the worst, and guess two different ones where it likes all alike?"""
    item, key = choice("best-and-worst", 0, 1, 2, 3)
    assert earned(item, key, TAKERS["longest"]) == 1
    assert earned(item, key, TAKERS["question mark"]) == pytest.approx(chance(item, key))


def test_orders() -> None:
    """Does a taker put options in the order of its liking, with ties guessed?"""
    placed = {option.id: Placed(place=place, feedback="f") for place, option in enumerate(OPTIONS, start=1)}
    item = OrderItem.model_validate({**STEM, "kind": "rank", "options": OPTIONS})
    key = OrderKey(item="x", points=1, basis="b", kind="rank", options=placed)
    assert earned(item, key, TAKERS["shortest"]) == 1
    assert earned(item, key, TAKERS["longest"]) == 0
    assert earned(item, key, TAKERS["question mark"]) == pytest.approx(chance(item, key))


def test_labels() -> None:
    """Does a taker name one label throughout?"""
    labelled = {option.id: Labelled(label="advice", feedback="f") for option in OPTIONS}
    labels = ["paraphrase", "advice", "reflection-of-feeling"]
    item = ClassifyItem.model_validate({**STEM, "kind": "classify", "labels": labels, "options": OPTIONS})
    key = ClassifyKey(item="x", points=1, basis="b", kind="classify", options=labelled)
    assert earned(item, key, TAKERS["shortest"]) == 1
    assert earned(item, key, TAKERS["longest"]) == 0
    assert chance(item, key) == pytest.approx(1 / 3)


def test_the_bag_of_words_learns() -> None:
    """Does the studying taker prefer the words that best options held?"""
    rule = bag_of_words([(Question(["tell me more", "you should rest", "you should eat"], ""), [True, False, False])])
    known = rule(Question(["you should go", "tell me"], ""))
    assert known[1] > known[0]


@pytest.mark.parametrize(
    ("taker", "better", "worse"),
    [
        ("echo", "Bread again, then.", "Do sit down, please."),
        ("sounds like", "It sounds like a long day.", "A long day."),
        ("most polite", "Please, do.", "Go on."),
        ("least absolute", "Some do.", "Everybody always does."),
        ("second person", "You and your day.", "The day."),
        ("shortest ending", "It was a long day for you. Stay.", "Stay. It was a long day for you."),
        ("plainest words", "I see it all.", "Understandably complicated."),
    ],
)
def test_rules_see_what_they_are_named_for(taker: str, better: str, worse: str) -> None:
    """Does each rule prefer what its name says?"""
    liked, other = TAKERS[taker](Question([better, worse], "I burnt the bread again."))
    assert liked > other


def test_a_finding_says_what_to_do(course: Path) -> None:
    """Is a course found out in which the longest option is always the best, and told so with the numbers?"""
    items = course / "solutions" / "ada" / "items.yaml"
    items.write_text(items.read_text().replace("You sound worn out by it.", "You sound really quite worn out by it."))
    found = audit(course)
    longest = next(taker for taker in found.takers if taker.taker == "longest")
    assert longest.items - found.chance.items > NEAR
    off = 100 * (longest.items - found.chance.items)
    assert any(f"'longest' is {off:+.1f} points from chance" in finding for finding in found.findings)


def test_both_limits_hold() -> None:
    """Is a taker found who strays from chance either way, or who earns too much of one assignment alone?"""
    chance_score = Score("chance", 0.3, {"ada": 0.3, "eva": 0.3})
    fine = Score("fine", 0.299 + NEAR, {"ada": MOST, "eva": 0.1})
    low = Score("low", 0.29 - NEAR, {"ada": 0.2, "eva": 0.2})
    lucky = Score("lucky", 0.35, {"ada": MOST + 0.01, "eva": 0.1})
    found = Audit(20, chance_score, [fine, low, lucky]).findings
    assert [finding.split("'")[1] for finding in found] == ["low", "lucky"]
    assert "'ada'" in found[1]


def test_the_command_prints_and_exits(course: Path, tmp_path: Path) -> None:
    """Does the command exit with 1 on findings and on an empty folder, with JSON where it is asked for?"""
    run = CliRunner().invoke(app, ["audit", "--root", str(course), "--json"])
    data = json.loads(run.stdout)
    assert (run.exit_code, data["items"], len(data["takers"])) == (1, 2, len(TAKERS) + 1)
    (tmp_path / "empty").mkdir()
    empty = CliRunner().invoke(app, ["audit", "--root", str(tmp_path / "empty")])
    assert empty.exit_code == 1
    assert "no graded items" in empty.output


def test_an_audit_can_be_repeated(course: Path) -> None:
    """Does the same course give the same audit twice, guesses included?"""
    assert audit(course) == audit(course)
