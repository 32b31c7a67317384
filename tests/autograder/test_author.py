"""`autograder.author`: an assignment's Markdown, items and keys become nbgrader's source notebook."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nbformat
import pytest
import typer
from nbgrader.nbgraderformat import MetadataValidator
from typer.testing import CliRunner

from autograder.author import assignment_notebook
from autograder.author_cli import register
from rapport.author import written
from rapport.content import Assignment, ContentError, Keys

PATH = Path("assignment-mo.md")

MARKDOWN = """\
# Mo, who is late

Nine cards and one reply of your own.

Take your time.

## 1. The door

He stands in it.

{{at-the-door}}

Later:

{{best-and-worst}}

## 2. The hour

{{whole-hour}}

## 3. In your words

{{own-words}}
"""


def _stem(item_id: str, kind: str, **more: Any) -> dict[str, Any]:
    return {"id": item_id, "kind": kind, "strategy": "active-listening", "skill": "Hear it", "stem": "What now?"} | more


def _options() -> list[dict[str, str]]:
    return [{"id": letter, "says": f"Words {letter}"} for letter in "abc"]


def _assignment() -> Assignment:
    items = [
        _stem("at-the-door", "best-reply", client="Mo", options=_options()),
        _stem("best-and-worst", "best-and-worst", options=_options()),
        _stem("whole-hour", "dialogue", case="mo"),
        _stem("own-words", "free-text"),
    ]
    return Assignment.model_validate({"schema_version": 1, "assignment": "mo", "title": "Mo", "items": items})


def _keys() -> Keys:
    verdicts = {
        letter: {"rating": rating, "feedback": f"secret-feedback-{letter}", "better": "secret-better"}
        for letter, rating in zip("abc", (3, 2, 0), strict=True)
    }
    rubric = [{"level": level, "name": f"Name{level}", "says": f"Rubric words {level}"} for level in range(4)]
    base = {"basis": "secret-basis"}
    keys = [
        base | {"item": "at-the-door", "kind": "best-reply", "points": 1, "options": verdicts},
        base | {"item": "best-and-worst", "kind": "best-and-worst", "points": 2.5, "options": verdicts},
        base
        | {"item": "whole-hour", "kind": "dialogue", "points": 3, "goal": {"none": 0.25, "full": 0.75}}
        | {name: f"secret-{name}" for name in ("reached", "partly", "missed")},
        base | {"item": "own-words", "kind": "free-text", "points": 4, "rubric": rubric, "model_reply": "secret-model"},
    ]
    return Keys.model_validate({"schema_version": 1, "assignment": "mo", "keys": keys})


def _made(markdown: str = MARKDOWN) -> dict[str, Any]:
    return assignment_notebook(PATH, markdown, _assignment(), _keys())


def test_nbgrader_accepts_the_notebook() -> None:
    """Is it a valid notebook whose metadata nbgrader takes as they are?"""
    made = nbformat.from_dict(_made())

    nbformat.validate(made)
    MetadataValidator().validate_nb(made)


def test_cells_stand_in_order() -> None:
    """Does the start cell follow the title, and the task cell its card?"""
    assert [cell["id"] for cell in _made()["cells"]] == [
        "text_mo-who-is-late",
        "start_assignment",
        "below_start_assignment",
        "text_the-door",
        "at-the-door",
        "below_at-the-door",
        "best-and-worst",
        "text_the-hour",
        "whole-hour",
        "text_in-your-words",
        "card_own-words",
        "own-words",
    ]


def test_every_cell_is_locked() -> None:
    """Is every cell nbgrader's, locked, and named as its cell id?"""
    for cell in _made()["cells"]:
        found = cell["metadata"]["nbgrader"]
        assert (found["locked"], found["solution"], found["schema_version"]) == (True, False, 3)
        assert found["grade_id"] == cell["id"]


