"""Cells told from their source."""

from __future__ import annotations

import pytest

from autograder.cells import asked_item, marked_item, opened_name

OURS = '# Answer\nexercise.ask("late-bus")\n### BEGIN HIDDEN TESTS\nfrom autograder import mark\nmark(exercise, "late-bus")\n### END'


@pytest.mark.parametrize("source", [OURS, 'mark(exercise, "late-bus")', OURS + "\n\n# the end"])
def test_a_cell_that_marks(source: str) -> None:
    """Is the item of a graded cell of ours found?"""
    assert marked_item(source) == "late-bus"


@pytest.mark.parametrize(
    "source",
    [
        "",
        '# mark(exercise, "late-bus")',
        'exercise.ask("late-bus")',
        'assert answer == 42\nmark(exercise, "late-bus")',
        'mark(exercise, "late-bus")\nassert answer == 42',
        'x = mark(exercise, "late-bus")',
        'mark(exercise, "late-bus") + 1',
        "mark(exercise, item)",
        'mark(exercise, "late-bus", 3)',
        'mark(other, "late-bus")',
        'from elsewhere import mark\nmark(exercise, "late-bus")',
        'from autograder import other as mark\nmark(exercise, "late-bus")',
        'def mark(*_): return 2\nmark(exercise, "late-bus")',
        '%time mark(exercise, "late-bus")',
        "mark(exercise, 'late-bus'",
        "(" * 5000 + "exercise",
        "exercise\0",
        'mark(exercise, "late-bus")' + " " * 20_000,
    ],
)
def test_any_other_cell(source: str) -> None:
    """Is a cell with anything else in it left to be run, as the instructor's own?"""
    assert marked_item(source) is None


def test_a_card() -> None:
    """Is the item of a card found, graded or not?"""
    assert asked_item(OURS) == "late-bus"
    assert asked_item('# Write\nexercise.ask("own-words")') == "own-words"
    assert asked_item('lesson.ask("own-words")  # exercise') is None


def test_the_start() -> None:
    """Is the name found that a notebook gives itself?"""
    assert opened_name("from rapport import exercise\n\nexercise.open('mira')") == "mira"
    assert opened_name("exercise.open(name)") is None
