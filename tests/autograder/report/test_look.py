"""The rules: what each lists, what it leaves alone, and when a finding is called clear."""

from __future__ import annotations

from dataclasses import replace

import pytest

from autograder.report.analysis import analyse
from autograder.report.collect import Collected
from autograder.report.look import RULES, Finding, judged, look
from autograder.report.words import looked
from rapport.content.item import ChoiceItem, RuptureItem, Turn
from rapport.content.key import ChoiceKey
from tests.autograder.report.classes import a_class, best_reply

CREDIT = {"right": 2.0, "fair": 1.0, "wrong": 0.0, "worse": 0.0, "": 0.0}


def taking(upper: list[str], middle: list[str], lower: list[str], times: int = 1) -> Collected:
    """Return a class in three parts, told apart by another item, that takes these options in turn."""
    taken = [option for part in (upper, middle, lower) for option in part * times]
    other = [rest for rest, part in ((9.0, upper), (5.0, middle), (1.0, lower)) for _ in part * times]
    marks = [[CREDIT[option], rest] for option, rest in zip(taken, other, strict=True)]
    answered = [[option != "", True] for option in taken]
    return a_class([best_reply("one"), best_reply("two", points=10)], marks, answered, {"one": taken})


def found_in(collected: Collected, item: str = "one") -> dict[str, Finding]:
    return {finding.rule: finding for finding in look(analyse(collected)) if finding.item == item}


GOOD = (
    ["right"] * 9 + ["fair"],
    ["right"] * 5 + ["fair", "fair", "wrong", "worse", "worse"],
    ["right"] * 2 + ["fair", "wrong", "worse"] * 2,
)


def test_a_good_item_is_left_alone() -> None:
    """Is an item that tells learners apart, with options that all draw somebody, not listed?"""
    assert found_in(taking(*GOOD, times=5)) == {}


@pytest.mark.parametrize(("times", "clear"), [(1, False), (10, True)])
def test_a_wrong_key(times: int, clear: bool) -> None:
    """Is a key that those who know most pass over in doubt, negative, and clear once enough learners say so?"""
    found = found_in(
        taking(
            ["wrong"] * 6 + ["right"] * 3 + ["worse"], ["wrong"] * 5 + ["right"] * 5, ["right"] * 9 + ["fair"], times
        )
    )
    assert {"key in doubt", "negative"} <= found.keys()
    assert found["key in doubt"].clear is clear
    assert found["negative"].clear
    assert "“The wrong reply.”" in found["key in doubt"].about


def test_only_what_leads_puts_the_key_in_doubt() -> None:
    """Where two choices pass the key, is only the one that leads named?"""
    found = [
        one
        for one in look(analyse(taking(["wrong"] * 6 + ["worse"] * 4, ["right"] * 10, ["right"] * 10, 4)))
        if one.rule == "key in doubt"
    ]
    assert [("wrong" in one.about, "60 % of the upper group" in one.about) for one in found] == [(True, True)]


def test_what_draws_the_upper_group() -> None:
    """Is a choice that earns nothing listed where those who know more make it more, and one that earns half not?"""
    upper, lower = ["right"] * 6 + ["wrong"] * 4, ["right"] * 5 + ["fair"] * 4 + ["worse"]
    found = found_in(taking(upper, ["right"] * 10, lower, 10))
    assert found["draws the upper group"].clear
    assert "40 % of the upper group, 0 % of the lower" in found["draws the upper group"].about
    halves = ["fair" if option == "wrong" else option for option in upper]
    assert "draws the upper group" not in found_in(taking(halves, ["right"] * 10, ["right"] * 10, 10))


@pytest.mark.parametrize(
    ("rule", "one"),
    [
        ("easy", ["right"] * 39 + ["wrong"]),
        ("hard", ["right"] * 8 + ["wrong"] * 32),
        ("no better than guessing", ["right", "wrong", "wrong", "worse"] * 10),
        ("left out", ["right"] * 20 + ["wrong"] * 12 + [""] * 8),
        ("unused option", ["right"] * 20 + ["fair"] * 10 + ["wrong"] * 10),
        ("weak", ["right", "wrong"] * 20),
    ],
)
def test_each_rule(rule: str, one: list[str]) -> None:
    """Does each rule list the item that breaks it, clearly in a class of 400, and with a source?"""
    asked = [
        replace(best_reply("one"), guessing=0.375 if rule == "no better than guessing" else None),
        best_reply("two"),
    ]
    taken = one * 10
    marks = [[CREDIT[option], place % 3] for place, option in enumerate(taken)]
    found = found_in(a_class(asked, marks, [[option != "", True] for option in taken], {"one": taken}))
    assert found[rule].clear
    assert RULES[rule].source


def test_few_learners_leave_options_unused() -> None:
    """Among fewer than 30 learners, is nothing made of an option that nobody chose?"""
    assert "unused option" in found_in(taking(["right"] * 10, ["fair"] * 10, ["wrong"] * 10))
    assert "unused option" not in found_in(taking(["right"] * 9, ["fair"] * 9, ["wrong"] * 9))


def test_turns_of_a_transcript_are_no_distractors() -> None:
    """Is nothing made of turns that nobody marks: they were not written to be marked?"""
    asked = best_reply("one")
    assert isinstance(asked.item, ChoiceItem)
    assert isinstance(asked.key, ChoiceKey)
    turns = [Turn(id=option.id, by="client", says=option.says) for option in asked.item.options]
    turns.insert(0, Turn(id="opening", by="therapist", says="Hello."))
    stem = asked.item.model_dump(exclude={"options", "kind"})
    item = RuptureItem(**stem, kind="rupture-turn", turns=turns)
    collected = taking(["right"] * 10, ["right"] * 10, ["fair"] * 10, 3)
    marked = replace(asked, item=item, key=asked.key.model_copy(update={"kind": "rupture-turn"}))
    moved = replace(
        collected,
        asked=(marked, *collected.asked[1:]),
        choices=collected.choices.assign(part="turn"),
    )
    assert "unused option" in found_in(collected)
    assert "unused option" not in found_in(moved)


def test_how_many_chance_would_bring() -> None:
    """Is it said how many findings are clear, and how many of so many figures chance alone may bring?"""
    analysis = analyse(taking(*GOOD, times=5))
    assert judged(analysis) == 2 + 2 + 2 + 2
    assert looked([], analysis) == "No item breaks a rule."
    findings = [Finding("one", "weak", ".10", clear) for clear in (True, False)]
    assert looked(findings, analysis).startswith("1 of 2 is clear")
    assert "8 figures are looked at, chance alone may bring fewer than one." in looked(findings, analysis)
