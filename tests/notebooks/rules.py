"""What every committed notebook must keep to. A rule takes a notebook with its path and yields what is wrong, in words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import nbformat
from markdown_it import MarkdownIt
from markdown_it.token import Token

from rapport.check.quality import reading_grade
from rapport.content import load_assignment, load_practice
from rapport.journal import MIME

from .committed import called, code_cells

PARTS = ("What you will be able to do", "Common mistakes", "Try it aloud", "Sources")
VAGUE = {"here", "click here", "this", "link", "this link", "more", "read more", ""}
HARDEST_PROSE = 8.0
HTML_IMAGE = re.compile(r"<img\b[^>]*>", re.IGNORECASE)
HTML_ALT = re.compile(r"""\balt\s*=\s*(["'])\s*\S""", re.IGNORECASE)


def is_sound(path: Path, notebook: Any) -> Iterator[str]:
    """Format 4.5, each cell with an id of its own, a Python kernel."""
    if (notebook.nbformat, notebook.nbformat_minor) != (4, 5):
        yield f"its format is {notebook.nbformat}.{notebook.nbformat_minor}, not 4.5"
    ids = Counter(cell.get("id") for cell in notebook.cells)
    yield from (f"{count} cells have the id {name!r}" for name, count in ids.items() if count > 1)
    if ids.total() == len(ids):  # else nbformat would give out new ids
        try:
            nbformat.validate(notebook)
        except nbformat.ValidationError as error:
            yield str(error).splitlines()[0]
    if notebook.metadata.get("kernelspec", {}).get("name") != "python3":
        yield "its kernel is not python3"


def headings_are_in_order(path: Path, notebook: Any) -> Iterator[str]:
    """One H1, which comes first; below it no level is skipped."""
    levels = [(int(token.tag[1]), _words(inline)) for token, inline in _headings(notebook)]
    if not levels or levels[0][0] != 1:
        yield "it does not begin with an H1"
    if sum(1 for level, _ in levels if level == 1) != 1:
        yield "it has not exactly one H1"
    for (before, _), (level, words) in pairwise(levels):
        if level > before + 1:
            yield f"the heading {words!r} of level {level} follows one of level {before}"


def code_is_tucked_away(path: Path, notebook: Any) -> Iterator[str]:
    """Each code cell starts with a comment, is hidden, and carries the tag by which a lesson is started."""
    for cell in code_cells(notebook):
        if not re.match(r"# \S", cell.source):
            yield f"the cell {cell.id} does not start with a comment"
        if cell.metadata.get("jupyter", {}).get("source_hidden") is not True:
            yield f"the source of the cell {cell.id} is not hidden"
        if "rapport" not in cell.metadata.get("tags", []):
            yield f"the cell {cell.id} is not tagged `rapport`"


def outputs_are_clean(path: Path, notebook: Any) -> Iterator[str]:
    """Lessons have no outputs, solutions receipts only; neither carries counts or the state of widgets."""
    solution = _is_solution(path)
    if "widgets" in notebook.metadata:
        yield "it carries the state of widgets"
    for cell in code_cells(notebook):
        if cell.execution_count is not None:
            yield f"the cell {cell.id} carries an execution count"
        strangers = [output for output in cell.outputs if not (solution and MIME in output.get("data", {}))]
        if strangers:
            yield f"the cell {cell.id} has outputs that do not belong there"


def opens_itself(path: Path, notebook: Any) -> Iterator[str]:
    """The first code cell opens the notebook under the name of its file, and no other cell opens anything."""
    face = "exercise.open" if _is_solution(path) else "lesson.open"
    opened = called(notebook, "lesson.open", "exercise.open")
    if opened != [path.stem]:
        yield f"it opens {opened}, not {path.stem!r}"
    first = next(iter(code_cells(notebook)), None)
    if first is None or f'{face}("{path.stem}")' not in first.source:
        yield f"its first code cell does not call {face}"


def asks_each_item_once(path: Path, notebook: Any) -> Iterator[str]:
    """Each item is asked exactly once, each card has an item, each marked cell asks what it marks, each client exists."""
    asked = Counter(called(notebook, "lesson.ask", "exercise.ask"))
    items = _items(path)
    yield from (f"the item {item!r} is never asked" for item in items if item not in asked)
    yield from (f"there is no item {item!r}" for item in asked if item not in items)
    yield from (f"the item {item!r} is asked {count} times" for item, count in asked.items() if count > 1)
    for cell in code_cells(notebook):
        marked = [item for item in called_in(cell, "mark") if item not in called_in(cell, "exercise.ask")]
        if marked:
            yield f"the cell {cell.id} marks {marked[0]!r}, which it does not ask"
    for client in called(notebook, "lesson.meet"):
        if not any((path.parent / kind / f"{client}.yaml").is_file() for kind in ("cases", "scenes")):
            yield f"there is no client {client!r}"


def links_resolve(path: Path, notebook: Any) -> Iterator[str]:
    """A link inside the course leads to a file or a heading that is there; one to elsewhere is https."""
    for target in _targets(notebook):
        if re.match(r"https://[^/\s]+\.[^/\s]+", target):
            continue
        if re.match(r"[a-z][a-z0-9+.-]*:", target):
            yield f"{target} is no https link"
            continue
        file, _, anchor = target.partition("#")
        there = path if not file else (path.parent / unquote(file)).resolve()
        if not there.is_file():
            yield f"{target} leads nowhere"
        elif anchor and unquote(anchor) not in _anchors(notebook if there == path else nbformat.read(there, 4)):
            yield f"{target} leads to no heading"


def images_have_words(path: Path, notebook: Any) -> Iterator[str]:
    """Each image has a text alternative and is there."""
    for cell, token in _inline(notebook):
        for child in token.children or []:
            if child.type == "image":
                yield from _image(path, cell, child)
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            bare = [tag for tag in HTML_IMAGE.findall(cell.source) if not HTML_ALT.search(tag)]
            yield from (f"{tag} has no text alternative" for tag in bare)


def lesson_is_whole(path: Path, notebook: Any) -> Iterator[str]:
    """A lesson says how long it takes, begins with a scene, states 2 to 4 goals, and has the parts that each lesson has."""
    if _is_solution(path):
        return
    text = "\n\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    minutes = [int(number) for number in re.findall(r"\b(\d+)\s+minutes", text.split("\n## ", 1)[0])]
    if not minutes or not all(35 <= number <= 60 for number in minutes):
        yield "it does not say, under its title, that it takes 35 to 60 minutes"
    sections = [_words(inline) for token, inline in _headings(notebook) if token.tag == "h2"]
    yield from (f"it has no section {part!r}" for part in PARTS if part not in sections)
    if sections and sections[0] in PARTS:
        yield "it does not open with a scene"
    goals = _section(text, "What you will be able to do")
    if not 2 <= len(re.findall(r"^- ", goals, re.MULTILINE)) <= 4:
        yield "it does not state 2 to 4 goals, a list item each"
    if not called(notebook, "lesson.meet"):
        yield "it has no talk with a client"
    cites = _section(text, "Sources")
    if "https://doi.org/" not in cites:
        yield "its sources name no DOI"


def reads_plainly(path: Path, notebook: Any) -> Iterator[str]:
    """Prose, sources left out, reads no harder than school grade 8: many learners read a second language."""
    text = "\n\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown").split("\n## Sources")[0]
    words = re.sub(r"^(#|\|).*$|[*_`>]", "", re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text), flags=re.MULTILINE)
    if reading_grade(words) > HARDEST_PROSE:
        yield f"it reads at school grade {reading_grade(words):.1f}"


