"""The `rapport` command, as people type it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from rapport.cli import app
from tests.rapport.content.samples import ANSWERING, CASE, saved, staying

ROOT = Path(__file__).parents[2]
runner = CliRunner()


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A course of one case."""
    (tmp_path / "course" / "cases").mkdir(parents=True)
    saved(tmp_path / "course" / "cases", ANSWERING)
    return tmp_path


def test_check_counts_what_is_right(course: Path) -> None:
    """Does `rapport check` print counts and the range of each case, and exit with 0?"""
    done = runner.invoke(app, ["check", "--root", str(course)])
    assert done.exit_code == 0
    assert done.stdout.splitlines() == [
        "1 cases, 1 beats, 3 replies, 2 endings, 0 practice items, 0 assignments, 0 graded items, 0 free text items",
        "ada: alliance 0.33 to 0.42, endings goes-on, leaves",
    ]
    assert done.stderr == ""


def test_check_tells_what_is_wrong(course: Path) -> None:
    """Does `rapport check` print each mistake with file and line, and exit with 1?"""
    path = saved(course / "course" / "cases", CASE.replace("name: Ada", "name: 1"))
    done = runner.invoke(app, ["check", "--root", str(course)])
    assert done.exit_code == 1
    assert done.stderr == (
        f"{path}:3: name: it must be text (found '1'). To mend it: write text; put quotes around a number, yes or no.\n"
    )


def test_check_prints_json_for_programs(course: Path) -> None:
    """Is `rapport check --json` one JSON document, with the exit code of the text?"""
    done = runner.invoke(app, ["check", "--root", str(course), "--json"])
    assert done.exit_code == 0
    assert json.loads(done.stdout)["counts"]["cases"] == 1
    saved(course / "course" / "cases", "")
    done = runner.invoke(app, ["check", "--root", str(course), "--json"])
    assert done.exit_code == 1
    assert [problem["problem"] for problem in json.loads(done.stdout)["problems"]] == ["the file is empty"]


def test_play_begins_a_talk(course: Path) -> None:
    """Does `rapport play` without choices show the opening and what can be said?"""
    done = runner.invoke(app, ["play", "ada", "--root", str(course)])
    assert done.exit_code == 0
    assert "Ada: So here I am." in done.stdout
    assert "  - forms: Before we begin I need this form from you." in done.stdout


def test_play_follows_the_choices(course: Path) -> None:
    """Does `rapport play` walk to the end, whether the case is named by its id or by its file, blanks and all?"""
    by_id = runner.invoke(app, ["play", "ada", "--root", str(course), "--choices", " why ,"])
    by_path = runner.invoke(app, ["play", str(course / "course/cases/ada.yaml"), "--choices", "why"])
    assert by_id.exit_code == by_path.exit_code == 0
    assert by_id.stdout == by_path.stdout
    assert by_id.stdout.endswith("Ending: She leaves (poor)\n    The door closes.\n")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["grace"], "there is no such file. To mend it: check the name and the folder"),
        (["ada", "--choices", "whyy"], "there is no reply 'whyy' at 'hello'; choose one of: welcome, why, forms"),
        (["ada", "--choices", "say"], "there are more `say` among the choices than --say; give one --say for each"),
        (["ada", "--say", " "], "own words must have 1 to 1,000 characters, and these have 0"),
        (["ada", "--say", "Я вас понимаю, расскажите."], "The coach reads English only"),
        (["ada", "--say", "I want to kill myself."], "can't help with that"),
        (["ada", "--choices", "why,why"], "the talk with Ada has ended; undo a turn or start again"),
    ],
)
def test_play_says_what_is_wrong(course: Path, arguments: list[str], told: str) -> None:
    """Is a wrong case or reply one sentence and exit code 1, not a traceback?"""
    done = runner.invoke(app, ["play", *arguments, "--root", str(course)])
    assert done.exit_code == 1
    assert told in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


def test_play_takes_own_words_between_choices(course: Path) -> None:
    """Does `say` stand for the next --say, and does what is left over come last?"""
    looping = saved(course, staying(ANSWERING))
    texts = ["--say", "You should rest more, and soon.", "--say", "Why on earth did you do that?"]
    done = runner.invoke(app, ["play", str(looping), "--choices", "welcome,say", *texts])
    assert done.exit_code == 0
    said = [line for line in done.stdout.splitlines() if line.startswith("You")]
    assert [line.split("): ")[1] for line in said[1:]] == texts[1::2]
    assert "You (in own words: advice): You should rest more, and soon.\nAda: To advice.\n" in done.stdout
    assert done.stderr == ""


def test_play_says_how_it_took_doubtful_words(course: Path) -> None:
    """Is the reading that was taken named, with the other one, where nobody can be asked?"""
    done = runner.invoke(app, ["play", "ada", "--root", str(course), "--say", "Banana."])
    assert done.exit_code == 0
    assert done.stderr.startswith("The coach was unsure of “Banana.”. Taken: I was ")
    assert " Or: I was " in done.stderr


@pytest.mark.parametrize("command", ["check", "play", "schemas", "notebook"])
def test_every_command_explains_itself(command: str) -> None:
    """Does --help say what a command is for?"""
    done = runner.invoke(app, [command, "--help"])
    assert done.exit_code == 0
    assert "Usage" in done.stdout


def test_the_bare_command_helps() -> None:
    """Does `rapport` alone list its commands?"""
    done = runner.invoke(app, [])
    assert all(command in done.output for command in ("check", "play", "schemas"))
