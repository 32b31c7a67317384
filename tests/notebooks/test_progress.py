"""The progress notebook: it keeps to the rules that fit it, and shows what it should with answers and without."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from nbclient import NotebookClient

from rapport.content import load_practice
from rapport.content.practice import PracticeChoice
from rapport.content.response import BestAndWorst, BestReply
from rapport.journal import Event, append, journal_path

from .committed import PROGRESS, ROOT, code_cells, read
from .conftest import copied
from .rules import RULES, asks_each_item_once, lesson_is_whole, opens_itself

WIDGET = "application/vnd.jupyter.widget-view+json"
CALLS = ["open", "mastery", "calibration", "confidence", "next", "deck", "passport"]


@pytest.mark.parametrize(
    "rule",
    [rule for rule in RULES if rule not in (opens_itself, asks_each_item_once, lesson_is_whole)],
    ids=lambda rule: rule.__name__,
)
def test_rule(rule: Callable[[Path, Any], Iterator[str]]) -> None:
    """Does the notebook keep to every rule but those about a lesson's own items?"""
    assert list(rule(PROGRESS, read(PROGRESS))) == []


def test_each_part_is_called_once() -> None:
    """Does it open first, and call every part once, each in a cell of its own?"""
    found = [cell.source.splitlines()[-1] for cell in code_cells(read(PROGRESS))]
    assert found == [f"progress.{name}()" for name in CALLS]


def executed(path: Path) -> dict[str, list[Any]]:
    """Run the notebook where it lies and return the outputs of each call."""
    notebook = read(path)
    NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(path.parent)}}).execute()
    return dict(zip(CALLS, (cell.outputs for cell in code_cells(notebook)), strict=True))


def words(outputs: list[Any]) -> str:
    """Return what the outputs say in plain text."""
    return "\n".join(output.data.get("text/plain", "") for output in outputs)


def test_without_answers_it_says_where_to_begin(tmp_path: Path) -> None:
    """In a fresh course, is there no error and no figure, but a way to begin and a passport card to restore with?"""
    shown = executed(copied(PROGRESS, tmp_path))
    assert {output.output_type for outputs in shown.values() for output in outputs} == {"display_data"}
    assert "Begin with lesson 00 Welcome." in words(shown["open"])
    assert "nothing to draw yet" in words(shown["mastery"])
    assert "Too few answers yet" in words(shown["calibration"])
    assert words(shown["confidence"]).startswith("Nothing is rated yet")
    assert words(shown["next"]) == "Not begun yet: lesson 00 Welcome."
    assert not [output for output in shown["deck"] if WIDGET in output.data]
    assert [WIDGET in output.data for output in shown["passport"]] == [True]


def test_with_answers_it_shows_figures_and_cards(tmp_path: Path) -> None:
    """With a lesson answered days ago, are there figures with tables, due cards, and a deck that waits for answers?"""
    path = copied(PROGRESS, tmp_path)
    answer(path.parent, "03-active-listening", datetime.now(UTC) - timedelta(days=9))
    shown = executed(path)
    assert words(shown["open"]).startswith("Ready.")
    (figure,) = shown["mastery"]
    assert figure.data["text/html"].count("<img") == figure.data["text/html"].count('alt="13 strategies') == 2
    assert "<table>" in figure.data["text/html"]
    assert "You are surer than right" in words(shown["calibration"])
    assert "due for" in words(shown["next"])
    assert sum(WIDGET in output.data for output in shown["deck"]) == 5
    assert "image/png" not in json.dumps(shown)


def answer(folder: Path, lesson: str, at: datetime) -> None:
    """Take the worst option for the best in every choice of a lesson, surely."""
    practice = load_practice(ROOT / "course" / "practice" / f"{lesson}.yaml")
    choices = [item for _, item in practice.scored if isinstance(item, PracticeChoice)]
    for number, item in enumerate(choices, start=1):
        best, worst = item.key.worst, item.key.best
        both = item.kind == "best-and-worst"
        response = (
            BestAndWorst(best=best, worst=worst, confidence=90) if both else BestReply(option=best, confidence=90)
        )
        event = Event(
            schema_version=1,
            notebook=lesson,
            item=item.id,
            response=response,
            sequence=number,
            at=at + timedelta(minutes=number),
        )
        append(journal_path(folder, lesson), event)
