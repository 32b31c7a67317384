"""Keep an instructor's own answers out of what students get."""

from __future__ import annotations

from pathlib import Path
from typing import Any

ANSWER_FILES = "*.responses.jsonl"


def withhold_answers(release: Path, assignment: str, **_: Any) -> None:
    """Delete answer files from a folder that was just made for release; nbgrader's ``GenerateAssignment.post_convert_hook``.

    An instructor who tried the assignment in its source folder left one there. Released, it would overwrite the students' own. nbgrader's
    list of ignored files can't hold it back: that list also drops students' answer files when they hand in.
    """
    for answers in release.glob(f"{assignment}/**/{ANSWER_FILES}"):
        answers.unlink()


def protected_answers(source: Path) -> dict[str, list[str]]:
    """Return, for each assignment, the answer files that grading must not overwrite from the source folder.

    For nbgrader's ``Autograde.exclude_overwriting``.
    """
    notebooks = sorted(source.glob("*/*.ipynb"))
    protected: dict[str, list[str]] = {}
    for notebook in notebooks:
        protected.setdefault(notebook.parent.name, []).append(f"{notebook.stem}.responses.jsonl")
    return protected