def links_say_where(path: Path, notebook: Any) -> Iterator[str]:
    """A link's words say where it leads; a bare address may stand only as a DOI."""
    for _, token in _inline(notebook):
        children = token.children or []
        for at, child in enumerate(children):
            if child.type == "link_open" and child.markup != "autolink":
                words = children[at + 1].content.strip().lower()
                if words in VAGUE or words.startswith("http"):
                    yield f"the link {words!r} does not say where it leads"


RULES = (
    is_sound,
    headings_are_in_order,
    code_is_tucked_away,
    outputs_are_clean,
    opens_itself,
    asks_each_item_once,
    links_resolve,
    images_have_words,
    lesson_is_whole,
    links_say_where,
    reads_plainly,
)


def called_in(cell: Any, *names: str) -> list[str]:
    """Return the texts with which one cell calls any of `names`."""
    return called(nbformat.v4.new_notebook(cells=[cell]), *names)


def _section(text: str, heading: str) -> str:
    """Return what stands under a heading of level 2."""
    found = re.search(rf"^## {re.escape(heading)}\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    return found[1] if found else ""


def _is_solution(path: Path) -> bool:
    return path.parents[1].name == "solutions"


def _items(path: Path) -> set[str]:
    if _is_solution(path):
        return {item.id for item in load_assignment(path.parent / "items.yaml").items}
    return {item.id for item in load_practice(path.parent / "practice" / f"{path.stem}.yaml").items}


def _tokens(notebook: Any) -> Iterator[tuple[Any, list[Token]]]:
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            yield cell, MarkdownIt().parse(cell.source)


def _headings(notebook: Any) -> Iterator[tuple[Token, Token]]:
    for _, tokens in _tokens(notebook):
        for index, token in enumerate(tokens):
            if token.type == "heading_open":
                yield token, tokens[index + 1]


def _inline(notebook: Any) -> Iterator[tuple[Any, Token]]:
    for cell, tokens in _tokens(notebook):
        yield from ((cell, token) for token in tokens if token.type == "inline")


def _words(inline: Token) -> str:
    return "".join(child.content for child in inline.children or [])


def _anchors(notebook: Any) -> set[str]:
    # JupyterLab's rule: a heading's words with hyphens for spaces.
    return {_words(inline).replace(" ", "-") for _, inline in _headings(notebook)}


def _targets(notebook: Any) -> Iterator[str]:
    for _, token in _inline(notebook):
        for child in token.children or []:
            if child.type == "link_open":
                yield str(child.attrGet("href"))


def _image(path: Path, cell: Any, image: Token) -> Iterator[str]:
    source = str(image.attrGet("src"))
    if not image.content.strip():
        yield f"the image {source} has no text alternative"
    if source.startswith("attachment:"):
        if source.removeprefix("attachment:") not in cell.get("attachments", {}):
            yield f"the image {source} is not attached"
    elif not (path.parent / unquote(source)).is_file():
        yield f"the image {source} is not there"
