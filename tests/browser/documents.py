"""Small notebooks for the tests, written as a person would make them."""

from __future__ import annotations

from pathlib import Path

import nbformat

KERNEL = {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}


def prose(source: str) -> nbformat.NotebookNode:
    """Return a Markdown cell."""
    return nbformat.v4.new_markdown_cell(source)


def code(source: str) -> nbformat.NotebookNode:
    """Return a code cell that no lesson starts."""
    return nbformat.v4.new_code_cell(source)


def card(source: str) -> nbformat.NotebookNode:
    """Return a code cell as lessons have them: tagged, its source hidden."""
    return nbformat.v4.new_code_cell(source, metadata={"tags": ["rapport"], "jupyter": {"source_hidden": True}})


def write(path: Path, *cells: nbformat.NotebookNode, kernel: dict[str, str] | None = None) -> None:
    """Write a notebook of these cells, making folders on the way."""
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(nbformat.v4.new_notebook(cells=list(cells), metadata={"kernelspec": kernel or KERNEL}), path)
