"""A notebook's file as plain data and back, with the effects of nbformat's reading and writing, several times as fast."""

from __future__ import annotations

import json
import marshal
from functools import lru_cache
from typing import Any

from pydantic_core import from_json, to_json

from autograder.bulk.kinds import Ungradable
from autograder.bulk.start import without_grammar
from autograder.restoring import CELLS_WITH_IDS, free_id, output
from rapport.journal import MIME

MAJOR = 4
_TRANSIENT = ("orig_nbformat", "orig_nbformat_minor", "signature")
_ANSWER = output("display_data", {MIME: {}})
_BEFORE_REFERENCES = 2
"""The last version of marshal's format in which equal values always have equal bytes."""
LARGE = 8_000
"""Bytes of a cell that is not worth remembering; the instructor's are far smaller."""
MANY = 1000
"""Cells that are remembered; a course's assignment has some thirty."""
_AGAIN = "ask the student to hand in the notebook again"


def parse(raw: bytes) -> dict[str, Any]:
    """Read a notebook of any version of nbformat.

    Raises
    ------
    Ungradable
        If it is none.
    """
    try:
        notebook = from_json(raw, cache_strings="none")
    except ValueError:
        notebook = _loaded(raw)
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


def _loaded(raw: bytes) -> Any:
    """Read what the quicker reader refuses: it takes nothing that Python's own does not, but halves of characters and deep nesting less."""
    try:
        return json.loads(raw.decode("utf-8"))
    except RecursionError:
        raise Ungradable("the notebook is nested too deeply", _AGAIN) from None
    except UnicodeDecodeError:
        raise Ungradable("the notebook is not text in UTF-8", _AGAIN) from None
    except ValueError:
        raise Ungradable("the notebook's JSON is cut off or damaged", _AGAIN) from None


def check(notebook: dict[str, Any]) -> None:
    """Refuse a notebook that the formgrader could not open.

    Raises
    ------
    Ungradable
        If it does not follow nbformat's schema.
    """
    minor, cells = notebook["nbformat_minor"], notebook["cells"]
    prints = [_print(_outline(cell)) for cell in cells]
    new = [cell for cell, known in zip(cells, prints, strict=True) if (minor, known) not in _sound]
    checker = validator(minor)
    # The format asks the same of each cell, whatever stands around it: what was found sound in one notebook is so in the next.
    if next(iter(checker.iter_errors(notebook | {"cells": new})), None) is None:
        if len(_sound) > MANY:
            _sound.clear()
        _sound.update((minor, known) for known in prints if known)
        return
    error = next(iter(checker.iter_errors(notebook)), None)
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
    try:
        cells = b",\n".join(map(_cell, notebook["cells"]))
        return b'{"cells": [\n%b\n],\n%b\n' % (cells, _dumped(rest)[1:])
    except UnicodeEncodeError:
        raise Ungradable("the notebook holds characters that no file can hold", _AGAIN) from None


_sound: set[tuple[int, bytes]] = set()
_texts: dict[bytes, bytes] = {}


def _print(cell: dict[str, Any]) -> bytes | None:
    """Return bytes that only the very same cell has: true and 1, equal in Python, differ here. None for a cell too large to remember."""
    try:
        found = marshal.dumps(cell, _BEFORE_REFERENCES)
    except ValueError:
        return None  # nested too deeply
    return found if len(found) <= LARGE else None


def _outline(cell: dict[str, Any]) -> dict[str, Any]:
    """Return the cell with all answers in its outputs alike: to the format one answer is as good as another."""
    if cell["cell_type"] == "code" and cell["outputs"]:
        return cell | {"outputs": [_ANSWER if _is_answer(output) else output for output in cell["outputs"]]}
    return cell


def _is_answer(output: dict[str, Any]) -> bool:
    data = output.get("data")
    return (
        output.keys() == _ANSWER.keys()
        and output["output_type"] == "display_data"
        and output["metadata"] == {}
        and isinstance(data, dict)
        and data.keys() == {MIME}
        and isinstance(data[MIME], dict)
    )


_encoder = json.JSONEncoder(ensure_ascii=False, sort_keys=True)


def _dumped(value: Any) -> bytes:
    return _encoder.encode(value).encode()


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


def _cell(cell: dict[str, Any]) -> bytes:
    """Return a cell's text; most cells are the same for a whole class, but for what answers show."""
    outputs = cell.get("outputs")
    if not outputs:
        return _quiet(cell)
    rest = dict(cell)
    del rest["outputs"]
    # The outputs are ours alone by now, so plain data that the quicker writer knows.
    return b'%b, "outputs": %b}' % (_quiet(rest)[:-1], to_json(outputs))


def _quiet(cell: dict[str, Any]) -> bytes:
    known = _print(cell)
    text = _texts.get(known) if known else None
    if text is None:
        text = _dumped(cell | {"source": cell["source"].splitlines(keepends=True)})
        if known:
            if len(_texts) > MANY:
                _texts.clear()
            _texts[known] = text
    return text


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
def validator(minor: int) -> Any:
    """Return what checks a notebook of a minor version of nbformat 4; made once, since that takes a while."""
    with without_grammar():
        from nbformat.validator import get_validator  # noqa: PLC0415 - a worker that finds all unchanged needs none

    return get_validator(MAJOR, minor, relax_add_props=True)  # type: ignore[no-untyped-call]
