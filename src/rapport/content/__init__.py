"""Cases, items, keys, strategies and behaviours: the models, and loading them with errors that help."""

from __future__ import annotations

from pathlib import Path

from rapport.content.case import Case, links
from rapport.content.errors import ContentError, Problem
from rapport.content.item import Assignment
from rapport.content.key import Keys
from rapport.content.load import load
from rapport.content.practice import Practice
from rapport.content.rules import assignment_rules, key_rules, matching, practice_rules

__all__ = ["Assignment", "Case", "ContentError", "Keys", "Practice", "Problem"]
__all__ += ["load_assignment", "load_case", "load_keys", "load_practice"]


def load_case(path: Path) -> Case:
    """Load one client; raises `ContentError` for anything that `rapport check` would report of its fields and links."""
    return load(path, Case, links)


def load_practice(path: Path) -> Practice:
    """Load the practice items of a lesson."""
    return load(path, Practice, practice_rules)


def load_assignment(path: Path) -> Assignment:
    """Load the public items of an assignment."""
    return load(path, Assignment, assignment_rules)


def load_keys(path: Path, assignment: Assignment | None = None) -> Keys:
    """Load the keys of an assignment; with the assignment given, check that the two match."""
    if assignment is None:
        return load(path, Keys, key_rules)
    return load(path, Keys, key_rules, lambda keys: matching(assignment, keys))
