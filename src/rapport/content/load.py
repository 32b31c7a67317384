"""Turn a file into a model, or say for every mistake where it stands and how to mend it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
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
        raise ContentError(_problems(source, error.errors(include_url=False))) from None
    mistakes = [mistake for check in checks for mistake in check(loaded)]
    if mistakes:
        raise ContentError(
            [Problem(source.path, source.line_of(where), where, what, mend) for where, what, mend in mistakes]
        )
    return loaded


_GROUP = ("it must be a group of fields", "write `field: value` lines, indented under it")
_NUMBER = ("it must be a number", "write a plain number, without quotes")
_WHOLE = ("it must be a whole number", "write a whole number, without quotes or a decimal point")
_MENDS = {
    "missing": ("it is missing", "add the line `{field}: …`"),
    "extra_forbidden": ("there is no such field", "check its spelling, or remove it; docs/schemas lists the fields"),
    "string_type": ("it must be text", "write text; put quotes around a number, yes or no"),
    "string_too_short": ("it is empty", "write the text"),
    "string_too_long": ("it is longer than {max_length} characters", "shorten it"),
    "string_pattern_mismatch": ("it is not an id", "use small letters, digits and single hyphens, like `by-the-tear`"),
    "literal_error": ("that is none of the words allowed here", "use one of: {expected}"),
    "model_type": _GROUP,
    "dict_type": _GROUP,
    "list_type": ("it must be a list", "start each entry with a hyphen"),
    "too_short": ("it has {actual_length} of at least {min_length} entries", "add entries"),
    "too_long": ("it has more than {max_length} entries", "take some out"),
    "float_type": _NUMBER,
    "finite_number": _NUMBER,
    "int_type": _WHOLE,
    "bool_type": ("it must be yes or no", "write true or false, without quotes"),
    "greater_than": ("it is too small", "write a number above {gt:g}"),
    "greater_than_equal": ("it is too small", "write {ge:g} or more"),
    "less_than": ("it is too large", "write a number below {lt:g}"),
    "less_than_equal": ("it is too large", "write {le:g} or less"),
    "union_tag_not_found": ("its kind is missing", "add the line `kind: …`"),
    "union_tag_invalid": ("there is no such kind", "use one of: {expected_tags}"),
}


def _problems(source: Source, found: Sequence[Any]) -> list[Problem]:
    by_place: dict[Location, list[Any]] = {}
    for details in found:
        by_place.setdefault(_in_file(source, details), []).append(details)
    # A file of another version is told so and nothing else: its other fields may be right there.
    version = by_place.get(("schema_version",), [])
    if any(details["type"] == "content" for details in version):
        by_place = {("schema_version",): version}
    problems = []
    for place, several in by_place.items():
        deeper = any(len(other) > len(place) and other[: len(place)] == place for other in by_place)
        problems += _problem(source, place, several, deeper)
    return problems


def _problem(source: Source, place: Location, several: Sequence[Any], deeper: bool) -> list[Problem]:
    """Say one thing of one place, also where pydantic says one for each form that a field may take."""
    telling = [details for details in several if not details["type"].endswith("_type")]
    if deeper and not telling:
        return []
    said = [_words(place, details) for details in telling[:1] or several]
    problem = " or ".join([said[0][0], *(problem.removeprefix("it must be ") for problem, _ in said[1:])])
    mend = ", or ".join(mend for _, mend in said)
    details = several[0]
    if details["input"] is None and details["type"] == "extra_forbidden":
        mend = "check its spelling; if it is text after a comma, put the whole text in quotes"
    elif details["input"] is None:
        problem = f"nothing stands here; {problem}"
    elif details["type"] not in ("missing", "content") and isinstance(details["input"], str | int | float):
        problem = f"{problem} (found {_shown(details['input'])!r})"
    return [Problem(source.path, source.line_of(place), place, problem, mend)]


def _words(place: Location, details: Any) -> tuple[str, str]:
    context = details.get("ctx", {})
    if details["type"] == "content":
        return context["problem"], context["mend"]
    if details["type"] in _MENDS:
        problem, mend = _MENDS[details["type"]]
        known = {"field": place[-1] if place else "field", **context}
        return problem.format(**known), mend.format(**known)
    message = str(details["msg"])
    return message[:1].lower() + message[1:], "docs/schemas says what may stand here"


def _shown(value: str | int | float) -> str:
    text = {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)
    return text if len(text) <= 60 else f"{text[:60]}…"


def _in_file(source: Source, details: Any) -> Location:
    """Drop the steps that pydantic adds for unions and keys, which no file has."""
    kept: Location = ()
    here = source.data
    for step in details["loc"]:
        in_group = isinstance(here, dict) and step in here
        in_list = isinstance(here, list) and isinstance(step, int) and 0 <= step < len(here)
        if in_group or in_list:
            here = here[step]
            kept = (*kept, step)
    if details["type"] == "missing":
        return (*kept, details["loc"][-1])
    if details["type"].startswith("union_tag"):
        return (*kept, "kind")
    return kept
