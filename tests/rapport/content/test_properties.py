"""Whatever a file holds, reading it ends in a model or in a `ContentError` with lines and mends; nothing else escapes."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from rapport.content.case import Case, links
from rapport.content.errors import ContentError
from rapport.content.item import Assignment
from rapport.content.key import Keys
from rapport.content.load import Check, load, validate
from rapport.content.practice import Practice
from rapport.content.rules import assignment_rules, key_rules, practice_rules
from rapport.content.source import Source, parse_source
from tests.rapport.content.samples import (
    ASSIGNMENT,
    CASE,
    KEYS,
    PRACTICE,
    RARER_ASSIGNMENT,
    RARER_KEYS,
    RARER_PRACTICE,
)

PATH = Path("ada.yaml")
KINDS: list[tuple[str, type[Any], Check]] = [
    (CASE, Case, links),
    (PRACTICE, Practice, practice_rules),
    (ASSIGNMENT, Assignment, assignment_rules),
    (KEYS, Keys, key_rules),
    (RARER_PRACTICE, Practice, practice_rules),
    (RARER_ASSIGNMENT, Assignment, assignment_rules),
    (RARER_KEYS, Keys, key_rules),
]
YAML_PIECES = [
    "a",
    ": ",
    "- ",
    "\n",
    "  ",
    "{",
    "}",
    "[",
    "]",
    ",",
    "&a",
    "*a",
    "!!int",
    "!x",
    '"',
    "'",
    "\\",
    "|",
    ">",
    "? ",
    "<<",
]
YAML_PIECES += [
    "#",
    "%",
    "---",
    "...",
    "0x",
    "1:2",
    ".inf",
    "\t",
    "é",
    "\ufeff",
    "\u2028",
    "\x85",
    "@",
    "`",
    "~",
    "yes",
    "1e3",
    "_",
]

values: st.SearchStrategy[Any] = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=5)
    | st.sampled_from(["hello", "leaves", "why"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=4,
)


def assert_useful(error: ContentError) -> None:
    assert error.problems
    for problem in error.problems:
        assert problem.line >= 1
        assert problem.problem
        assert problem.mend


@given(
    st.binary(max_size=200)
    | st.lists(st.sampled_from(YAML_PIECES), max_size=30).map(lambda pieces: "".join(pieces).encode())
)
@example(b"? a")
@example(b"0b_: 0x_")
def test_any_bytes_are_read_or_refused(raw: bytes) -> None:
    """Does no sequence of bytes escape as another error?"""
    try:
        source = parse_source(PATH, raw)
    except ContentError as error:
        assert_useful(error)
    else:
        assert isinstance(source.data, dict | list | str | int | float | None)


@given(st.data())
def test_any_value_in_any_place_is_taken_or_refused(data: st.DataObject) -> None:
    """Does no value, wherever it stands, escape as another error?"""
    text, model, check = data.draw(st.sampled_from(KINDS), label="kind")
    source = parse_source(PATH, text.encode())
    location = data.draw(st.sampled_from(sorted(source.lines, key=str)), label="place")
    spoilt = _replaced(source.data, location, data.draw(values, label="value"))
    try:
        validate(Source(PATH, spoilt, source.lines), model, check)
    except ContentError as error:
        assert_useful(error)


@given(st.sampled_from(KINDS), st.data())
def test_a_model_read_again_is_the_same(kind: tuple[str, type[Any], Check], data: st.DataObject) -> None:
    """Does what is loaded come back from its own JSON, which is YAML too?"""
    text, model, check = kind
    loaded = validate(parse_source(PATH, text.encode()), model, check)
    again = parse_source(PATH, loaded.model_dump_json(exclude_defaults=data.draw(st.booleans())).encode())
    assert validate(again, model, check) == loaded


def test_the_fuzzed_samples_load(tmp_path: Path) -> None:
    """Do the samples load before a value is replaced, so that the tests above are not about refusals alone?"""
    for text, model, check in KINDS:
        path = tmp_path / "ada.yaml"
        path.write_text(text)
        assert load(path, model, check)
        assert yaml.safe_load(text) == parse_source(PATH, text.encode()).data


def _replaced(data: Any, location: tuple[str | int, ...], value: Any) -> Any:
    if not location:
        return value
    changed = copy.copy(data)
    changed[location[0]] = _replaced(data[location[0]], location[1:], value)
    return changed
