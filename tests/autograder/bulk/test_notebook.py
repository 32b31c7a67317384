"""Notebooks as plain data: what is remembered from one student's to the next."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.bulk import notebook as files
from autograder.bulk.kinds import Ungradable


def _notebook(hidden: Any, minor: int = 5) -> dict[str, Any]:
    metadata = {"collapsed": hidden}
    cell = {"cell_type": "code", "id": "a", "metadata": metadata, "source": "1", "outputs": [], "execution_count": None}
    return files.parse(json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": minor}).encode())


def test_cell_that_only_looks_sound() -> None:
    """Is a cell refused that Python holds for equal to a sound one before it, with 1 for true?"""
    files.check(_notebook(True))
    with pytest.raises(Ungradable, match="does not follow its format"):
        files.check(_notebook(1))
    files.check(_notebook(True))


def test_unsound_frame() -> None:
    """Is a notebook refused whose cells are all known, but whose own metadata are wrong?"""
    files.check(_notebook(True))
    wrong = _notebook(True)
    wrong["metadata"]["authors"] = "nobody"
    with pytest.raises(Ungradable, match="does not follow its format"):
        files.check(wrong)


def test_cells_are_written_as_they_are() -> None:
    """Is each cell's file text its own, also after one that Python holds for equal, and with any outputs?"""
    for hidden in (True, 1, 1.0, False, 0):
        notebook = _notebook(hidden)
        notebook["cells"][0]["outputs"] = [
            {"output_type": "display_data", "metadata": {}, "data": {"text/plain": f"a\nb {hidden}"}}
        ]
        [cell] = json.loads(files.as_bytes(notebook))["cells"]
        assert repr(cell["metadata"]["collapsed"]) == repr(hidden)
        assert "".join(cell["outputs"][0]["data"]["text/plain"]) == f"a\nb {hidden}"
        assert cell["source"] == ["1"]


ODD = [
    "\\ud83d",
    "NaN",
    "-Infinity",
    "1e999",
    "-0",
    "-0.0",
    "12345678901234567890123",
    "\x00",
    "\x7f",
    "\ufeff",
    "\u2028",
    "01",
    "1.",
    "//",
]
PIECES = st.sampled_from(
    [*ODD, '"', "\\", "{", "}", "[", "]", ",", ":", "e", "-", "5", '"a"', "true", "null", " ", "\t", "\n"]
)


@given(st.lists(PIECES, max_size=4).map("".join), st.integers(0, 19), st.integers(0, 4))
def test_readers_agree(piece: str, at: int, without: int) -> None:
    """Whatever is damaged in a notebook, is it read as Python reads it, or refused as Python refuses it?"""
    sound = '[1, 2.5, "x", true]'
    damaged = sound[:at] + piece + sound[at + without :]
    text = f'{{"cells": [], "metadata": {{"a": {damaged}}}, "nbformat": 4, "nbformat_minor": 5}}'
    try:
        expected = json.loads(text)
    except ValueError:
        with pytest.raises(Ungradable, match="damaged"):
            files.parse(text.encode())
    else:
        assert repr(files.parse(text.encode())) == repr(expected)


def test_what_the_quicker_reader_refuses() -> None:
    """Is a notebook read that holds half a character, or nests 300 deep, as nbgrader reads it?"""
    for odd in ('"\\ud83d"', "[" * 300 + "]" * 300):
        text = f'{{"cells": [], "metadata": {{"odd": {odd}}}, "nbformat": 4, "nbformat_minor": 5}}'
        assert files.parse(text.encode()) == json.loads(text)
