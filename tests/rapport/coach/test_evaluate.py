"""Measuring the coach against people's labels."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from rapport.cli import app
from rapport.coach.evaluate import Case, TableError, measure, rows_of

runner = CliRunner()
COLUMNS = ["transcript", "utterance", "client_before", "text", "question", "reflection", "input", "main", "quality"]


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """Six utterances labelled by us."""
    rows = [
        ["1", "0", "", "What brings you here today?", "open", "", "", "question", "high"],
        ["1", "2", "I drink too much.", "How many drinks did you have?", "closed", "", "", "question", "high"],
        ["1", "4", "I feel alone.", "You feel alone.", "", "simple", "", "reflection", "high"],
        ["1", "6", "Okay.", "Smoking raises your blood pressure.", "", "", "information", "therapist_input", "high"],
        ["1", "8", "Okay.", "Mm-hmm.", "", "", "", "other", "high"],
        ["1", "10", "Okay.", "Right.", "", "n/a", "n/a", "other", "low"],
    ]
    path = tmp_path / "labelled.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([COLUMNS, *rows])
    return path


def test_measures_from_counts() -> None:
    """Are precision, recall, F1, confusion and calibration what they are by hand?"""
    cases = [Case("yes", "yes", 0.9), Case("yes", "no", 0.7), Case("no", "yes", 0.9), Case("no", "no", 0.9)]
    measured = measure("task", cases)
    assert measured.labels["yes"] == {"precision": 0.5, "recall": 0.5, "f1": 0.5, "count": 2}
    assert measured.headline == 0.5
    assert measured.confusion == {"no": {"no": 1, "yes": 1}, "yes": {"no": 1, "yes": 1}}
    assert [(band["count"], band["right"]) for band in measured.calibration] == [(1, 0.0), (3, 0.6667)]
    assert measured.miscalibration == pytest.approx((0.7 + 3 * (0.9 - 0.6667)) / 4, abs=1e-3)


def test_mean_of_labels_where_there_is_no_yes() -> None:
    """Is the headline of a task with named labels the mean of their F1?"""
    cases = [Case("open", "open", 0.9), Case("open", "closed", 0.9), Case("closed", "closed", 0.9)]
    assert measure("task", cases).headline == pytest.approx(2 / 3, abs=1e-3)


def test_command_prints_every_task(table: Path) -> None:
    """Does `rapport coach-eval` print each task with its figures, and leave out what people left open?"""
    done = runner.invoke(app, ["coach-eval", str(table)])
    assert done.exit_code == 0, done.output
    heads = [line.partition(":")[0] for line in done.stdout.splitlines() if line[:1] not in " "]
    assert heads == ["question", "open or closed", "reflection", "information or advice", "main behaviour"]
    [reflection] = [line for line in done.stdout.splitlines() if line.startswith("reflection:")]
    assert "(5 utterances" in reflection


def test_command_prints_json(table: Path) -> None:
    """Does --json give the same, readable by programs?"""
    done = runner.invoke(app, ["coach-eval", str(table), "--json"])
    tasks = {task["task"]: task for task in json.loads(done.stdout)["tasks"]}
    assert tasks["question"]["headline"] == 1.0
    assert tasks["main behaviour"]["count"] == 6


def test_missing_column_is_told(tmp_path: Path) -> None:
    """Does a table without a column end with its name, what is needed, and 1?"""
    path = tmp_path / "short.csv"
    path.write_text("text,question\nHi,\n", encoding="utf-8")
    done = runner.invoke(app, ["coach-eval", str(path)])
    assert done.exit_code == 1
    assert "lacks the column client_before, reflection, input, main" in done.stderr


@pytest.mark.parametrize("text", ["", ",".join(COLUMNS) + "\n"])
def test_empty_table_is_told(tmp_path: Path, text: str) -> None:
    """Is a table without utterances refused, and one that is not there?"""
    path = tmp_path / "empty.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(TableError, match="holds no utterances"):
        rows_of(path)
    with pytest.raises(TableError, match="can't be read"):
        rows_of(tmp_path / "nowhere.csv")


def test_coach_command_tells_behaviours_and_reasons() -> None:
    """Does `rapport coach` print what the reply does, where, and why, without a mark?"""
    done = runner.invoke(app, ["coach", "--client", "I feel alone.", "--reply", "Don't worry. What happened?"])
    assert done.exit_code == 0
    assert "open-question (" in done.stdout
    assert "“What happened”" in done.stdout
    assert "passes-feeling" in done.stdout


def test_coach_command_prints_json() -> None:
    """Does --json give the reading as data?"""
    done = runner.invoke(app, ["coach", "--reply", "What happened?", "--json"])
    assert json.loads(done.stdout)["done"] == ["open-question"]


def test_coach_command_answers_harm_first() -> None:
    """Does the message to a learner in need come before everything else?"""
    done = runner.invoke(app, ["coach", "--reply", "I want to kill myself."])
    assert done.stdout.startswith("It reads as if you may be writing about yourself")
