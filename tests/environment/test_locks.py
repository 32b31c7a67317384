"""The locks: everything pinned and hashed, nothing that ties them to one package index."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from .conftest import ROOT

LOCKS = ("requirements.lock", "requirements-learner.lock")
INDEX = re.compile(r"--(?:extra-)?index-url|--find-links|--trusted-host|https?://\S+/simple\b")
HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}\b")
TEXT = {".py", ".toml", ".lock", ".yml", ".yaml", ".md", ".json", ".js", ".css", ".ipynb", ".html", ".j2", ".sh", ""}


def entries(lock: str) -> dict[str, tuple[Requirement, int]]:
    """Return each entry of a lock by what it pins, with the number of its hashes."""
    logical = (ROOT / lock).read_text(encoding="utf-8").replace("\\\n", " ").splitlines()
    found = {}
    for line in (line for line in logical if line.strip()):
        pinned = Requirement(line.partition(" --hash")[0])
        found[f"{pinned.name} {pinned.marker or ''}"] = (pinned, len(HASH.findall(line)))
    return found


@pytest.mark.parametrize("lock", LOCKS)
def test_every_entry_is_pinned_and_hashed(lock: str) -> None:
    """Is every entry pinned to one version, with a hash?"""
    found = entries(lock)
    assert len(found) > 50
    assert [name for name, (pinned, _) in found.items() if [part.operator for part in pinned.specifier] != ["=="]] == []
    assert [name for name, (_, hashes) in found.items() if not hashes] == []


def test_learners_lock_is_part_of_the_full_one() -> None:
    """Does the full lock hold each of the learner's packages in the same version?"""
    full = {pinned.name: str(pinned.specifier) for pinned, _ in entries("requirements.lock").values()}
    learner = {pinned.name: str(pinned.specifier) for pinned, _ in entries("requirements-learner.lock").values()}
    assert {name: version for name, version in learner.items() if full.get(name) != version} == {}
    assert len(learner) < len(full)


def test_learners_lock_has_no_graders_tools() -> None:
    """Does the learner's lock leave out what only instructors and tests need?"""
    assert {pinned.name for pinned, _ in entries("requirements-learner.lock").values()}.isdisjoint(
        {"nbgrader", "voila", "playwright", "pytest", "notebook", "uv"}
    )


def test_no_file_names_an_index(repository: Path) -> None:
    """Does no committed file name a package index? Whoever installs has one set up."""
    here = Path(__file__).name
    named = [
        f"{path.relative_to(repository)}:{number}"
        for path in sorted(repository.rglob("*"))
        if path.is_file() and path.suffix in TEXT and path.name != here
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), start=1)
        if INDEX.search(line.replace("--no-emit-index-url", ""))
    ]
    assert named == []


def test_index_is_noticed() -> None:
    """Would an index address be found?"""
    assert all(
        INDEX.search(line) for line in ("--index-url x", "--extra-index-url=x", "https://pypi.example/simple/ x")
    )
