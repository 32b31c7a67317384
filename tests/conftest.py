"""How tests are dealt out to processes: what takes long goes first, and one process has all windows."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

LONGEST_FIRST = ("browser", "environment", "nbgrader", "autograder", "notebooks")
"""Folders whose tests take seconds each; the thousands of quick ones then fill the gaps."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the longest first, so that no process is left alone with them in the end; within a folder all stays in order."""
    items.sort(key=_place)


def _place(item: pytest.Item) -> int:
    folder = item.path.relative_to(Path(__file__).parent).parts[0]
    return LONGEST_FIRST.index(folder) if folder in LONGEST_FIRST else len(LONGEST_FIRST)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Deal out whole files, and the browser's as one: servers start once, and windows don't starve each other of processors."""
    from xdist.scheduler import LoadFileScheduling  # type: ignore[import-untyped] # it ships no types

    class OneBrowser(LoadFileScheduling):  # type: ignore[misc] # so its classes are Any
        def _split_scope(self, nodeid: str) -> str:
            file: str = super()._split_scope(nodeid)
            return "tests/browser" if file.startswith("tests/browser/") else file

    return OneBrowser(config, log) if config.option.dist == "loadfile" else None
