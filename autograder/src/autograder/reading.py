"""Show a graded notebook to people who read no code: instructors in the formgrader, students in their feedback."""

from __future__ import annotations

import re
from html import escape
from typing import Any

from nbconvert.preprocessors import Preprocessor
from nbformat.v4 import new_markdown_cell, new_output

from autograder.cells import asked_item, is_locked_code, opened_name
from autograder.keys import NoKeys, Scheme, find
from autograder.submission import assignment_of, receipt
from autograder.suggesting import as_html, suggest
from rapport.content import ContentError
from rapport.content.item import AnyItem, FreeTextItem, RuptureItem
from rapport.content.key import FreeTextKey
from rapport.content.response import FreeText
from rapport.journal import Event, receipts_of
from rapport.scoring import score

__all__ = ["ReadableCells"]

SAFE_OUTPUTS = {"text/plain", "image/png", "image/jpeg"}
"""What a student's own code may show: nothing that a browser would run."""

_WHOLE_SCHEME = re.compile(r"^### BEGIN MARK SCHEME$.*?(^### END MARK SCHEME$|\Z)", re.MULTILINE | re.DOTALL)
_SCHEME_LINES = re.compile(r"^### (BEGIN|END) MARK SCHEME$", re.MULTILINE)


class ReadableCells(Preprocessor):
    """Show, in place of the code of each card, what was asked, what was answered and what the key says to that answer.

    For nbconvert's ``HTMLExporter``, which makes the formgrader's pages and nbgrader's own feedback. Of the key, only what belongs to the
    student's own answer is shown, and to a student nothing of one that is withheld. What a student added to the notebook appears as plain
    text, since it would run in the instructor's browser. A notebook of an instructor's own, without keys or cells of ours, stays as it is.
    The formgrader's page alone shows, above the rubric of a free-text reply, the level that the coach suggests.
    """

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Change one notebook, which the exporter has copied before."""
        told = resources.get("nbgrader", {}).get("notebook") or resources.get("notebook_id", "")
        scheme = self._scheme(assignment_of(nb, told))
        if scheme or any(_is_ours(cell) for cell in nb["cells"]):
            nb["cells"] = [_readable(scheme, cell, _for_grading(resources)) for cell in nb["cells"]]
        return nb, resources

    def _scheme(self, name: str) -> Scheme | None:
        try:
            return find(name)
        except (NoKeys, ContentError) as error:
            # The words of the answers, which the notebook carries, can still be read.
            self.log.info("No reasons are shown: %s", error)
            return None


def _is_ours(cell: Any) -> bool:
    return is_locked_code(cell) and (asked_item(cell["source"]) or opened_name(cell["source"])) is not None


def _for_grading(resources: Any) -> bool:
    """Return whether this is the formgrader's page of a submission; whatever else is made of it may reach the student."""
    return "submission_id" in resources and "nbgrader" not in resources


def _readable(scheme: Scheme | None, cell: Any, grading: bool) -> Any:
    if not _is_instructors(cell):
        return _as_text(cell)
    if cell["cell_type"] == "markdown":
        if scheme and not grading and cell["metadata"]["nbgrader"]["grade_id"] in scheme.keys.withheld:
            cell["source"] = _WHOLE_SCHEME.sub("", cell["source"])
        cell["source"] = _SCHEME_LINES.sub(_scheme_line, cell["source"])
    elif scheme and (item := asked_item(cell["source"])) and scheme.assignment.item(item):
        received, _ = receipts_of({"cells": [cell]}, "")
        event = received[-1] if received else None
        told = grading or item not in scheme.keys.withheld
        _show(cell, _page(scheme, item, event, told=told) + (_suggested(scheme, item, event) if grading else ""))
    elif opened_name(cell["source"]):
        _show(cell, "")
    return cell


def _scheme_line(found: re.Match[str]) -> str:
    return "\n**How it is graded**\n" if found[1] == "BEGIN" else ""


def _show(cell: Any, html: str) -> None:
    """Leave of the cell its comment and the words; the number that nbgrader read stands in the cell's heading."""
    cell["source"] = cell["source"].splitlines()[0]
    cell["execution_count"] = None
    cell["outputs"] = [new_output("display_data", {"text/html": html})] if html else []  # type: ignore[no-untyped-call]


def _page(scheme: Scheme, item_id: str, event: Event | None, *, told: bool) -> str:
    item, key = scheme.item(item_id), scheme.key(item_id)
    answer = receipt(scheme, item_id, event)["text/html"]
    # A person writes the comment on free text.
    told = told and not isinstance(item, FreeTextItem)
    said = score(key, event.response if event else None, scheme.cases_of(item_id)).feedback if told else ()
    reasons = "".join(f"<p>{escape(paragraph)}</p>" for paragraph in said)
    return f"{_asked(item)}{answer}{reasons}"


def _suggested(scheme: Scheme, item_id: str, event: Event | None) -> str:
    item, key = scheme.item(item_id), scheme.key(item_id)
    if not (isinstance(item, FreeTextItem) and isinstance(key, FreeTextKey) and event):
        return ""
    suggestion = suggest(item, key, event.response.text) if isinstance(event.response, FreeText) else None
    return as_html(suggestion) if suggestion else ""


def _asked(item: AnyItem) -> str:
    scene = f"<p>{escape(item.scene)}</p>" if item.scene else ""
    speaker = f"<b>{escape(item.client)}:</b> " if item.client else ""
    words = f"<p>{speaker}{escape(item.client_says)}</p>" if item.client_says else ""
    turns = item.turns if isinstance(item, RuptureItem) else []
    transcript = "".join(f"<p><b>{escape(_speaker(item, turn.by))}:</b> {escape(turn.says)}</p>" for turn in turns)
    return f"{scene}{words}{transcript}<p><em>{escape(item.stem)}</em></p>"


def _speaker(item: AnyItem, by: str) -> str:
    return "Therapist" if by == "therapist" else item.client or "Client"


def _is_instructors(cell: Any) -> bool:
    """Return whether nbgrader has restored this cell from the instructor's source."""
    if cell["cell_type"] == "code":
        return is_locked_code(cell)
    given = cell["metadata"].get("nbgrader", {})
    return "grade_id" in given and bool(given.get("locked", False)) and not given.get("solution", False)


def _as_text(cell: Any) -> Any:
    if cell["cell_type"] == "code":
        for output in cell["outputs"]:
            if "data" in output:
                output["data"] = {kind: shown for kind, shown in output["data"].items() if kind in SAFE_OUTPUTS}
        return cell
    longest = max((len(run) for run in re.findall(r"`+", cell["source"])), default=0)
    fence = "`" * max(3, longest + 1)
    return new_markdown_cell(f"{fence}text\n{cell['source']}\n{fence}")  # type: ignore[no-untyped-call]
