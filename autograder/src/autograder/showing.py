"""What an autograded notebook shows in our cells: each answer as words and, where it is marked, the number that nbgrader reads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from autograder.cells import asked_item, is_graded_code, is_locked_code, marked_item
from autograder.keys import Scheme
from autograder.marking import marks_for
from autograder.restoring import Reader, output
from autograder.submission import receipt
from rapport.content.response import FreeText
from rapport.journal import MIME, Event

MAX_COMMON = 1000
"""Longest answer that is remembered for the next student who gives the same, in characters."""


@dataclass(frozen=True)
class Ours:
    """The cells of ours in a notebook, and the items they ask, by index.

    Attributes
    ----------
    marked : mapping of int to str
        Graded cells.
    asked : mapping of int to str
        Ungraded cards; a student's own cell may ask for anything.
    others : bool
        Whether there is graded code that is not ours, which must run.
    """

    marked: Mapping[int, str]
    asked: Mapping[int, str]
    others: bool


def ours_in(notebook: Any) -> Ours:
    """Return which cells are ours; none where only a student's own cells ask for something."""
    code = {index: cell for index, cell in enumerate(notebook["cells"]) if cell["cell_type"] == "code"}
    graded = {index for index, cell in code.items() if is_graded_code(cell)}
    marked = {index: item for index in graded if (item := marked_item(code[index]["source"]))}
    asked = {index: item for index in code.keys() - graded if (item := asked_item(code[index]["source"]))}
    if not marked and not any(is_locked_code(code[index]) for index in asked):
        asked = {}
    return Ours(marked, asked, len(marked) < len(graded))


def outputs_of(
    ours: Ours, scheme: Scheme, given: Mapping[str, Event], reader: Reader | None = None
) -> dict[int, list[dict[str, Any]]]:
    """Return the outputs of each cell of ours, by index.

    Parameters
    ----------
    ours : Ours
        Which cells those are.
    scheme : Scheme
        The assignment's items and keys.
    given : mapping of item id to Event
        The newest answer to each item.
    reader : Reader or None
        Writes answers as plain data.

    Raises
    ------
    NoKeys
        If a graded cell marks an item that the assignment does not have.
    """
    reader = reader or Reader()
    answers = {item: _common(given.get(item)) for item in (*ours.asked.values(), *ours.marked.values())}
    outputs: dict[int, list[dict[str, Any]]] = {}
    for index, item in ours.asked.items():
        if scheme.assignment.item(item):
            outputs[index] = [_receipt(reader, scheme, item, given.get(item), answers[item])]
    for index, item in ours.marked.items():
        event, answer = given.get(item), answers[item]
        outputs[index] = [_receipt(reader, scheme, item, event, answer), _mark(scheme, item, event, answer)]
    return outputs


@dataclass(frozen=True)
class _Answer:
    """An answer that is the same as another where it says the same, whoever gave it and whenever; or that there is none."""

    says: str
    event: Event | None = field(compare=False)


def _common(event: Event | None) -> _Answer | None:
    """Return the answer where others of the class may have given the same; own words are everybody's own."""
    if event is None:
        return _NONE
    if isinstance(event.response, FreeText):
        return None
    says = event.response.model_dump_json()
    return _Answer(says, event) if len(says) <= MAX_COMMON else None


_NONE = _Answer("", None)


def _receipt(reader: Reader, scheme: Scheme, item: str, event: Event | None, answer: _Answer | None) -> dict[str, Any]:
    shown = _shown(scheme, item, event) if answer is None else _common_shown(scheme, item, answer)
    return output("display_data", shown if event is None else {**shown, MIME: reader.data(event)})


def _mark(scheme: Scheme, item: str, event: Event | None, answer: _Answer | None) -> dict[str, Any]:
    mark = marks_for(scheme, item, event) if answer is None else _common_mark(scheme, item, answer)
    return output("execute_result", {"text/plain": repr(mark)}, execution_count=None)


def _shown(scheme: Scheme, item: str, event: Event | None) -> dict[str, str]:
    return {kind: words for kind, words in receipt(scheme, item, event).items() if kind != MIME}


@lru_cache(maxsize=2048)
def _common_shown(scheme: Scheme, item: str, answer: _Answer) -> dict[str, str]:
    return _shown(scheme, item, answer.event)


@lru_cache(maxsize=2048)
def _common_mark(scheme: Scheme, item: str, answer: _Answer) -> float:
    return marks_for(scheme, item, answer.event)
