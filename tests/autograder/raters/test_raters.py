"""`autograder raters`: from a panel's file to judgements on keys, and their mark in the course."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from autograder.cli import app
from autograder.raters.files import all_keys
from autograder.raters.panel import judge
from autograder.raters.ratings import RatingsError, read_ratings, sheet
from rapport.content.key import ChoiceKey, OrderKey, Placed, Verdict
from tests.rapport.content.samples import ASSIGNMENT, CASE, KEYS, PRACTICE

HEAD = "rater,notebook,item,option,rating\n"
KEY = ChoiceKey(
    item="flour",
    points=1,
    basis="b",
    kind="best-and-worst",
    options={
        "tired": Verdict(rating=3, feedback="f"),
        "rest": Verdict(rating=0, feedback="f", better="b"),
        "since-when": Verdict(rating=1, feedback="f", better="b"),
    },
)
RANK = OrderKey(
    item="flour",
    points=1,
    basis="b",
    kind="rank",
    options={name: Placed(place=at, feedback="f", better="b") for at, name in enumerate(("a", "b", "c"), start=1)},
)


def rated(notebook: str = "ada", **ratings: dict[str, int]) -> str:
    """Return a file in which each rater (by name) rates the options of the item `flour`."""
    rows = [
        f"{rater},{notebook},flour,{option},{rating}\n"
        for rater, own in ratings.items()
        for option, rating in own.items()
    ]
    return HEAD + "".join(rows)


AGREEING = {"tired": 3, "rest": 0, "since-when": 1}
FOR_REST = {"tired": 1, "rest": 3, "since-when": 0}


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A course of one lesson and one assignment that ask about flour."""
    files = {
        "course/practice/03-listening.yaml": PRACTICE,
        "solutions/ada/items.yaml": ASSIGNMENT,
        "solutions/ada/cases/ada.yaml": CASE,
        "autograder/keys/ada.yaml": KEYS,
    }
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return tmp_path


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "panel.csv"
    path.write_text(text)
    return path


def test_a_panel_that_agrees_confirms_a_key(tmp_path: Path) -> None:
    """Is a key confirmed when three raters rate its best highest and its worst lowest?"""
    ratings = read_ratings(written(tmp_path, rated(ann=AGREEING, bo=AGREEING, cy=AGREEING)))
    (judged,) = judge(ratings, {("ada", "flour"): KEY}).items
    assert (judged.confirmed, judged.raters, judged.share, judged.implied) == (True, 3, 1.0, "tired > rest")


@pytest.mark.parametrize(
    ("ratings", "doubt"),
    [
        ({"ann": AGREEING, "bo": AGREEING}, "only 2 rated all its options"),
        ({"ann": AGREEING, "bo": FOR_REST, "cy": FOR_REST}, "the ratings imply another key"),
        (
            {name: {"tired": 3, "rest": 0, "since-when": 3} for name in ("ann", "bo", "cy")},
            "its two best options are rated nearly alike",
        ),
        ({"ann": AGREEING, "bo": AGREEING, "cy": {"tired": 2, "rest": 3, "since-when": 1}}, "67 % agree with the key"),
    ],
)
def test_doubts_have_a_reason(tmp_path: Path, ratings: dict[str, dict[str, int]], doubt: str) -> None:
    """Does every item in doubt say why?"""
    (judged,) = judge(read_ratings(written(tmp_path, rated(**ratings))), {("ada", "flour"): KEY}).items
    assert not judged.confirmed
    assert any(said.startswith(doubt) for said in judged.doubts)


def test_a_tie_counts_in_part(tmp_path: Path) -> None:
    """Does a rater who rates two options highest count half?"""
    ratings = read_ratings(written(tmp_path, rated(ann={"a": 3, "b": 3, "c": 0}, bo={"a": 3, "b": 1, "c": 0})))
    (judged,) = judge(ratings, {("ada", "flour"): RANK}).items
    assert judged.share == 0.75


def test_a_ranking_is_implied_by_the_means(tmp_path: Path) -> None:
    """Do ratings of replies to be ranked imply an order of all of them?"""
    own = {"a": 3, "b": 0, "c": 1}
    (judged,) = judge(read_ratings(written(tmp_path, rated(ann=own, bo=own, cy=own))), {("ada", "flour"): RANK}).items
    assert (judged.key, judged.implied, judged.confirmed) == ("a > b > c", "a > c > b", False)


