"""Turn an assignment's Markdown, items and keys into nbgrader's source notebook.

The contract: text and models in, an nbformat 4.5 notebook as plain data out; no file is read or written here. Every
cell is nbgrader's (metadata schema 3): choices and talks are graded code cells, free text is a locked card with a task
cell under it, all else is read-only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rapport.author import (
    Block,
    Cell,
    CellIds,
    Notebook,
    blocks,
    code_cell,
    headings_of,
    notebook,
    prose_cell,
    prose_problems,
)
from rapport.content import ContentError, Problem
from rapport.content.item import AnyItem, Assignment, DialogueItem
from rapport.content.key import FreeTextKey, GradedKey, Keys

NBGRADER_SCHEMA = 3
"""Version of nbgrader's cell metadata that is written, and all that nbgrader 0.9 reads without upgrading."""

SECTION = 2
"""Heading level of an assignment's sections; each begins a cell, so that front ends can fold it."""

_MARKER = re.compile(r"^\{\{\s*(.*?)\s*\}\}$")


def assignment_notebook(path: Path, markdown: str, assignment: Assignment, keys: Keys) -> Notebook:
    """Return the source notebook of an assignment, with hidden tests and mark schemes, without answers.

    Parameters
    ----------
    path : Path
        Where the Markdown came from; for the errors.
    markdown : str
        The assignment: one H1 with a one-line summary, prose, and a line ``{{item-id}}`` where a card stands.
    assignment : Assignment
        The public part of its items.
    keys : Keys
        Their keys, one for every item; of them only points and rubrics enter the notebook.

    Raises
    ------
    ContentError
        With every mistake found, each with its line and a mend.
    """
    parts = list(_at_markers(blocks(markdown)))
    problems = [
        *prose_problems(path, [part for part in parts if isinstance(part, Block)]),
        *_part_problems(path, parts, assignment),
    ]
    if problems:
        raise ContentError(sorted(problems, key=lambda problem: problem.line))
    ids = CellIds()
    cells: list[Cell] = []
    for part in parts:
        if isinstance(part, _Card):
            item, key = assignment.item(part.item), keys.key(part.item)
            if item is None or key is None:
                raise ValueError(
                    f"{part.item!r} has no item or no key: load the keys with `load_keys(path, assignment)`"
                )
            cells += _item_cells(ids, item, key)
        elif cells:
            cells.append(_read_only_prose(ids, part.text))
        else:
            cells += _opening(ids, part.text, assignment.assignment)
    return notebook(cells)


@dataclass(frozen=True)
class _Card:
    """Where a card stands in the Markdown."""

    item: str
    line: int


def _at_markers(found: list[Block]) -> Iterator[Block | _Card]:
    """Split prose at the lines that name a card, and before each section."""
    for block in found:
        if block.kind == "code":
            yield block
            continue
        lines = block.text.splitlines()
        sections = {offset for offset, level, _ in headings_of(block.text) if level == SECTION}
        start = 0
        for offset, line in enumerate(lines):
            card = _MARKER.match(line.strip())
            if card or offset in sections:
                yield from _prose(lines, start, offset, block.line)
                start = offset
            if card:
                yield _Card(card[1], block.line + offset)
                start = offset + 1
        yield from _prose(lines, start, len(lines), block.line)


def _prose(lines: list[str], start: int, end: int, first_line: int) -> Iterator[Block]:
    """Yield the lines from `start` to before `end` as a block, if they say anything."""
    said = [offset for offset in range(start, end) if lines[offset].strip()]
    if said:
        yield Block("prose", "\n".join(lines[said[0] : said[-1] + 1]), first_line + said[0])


def _opening(ids: CellIds, text: str, name: str) -> list[Cell]:
    """Return the title with its summary, the cell that starts the assignment, and the rest of the first prose."""
    paragraphs = re.split(r"\n\s*\n", text, maxsplit=2)
    title = _read_only_prose(ids, "\n\n".join(paragraphs[:2]))
    start_id = ids.of_content("start_assignment")
    source = f'# Start this assignment\nfrom rapport import exercise\n\nexercise.open("{name}")'
    start = code_cell(start_id, source, _read_only(start_id))
    return [title, start, *(_read_only_prose(ids, rest) for rest in paragraphs[2:])]


