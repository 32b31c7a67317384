"""Turn a lesson's Markdown into its notebook.

The contract: text in, an nbformat 4.5 notebook as plain data out; no file is read or written here. Prose becomes
Markdown cells, each fenced Python block becomes one hidden code cell. Cell ids come from what a cell holds (its item,
its case, its heading), never from where it stands, so an edit of one cell leaves the ids of all others alone.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import nbformat

from rapport.content.errors import ContentError, Problem

Cell = dict[str, Any]
Notebook = dict[str, Any]

TAG = "rapport"
"""Tag of every code cell of ours; the front-end extension runs the cells that carry it."""

MAX_ID = 64
"""Longest cell id that nbformat allows, in characters."""

_FENCE = re.compile(r"^(`{3,}|~{3,})\s*(\S*)")
_HEADING = re.compile(r"^(#{1,6})\s+(.+?)\s*#*$")
_LINK = re.compile(r"(?<!!)\[([^\]]+)\]\(")
_CALL = re.compile(r'^lesson\.(ask|meet|show)\("([^"]*)"\)$')
_BARE_LINKS = {"here", "click here", "link", "this", "this link", "this page", "more", "read more"}


@dataclass(frozen=True)
class Block:
    """A stretch of the Markdown that becomes one cell; `line` is the 1-based line on which it starts."""

    kind: Literal["prose", "code"]
    text: str
    line: int


class CellIds:
    """Hands out the ids of one notebook's cells.

    Content ids hold no underscore, so the ids made here from headings can't meet the ids of items and cases.
    """

    def __init__(self) -> None:
        self._taken: set[str] = set()
        self._above = "top"

    def of_content(self, content_id: str) -> str:
        """Return the id of a cell that shows this item or case; numbered where it is shown again."""
        self._above = content_id
        return self._unique(content_id)

    def of_prose(self, text: str) -> str:
        """Return the id of a prose cell: from its heading, or else from the cell above it."""
        headings = [_slug(title) for _, _, title in headings_of(text)]
        if headings and headings[0]:
            self._above = headings[0]
            return self._unique(f"text_{headings[0]}")
        return self._unique(f"below_{self._above}")

    def _unique(self, wanted: str) -> str:
        chosen = wanted[:MAX_ID]
        count = 1
        while chosen in self._taken:
            count += 1
            ending = f"_{count}"
            chosen = wanted[: MAX_ID - len(ending)] + ending
        self._taken.add(chosen)
        return chosen


def lesson_notebook(
    path: Path,
    markdown: str,
    items: Collection[str] | None = None,
    cases: Collection[str] | None = None,
    figures: Collection[str] | None = None,
) -> Notebook:
    """Return the notebook of a lesson.

    Parameters
    ----------
    path : Path
        Where the Markdown came from; its stem is the lesson's name, such as ``02-john``.
    markdown : str
        The lesson: one H1, prose, and cards as fenced Python blocks whose first line is a comment. A line ``---``
        starts a new cell.
    items, cases, figures : collections of str, optional
        What the lesson may ask, meet and show; not checked when left out.

    Raises
    ------
    ContentError
        With every mistake found, each with its line and a mend.
    """
    found = blocks(markdown)
    problems = [*prose_problems(path, found), *_card_problems(path, found, items, cases, figures)]
    if problems:
        raise ContentError(sorted(problems, key=lambda problem: problem.line))
    ids = CellIds()
    return notebook([_lesson_cell(block, ids) for block in found])


def blocks(markdown: str) -> list[Block]:
    """Split Markdown into prose and fenced Python blocks; other fenced blocks stay part of the prose."""
    found: list[Block] = []
    held: list[str] = []
    start = 1
    fence = ""
    in_code = False

    def close(kind: Literal["prose", "code"], next_line: int) -> None:
        nonlocal start
        text = "\n".join(held)
        skipped = len(text) - len(text.lstrip("\n"))
        if text.strip():
            found.append(Block(kind, text.strip("\n"), start + skipped))
        held.clear()
        start = next_line

    for number, line in enumerate(markdown.splitlines(), start=1):
        opening = _FENCE.match(line)
        if fence:
            if opening and opening[1].startswith(fence) and not opening[2]:
                fence = ""
                if in_code:
                    close("code", number + 1)
                    in_code = False
                    continue
        elif opening:
            fence = opening[1]
            if opening[2] == "python":
                close("prose", number + 1)
                in_code = True
                continue
        elif line.strip() == "---":
            close("prose", number + 1)
            continue
        held.append(line)
    close("code" if in_code else "prose", 0)
    return found


def headings_of(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield each heading of a prose block: how many lines into it, its level, its words; fenced blocks hold none."""
    fenced = False
    for offset, line in enumerate(text.splitlines()):
        if _FENCE.match(line):
            fenced = not fenced
        elif not fenced and (match := _HEADING.match(line)):
            yield offset, len(match[1]), match[2]