def test_what_the_course_does_not_have_is_told(tmp_path: Path) -> None:
    """Are ratings of unknown items and options named, and the others still judged?"""
    text = rated(ann=AGREEING) + "ann,ada,nowhere,x,3\n" + "ann,eva,flour,tired,3\n"
    found = judge(read_ratings(written(tmp_path, text)), {("ada", "flour"): KEY})
    assert len(found.items) == 1
    assert [sentence.split(":")[0] for sentence in found.strange] == ["ada", "eva"]
    odd = judge(read_ratings(written(tmp_path, rated(ann={"nothing": 1}))), {("ada", "flour"): KEY})
    assert (odd.items, odd.strange) == ((), ("ada, flour: there is no option 'nothing'; correct the id.",))


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("rater,item,option,rating\n", "1: the column 'notebook' is missing"),
        (HEAD + "ann,ada,flour,tired,4\n", "2: the rating is '4'"),
        (HEAD + "ann,ada,flour,tired,best\n", "2: the rating is 'best'"),
        (HEAD + ",ada,flour,tired,3\n", "2: the rater is empty"),
        (HEAD + "ann,ada,flour,tired,3\nann,ada,flour,tired,2\n", "3: 'ann' has rated this option above"),
        (HEAD + "ann,ada,flour,tired,\n", " there is no rating in it"),
        (HEAD, " there is no rating in it"),
    ],
)
def test_a_damaged_file_is_refused(tmp_path: Path, text: str, problem: str) -> None:
    """Is a file that can't be used refused with its line and what to do?"""
    with pytest.raises(RatingsError, match=problem):
        read_ratings(written(tmp_path, text))


def test_a_file_in_another_encoding_is_refused(tmp_path: Path) -> None:
    """Is a file that is not UTF-8 refused in words?"""
    path = tmp_path / "panel.csv"
    path.write_bytes(HEAD.encode() + b"ann,ada,fl\xfcr,tired,3\n")
    with pytest.raises(RatingsError, match="UTF-8"):
        read_ratings(path)


def test_a_sheet_can_be_filled_in_and_read(course: Path) -> None:
    """Does a sheet hold every option's words and no key, and read back once it is filled in?"""
    keys = all_keys(course)
    text = sheet("ada", [placed.item for (name, _), placed in keys.items() if name == "ada"])
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["option"] for row in rows if row["item"] == "flour"] == ["tired", "rest", "since-when"]
    assert "She feels heard" not in text
    filled = course / "filled.csv"
    filled.write_text(text.replace(",ada,flour,", "ann,ada,flour,").replace(",tired,,", ",tired,3,"))
    assert read_ratings(filled) == {("ada", "flour"): {"tired": {"ann": 3}}}


def test_a_sheet_holds_no_formula() -> None:
    """Can words that begin like a spreadsheet's formula do nothing there?"""
    from rapport.content.item import ChoiceItem, Option

    item = ChoiceItem(
        id="x",
        kind="best-reply",
        strategy="respect",
        skill="s",
        stem="=1+1",
        options=[Option(id=name, says=f"@{name}") for name in ("a", "b", "c")],
    )
    assert "'=1+1" in sheet("ada", [item])
    assert "'@a" in sheet("ada", [item])


@pytest.mark.parametrize("notebook", ["ada", "03-listening"])
def test_confirmed_keys_are_marked_and_unmarked(course: Path, notebook: str) -> None:
    """Does --apply mark a confirmed key in its file, change nothing else there, and take the mark out when doubt comes?"""
    before = {path: path.read_text() for path in course.rglob("*.yaml")}
    yes = written(course, rated(notebook, ann=AGREEING, bo=AGREEING, cy=AGREEING))
    run = CliRunner().invoke(app, ["raters", str(yes), "--root", str(course), "--apply"])
    assert run.exit_code == 0
    assert "confirmed" in run.output
    placed = all_keys(course)[notebook, "flour"]
    assert placed.key.panel is not None
    assert (placed.key.panel.raters, placed.key.panel.agreement) == (3, 1.0)
    assert "3 raters" in placed.key.standing
    changed = [path for path, text in before.items() if path.read_text() != text]
    assert changed == [placed.path]
    no = written(course, rated(notebook, ann=FOR_REST, bo=FOR_REST, cy=FOR_REST))
    CliRunner().invoke(app, ["raters", str(no), "--root", str(course), "--apply"])
    assert {path: path.read_text() for path in course.rglob("*.yaml")} == before


def test_the_command_prints_json_and_fails_on_strangers(course: Path) -> None:
    """Does the command print JSON, and exit with 1 where a rating belongs to no item?"""
    path = written(course, rated(ann=AGREEING, bo=AGREEING) + "ann,ada,nowhere,x,3\n")
    run = CliRunner().invoke(app, ["raters", str(path), "--root", str(course), "--json"])
    data = json.loads(run.stdout)
    assert run.exit_code == 1
    assert data["alpha"] == pytest.approx(1)
    assert data["items"][0]["confirmed"] is False
    assert "nowhere" in run.stderr


def test_an_unknown_notebook_has_no_sheet(course: Path) -> None:
    """Does the sheet of a notebook that is not there say which ones are?"""
    run = CliRunner().invoke(app, ["sheet", "eva", "--root", str(course)])
    assert run.exit_code == 1
    assert "03-listening, ada" in run.stderr
