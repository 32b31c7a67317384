"""What is written: hostile text stays text, spreadsheets run nothing, and every table says the same."""

from __future__ import annotations

import csv
import json
import re
from dataclasses import replace
from html import escape
from pathlib import Path

import pandas as pd
import pytest

from autograder.report import tables
from autograder.report.analysis import Analysis, analyse
from autograder.report.data import as_data
from autograder.report.files import write
from autograder.report.look import look
from autograder.report.page import page
from autograder.spreadsheet import shown
from tests.autograder.report.classes import NONE, NOW, OPTIONS, a_class, best_reply, free_text

HOSTILE = "</td><script>document.title = 'ran'</script><img src=x onerror=alert(1)> & \"quoted\" $\\frac{$"
STUDENTS = ["=HYPERLINK(1)", "<script>eve</script>", "@ada", *(f"s{number:02}" for number in range(37))]


@pytest.fixture(scope="module")
def analysis() -> Analysis:
    """Return a class of forty with hostile ids and an item of hostile words; free text waits for one."""
    taken = [OPTIONS[place % 7 % 4] for place in range(40)]
    credit = {"right": 2.0, "fair": 1.0}
    marks = [[credit.get(option, 0.0), place % 3, NONE if place == 5 else 2.0] for place, option in enumerate(taken)]
    asked = [best_reply("one", HOSTILE), best_reply("two"), replace(free_text("own"), name="-3+own")]
    made = [False] * 30 + [True] * 10
    return analyse(a_class(asked, marks, choices={"one": taken}, students=STUDENTS, simulated=made))


@pytest.fixture(scope="module")
def folder(analysis: Analysis, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the report that was written."""
    into = tmp_path_factory.mktemp("report") / "deep" / "mira"
    paths = write(analysis, look(analysis), into, NOW)
    assert sorted(path.name for path in paths) == sorted(path.name for path in into.iterdir())
    return into


def test_hostile_text_is_text(folder: Path) -> None:
    """Is what looks like markup escaped wherever it stands, and does the page allow no script and no outside address?"""
    text = (folder / "mira-report.html").read_text(encoding="utf-8")
    assert "&lt;script&gt;document.title" in text
    assert not re.search(r"<script|onerror=alert\(1\)>[^&]*<img|<img src=x", text)
    assert "default-src 'none'" in text
    assert not re.search(r"""(?:src|href|srcset)="(?!#|data:image/svg)""", text)


def test_nobody_is_named(analysis: Analysis, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Does the page name nobody, unless asked to, and does the data never?"""
    monkeypatch.setattr("autograder.report.page.data_address", lambda figure: "data:,")
    text = (folder / "mira-report.html").read_text(encoding="utf-8")
    named = page(analysis, look(analysis), NOW, names=True)
    data = json.dumps(as_data(analysis, look(analysis)))
    for student in ("HYPERLINK", "@ada", "<script>eve"):
        assert escape(student) in named
        assert escape(student) not in text
        assert student not in data
    assert "it names nobody" in text
    assert "it names nobody" not in named


def test_who_is_simulated_is_said(folder: Path) -> None:
    """Are simulated learners counted in the page's head, with how to leave them out, and the class's size warned of?"""
    text = (folder / "mira-report.html").read_text(encoding="utf-8")
    assert "10 of them simulated" in text
    assert "--without-simulated" in text
    assert "Only 40 learners" in text
    assert "not yet rated by a panel" in text


def test_spreadsheets_run_nothing(folder: Path) -> None:
    """Does no cell of a CSV file begin like a formula, and do ids and headings come back as they were?"""
    rows = {}
    for path in folder.glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            rows[path.stem] = list(csv.reader(file))
        texts = [cell for row in rows[path.stem] for cell in row if not re.fullmatch(r"-?[0-9.e-]+", cell)]
        assert not [cell for cell in texts if cell.startswith(("=", "+", "-", "@", "\t"))]
    assert [shown(row[0]) for row in rows["scores"][1:]] == STUDENTS
    assert rows["items"][3][0] == "'-3+own"


def test_parquet_says_the_same(folder: Path) -> None:
    """Do Parquet files hold the same rows and columns, as they are?"""
    for name in ("items", "choices", "scores"):
        parquet = pd.read_parquet(folder / f"{name}.parquet")
        sheet = pd.read_csv(folder / f"{name}.csv", keep_default_na=False, na_values=[""])
        assert len(parquet) == len(sheet) > 0
        assert list(parquet.columns) == [shown(column) for column in sheet.columns]
        numbers = parquet.select_dtypes("float").columns
        pd.testing.assert_frame_equal(parquet[numbers], sheet[numbers].astype(float))
    scores = pd.read_parquet(folder / "scores.parquet")
    assert scores["student"].tolist() == STUDENTS
    assert scores["waiting"].tolist() == [int(place == 5) for place in range(40)]
    assert scores.loc[0, "total"] == scores.loc[0, ["item one", "item two", "item -3+own"]].sum()


def test_the_data_is_json(analysis: Analysis) -> None:
    """Is all of it plain JSON, with null where there is no figure, and the same figures as the tables?"""
    told = json.loads(json.dumps(as_data(analysis, look(analysis)), allow_nan=False))
    assert (told["schema_version"], told["learners"], told["simulated"]) == (1, 40, 10)
    assert told["items"][2]["guessing"] is None
    twin = tables.items(analysis).rows[0]
    assert twin[4].startswith(f"{100 * told['items'][0]['difficulty']:.0f} %")
    assert told["reliability"]["items"] == 2
    assert sum(bar["learners"] for bar in told["scores"]["bars"]) == 40
