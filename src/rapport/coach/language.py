"""What the coach knows of a language: word lists and patterns, read from files and kept apart from the code."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data"
LANGUAGE = "en"


@cache
def data(name: str) -> Mapping[str, Any]:
    """Return one file of the language's data."""
    read: Mapping[str, Any] = json.loads((DATA / LANGUAGE / f"{name}.json").read_text(encoding="utf-8"))
    return read


@cache
def words(name: str) -> frozenset[str]:
    """Return one of the language's word lists."""
    listed = data("words")["lists"][name]
    return frozenset(listed.split(" ") if isinstance(listed, str) else listed)
