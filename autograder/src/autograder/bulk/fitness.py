"""Whether a machine of a cluster can grade: asked there, by the same code, before it grades anything."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from functools import lru_cache
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from uuid import uuid4

import autograder
import rapport
from autograder.bulk.kinds import Outcome
from autograder.bulk.work import Chunk, grade

ALIKE = ("rapport", "rapport-autograder", "distributed", "pydantic")
"""Packages whose versions must agree, since what they define is sent from process to process."""


class Unfit(Exception):
    """A worker lacks what grading needs; the text says what."""


def graded_there(chunk: Chunk, seen: Path, asked: Mapping[str, str]) -> list[Outcome]:
    """Grade a chunk on a machine of the cluster; raises `Unfit` where that machine can't."""
    lacks = lacking(seen, asked)
    if lacks:
        raise Unfit(lacks)
    return grade(chunk)


def lacking(seen: Path, asked: Mapping[str, str]) -> str:
    """Return what a worker lacks, as a clause; nothing where it is fit."""
    return other_versions(asked) or _other_disk(seen)


def other_versions(asked: Mapping[str, str]) -> str:
    """Return which versions are others here than those asked for, as a clause; nothing where all agree."""
    here = versions()
    others = (
        f"{name} {here[name]} where this machine has {there}" for name, there in asked.items() if here[name] != there
    )
    return f"it has {'; '.join(others)}" if here != asked else ""


@lru_cache(maxsize=1)
def versions() -> dict[str, str]:
    """Return what must agree. It is looked up once: a worker that was started before an update still has the old code."""
    found = {"Python": ".".join(map(str, sys.version_info[:2]))} | {name: _version(name) for name in ALIKE}
    return found | {"the code": _code()}


def _code() -> str:
    """Return what stands for our own code; where it is worked on, its version stays the same."""
    digest = sha256()
    for package in (autograder, rapport):
        for path in sorted(Path(str(package.__file__)).parent.rglob("*.py")):
            digest.update(path.read_bytes())
    return digest.hexdigest()[:8]


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "missing"


@lru_cache(maxsize=4)
def _other_disk(seen: Path) -> str:
    if not seen.exists():
        return f"it does not see the folder {seen.parent}, or another one under that name"
    try:
        trial = seen.with_suffix(f".{uuid4().hex}")
        trial.touch()
        trial.unlink()
    except OSError as error:
        return f"it may not write into the folder {seen.parent}: {error.strerror or error}"
    return ""
