"""`rapport.author`: a lesson's Markdown becomes its notebook."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
from typer.testing import CliRunner

from rapport.author import blocks, lesson_notebook, written
from rapport.cli import app
from rapport.content import ContentError

PATH = Path("02-john.md")

LESSON = """\
# John, who has never done this before

A first hour with a man who nearly stayed in his car. About 40 minutes.

```python
# Start this lesson
from rapport import lesson

lesson.open("02-john")
```

## 1. The waiting room

He reads a poster twice.

```python
# Choose what to say first
lesson.ask("first-words")
```

No heading in this one.

---

Nor in this one.

```text
--- a transcript, not a cell
```

```python
# Talk with John
lesson.meet("john")
```
"""


def _ids(markdown: str) -> list[str]:
    return [cell["id"] for cell in lesson_notebook(PATH, markdown)["cells"]]


def _problems(markdown: str, **known: set[str]) -> list[tuple[int, str]]:
    with pytest.raises(ContentError) as caught:
        lesson_notebook(PATH, markdown, **known)
    return [(problem.line, problem.problem) for problem in caught.value.problems]


def test_a_lesson_becomes_a_valid_notebook() -> None:
    """Does nbformat accept the notebook, and does it hold prose and cards in their order?"""
    made = lesson_notebook(PATH, LESSON, {"first-words"}, {"john"})

    nbformat.validate(nbformat.from_dict(made))
    kinds = [cell["cell_type"] for cell in made["cells"]]
    assert kinds == ["markdown", "code", "markdown", "code", "markdown", "markdown", "code"]
    assert made["cells"][3]["source"] == '# Choose what to say first\nlesson.ask("first-words")'
    assert made["cells"][5]["source"] == "Nor in this one.\n\n```text\n--- a transcript, not a cell\n```"


def test_no_learner_sees_code() -> None:
    """Is the source of every code cell hidden and tagged, and empty of outputs?"""
    cells = [cell for cell in lesson_notebook(PATH, LESSON)["cells"] if cell["cell_type"] == "code"]

    assert len(cells) == 3
    for cell in cells:
        assert cell["metadata"] == {"jupyter": {"source_hidden": True}, "tags": ["rapport"]}
        assert cell["source"].startswith("# ")
        assert cell["outputs"] == []


def test_cell_ids_name_content() -> None:
    """Are the ids those of the items, cases and headings?"""
    assert _ids(LESSON) == [
        "text_john-who-has-never-done-this-before",
        "start_lesson",
        "text_the-waiting-room",
        "first-words",
        "below_first-words",
        "below_first-words_2",
        "john",
    ]


def test_cell_ids_do_not_move() -> None:
    """Does a section put in before others leave all their ids alone?"""
    added = "## 1. A word on parking\n\nIt is free.\n\n---\n\n## 2. The waiting room"
    longer = LESSON.replace("## 1. The waiting room", added)

    assert set(_ids(longer)) - set(_ids(LESSON)) == {"text_a-word-on-parking"}
    assert set(_ids(LESSON)) <= set(_ids(longer))


def test_long_headings_give_valid_ids() -> None:
    """Are ids of long and equal headings cut to nbformat's 64 characters and still unique?"""
    heading = f"## {'very ' * 30}long"
    ids = _ids(f"{LESSON}\n{heading}\n\n---\n\n{heading}\n")

    assert len(ids) == len(set(ids))
    assert max(len(cell_id) for cell_id in ids) == 64


@pytest.mark.parametrize(
    ("old", "new", "line", "problem"),
    [
        ("# John, who", "## John, who", 1, "of level 2"),
        ("## 1. The waiting", "# 1. The waiting", 12, "second heading of level 1"),
        ("## 1. The waiting", "### 1. The waiting", 12, "skips from level 1 to 3"),
        ("He reads a poster", "He reads it [here](https://example.org)", 14, "a link says only 'here'"),
        ('lesson.open("02-john")', 'lesson.open("03-john")', 6, "does not start this lesson"),
        ('lesson.ask("first-words")', 'print("first-words")', 17, "is not a card"),
        ('# Talk with John\nlesson.meet("john")', 'lesson.meet("john")', 32, "is not a card"),
        ('lesson.meet("john")', 'lesson.ask("first-words")', 32, "has a card above already"),
        (
            'lesson.ask("first-words")',
            'lesson.ask("last-words")',
            17,
            "there is no item in its practice file 'last-words'",
        ),
        ('lesson.meet("john")', 'lesson.meet("jon")', 32, "there is no case in course/cases or course/scenes 'jon'"),
    ],
)
def test_mistakes_are_named(old: str, new: str, line: int, problem: str) -> None:
    """Is a mistake of the author reported with its line?"""
    assert old in LESSON
    found = _problems(LESSON.replace(old, new, 1), items={"first-words"}, cases={"john"})

    assert [at for at, words in found if problem in words] == [line], found


def test_headings_inside_code_are_no_headings() -> None:
    """Is a comment in a fenced block that stays prose not taken for a heading?"""
    lesson_notebook(PATH, LESSON.replace("--- a transcript", "# a transcript"))


def test_blocks_know_their_lines() -> None:
    """Does each block carry the line on which its text starts in the file?"""
    lines = LESSON.splitlines()

    for block in blocks(LESSON):
        assert lines[block.line - 1] == block.text.splitlines()[0]


def test_the_command_writes_the_notebook(tmp_path: Path) -> None:
    """Does `rapport notebook` write course/NAME.ipynb, the same whenever it is run?"""
    markdown = tmp_path / "02-john.md"
    markdown.write_text(LESSON.replace('# Talk with John\nlesson.meet("john")', '# Think\nlesson.ask("after-it")'))
    practice = tmp_path / "course" / "practice" / "02-john.yaml"
    practice.parent.mkdir(parents=True)
    items = "".join(
        f"  - id: {item}\n    kind: reflection\n    stem: What would you have said?\n"
        for item in ("first-words", "after-it")
    )
    practice.write_text(f"schema_version: 1\nlesson: 02-john\nitems:\n{items}")
    runs = [CliRunner().invoke(app, ["notebook", str(markdown), "--root", str(tmp_path)]) for _ in range(2)]

    assert [run.exit_code for run in runs] == [0, 0], runs[0].output
    path = tmp_path / "course" / "02-john.ipynb"
    assert path.read_text() == written(lesson_notebook(markdown, markdown.read_text()))
    nbformat.validate(nbformat.read(path, as_version=4))


def test_the_command_names_mistakes(tmp_path: Path) -> None:
    """Does `rapport notebook` say what is wrong, exit with 1 and write nothing?"""
    markdown = tmp_path / "02-john.md"
    markdown.write_text(LESSON)
    run = CliRunner().invoke(app, ["notebook", str(markdown), "--root", str(tmp_path)])

    assert run.exit_code == 1
    assert "02-john.md:17" in run.output
    assert not (tmp_path / "course").exists()


def test_a_figure_is_a_card_too() -> None:
    """Does a figure become a hidden cell, and is one that is not there named?"""
    longer = f'{LESSON}\n```python\n# The forest\nlesson.show("forest")\n```\n'
    made = lesson_notebook(PATH, longer, {"first-words"}, {"john"}, {"forest"})
    assert (made["cells"][-1]["id"], made["cells"][-1]["source"]) == ("forest", '# The forest\nlesson.show("forest")')
    assert _problems(longer, figures={"years"}) == [(37, "there is no figure in rapport.charts 'forest'")]
