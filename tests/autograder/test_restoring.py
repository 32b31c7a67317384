"""What a submission gets back from the instructor; plain data, without nbgrader."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest

from autograder.restoring import GivenCell, Reader, clear_outputs, free_id, restore_cells
from rapport.content.response import Classify, FreeText
from rapport.journal import MIME, Event, receipts_of
from tests.autograder.course import event

FLAGS = {"schema_version": 3, "grade": False, "solution": False, "locked": True, "task": False, "checksum": "0" * 32}


def _given(name: str, kind: str = "code", **flags: Any) -> GivenCell:
    return GivenCell(name, f"the source of {name}", {**FLAGS, "grade_id": name, "cell_type": kind, **flags})


GIVEN = [_given("start"), _given("one", grade=True, points=2.0), _given("essay", "markdown", locked=False)]


def _notebook(*names: str) -> dict[str, Any]:
    cells = [
        {"cell_type": "code", "id": name, "source": "mine", "metadata": {"nbgrader": {"grade_id": name}}, "outputs": []}
        for name in names
    ]
    return {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells}


def test_restored_twice() -> None:
    """Does a notebook that lacks cells get them back where they stood, with ids that are the same every time?"""
    first, second = _notebook("essay"), _notebook("essay")
    assert len(restore_cells(first, GIVEN)) == 2
    restore_cells(second, GIVEN)
    assert first == second
    assert [cell["metadata"]["nbgrader"]["grade_id"] for cell in first["cells"]] == ["start", "one", "essay"]
    again = copy.deepcopy(first)
    assert restore_cells(again, GIVEN) == []
    assert again == first


def test_changed_kind() -> None:
    """Does a cell whose kind a student changed become what it was, without what its new kind may not have?"""
    notebook = _notebook("start", "one", "essay")
    notebook["cells"][1] |= {"cell_type": "markdown", "attachments": {}}
    restore_cells(notebook, GIVEN)
    one, essay = notebook["cells"][1:]
    assert (one["cell_type"], one["outputs"], one["source"]) == ("code", [], "the source of one")
    assert "attachments" not in one
    assert (essay["cell_type"], essay["source"]) == ("markdown", "mine")
    assert "outputs" not in essay


def test_untouched() -> None:
    """Is a text that was left as given told from one that was written?"""
    essay = GIVEN[2]
    assert essay.untouched({"source": "the source of essay"})
    assert not essay.untouched({"source": "mine"})


def test_order_of_labels() -> None:
    """Is a receipt kept with its fields in order, so that the words made of it don't depend on how it was stored?"""
    answer = event("naming", Classify(labels={"walk": "advice", "so-quiet": "paraphrase"}))
    cell = {"cell_type": "code", "metadata": {"collapsed": True}, "outputs": [{"data": {MIME: answer.line().decode()}}]}
    clear_outputs(cell)
    labels = cell["outputs"][0]["data"][MIME]["response"]["labels"]  # type: ignore[index]
    assert list(labels) == ["so-quiet", "walk"]
    assert cell["metadata"] == {}


def test_ids_are_free() -> None:
    """Is an id made for a cell never one that is taken?"""
    taken: set[str] = set()
    for _ in range(20):
        taken.add(free_id("the same", taken))
    assert len(taken) == 20


@pytest.mark.parametrize(
    "answer",
    [
        event("naming", Classify(labels={"walk": "advice", "so-quiet": "paraphrase"})),
        event("own-words", FreeText(text="\N{WAVING HAND SIGN}" * 8000)),
        event("own-words", FreeText(text="Gr\u00fc\u00dfe")),
    ],
)
@pytest.mark.parametrize("as_text", [False, True])
def test_answers_are_what_a_reader_finds(answer: Event, as_text: bool) -> None:
    """Are the answers that come with the kept outputs just those that are read from them, also where one has grown too long?"""
    raw = answer.line().decode()
    cell = {"cell_type": "code", "metadata": {}, "outputs": [{"data": {MIME: raw if as_text else json.loads(raw)}}]}
    kept = [found.event for found in clear_outputs(cell) if found.event]
    read, _ = receipts_of({"cells": [cell]}, "")
    assert [told.model_dump_json() for told in kept] == [told.model_dump_json() for told in read]


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"schema_version": True},
        {"schema_version": 1.0},
        {"sequence": 8},
        {"at": "2026-02-01T12:00:00Z"},
        {"item": ["own-words"]},
        {"item": "another"},
        {"response": {"kind": "free-text", "text": "Something else."}},
    ],
)
def test_receipts_that_repeat_the_answer_file(change: dict[str, object]) -> None:
    """Is a receipt read alike, whether or not the answer file is known, also where Python holds it for equal?"""
    answer = event("own-words", FreeText(text="Gr\u00fc\u00dfe"))
    found = json.loads(answer.line()) | change
    assert Reader([answer]).parse(found) == Reader().parse(found)
    assert (Reader([answer]).parse(found) is answer) == (not change)
