"""Small notebooks for the tests, written as a person would make them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

Cell = dict[str, Any]
KERNEL = {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}


def prose(source: str) -> Cell:
    """Return a Markdown cell."""
    return {"cell_type": "markdown", "metadata": {}, "source": source}


def code(source: str) -> Cell:
    """Return a code cell that no lesson starts."""
    return {"cell_type": "code", "metadata": {}, "source": source, "outputs": [], "execution_count": None}


def card(source: str) -> Cell:
    """Return a code cell as lessons have them: tagged, its source hidden."""
    return code(source) | {"metadata": {"tags": ["rapport"], "jupyter": {"source_hidden": True}}}


def write(path: Path, *cells: Cell) -> None:
    """Write a notebook of these cells, making folders on the way."""
    numbered = [{"id": f"cell-{number}", **cell} for number, cell in enumerate(cells)]
    notebook = {"cells": numbered, "metadata": {"kernelspec": KERNEL}, "nbformat": 4, "nbformat_minor": 5}
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(notebook), encoding="utf-8")
