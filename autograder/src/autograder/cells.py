"""Which cells of a notebook are ours, told from their source without running it."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

MAX_SOURCE = 10_000
"""Longest source that is looked at, in characters; ours have fewer than 500."""


def marked_item(source: str) -> str | None:
    """Return the item that a cell marks, from ``mark(exercise, "id")`` in its last line.

    None for any other cell: one that does more than import `mark`, ask and mark has tests of the instructor's own, which must run.
    """
    return _said(source).marked


def asked_item(source: str) -> str | None:
    """Return the item whose card a cell shows, from ``exercise.ask("id")`` on a line of its own; None for any other cell."""
    return _said(source).asked


def opened_name(source: str) -> str | None:
    """Return the assignment that a cell opens, from ``exercise.open("name")`` on a line of its own; None for any other cell."""
    return _said(source).opened


def is_graded_code(cell: Any) -> bool:
    """Return whether nbgrader keeps marks for this code cell."""
    return cell["cell_type"] == "code" and bool(cell["metadata"].get("nbgrader", {}).get("grade", False))


def is_locked_code(cell: Any) -> bool:
    """Return whether nbgrader has restored this code cell's source from the instructor's."""
    given = cell["metadata"].get("nbgrader", {})
    held = given.get("grade", False) or given.get("locked", False)
    return cell["cell_type"] == "code" and "grade_id" in given and bool(held) and not given.get("solution", False)


def _marked(statement: ast.stmt) -> str | None:
    match statement:
        case ast.Expr(ast.Call(ast.Name("mark"), [ast.Name("exercise"), ast.Constant(str(item))], [])):
            return str(item)
    return None


def _asked(statement: ast.stmt) -> str | None:
    return _called(statement, "ask")


def _opened(statement: ast.stmt) -> str | None:
    return _called(statement, "open")


def _called(statement: ast.stmt, name: str) -> str | None:
    match statement:
        case ast.Expr(ast.Call(ast.Attribute(ast.Name("exercise"), called), [ast.Constant(str(found))], [])) if (
            called == name
        ):
            return str(found)
    return None


def _imports_mark(statement: ast.stmt) -> bool:
    match statement:
        case ast.ImportFrom("autograder", [ast.alias("mark", None)]):
            return True
    return False


@dataclass(frozen=True)
class _Said:
    """What a cell's source says: the item that it marks, the one that it asks and the assignment that it opens, if any."""

    marked: str | None = None
    asked: str | None = None
    opened: str | None = None


def _said(source: str) -> _Said:
    return _parsed(source) if "exercise" in source and len(source) <= MAX_SOURCE else _Said()


@lru_cache(maxsize=256)
def _parsed(source: str) -> _Said:
    """Return what a source says, once for a whole class; nothing for what isn't plain Python, such as a cell with IPython's magics."""
    try:
        statements = ast.parse(source).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return _Said()
    marked = _marked(statements[-1]) if statements else None
    plain = all(_asked(statement) or _imports_mark(statement) for statement in statements[:-1])
    asked = next((item for item in map(_asked, statements) if item), None)
    opened = next((name for name in map(_opened, statements) if name), None)
    return _Said(marked if plain else None, asked, opened)