def test_graded_cells_are_marked_by_one_hidden_call() -> None:
    """Is a graded cell the card, then a hidden call of `mark`, with the key's points?"""
    cells = {cell["id"]: cell for cell in _made()["cells"]}

    assert cells["at-the-door"]["source"] == (
        "# Choose the best reply to Mo\n"
        'exercise.ask("at-the-door")\n'
        "### BEGIN HIDDEN TESTS\n"
        "from autograder import mark\n"
        'mark(exercise, "at-the-door")\n'
        "### END HIDDEN TESTS"
    )
    graded = {
        name: cell["metadata"]["nbgrader"]["points"]
        for name, cell in cells.items()
        if cell["metadata"]["nbgrader"]["grade"]
    }
    assert graded == {"at-the-door": 1, "best-and-worst": 2.5, "whole-hour": 3}


def test_free_text_is_a_task_with_its_rubric() -> None:
    """Does the task cell carry the key's points, and the rubric only inside the mark scheme?"""
    task = next(cell for cell in _made()["cells"] if cell["id"] == "own-words")
    told, _, scheme = task["source"].partition("### BEGIN MARK SCHEME")

    assert task["metadata"]["nbgrader"] | {"task": True, "grade": False, "points": 4} == task["metadata"]["nbgrader"]
    assert "4 points" in told
    assert "Rubric" not in told
    assert [line[:12] for line in scheme.splitlines() if line.startswith("-")] == [
        f"- **Level {n}," for n in (3, 2, 1, 0)
    ]
    assert "(2.67 of 4): Rubric words 2" in scheme


def test_no_key_enters_the_notebook() -> None:
    """Do feedback, better replies, bases and model replies stay out, even of what students don't get?"""
    assert "secret" not in written(_made())


@pytest.mark.parametrize(
    ("old", "new", "line", "problem"),
    [
        ("{{at-the-door}}", "{{at-the-dor}}", 11, "there is no item 'at-the-dor'"),
        ("{{at-the-door}}", "", 1, "the item 'at-the-door' has no card"),
        ("{{at-the-door}}", "{{own-words}}", 23, "'own-words' has a card above already"),
        ("Later:", "```python\nprint()\n```", 14, "this is a block of code"),
        ("## 2. The hour", "#### 2. The hour", 17, "skips from level 2 to 4"),
    ],
)
def test_mistakes_are_named(old: str, new: str, line: int, problem: str) -> None:
    """Is a mistake of the author reported with its line?"""
    assert old in MARKDOWN
    with pytest.raises(ContentError) as caught:
        _made(MARKDOWN.replace(old, new, 1))

    assert (line, True) in [(found.line, problem in found.problem) for found in caught.value.problems]


def test_the_command_writes_the_notebook(tmp_path: Path) -> None:
    """Does `autograder notebook` write solutions/NAME/NAME.ipynb from the files where they belong?"""
    app = typer.Typer()
    app.callback()(lambda: None)
    register(app)
    (tmp_path / "solutions" / "mo").mkdir(parents=True)
    (tmp_path / "autograder" / "keys").mkdir(parents=True)
    (tmp_path / "solutions" / "mo" / "items.yaml").write_text(_assignment().model_dump_json(exclude_none=True))
    (tmp_path / "autograder" / "keys" / "mo.yaml").write_text(_keys().model_dump_json(exclude_none=True))
    markdown = tmp_path / "assignment-mo.md"
    markdown.write_text(MARKDOWN)
    run = CliRunner().invoke(app, ["notebook", "mo", str(markdown), "--root", str(tmp_path)])

    assert run.exit_code == 0, run.output
    assert (tmp_path / "solutions" / "mo" / "mo.ipynb").read_text() == written(_made())


def test_the_command_names_mistakes(tmp_path: Path) -> None:
    """Does `autograder notebook` say which file is missing and exit with 1?"""
    app = typer.Typer()
    app.callback()(lambda: None)
    register(app)
    run = CliRunner().invoke(app, ["notebook", "mo", "assignment-mo.md", "--root", str(tmp_path)])

    assert run.exit_code == 1
    assert "items.yaml" in run.output
