"""`rapport new`: first drafts for authors who write no Python."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from rapport.check import check
from rapport.cli import app
from rapport.content import load_practice
from rapport.content.practice import PracticeItem
from rapport.scaffold import KINDS, DraftError, draft

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("kind", KINDS)
def test_a_draft_passes_the_check_at_once(tmp_path: Path, kind: str) -> None:
    """Is nothing wrong with a draft as it is written, beside the course's own items?"""
    shutil.copytree(ROOT / "course" / "practice", tmp_path / "course" / "practice")
    shutil.copy(ROOT / "course" / "references.yaml", tmp_path / "course")
    made = draft(tmp_path, kind, "16-night-shift")
    assert all(path.is_file() for path in made)
    assert [str(problem) for problem in check(tmp_path).problems] == []


def test_a_draft_shows_every_kind_of_practice(tmp_path: Path) -> None:
    """Does the draft of practice items hold one of each scored kind?"""
    draft(tmp_path, "items", "16-endings")
    drafted = {item.kind for item in load_practice(tmp_path / "course" / "practice" / "16-endings.yaml").items}
    known = {
        kind
        for model in PracticeItem.__origin__.__args__  # type: ignore[attr-defined]
        for kind in model.model_fields["kind"].annotation.__args__
    }
    assert drafted == known - {"self-rating"}


@pytest.mark.parametrize("kind", ["lesson", "assignment"])
def test_a_drafted_text_becomes_a_notebook(tmp_path: Path, kind: str) -> None:
    """Can the drafted Markdown be made into a notebook at once?"""
    from autograder.cli import app as autograder

    draft(tmp_path, kind, "16-endings")
    text = str(tmp_path / "drafts" / "16-endings.md")
    if kind == "lesson":
        run = CliRunner().invoke(app, ["notebook", text, "--root", str(tmp_path)])
        made = tmp_path / "course" / "16-endings.ipynb"
    else:
        run = CliRunner().invoke(autograder, ["notebook", "16-endings", text, "--root", str(tmp_path)])
        made = tmp_path / "solutions" / "16-endings" / "16-endings.ipynb"
    assert (run.exit_code, made.is_file()) == (0, True), run.output


def test_nothing_is_written_over(tmp_path: Path) -> None:
    """Is a draft refused where one of its files is there already, and no other file begun?"""
    (tmp_path / "autograder" / "keys").mkdir(parents=True)
    there = tmp_path / "autograder" / "keys" / "endings.yaml"
    there.write_text("mine")
    with pytest.raises(DraftError, match="is there already"):
        draft(tmp_path, "assignment", "endings")
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [there]
    assert there.read_text() == "mine"


@pytest.mark.parametrize("name", ["../../x", "Night", "night shift", "", "-x", "a" * 49, "x/y"])
def test_a_name_must_be_an_id(tmp_path: Path, name: str) -> None:
    """Is a name refused that is no id, so that no file can land elsewhere?"""
    with pytest.raises(DraftError, match="small letters"):
        draft(tmp_path, "case", name)
    assert list(tmp_path.iterdir()) == []


def test_the_command_names_what_it_wrote(tmp_path: Path) -> None:
    """Does the command print the files, and exit with 1 and a sentence where it can't write them?"""
    run = CliRunner().invoke(app, ["new", "case", "night-shift", "--root", str(tmp_path)])
    assert (run.exit_code, run.stdout.strip()) == (0, str(tmp_path / "course" / "cases" / "night-shift.yaml"))
    again = CliRunner().invoke(app, ["new", "case", "night-shift", "--root", str(tmp_path)])
    assert (again.exit_code, "is there already" in again.stderr) == (1, True)
    unknown = CliRunner().invoke(app, ["new", "client", "x", "--root", str(tmp_path)])
    assert (unknown.exit_code, "case, items, lesson, assignment" in unknown.stderr) == (1, True)
