"""A notebook's file as plain data and back, with the effects of nbformat's reading and writing, several times as fast."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

from autograder.bulk.kinds import Ungradable
from autograder.restoring import CELLS_WITH_IDS, free_id

MAJOR = 4
_TRANSIENT = ("orig_nbformat", "orig_nbformat_minor", "signature")
_SPLIT = ("application/javascript", "image/svg+xml")
_AGAIN = "ask the student to hand in the notebook again"


def parse(raw: bytes) -> dict[str, Any]:
    """Read a notebook of any version of nbformat.

    Raises
    ------
    Ungradable
        If it is none.
    """
    try:
        notebook = json.loads(raw.decode("utf-8"))
    except RecursionError:
        raise Ungradable("the notebook is nested too deeply", _AGAIN) from None
    except UnicodeDecodeError:
        raise Ungradable("the notebook is not text in UTF-8", _AGAIN) from None
    except ValueError:
        raise Ungradable("the notebook's JSON is cut off or damaged", _AGAIN) from None
    if isinstance(notebook, dict) and notebook.get("nbformat", 1) != MAJOR:
        notebook = _converted(notebook)
    if not _has_cells(notebook):
        raise Ungradable("the file holds no notebook", _AGAIN)
    for cell in notebook["cells"]:
        _join(cell)
    for field in _TRANSIENT:
        notebook["metadata"].pop(field, None)
    if notebook["nbformat_minor"] >= CELLS_WITH_IDS:
        _give_ids(notebook["cells"])
    return notebook  # type: ignore[no-any-return]


def check(notebook: dict[str, Any]) -> None:
    """Refuse a notebook that the formgrader could not open.

    Raises
    ------
    Ungradable
        If it does not follow nbformat's schema.
    """
    error = next(iter(_validator(notebook["nbformat_minor"]).iter_errors(notebook)), None)
    if error is not None:
        where = "/".join(str(step) for step in getattr(error, "absolute_path", ()))[:80]
        raise Ungradable(f"the notebook does not follow its format{f' at {where}' if where else ''}", _AGAIN)


def as_bytes(notebook: dict[str, Any]) -> bytes:
    """Return the notebook's file, a cell to a line.

    Raises
    ------
    Ungradable
        If it holds what no text file can.
    """
    rest = {field: value for field, value in notebook.items() if field != "cells"}
    cells = ",\n".join(_dumped(_split(cell)) for cell in notebook["cells"])
    try:
        return f'{{"cells": [\n{cells}\n],\n{_dumped(rest)[1:]}\n'.encode()
    except UnicodeEncodeError:
        raise Ungradable("the notebook holds characters that no file can hold", _AGAIN) from None


_encoder = json.JSONEncoder(ensure_ascii=False, sort_keys=True)
_dumped = _encoder.encode


def _converted(notebook: dict[str, Any]) -> Any:
    """Bring a notebook of an old version to this one, as nbgrader does."""
    import nbformat  # noqa: PLC0415 - notebooks that old are rare

    try:
        return json.loads(nbformat.writes(nbformat.reads(json.dumps(notebook), as_version=MAJOR)))  # type: ignore[no-untyped-call]
    except Exception:  # noqa: BLE001 - a student's file meets converters that trust it
        raise Ungradable("the notebook is of a version that can't be read", _AGAIN) from None


def _has_cells(notebook: Any) -> bool:
    return (
        isinstance(notebook, dict)
        and isinstance(notebook.get("metadata"), dict)
        and type(notebook.get("nbformat_minor")) is int
        and notebook["nbformat_minor"] >= 0
        and isinstance(notebook.get("cells"), list)
        and all(_is_cell(cell) for cell in notebook["cells"])
    )


def _is_cell(cell: Any) -> bool:
    return (
        isinstance(cell, dict)
        and isinstance(cell.get("metadata"), dict)
        and isinstance(cell.get("cell_type"), str)
        and (isinstance(cell.get("source"), str) or _is_lines(cell.get("source")))
        and (cell["cell_type"] != "code" or _is_outputs(cell.get("outputs")))
    )


def _is_outputs(outputs: Any) -> bool:
    return isinstance(outputs, list) and all(isinstance(output, dict) for output in outputs)


def _is_lines(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(line, str) for line in value)


def _join(cell: dict[str, Any]) -> None:
    """Join what files hold in lines. Outputs are left: all that is read of them is JSON."""
    if isinstance(cell["source"], list):
        cell["source"] = "".join(cell["source"])
    cell["metadata"].pop("trusted", None)


def _split(cell: dict[str, Any]) -> dict[str, Any]:
    split = cell | {"source": cell["source"].splitlines(keepends=True)}
    if cell["cell_type"] == "code":
        split["outputs"] = [_split_output(output) for output in cell["outputs"]]
    return split


def _split_output(output: dict[str, Any]) -> dict[str, Any]:
    data = {
        kind: shown.splitlines(keepends=True)
        if isinstance(shown, str) and (kind.startswith("text/") or kind in _SPLIT)
        else shown
        for kind, shown in output["data"].items()
    }
    return output | {"data": data}


def _give_ids(cells: list[dict[str, Any]]) -> None:
    """Give an id to each cell that has none or another's, as nbformat does; unlike there, always the same one."""
    taken: set[Any] = set()
    for index, cell in enumerate(cells):
        found = cell.get("id")
        if "id" not in cell or (isinstance(found, str) and found in taken):
            every = {other.get("id") for other in cells if isinstance(other.get("id"), str)}
            cell["id"] = free_id(f"cell {index}", every | taken)
        if isinstance(cell["id"], str):
            taken.add(cell["id"])


@lru_cache(maxsize=8)
def _validator(minor: int) -> Any:
    from nbformat.validator import get_validator  # noqa: PLC0415 - a worker that finds all unchanged needs none

    return get_validator(MAJOR, minor, relax_add_props=True)  # type: ignore[no-untyped-call]
