"""What every content model shares: strict fields, kebab-case ids, a schema version."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Annotated, Any, ClassVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

SCHEMA_VERSION = 1

Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=64)]
"""Kebab-case, stable, never derived from a position."""

Number = Annotated[float, Field(strict=True)]
"""A plain number; text that looks like one is refused."""

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4000)]
"""A line or paragraph that people read."""

Words = Annotated[str, StringConstraints(strip_whitespace=True, max_length=4000)]
"""What somebody says, perhaps nothing."""


class Model(BaseModel):
    """A frozen model that refuses fields it does not know."""

    # Validators are built when first needed: a notebook needs few of the models, and its learner waits for the import.
    model_config: ClassVar[ConfigDict] = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False, defer_build=True)


def mistake(problem: str, mend: str) -> PydanticCustomError:
    """Build the error that a validator raises: what is wrong, and what to do."""
    return PydanticCustomError("content", "{problem}", {"problem": problem, "mend": mend})


def unknown(kind: str, value: str, known: Iterable[str]) -> PydanticCustomError:
    """Build the error for an id that nothing has, naming the nearest one that exists."""
    names = list(known)
    near = get_close_matches(value, names, n=1, cutoff=0.5)
    mend = f"did you mean {near[0]!r}?" if near else f"use one of: {', '.join(names[:12]) or 'none is defined'}"
    return mistake(f"there is no {kind} {value!r}", mend)


def hundredths(value: float) -> float:
    """Refuse a number that is no multiple of 0.01: states move in such steps, so that no two machines round differently."""
    if round(value, 2) != value:
        raise mistake(f"{value:g} has more than two decimals", f"write {round(value, 2):g}")
    return value


def _this_version(value: int) -> int:
    if value > SCHEMA_VERSION:
        problem = f"schema_version {value} is newer than this program knows ({SCHEMA_VERSION})"
        raise mistake(problem, "install a newer version of rapport")
    if value < SCHEMA_VERSION:
        problem = f"schema_version {value} is too old (this program reads {SCHEMA_VERSION})"
        raise mistake(problem, f"bring the file to the form in docs/schemas and write {SCHEMA_VERSION}")
    return value


class Versioned(Model):
    """The top of a file: the version of its format."""

    schema_version: Annotated[
        int,
        Field(strict=True, description="Version of this file's format.", json_schema_extra={"const": SCHEMA_VERSION}),
        AfterValidator(_this_version),
    ]


def plain(model: BaseModel) -> dict[str, Any]:
    """Return the model as JSON-ready data without the fields left at their defaults."""
    return model.model_dump(mode="json", exclude_defaults=True)
