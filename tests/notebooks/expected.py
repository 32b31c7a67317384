"""How a committed notebook should look once it has run: welcome, cards, receipts and marks, and nothing else."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path
from typing import Any

from nbformat.v4 import new_output

from rapport.charts.showing import Explorer, drawn
from rapport.charts.shown import STYLE
from rapport.content import load_assignment, load_keys, load_practice
from rapport.content.item import Askable, DialogueItem
from rapport.content.practice import UnscoredPractice
from rapport.journal import MIME, bundle

from .committed import ROOT, calls, code_cells

WIDGET = "application/vnd.jupyter.widget-view+json"


def executed(path: Path, notebook: Any) -> Any:
    """Return the notebook with the outputs that running it should give; answers are those that its receipts hold."""
    expected = deepcopy(notebook)
    items = _items(path)
    points = _points(path)
    answered = sum(1 for cell in code_cells(notebook) for output in cell.outputs if MIME in output.data)
    for cell in code_cells(expected):
        cell.outputs = [
            output
            for call, value in calls(cell.source)
            for output in _outputs(call, value, cell, items, points, answered)
        ]
    return expected


def _outputs(
    call: str, value: str, cell: Any, items: dict[str, Askable], points: dict[str, float], answered: int
) -> list[Any]:
    if call.endswith(".open"):
        counted = f"{answered} of {len(items)} answered so far"
        return [new_output("display_data", {"text/plain": counted, "text/html": counted})]
    if call.endswith(".ask"):
        given = [output for output in cell.outputs if MIME in output.data]
        return [_card(), given[0] if given else _unanswered(items[value])]
    if call.endswith(".meet"):
        return [_card(), _unanswered(_talk(value))]
    if call.endswith(".show"):
        return [_figure(value)]
    return [new_output("execute_result", {"text/plain": repr(points[value])})]


def _card() -> Any:
    return new_output("display_data", {"text/plain": "A card", WIDGET: {}})


def _figure(name: str) -> Any:
    shown = drawn(name, ROOT / "course")
    if isinstance(shown, Explorer):
        return new_output("display_data", {"text/plain": shown.as_text(), WIDGET: {}})
    return new_output(
        "display_data", {"text/plain": shown.as_text(), "text/html": f"<style>{STYLE}</style>{shown.as_html()}"}
    )


def _unanswered(item: Askable) -> Any:
    return new_output("display_data", bundle(item, None))


def _talk(client: str) -> DialogueItem:
    return DialogueItem(
        id=f"meet-{client}", kind="dialogue", case=client, strategy="active-listening", skill="meeting", stem="Meet"
    )


def _items(path: Path) -> dict[str, Askable]:
    if path.parent.name == "course":
        practice = load_practice(path.parent / "practice" / f"{path.stem}.yaml")
        return {item.id: item if isinstance(item, UnscoredPractice) else item.item for item in practice.items}
    return {item.id: item for item in load_assignment(path.parent / "items.yaml").items}


def _points(path: Path) -> dict[str, float]:
    keys = ROOT / "autograder" / "keys" / f"{path.stem}.yaml"
    return {key.item: float(key.points) for key in load_keys(keys).keys} if path.parent.name != "course" else {}
