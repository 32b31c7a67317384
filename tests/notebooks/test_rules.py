"""Every committed notebook is as all of them should be."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from nbformat.v4 import new_markdown_cell, new_output

from .committed import LESSONS, NOTEBOOKS, ROOT, SOLUTIONS, code_cells, named, read
from .rules import (
    RULES,
    asks_each_item_once,
    code_is_tucked_away,
    headings_are_in_order,
    images_have_words,
    is_sound,
    lesson_is_whole,
    links_resolve,
    links_say_where,
    opens_itself,
    outputs_are_clean,
    reads_plainly,
)

Rule = Callable[[Path, Any], Iterator[str]]
LESSON = ROOT / "course" / "00-welcome.ipynb"


def test_there_are_notebooks() -> None:
    """Are lessons and solutions found at all?"""
    assert LESSON in LESSONS
    assert SOLUTIONS


@pytest.mark.parametrize("path", NOTEBOOKS, ids=named)
@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_rule(rule: Rule, path: Path) -> None:
    """Does the notebook keep to the rule?"""
    assert list(rule(path, read(path))) == []


def _with(source: str) -> Callable[[Any], None]:
    return lambda notebook: notebook.cells.append(new_markdown_cell(source))


def _first_code(change: Callable[[Any], Any]) -> Callable[[Any], None]:
    return lambda notebook: change(code_cells(notebook)[0])


def _instead(old: str, new: str) -> Callable[[Any], None]:
    def change(notebook: Any) -> None:
        assert any(old in cell.source for cell in notebook.cells)
        for cell in notebook.cells:
            cell.source = cell.source.replace(old, new)

    return change


def _again(notebook: Any) -> None:
    notebook.cells.append(deepcopy(notebook.cells[-2]))


def _asking(item: str) -> Callable[[Any], None]:
    return lambda notebook: code_cells(notebook)[1].update(source=f'# Ask\nlesson.ask("{item}")')


def _printed(cell: Any) -> None:
    cell.outputs = [new_output("stream", text="hello")]


BROKEN: list[tuple[Rule, Callable[[Any], None], str]] = [
    (is_sound, _again, "2 cells have the id"),
    (is_sound, lambda notebook: notebook.update(nbformat_minor=4), "its format is 4.4"),
    (is_sound, lambda notebook: notebook.metadata.kernelspec.update(name="ir"), "kernel"),
    (headings_are_in_order, _with("# Another title"), "not exactly one H1"),
    (headings_are_in_order, _with("## Two\n\n#### Four"), "'Four' of level 4 follows one of level 2"),
    (headings_are_in_order, lambda notebook: notebook.cells.pop(0), "does not begin with an H1"),
    (code_is_tucked_away, _first_code(lambda cell: cell.update(source="import rapport")), "start with a comment"),
    (code_is_tucked_away, _first_code(lambda cell: cell.metadata.pop("jupyter")), "not hidden"),
    (code_is_tucked_away, _first_code(lambda cell: cell.metadata.pop("tags")), "not tagged"),
    (outputs_are_clean, _first_code(_printed), "do not belong there"),
    (outputs_are_clean, _first_code(lambda cell: cell.update(execution_count=3)), "execution count"),
    (outputs_are_clean, lambda notebook: notebook.metadata.update(widgets={}), "state of widgets"),
    (opens_itself, _first_code(lambda cell: cell.update(source='# S\nlesson.open("other")')), "it opens ['other']"),
    (asks_each_item_once, lambda notebook: notebook.cells.remove(code_cells(notebook)[1]), "is never asked"),
    (asks_each_item_once, _asking("no-such-item"), "there is no item 'no-such-item'"),
    (asks_each_item_once, _asking("headphones"), "is asked 2 times"),
    (
        asks_each_item_once,
        _first_code(lambda cell: cell.update(source='# S\nlesson.meet("nobody")')),
        "there is no client 'nobody'",
    ),
    (links_resolve, _with("[a lesson](99-none.ipynb)"), "99-none.ipynb leads nowhere"),
    (links_resolve, _with("[below](#No-such-heading)"), "leads to no heading"),
    (links_resolve, _with("[site](http://example.org)"), "no https link"),
    (images_have_words, _with("![](course.png)"), "has no text alternative"),
    (images_have_words, _with('<img src="course.png">'), "has no text alternative"),
    (images_have_words, _with("![A map](attachment:map.png)"), "is not attached"),
    (images_have_words, _with("![A map](map.png)"), "is not there"),
    (lesson_is_whole, _instead(" minutes", " hours"), "35 to 60 minutes"),
    (lesson_is_whole, _instead("## Common mistakes", "## Mistakes"), "no section 'Common mistakes'"),
    (
        lesson_is_whole,
        _instead("## What you will be able to do", "## Goals"),
        "no section 'What you will be able to do'",
    ),
    (lesson_is_whole, _instead("\n- ", "\n* "), "2 to 4 goals"),
    (lesson_is_whole, _instead("https://doi.org/", "doi "), "name no DOI"),
    (lesson_is_whole, _instead("lesson.meet(", "lesson.ask("), "no talk with a client"),
    (reads_plainly, _instead(". ", " notwithstanding methodological heterogeneity "), "reads at school grade"),
    (links_say_where, _with("[Here](02-john.ipynb)"), "'here' does not say where it leads"),
    (links_say_where, _with("[https://example.org](https://example.org)"), "does not say where it leads"),
]


@pytest.mark.parametrize(
    ("rule", "breaking", "said"), BROKEN, ids=[f"{rule.__name__}-{said}" for rule, _, said in BROKEN]
)
def test_broken_rule_is_noticed(rule: Rule, breaking: Callable[[Any], None], said: str) -> None:
    """Does the rule speak up when a lesson is broken on purpose?"""
    notebook = read(LESSON)
    breaking(notebook)
    assert said in "\n".join(rule(LESSON, notebook))


def test_marked_cell_asks_what_it_marks() -> None:
    """Is a graded cell noticed that marks another item than it asks?"""
    notebook = read(SOLUTIONS[0])
    cell = next(cell for cell in code_cells(notebook) if "mark(" in cell.source)
    cell.source = cell.source.replace("mark(exercise, ", 'mark(exercise, "other") or (')
    assert "marks 'other', which it does not ask" in "\n".join(asks_each_item_once(SOLUTIONS[0], notebook))