def prose_problems(path: Path, found: list[Block]) -> list[Problem]:
    """Find what keeps a text from being read by ear: a second H1, a skipped heading level, a link named "here"."""
    problems = []
    level = 0
    for block in (block for block in found if block.kind == "prose"):
        for offset, depth, title in headings_of(block.text):
            line = block.line + offset
            if level == 0 and depth != 1:
                problems.append(
                    Problem(
                        path, line, (), f"the first heading is {title!r}, of level {depth}", "start with one `# Title`"
                    )
                )
            elif level and depth == 1:
                problems.append(
                    Problem(path, line, (), f"{title!r} is a second heading of level 1", "write it with `##`")
                )
            elif level and depth > level + 1:
                mend = f"write it with {'#' * (level + 1)!r}"
                problems.append(Problem(path, line, (), f"{title!r} skips from level {level} to {depth}", mend))
            level = depth
        for offset, text in enumerate(block.text.splitlines()):
            for words in _LINK.findall(text):
                if words.strip().lower() in _BARE_LINKS:
                    mend = "name what the link leads to"
                    problems.append(Problem(path, block.line + offset, (), f"a link says only {words!r}", mend))
    if level == 0:
        problems.append(Problem(path, 1, (), "there is no heading", "start with one `# Title`"))
    return problems


def code_cell(cell_id: str, source: str, nbgrader: dict[str, Any] | None = None) -> Cell:
    """Return a code cell of ours: hidden source, tagged to be run when the notebook opens."""
    metadata: dict[str, Any] = {"jupyter": {"source_hidden": True}, "tags": [TAG]}
    if nbgrader is not None:
        metadata["nbgrader"] = nbgrader
    return {
        "cell_type": "code",
        "execution_count": None,
        "id": cell_id,
        "metadata": metadata,
        "outputs": [],
        "source": source,
    }


def prose_cell(cell_id: str, source: str, nbgrader: dict[str, Any] | None = None) -> Cell:
    """Return a Markdown cell."""
    metadata = {} if nbgrader is None else {"nbgrader": nbgrader}
    return {"cell_type": "markdown", "id": cell_id, "metadata": metadata, "source": source}


def notebook(cells: list[Cell]) -> Notebook:
    """Return a whole notebook of these cells for the Python kernel."""
    kernel = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
    metadata = {"kernelspec": kernel, "language_info": {"name": "python"}}
    return {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}


def written(made: Notebook) -> str:
    """Return the notebook as nbformat writes it to a file."""
    text: str = nbformat.writes(nbformat.from_dict(made))  # type: ignore[no-untyped-call]
    return text + "\n"


def _lesson_cell(block: Block, ids: CellIds) -> Cell:
    if block.kind == "prose":
        return prose_cell(ids.of_prose(block.text), block.text)
    call = _card_of(block)
    return code_cell(ids.of_content(call[1] if call else "start_lesson"), block.text)


def _card_of(block: Block) -> tuple[str, str] | None:
    """Return what a card does and with which item, case or figure; None for a block that is no card."""
    lines = block.text.splitlines()
    call = _CALL.match(lines[1]) if len(lines) == 2 and lines[0].startswith("# ") else None
    return (call[1], call[2]) if call else None


def _card_problems(
    path: Path,
    found: list[Block],
    items: Collection[str] | None,
    cases: Collection[str] | None,
    figures: Collection[str] | None,
) -> list[Problem]:
    cards = [block for block in found if block.kind == "code"]
    start = f'# Start this lesson\nfrom rapport import lesson\n\nlesson.open("{path.stem}")'
    if not cards or cards[0].text != start:
        line = cards[0].line if cards else 1
        return [
            Problem(path, line, (), "the first code block does not start this lesson", f"make it exactly:\n{start}\n")
        ]
    problems: list[Problem] = []
    seen: set[tuple[str, str]] = set()
    for block in cards[1:]:
        card = _card_of(block)
        if card is None:
            mend = 'write a comment that learners see, then `lesson.ask("item-id")`, `lesson.meet("case-id")` or `lesson.show("figure")`'
            problems.append(Problem(path, block.line, (), "this code block is not a card", mend))
            continue
        verb, content_id = card
        known, place = {
            "ask": (items, "item in its practice file"),
            "meet": (cases, "case in course/cases or course/scenes"),
            "show": (figures, "figure in rapport.charts"),
        }[verb]
        if known is not None and content_id not in known:
            problems.append(
                Problem(path, block.line, (), f"there is no {place} {content_id!r}", "correct the id, or write it")
            )
        if card in seen:
            problems.append(
                Problem(path, block.line, (), f"{content_id!r} has a card above already", "remove one of the two")
            )
        seen.add(card)
    return problems


def _slug(title: str) -> str:
    """Return a heading as an id, without the number in front: a number is a position."""
    return re.sub(r"[^a-z0-9]+", "-", re.sub(r"^\d+[.)]?\s+", "", title).lower()).strip("-")
