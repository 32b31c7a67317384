"""The JSON Schemas of every file format, generated from the models, for editors and for tools in other languages.

A schema says what each field may hold. What joins fields together (ids that must exist, exactly one best option, loops that must leave)
is checked by ``rapport check`` alone.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from rapport.content import Assignment, Case, Keys, Practice
from rapport.content.references import References
from rapport.journal import Event

FOLDER = Path("docs") / "schemas"
DIALECT = "https://json-schema.org/draft/2020-12/schema"

MODELS: dict[str, type[BaseModel]] = {
    "assignment": Assignment,
    "case": Case,
    "event": Event,
    "keys": Keys,
    "practice": Practice,
    "references": References,
}
"""The models of whole files (for `event`: of one line of a journal), by the name of their schema."""


def schema(model: type[BaseModel]) -> dict[str, Any]:
    """Return the JSON Schema of a model as JSON-ready data."""
    return {"$schema": DIALECT, **model.model_json_schema()}


def files() -> dict[str, str]:
    """Return the text of every schema file by its name."""
    return {
        f"{name}.schema.json": json.dumps(schema(model), indent=2, ensure_ascii=False) + "\n"
        for name, model in MODELS.items()
    }


def write(root: Path) -> list[Path]:
    """Write every schema below `root` and return the files."""
    folder = root / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    made = []
    for name, text in files().items():
        path = folder / name
        path.write_text(text, encoding="utf-8", newline="\n")
        made.append(path)
    return made


def drifted(root: Path) -> list[str]:
    """Return a sentence for every schema file that is missing, out of date, or made from no model any more."""
    folder = root / FOLDER
    wanted = files()
    there = {path.name for path in folder.glob("*.json")}
    sentences = [
        f"{folder / name}: no model has this schema; delete the file" for name in sorted(there - wanted.keys())
    ]
    for name, text in wanted.items():
        path = folder / name
        if name not in there:
            sentences.append(f"{path}: it is missing; run `rapport schemas`")
        elif path.read_text(encoding="utf-8") != text:
            sentences.append(f"{path}: it does not match the models; run `rapport schemas`")
    return sentences
