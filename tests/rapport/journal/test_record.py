"""Both places of an answer as one record: the newest wins, whatever happened in between."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rapport.content.response import FreeText
from rapport.journal import MIME, Event, NotSaved, Record, append, journal_path, newest
from rapport.journal.event import LAST_SEQUENCE, LATEST
from tests.rapport.journal.answers import NOON, event, events


def receive(folder: Path, *answers: Event) -> None:
    """Lay a notebook with the receipts of these answers into the folder."""
    outputs: list[dict[str, Any]] = [{"data": {MIME: json.loads(one.line())}} for one in answers]
    notebook = {"nbformat": 4, "cells": [{"cell_type": "code", "outputs": outputs}]}
    (folder / "abby.ipynb").write_text(json.dumps(notebook))


def said(record: Record, item: str = "a-moment") -> str:
    response = record.answers[item].response
    assert isinstance(response, FreeText)
    return response.text


def later(minutes: int) -> Any:
    return NOON + timedelta(minutes=minutes)


def test_a_new_notebook_has_no_answers(tmp_path: Path) -> None:
    """Is the first look into an empty folder empty, and does it leave nothing behind?"""
    record = Record(tmp_path, "abby")
    assert (record.answers, record.faults) == ({}, [])
    assert list(tmp_path.iterdir()) == []


def test_an_answer_outlives_its_kernel(tmp_path: Path) -> None:
    """Is an answer there for the next kernel, and the last one where there were several?"""
    first = Record(tmp_path, "abby")
    first.answer("a-moment", FreeText(text="one"))
    first.answer("a-moment", FreeText(text="two"))
    first.answer("another", FreeText(text="three"))
    second = Record(tmp_path, "abby")
    assert (said(second), said(second, "another")) == ("two", "three")
    assert second.answers == first.answers


@pytest.mark.parametrize(("journalled", "received", "wins"), [(0, 1, "receipt"), (1, 0, "journal"), (0, 0, "journal")])
def test_the_newest_of_both_places_wins(tmp_path: Path, journalled: int, received: int, wins: str) -> None:
    """Does the newer of journal and receipt win, and the journal a tie?"""
    append(journal_path(tmp_path, "abby"), event("journal", at=later(journalled)))
    receive(tmp_path, event("receipt", at=later(received)))
    assert said(Record(tmp_path, "abby")) == wins


def test_the_notebook_alone_is_enough(tmp_path: Path) -> None:
    """Are the answers there where only the notebook was carried over, and do new ones come after them?"""
    receive(tmp_path, event("receipt", at=later(60), sequence=7))
    record = Record(tmp_path, "abby")
    assert said(record) == "receipt"
    given_next = record.answer("a-moment", FreeText(text="next"), NOON)
    assert given_next.order > event("receipt", at=later(60), sequence=7).order
    assert said(Record(tmp_path, "abby")) == "next"


def test_answers_of_another_notebook_are_left_out(tmp_path: Path) -> None:
    """Is a journal renamed from another notebook no source of answers, nor of times?"""
    stranger = event("john's", at=LATEST).model_copy(update={"notebook": "john"})
    append(journal_path(tmp_path, "abby"), stranger)
    receive(tmp_path, stranger)
    record = Record(tmp_path, "abby")
    assert record.answers == {}
    assert record.answer("a-moment", FreeText(text="mine"), NOON).at == NOON


def test_a_clock_that_goes_back_does_not_bring_old_answers_back(tmp_path: Path) -> None:
    """Does the last answer given stay the newest, though the clock was set back in between?"""
    Record(tmp_path, "abby").answer("a-moment", FreeText(text="first"), later(60))
    Record(tmp_path, "abby").answer("a-moment", FreeText(text="second"), NOON)
    assert said(Record(tmp_path, "abby")) == "second"


def test_a_planted_answer_from_the_end_of_time_does_not_lock_the_record(tmp_path: Path) -> None:
    """Does an answer still count after a line with the greatest time and sequence there are?"""
    append(journal_path(tmp_path, "abby"), event("planted", at=LATEST, sequence=LAST_SEQUENCE))
    record = Record(tmp_path, "abby")
    record.answer("a-moment", FreeText(text="mine"))
    assert said(record) == "mine"
    assert said(Record(tmp_path, "abby")) == "mine"


def test_two_records_of_one_notebook(tmp_path: Path) -> None:
    """Do two windows on one notebook lose nothing, the later answer being the one that counts?"""
    left, right = Record(tmp_path, "abby"), Record(tmp_path, "abby")
    left.answer("a-moment", FreeText(text="left"), later(1))
    right.answer("a-moment", FreeText(text="right"), later(2))
    left.answer("another", FreeText(text="left too"), later(3))
    assert (said(Record(tmp_path, "abby")), said(Record(tmp_path, "abby"), "another")) == ("right", "left too")
    left.reload()
    assert said(left) == "right"


def test_what_could_not_be_read_is_told(tmp_path: Path) -> None:
    """Are the faults of both places told, and the answers beside them kept?"""
    append(journal_path(tmp_path, "abby"), event("kept"))
    with journal_path(tmp_path, "abby").open("ab") as file:
        file.write(b"x" * 200)
    (tmp_path / "abby.ipynb").write_text("{")
    record = Record(tmp_path, "abby")
    assert [fault.where for fault in record.faults] == ["abby.responses.jsonl, line 3", "abby.ipynb"]
    assert said(record) == "kept"


def test_a_refused_answer_is_told(tmp_path: Path) -> None:
    """Does the learner hear when an answer could not be kept?"""
    journal_path(tmp_path, "abby").mkdir()
    with pytest.raises(NotSaved, match="a folder stands where the answers belong"):
        Record(tmp_path, "abby").answer("a-moment", FreeText(text="x"))


@given(st.lists(events), st.sampled_from(["a", "7", "irritable-remark"]), st.randoms())
def test_the_newest_does_not_depend_on_the_order_of_reading(answers: list[Event], notebook: str, chance: Any) -> None:
    """Do lines in any order give the same times, and each item its greatest?"""
    found = newest(answers, notebook)
    mixed = list(answers)
    chance.shuffle(mixed)
    again = newest(mixed, notebook)
    assert found.keys() == again.keys() == {one.item for one in answers if one.notebook == notebook}
    for item, one in found.items():
        assert one.order == again[item].order
        assert one.order == max(other.order for other in answers if (other.item, other.notebook) == (item, notebook))


def test_every_answer_to_an_item_is_found_again(tmp_path: Path) -> None:
    """Are all answers to one item given, the oldest first and each once, with one that the notebook alone holds, and no others?"""
    path = journal_path(tmp_path, "abby")
    stranger = event("of another notebook").model_copy(update={"notebook": "john"})
    append(path, event("two", at=later(2)), event("one", at=later(1)), event("elsewhere", item="another"), stranger)
    record = Record(tmp_path, "abby")
    assert [one.response.text for one in record.given("a-moment") if isinstance(one.response, FreeText)] == [
        "one",
        "two",
    ]
    assert record.given("never-asked") == []
    receive(tmp_path, event("three", at=later(3)))
    record.reload()
    assert [one.at for one in record.given("a-moment")] == [later(1), later(2), later(3)]
