"""Copies of the committed notebooks' folders, so that running a notebook leaves nothing behind."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from .committed import ROOT


@pytest.fixture(autouse=True)
def settings_of_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the user's settings out of the kernels, and let graded cells find the course's keys."""
    for name in ("IPYTHONDIR", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR"):
        folder = tmp_path / "kept" / name.lower()
        folder.mkdir(parents=True)
        monkeypatch.setenv(name, str(folder))
    monkeypatch.setenv("RAPPORT_KEYS", str(ROOT / "autograder" / "keys"))
    monkeypatch.setenv("RAPPORT_SOURCE", str(ROOT / "solutions"))


def copied(path: Path, folder: Path) -> Path:
    """Copy a notebook with everything that lies beside it, but for answers, and return the copy."""
    there = folder / path.parent.name
    shutil.copytree(path.parent, there, ignore=shutil.ignore_patterns("*.responses.jsonl", ".ipynb_checkpoints"))
    return there / path.name
