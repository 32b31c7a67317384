"""A simulated class: who is in it, what they answer, and what they earn."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from statistics import mean

import nbformat
import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.keys import Scheme
from autograder.marking import marks
from autograder.simulate.kinds import FLAWS, KINDS, SHARES, TRICKS, Kind, Refused, class_of, counted, read_shares
from autograder.simulate.run import DUE, Made, simulate
from autograder.submission import Answers, answers
from rapport.journal import read, receipts
from rapport.scoring.chance import chance


def answers_of(folder: Path) -> Answers:
    return answers(json.loads((folder / "mira.ipynb").read_bytes()), "mira", folder)


def earned(scheme: Scheme, into: Path, made: Made, kind: Kind) -> float:
    """Return the mean marks of a kind."""
    folders = [into / student.id / "mira" for student in made.students if student.kind == kind]
    return mean(sum(marks(scheme, answers_of(folder).given).values()) for folder in folders)


@given(st.integers(1, 500), st.lists(st.floats(0, 100), min_size=4, max_size=4).filter(lambda given: sum(given) > 1e-3))
def test_shares(number: int, given: list[float]) -> None:
    """Are there as many students of each kind as the shares say, to within one, and all in all as many as asked for?"""
    shares = dict(zip(KINDS, given, strict=True))
    counts = counted(number, shares)
    assert sum(counts.values()) == number
    assert all(abs(counts[kind] - number * shares[kind] / sum(given)) < 1 for kind in KINDS)


def test_default_shares() -> None:
    """Is a class of a hundred made up as announced, each under an id of its own?"""
    students = class_of(100, 1)
    assert Counter(student.kind for student in students) == SHARES
    assert [student.id for student in students[::99]] == ["simulated-0001", "simulated-0100"]
    assert len({student.id for student in students}) == 100


@pytest.mark.parametrize("text", ["honest", "honest=x", "lazy=3", "honest=1,honest=2", ""])
def test_shares_that_are_none(text: str) -> None:
    """Are shares that can't be read refused, with an example?"""
    with pytest.raises(Refused, match="honest=60"):
        read_shares(text)


@pytest.mark.parametrize("text", ["honest=0", "weak=-1,honest=3", "honest=nan", "honest=inf"])
def test_shares_without_a_class(text: str) -> None:
    """Are shares refused that no class can have?"""
    with pytest.raises(Refused, match="shares"):
        class_of(10, 1, read_shares(text))


@pytest.mark.parametrize("number", [0, -1, 100_001])
def test_class_sizes(number: int) -> None:
    """Is a class of nobody, and one that no machine holds, refused?"""
    with pytest.raises(Refused, match="--students"):
        class_of(number, 1)


def test_every_item_answered(forty: tuple[Path, Made], scheme: Scheme) -> None:
    """Do honest and weak students answer items of all kinds, the same in notebook and answer file?"""
    into, made = forty
    items = {item.id for item in scheme.assignment.items}
    assert {item.kind for item in scheme.assignment.items} >= {
        "rank",
        "classify",
        "rupture-turn",
        "dialogue",
        "free-text",
    }
    for student in made.students:
        if student.kind in ("honest", "weak"):
            found = answers_of(into / student.id / "mira")
            assert found.faults == ()
            assert found.given.keys() == items
            received, _ = receipts(into / student.id / "mira" / "mira.ipynb")
            assert {event.item: event for event in received} == found.given


def test_answers_fit(forty: tuple[Path, Made], scheme: Scheme) -> None:
    """Does each talk end, is each choice one that is offered, and each text one that the card takes?"""
    into, made = forty
    honest = [student for student in made.students if student.kind == "honest"]
    assert honest
    for student in honest:
        found = answers_of(into / student.id / "mira").given
        for item in scheme.assignment.items:
            response = found[item.id].response
            assert response.kind == item.kind
            if item.kind == "free-text":
                assert response.kind == "free-text"
                assert 20 < len(response.text) <= item.max_chars


def test_the_able_earn_more(forty: tuple[Path, Made], scheme: Scheme) -> None:
    """Do honest students earn clearly more than weak ones?"""
    into, made = forty
    assert earned(scheme, into, made, "honest") > earned(scheme, into, made, "weak") + 2


def test_weak_students_guess(scheme: Scheme, release: Path, tmp_path: Path) -> None:
    """Do weak students earn about what an answer picked at random earns?"""
    made = simulate(scheme, release, tmp_path, 150, 2, shares={"weak": 1})
    given = [answers_of(tmp_path / student.id / "mira").given for student in made.students]
    for item in scheme.assignment.items:
        key = scheme.key(item.id)
        if item.kind not in ("dialogue", "free-text"):
            got = mean(marks(scheme, found)[item.id] / key.points for found in given)
            assert got == pytest.approx(chance(item, key), abs=0.14), item.id


def test_careless_students(forty: tuple[Path, Made]) -> None:
    """Is each flaw there to be seen, and are answers lost from one of the two places only?"""
    into, made = forty
    careless = [student for student in made.students if student.kind == "careless"]
    assert {deed for student in careless for deed in student.deeds} == set(FLAWS)
    for student in careless:
        folder = into / student.id / "mira"
        assert (not read(folder / "mira.responses.jsonl")[0]) == ("no-answer-file" in student.deeds)
        assert (not receipts(folder / "mira.ipynb")[0]) == ("notebook-not-saved" in student.deeds)
        assert (len(answers_of(folder).given) < 9) == ("items-left-out" in student.deeds)
        late = (folder / "timestamp.txt").read_text() > f"{DUE:%Y-%m-%d %H:%M:%S.%f} UTC"
        assert late == ("late" in student.deeds)


def test_hostile_students(scheme: Scheme, release: Path, tmp_path: Path) -> None:
    """Do hostile students show each trick, in files that hold what they are meant to, and notebooks that nbformat opens?"""
    made = simulate(scheme, release, tmp_path, len(TRICKS), 4, shares={"hostile": 1})
    assert {deed for student in made.students for deed in student.deeds} == set(TRICKS)
    shows = {
        "script": ("mira.ipynb", b"application/javascript"),
        "forged-receipts": ("mira.ipynb", b'"text/plain": "20.0"'),
        "scores": ("mira.responses.jsonl", b'"score": 1.0'),
        "damaged-lines": ("mira.responses.jsonl", b"NaN"),
        "huge-text": ("mira.responses.jsonl", b"long " * 12_800),
        "copied-cells": ("mira.ipynb", b'"id": "copied-0"'),
        "changed-cells": ("mira.ipynb", b'"points": 1000'),
        "foreign-answers": ("mira.responses.jsonl", b"no-such-item"),
    }
    for student in made.students:
        folder = tmp_path / student.id / "mira"
        nbformat.read(folder / "mira.ipynb", as_version=4)
        for deed in student.deeds:
            name, held = shows[deed]
            assert held in (folder / name).read_bytes(), deed
