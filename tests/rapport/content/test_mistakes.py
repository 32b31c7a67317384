"""Every mistake in a content file is told with its line, its field, what is wrong, and how to mend it; the mistakes are in `mistakes`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from rapport.content import ContentError, load_assignment, load_case, load_keys, load_practice
from tests.rapport.content.mistakes import (
    ASSIGNMENT_ROWS,
    CASE_ROWS,
    KEYS_ROWS,
    PRACTICE_ROWS,
    Row,
)
from tests.rapport.content.rarer_mistakes import RARER_ASSIGNMENT_ROWS, RARER_KEYS_ROWS, RARER_PRACTICE_ROWS
from tests.rapport.content.samples import (
    ASSIGNMENT,
    CASE,
    KEYS,
    PRACTICE,
    RARER_ASSIGNMENT,
    RARER_KEYS,
    RARER_PRACTICE,
    saved,
)

FILES: dict[str, tuple[str, Callable[[Path], object], dict[str, Row]]] = {
    "case": (CASE, load_case, CASE_ROWS),
    "practice": (PRACTICE, load_practice, PRACTICE_ROWS),
    "assignment": (ASSIGNMENT, load_assignment, ASSIGNMENT_ROWS),
    "rarer practice": (RARER_PRACTICE, load_practice, RARER_PRACTICE_ROWS),
    "rarer assignment": (RARER_ASSIGNMENT, load_assignment, RARER_ASSIGNMENT_ROWS),
}
KEY_FILES = {"keys": (KEYS, ASSIGNMENT, KEYS_ROWS), "rarer keys": (RARER_KEYS, RARER_ASSIGNMENT, RARER_KEYS_ROWS)}
TABLE = [
    pytest.param(text, load, row, id=f"{kind}: {name}")
    for kind, (text, load, rows) in FILES.items()
    for name, row in rows.items()
]


def assert_told(path: Path, row: Row, error: ContentError, text: str) -> None:
    """Assert that one problem has the field, the words and, where the row marks one, the line."""
    by_field = {problem.field: problem for problem in error.problems}
    assert len(by_field) == len(error.problems), error
    assert by_field.keys() == {row.field, *row.follows}, error
    problem = by_field[row.field]
    marked = [number for number, line in enumerate(text.splitlines(), start=1) if "# here" in line]
    assert problem.path == path
    assert not marked or problem.line == marked[0], error
    assert row.problem in problem.problem
    assert row.mend in problem.mend


@pytest.mark.parametrize(("text", "load", "row"), TABLE)
def test_a_mistake_is_told(tmp_path: Path, text: str, load: Callable[[Path], object], row: Row) -> None:
    """Does one spoilt line give exactly one problem at its field, with its line and its mend?"""
    assert row.old in text
    spoilt = text.replace(row.old, row.new)
    path = saved(tmp_path, spoilt)
    with pytest.raises(ContentError) as caught:
        load(path)
    assert_told(path, row, caught.value, spoilt)


KEY_TABLE = [
    pytest.param(text, items, row, id=f"{kind}: {name}")
    for kind, (text, items, rows) in KEY_FILES.items()
    for name, row in rows.items()
]


@pytest.mark.parametrize(("text", "items", "row"), KEY_TABLE)
def test_a_mistake_in_keys_is_told(tmp_path: Path, text: str, items: str, row: Row) -> None:
    """Does one spoilt line of the keys give a problem at its field, with its line and its mend?"""
    assert row.old in text
    spoilt = text.replace(row.old, row.new)
    path = saved(tmp_path, spoilt)
    assignment = load_assignment(saved(tmp_path, items, "items.yaml"))
    with pytest.raises(ContentError) as caught:
        load_keys(path, assignment)
    assert_told(path, row, caught.value, spoilt)


def test_the_samples_are_right(tmp_path: Path) -> None:
    """Do the files load before they are spoilt?"""
    for text, load, _ in FILES.values():
        load(saved(tmp_path, text))
    for keys, items, _ in KEY_FILES.values():
        load_keys(saved(tmp_path, keys), load_assignment(saved(tmp_path, items, "items.yaml")))


def test_every_problem_is_told_at_once(tmp_path: Path) -> None:
    """Does one reading find all mistakes of a file, in readable form, one a line?"""
    text = CASE.replace("name: Ada", "name: 1").replace("tone: cool", "tone: icy").replace("[why-question]", "[whyy]")
    path = saved(tmp_path, text)
    with pytest.raises(ContentError) as caught:
        load_case(path)
    lines = str(caught.value).splitlines()
    assert len(lines) == 3
    assert all(line.startswith(f"{path}:") and "To mend it: " in line for line in lines)


def test_another_version_is_all_that_is_told(tmp_path: Path) -> None:
    """Does a file from the future give one problem, not one for each field that this program does not know yet?"""
    path = saved(tmp_path, CASE.replace("schema_version: 1", "schema_version: 7\nhologram: yes"))
    with pytest.raises(ContentError) as caught:
        load_case(path)
    assert [problem.field for problem in caught.value.problems] == ["schema_version"]


@pytest.mark.parametrize("text", ["- a\n- b\n", "just words\n", "7\n"], ids=["list", "text", "number"])
def test_a_file_without_fields_is_told_so(tmp_path: Path, text: str) -> None:
    """Is a file that holds no fields at all one problem?"""
    with pytest.raises(ContentError, match=r"ada\.yaml:1: it must be a group of fields") as caught:
        load_case(saved(tmp_path, text))
    assert len(caught.value.problems) == 1


def test_a_silent_client_is_no_mistake(tmp_path: Path) -> None:
    """May a client say nothing when a beat begins?"""
    case = load_case(saved(tmp_path, CASE.replace('client: "So here I am."', 'client: ""')))
    assert case.beats[0].client == ""


def test_the_name_of_a_field_stays_on_one_line(tmp_path: Path) -> None:
    """Does a long or broken name of a field leave the error readable?"""
    path = saved(tmp_path, CASE + '"a\\nb' + "c" * 500 + '": 1\n')
    with pytest.raises(ContentError) as caught:
        load_case(path)
    assert len(str(caught.value).splitlines()) == 1
    assert len(caught.value.problems[0].field) < 70
