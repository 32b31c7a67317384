"""Everything that can be wrong with the course's content, found in one walk over its folders."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rapport.content import Assignment, Case, ContentError, Keys, Practice, Problem, load_case
from rapport.content.item import ChoiceItem, DialogueItem, OrderItem
from rapport.content.load import Check, Mistake, load
from rapport.content.practice import PracticeChoice, PracticeOrder
from rapport.content.rules import assignment_rules, key_rules, matching, practice_rules
from rapport.content.source import Location
from rapport.dialogue.outlook import outlook, sound

MAX_LENGTH_RATIO = 1.5
"""Longest to shortest option of an item, in characters; more, and length gives the key away (Haladyna & Downing, 1989)."""


@dataclass
class Report:
    """What a check found: counts of what is there, and every problem."""

    counts: dict[str, int] = field(default_factory=dict)
    cases: dict[str, dict[str, Any]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def as_data(self) -> dict[str, Any]:
        """Return the report as JSON-ready data."""
        problems = [
            {"file": str(p.path), "line": p.line, "field": p.field, "problem": p.problem, "mend": p.mend}
            for p in self.problems
        ]
        return {"schema_version": 1, "counts": self.counts, "cases": self.cases, "problems": problems}


def check(root: Path) -> Report:
    """Check all content below `root`: ``course/``, ``solutions/`` and, where there are keys, ``autograder/keys/``."""
    report = Report()
    cases = [
        _case(path, report)
        for path in _yaml(root, "course/cases/*.yaml", "course/scenes/*.yaml", "solutions/*/cases/*.yaml")
    ]
    practices = [_practice(path, report) for path in _yaml(root, "course/practice/*.yaml")]
    graded = [_assignment(root, path, report) for path in _yaml(root, "solutions/*/items.yaml")]
    items = [item for assignment in graded if assignment for item in assignment.items]
    found = [case for case in cases if case]
    report.counts = {
        "cases": len(found),
        "beats": sum(len(case.beats) for case in found),
        "replies": sum(len(list(case.replies())) for case in found),
        "endings": sum(len(case.endings) for case in found),
        "practice_items": sum(len(practice.scored) for practice in practices if practice),
        "assignments": sum(1 for assignment in graded if assignment),
        "graded_items": sum(1 for item in items if item.kind != "free-text"),
        "free_text_items": sum(1 for item in items if item.kind == "free-text"),
    }
    return report


def _yaml(root: Path, *patterns: str) -> list[Path]:
    return sorted(path for pattern in patterns for path in root.glob(pattern))


def _case(path: Path, report: Report) -> Case | None:
    try:
        found = outlook(load_case(path))  # paths can only be followed once all links hold
        case = load(path, Case, lambda case: sound(case, found), _case_style, _named(path.stem, "id"))
    except ContentError as error:
        report.problems += error.problems
        return None
    report.cases[case.id] = {
        "beats": len(case.beats),
        "endings": {ending: path.score for ending, path in sorted(found.endings.items())},
        "best": found.best.score if found.best else None,
        "worst": found.worst.score if found.worst else None,
    }
    return case


def _named(name: str, field: str) -> Check:
    """Return a check that a file is called what it says it is: everything is found by its file's name."""

    def named(loaded: Any) -> Iterable[Mistake]:
        said = getattr(loaded, field)
        if said != name:
            yield (field,), f"it says {said!r}, and is called {name!r}", f"write `{field}: {name}`, or rename it"

    return named


def _case_style(case: Case) -> Iterable[Mistake]:
    for index, beat in enumerate(case.beats):
        yield from _uneven(("beats", index, "replies"), [len(reply.says) for reply in beat.replies])
    for place, _, reply in case.replies():
        if reply.better is None and reply.effect.trust < 0:
            yield place, "a reply that costs trust names nothing to try instead", "add the line `better: …`"


def _practice(path: Path, report: Report) -> Practice | None:
    try:
        return load(path, Practice, practice_rules, _even_options, _named(path.stem, "lesson"))
    except ContentError as error:
        report.problems += error.problems
        return None


def _even_options(choices: Practice | Assignment) -> Iterable[Mistake]:
    for index, item in enumerate(choices.items):
        # Steps are as long as they are; replies to be ranked compete as options do.
        if isinstance(item, ChoiceItem | PracticeChoice | OrderItem | PracticeOrder) and item.kind != "order-steps":
            yield from _uneven(("items", index, "options"), [len(option.says) for option in item.options])


def _assignment(root: Path, path: Path, report: Report) -> Assignment | None:
    def cases_are_there(assignment: Assignment) -> Iterable[Mistake]:
        for index, item in enumerate(assignment.items):
            if isinstance(item, DialogueItem) and not (path.parent / "cases" / f"{item.case}.yaml").is_file():
                mend = f"put the case at {path.parent.name}/cases/{item.case}.yaml"
                yield ("items", index, "case"), f"there is no case {item.case!r}", mend

    name = path.parent.name
    try:
        checks = (assignment_rules, _even_options, cases_are_there, _named(name, "assignment"))
        assignment = load(path, Assignment, *checks)
    except ContentError as error:
        report.problems += error.problems
        return None
    keys = root / "autograder" / "keys" / f"{name}.yaml"
    if keys.exists():
        report.problems += _key_problems(keys, assignment)
    return assignment


def _key_problems(path: Path, assignment: Assignment) -> list[Problem]:
    try:
        load(path, Keys, key_rules, lambda keys: matching(assignment, keys), _named(path.stem, "assignment"))
    except ContentError as error:
        return error.problems
    return []


def _uneven(place: Location, lengths: list[int]) -> Iterable[Mistake]:
    if max(lengths) > MAX_LENGTH_RATIO * min(lengths):
        problem = f"the options are {min(lengths)} to {max(lengths)} characters long"
        yield place, problem, f"keep the longest within {MAX_LENGTH_RATIO}x of the shortest"
