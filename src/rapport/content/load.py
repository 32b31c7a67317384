"""Turn a file into a model, or say for every mistake where it stands and how to mend it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from rapport.content.errors import ContentError, Problem
from rapport.content.source import Location, Source, read_source

M = TypeVar("M", bound=BaseModel)

Mistake = tuple[Location, str, str]
"""A rule that the content breaks: where, what is wrong, how to mend it."""

Check = Callable[[Any], Iterable[Mistake]]


def load(path: Path, model: type[M], *checks: Check) -> M:
    """Read `path` as `model` and apply the `checks` that a field alone can't see.

    Raises
    ------
    ContentError
        With every problem found in the file, each with its line, its field and a mend.
    """
    return validate(read_source(path), model, *checks)


def validate(source: Source, model: type[M], *checks: Check) -> M:
    """Validate what was read; see `load`."""
    try:
        loaded = model.model_validate(source.data)
    except ValidationError as error:
        found = error.errors(include_url=False, include_input=True)
        raise ContentError([_problem(source, details) for details in found]) from None
    mistakes = [mistake for check in checks for mistake in check(loaded)]
    if mistakes:
        raise ContentError([Problem(source.path, source.line_of(where), where, what, mend) for where, what, mend in mistakes])
    return loaded


_MENDS = {
    "missing": ("it is missing", "add the line `{field}: …`"),
    "extra_forbidden": ("there is no such field", "check its spelling, or remove it; docs/schemas lists the fields"),
    "string_type": ("it must be text", "write text; put quotes around a number, yes or no"),
    "string_too_short": ("it is empty", "write the text"),
    "string_pattern_mismatch": ("it is not an id", "use small letters, digits and single hyphens, like `by-the-tear`"),
    "model_type": ("it must be a group of fields", "write `field: value` lines, indented under it"),
    "model_attributes_type": ("it must be a group of fields", "write `field: value` lines, indented under it"),
    "dict_type": ("it must be a group of fields", "write `field: value` lines, indented under it"),
    "list_type": ("it must be a list", "start each entry with a hyphen"),
    "too_short": ("it has too few entries", "add entries; docs/schemas says how many"),
    "union_tag_not_found": ("its kind is missing", "add the line `kind: …`"),
}


def _problem(source: Source, details: Any) -> Problem:
    location = _in_file(source, details["loc"])
    kind = details["type"]
    message = str(details["msg"])
    if kind == "content":
        problem, mend = details["ctx"]["problem"], details["ctx"]["mend"]
    elif kind in _MENDS:
        problem, mend = _MENDS[kind]
        mend = mend.format(field=location[-1] if location else "field")
    else:
        problem = message[:1].lower() + message[1:]
        mend = "docs/schemas says what may stand here"
    shown = details.get("input")
    if kind != "missing" and isinstance(shown, str | int | float):
        problem = f"{problem} (found {str(shown)[:60]!r})"
    return Problem(source.path, source.line_of(location), location, problem, mend)


def _in_file(source: Source, location: Location) -> Location:
    """Drop the steps that pydantic adds for unions, which no file has."""
    kept: Location = ()
    for index, step in enumerate(location):
        last = index == len(location) - 1
        if last or (*kept, step) in source.lines:
            kept = (*kept, step)
    return kept
