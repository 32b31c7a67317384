"""The notebooks that are committed, and what their cells call."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat

ROOT = Path(__file__).parents[2]
LESSONS = sorted(ROOT.glob("course/[0-9]*.ipynb"))
PROGRESS = ROOT / "course" / "progress.ipynb"
SOLUTIONS = sorted(ROOT.glob("solutions/*/*.ipynb"))
NOTEBOOKS = [*LESSONS, *SOLUTIONS]


def named(path: Path) -> str:
    """Return a notebook's path below the root; names the tests."""
    return str(path.relative_to(ROOT))


def read(path: Path) -> Any:
    """Return a notebook of format 4, as it is: nothing is upgraded."""
    return nbformat.read(path, as_version=nbformat.NO_CONVERT)


def code_cells(notebook: Any) -> list[Any]:
    """Return the code cells."""
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def calls(source: str) -> Iterator[tuple[str, str]]:
    """Yield what a cell calls with one text: ("lesson.ask", "the-bus"), ("mark", "the-bus")."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Call(ast.Attribute(ast.Name(face), verb), [ast.Constant(str(value))]):
                yield f"{face}.{verb}", value
            case ast.Call(ast.Name("mark"), [ast.Name("exercise"), ast.Constant(str(value))]):
                yield "mark", value


def called(notebook: Any, *names: str) -> list[str]:
    """Return, in order, the texts with which the notebook calls any of `names`."""
    return [value for cell in code_cells(notebook) for name, value in calls(cell.source) if name in names]
