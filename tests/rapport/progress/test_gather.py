"""Every answer that lies in a course's folder."""

from __future__ import annotations

import json
from pathlib import Path

from rapport.journal import MIME, Event, append
from rapport.progress.gather import distinct, gather, journalled

from .course import HOUR, NOON, said, wrote


def keep(folder: Path, name: str, *events: Event) -> None:
    """Write a notebook that carries these answers as receipts."""
    outputs = [
        {"output_type": "display_data", "metadata": {}, "data": {MIME: one.model_dump(mode="json")}} for one in events
    ]
    cells = [{"cell_type": "code", "source": "", "outputs": [output]} for output in outputs]
    (folder / f"{name}.ipynb").write_text(json.dumps({"nbformat": 4, "cells": cells}))


def test_an_empty_folder_holds_nothing(tmp_path: Path) -> None:
    """Is there nothing and no fault where nothing was answered?"""
    assert gather(tmp_path) == ([], [])


def test_journals_and_receipts_are_one_record(tmp_path: Path) -> None:
    """Are answers found in the journal, in the notebook, and once where both have them; oldest first?"""
    both, only, later = said("a"), said("b", at=NOON + HOUR), said("c", at=NOON - HOUR, lesson="06-honesty")
    append(tmp_path / "03-active-listening.responses.jsonl", both)
    keep(tmp_path, "03-active-listening", both, only)
    keep(tmp_path, "06-honesty", later)
    assert gather(tmp_path)[0] == [later, both, only]
    assert journalled(tmp_path)[0] == [both]


def test_receipts_of_the_deck_count_for_their_lesson(tmp_path: Path) -> None:
    """Is an answer found that the practice deck drew and only its notebook kept?"""
    keep(tmp_path, "progress", said("a"))
    assert gather(tmp_path)[0] == [said("a")]


def test_a_journal_of_another_name_is_left_alone(tmp_path: Path) -> None:
    """Are answers left out that stand in a journal which their lesson would not read, and files whose names no lesson has?"""
    append(tmp_path / "06-honesty.responses.jsonl", said("a"))
    append(tmp_path / "Copy of 03.responses.jsonl", said("a"))
    assert gather(tmp_path) == ([], [])


def test_damage_is_told(tmp_path: Path) -> None:
    """Does a torn line cost nothing but itself, and is it reported?"""
    path = tmp_path / "03-active-listening.responses.jsonl"
    append(path, said("a"))
    with path.open("ab") as file:
        file.write(wrote("torn").line()[:120])
    events, faults = gather(tmp_path)
    assert events == [said("a")]
    assert [fault.where for fault in faults] == ["03-active-listening.responses.jsonl, line 3"]


def test_order_does_not_depend_on_where_they_came_from() -> None:
    """Do events of the same moment come in one order, whatever order they were found in?"""
    events = [said("a"), said("b"), said("c")]
    assert distinct(events) == distinct([*events[::-1], *events])
    assert len(distinct(events)) == 3
