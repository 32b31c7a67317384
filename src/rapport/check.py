"""Everything that can be wrong with the course's content, found in one walk over its folders."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rapport.content import ContentError, Problem, load_assignment, load_case, load_keys, load_practice
from rapport.content.case import Case, links
from rapport.content.item import Assignment, ChoiceItem, DialogueItem, Practice
from rapport.content.load import load
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
        "practice_items": sum(len(practice.choices) for practice in practices if practice),
        "assignments": sum(1 for assignment in graded if assignment),
        "graded_items": sum(1 for item in items if item.kind != "free-text"),
        "free_text_items": sum(1 for item in items if item.kind == "free-text"),
    }
    return report


def _yaml(root: Path, *patterns: str) -> list[Path]:
    return sorted(path for pattern in patterns for path in root.glob(pattern))


def _case(path: Path, report: Report) -> Case | None:
    try:
        load_case(path)
        case = load(path, Case, links, sound, _case_style)
    except ContentError as error:
        report.problems += error.problems
        return None
    found = outlook(case)
    report.cases[case.id] = {
        "beats": len(case.beats),
        "endings": {ending: path.score for ending, path in sorted(found.endings.items())},
        "best": found.best.score if found.best else None,
        "worst": found.worst.score if found.worst else None,
    }
    return case


def _case_style(case: Case) -> Any:
    for index, beat in enumerate(case.beats):
        lengths = [len(reply.says) for reply in beat.replies]
        if max(lengths) > MAX_LENGTH_RATIO * min(lengths):
            yield ("beats", index, "replies"), *_uneven(lengths)
    for place, _, reply in case.replies():
        if reply.better is None and reply.effect.trust < 0:
            yield place, "a reply that costs trust names nothing to try instead", "add the line `better: …`"


def _practice(path: Path, report: Report) -> Practice | None:
    try:
        practice = load_practice(path)
        _raise_uneven(path, [(index, item.item) for index, item in practice.choices])
    except ContentError as error:
        report.problems += error.problems
        return None
    return practice


def _assignment(root: Path, path: Path, report: Report) -> Assignment | None:
    try:
        assignment = load_assignment(path)
        _raise_uneven(
            path, [(index, item) for index, item in enumerate(assignment.items) if isinstance(item, ChoiceItem)]
        )
        for index, item in enumerate(assignment.items):
            if isinstance(item, DialogueItem):
                _needs(path.parent / "cases" / f"{item.case}.yaml", path, index)
    except ContentError as error:
        report.problems += error.problems
        return None
    keys = root / "autograder" / "keys" / f"{path.parent.name}.yaml"
    if keys.exists():
        report.problems += _key_problems(keys, assignment)
    return assignment


def _key_problems(path: Path, assignment: Assignment) -> list[Problem]:
    try:
        load_keys(path, assignment)
    except ContentError as error:
        return error.problems
    return []


def _needs(case: Path, path: Path, index: int) -> None:
    if not case.exists():
        mend = f"put the case at {case.parent.parent.name}/cases/{case.name}"
        raise ContentError([Problem(path, 1, ("items", index, "case"), f"there is no case {case.stem!r}", mend)])


def _raise_uneven(path: Path, items: list[tuple[int, ChoiceItem]]) -> None:
    def uneven(_: Any) -> Any:
        for index, item in items:
            lengths = [len(option.says) for option in item.options]
            if max(lengths) > MAX_LENGTH_RATIO * min(lengths):
                yield ("items", index, "options"), *_uneven(lengths)

    load(path, Practice if path.parent.name == "practice" else Assignment, uneven)


def _uneven(lengths: list[int]) -> tuple[str, str]:
    problem = f"the options are {min(lengths)} to {max(lengths)} characters long"
    return problem, f"keep the longest within {MAX_LENGTH_RATIO}x of the shortest"