def _read_only_prose(ids: CellIds, text: str) -> Cell:
    cell_id = ids.of_prose(text)
    return prose_cell(cell_id, text, _read_only(cell_id))


def _item_cells(ids: CellIds, item: AnyItem, key: GradedKey) -> list[Cell]:
    card = f'# {_comment(item)}\nexercise.ask("{item.id}")'
    if isinstance(key, FreeTextKey):
        card_id = f"card_{item.id}"
        above = code_cell(ids.of_content(card_id), card, _read_only(card_id))
        task = {**_read_only(item.id), "points": _number(key.points), "task": True}
        return [above, prose_cell(ids.of_content(item.id), _task(key), task)]
    tests = f'### BEGIN HIDDEN TESTS\nfrom autograder import mark\nmark(exercise, "{item.id}")\n### END HIDDEN TESTS'
    graded = {**_read_only(item.id), "points": _number(key.points), "grade": True}
    return [code_cell(ids.of_content(item.id), f"{card}\n{tests}", graded)]


def _task(key: FreeTextKey) -> str:
    """Return the task cell of a free-text item: what the student is told, then the rubric that only graders get."""
    points = _number(key.points)
    rubric = "\n".join(
        f"- **Level {level.level}, {level.name}** "
        f"({_number(round(key.points * level.level / 3, 2))} of {points}): {_one_line(level.says)}"
        for level in sorted(key.rubric, key=lambda level: -level.level)
    )
    told = f"*A person reads your reply above and gives it up to {points} points.*"
    return f"{told}\n### BEGIN MARK SCHEME\n\n{rubric}\n\n### END MARK SCHEME"


def _comment(item: AnyItem) -> str:
    """Return the one line of a card's code that a learner sees."""
    client = _one_line(item.client) if item.client else ""
    if isinstance(item, DialogueItem):
        return f"Talk with {client or 'the client'}"
    does, towards = {
        "best-reply": ("Choose the best reply", " to "),
        "best-and-worst": ("Choose the best and the worst reply", " to "),
        "rank": ("Rank the replies", " to "),
        "order-steps": ("Put the steps in order", ""),
        "classify": ("Say what each utterance does", ""),
        "rupture-turn": ("Mark the turn in which a strain first shows", ""),
        "free-text": ("Write your own reply", " to "),
    }[item.kind]
    return f"{does}{towards}{client}" if client and towards else does


def _read_only(grade_id: str) -> dict[str, Any]:
    """Return nbgrader's metadata of a cell that is locked and earns nothing."""
    return {
        "grade": False,
        "grade_id": grade_id,
        "locked": True,
        "schema_version": NBGRADER_SCHEMA,
        "solution": False,
        "task": False,
    }


def _number(points: float) -> float | int:
    return int(points) if points == int(points) else points


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _part_problems(path: Path, parts: list[Block | _Card], assignment: Assignment) -> list[Problem]:
    """Find cards without an item, items without a card or with two, and code."""
    cards = [part for part in parts if isinstance(part, _Card)]
    wanted = [item.id for item in assignment.items]
    named = [card.item for card in cards]
    mend = "write a line `{{item-id}}` for each card; the code is made for you"
    problems = [
        Problem(path, part.line, (), "this is a block of code", mend)
        for part in parts
        if isinstance(part, Block) and part.kind == "code"
    ]
    for at, card in enumerate(cards):
        if card.item not in wanted:
            mend = "correct the id, or add the item to items.yaml"
            problems.append(Problem(path, card.line, (), f"there is no item {card.item!r}", mend))
        elif card.item in named[:at]:
            problems.append(
                Problem(path, card.line, (), f"{card.item!r} has a card above already", "remove one of the two")
            )
    for missing in [item for item in wanted if item not in named]:
        problems.append(Problem(path, 1, (), f"the item {missing!r} has no card", f"add the line `{{{{{missing}}}}}`"))
    return problems
