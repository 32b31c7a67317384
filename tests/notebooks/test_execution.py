"""Every committed notebook runs from top to bottom and shows what it should."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient.exceptions import CellExecutionError
from nbformat.v4 import new_code_cell, new_notebook, new_output
from pytest_notebook.nb_regression import NBRegressionError, NBRegressionFixture

from .committed import NOTEBOOKS, named, read
from .conftest import copied
from .expected import executed


@pytest.mark.parametrize("path", NOTEBOOKS, ids=named)
def test_notebook_shows_what_it_should(path: Path, tmp_path: Path, nb_regression: NBRegressionFixture) -> None:
    """Run in a fresh kernel, does each cell give its card, its receipt and its full marks, and no other output?"""
    copy = copied(path, tmp_path)
    nbformat.write(executed(path, read(path)), copy)
    nb_regression.check(str(copy))
    assert list(copy.parent.glob("*.responses.jsonl")) == [], "running a notebook wrote answers"


@pytest.mark.parametrize(
    ("source", "committed", "error"),
    [
        ("1 / 0", [], CellExecutionError),
        ("print('now')", [new_output("stream", text="before\n")], NBRegressionError),
    ],
    ids=["raises", "differs"],
)
def test_failure_is_noticed(
    source: str, committed: list[Any], error: type[Exception], tmp_path: Path, nb_regression: NBRegressionFixture
) -> None:
    """Does a cell that raises, or shows something else than before, fail the test?"""
    path = tmp_path / "failing.ipynb"
    nbformat.write(new_notebook(cells=[new_code_cell(source, outputs=committed)]), path)
    with pytest.raises(error):
        nb_regression.check(str(path))
