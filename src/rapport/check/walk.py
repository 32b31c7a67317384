"""Walk over a course's folders: every file on its own, then what only shows across files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rapport.check import own_words
from rapport.check.quality import Place, hard_to_read, positions, sources, twice, unbalanced
from rapport.check.report import Report
from rapport.content import Assignment, Case, ContentError, Keys, Practice, Problem, load_case
from rapport.content.item import AnyItem, ChoiceItem, DialogueItem, OrderItem, SilenceItem
from rapport.content.load import Check, Mistake, load
from rapport.content.practice import PracticeChoice, PracticeOrder
from rapport.content.references import References, reference_rules
from rapport.content.rules import assignment_rules, key_rules, matching, practice_rules
from rapport.content.source import Location
from rapport.dialogue.outlook import outlook, sound

MAX_LENGTH_RATIO = 1.5
"""Longest to shortest option of an item, in characters; more, and length gives the key away (Haladyna & Downing, 1989)."""


@dataclass
class _Found:
    """What could be loaded."""

    cases: list[Case]
    practices: list[tuple[Path, Practice]]
    assignments: list[tuple[Path, Assignment, Keys | None]]


def check(root: Path) -> Report:
    """Check all content below `root`: ``course/``, ``solutions/`` and, where there are keys, ``autograder/keys/``."""
    report = Report()
    known = _references(root / "course" / "references.yaml", report)
    cases = _yaml(root, "course/cases/*.yaml", "course/scenes/*.yaml", "solutions/*/cases/*.yaml")
    found = _Found(
        [case for case in (_case(path, known, report) for path in cases) if case],
        [
            (path, practice)
            for path in _yaml(root, "course/practice/*.yaml")
            if (practice := _practice(path, known, report))
        ],
        [],
    )
    for path in _yaml(root, "solutions/*/items.yaml"):
        assignment = _assignment(path, report)
        if assignment:
            keys = root / "autograder" / "keys" / f"{assignment.assignment}.yaml"
            found.assignments.append((path, assignment, _keys(keys, assignment, known, report)))
    report.problems += twice(_asked(found))
    _count(found, report)
    _balance(found, report)
    return report


def _yaml(root: Path, *patterns: str) -> list[Path]:
    return sorted(path for pattern in patterns for path in root.glob(pattern))


def _references(path: Path, report: Report) -> References | None:
    if not path.exists():
        return None
    try:
        return load(path, References, reference_rules)
    except ContentError as error:
        report.problems += error.problems
        return None


def _for_practice(path: Path) -> bool:
    """Return whether learners meet this client in a lesson, where they may speak in their own words."""
    return path.parent.parent.name == "course"


def _case(path: Path, known: References | None, report: Report) -> Case | None:
    try:
        found = outlook(load_case(path))  # paths can only be followed once all links hold
        style = (_case_style, own_words.said_twice, *([own_words.lacking] if _for_practice(path) else []))
        checks = (lambda case: sound(case, found), *style, _sourced(known), _named(path.stem, "id"))
        case = load(path, Case, *checks)
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


def _practice(path: Path, known: References | None, report: Report) -> Practice | None:
    checks = (practice_rules, _even_options, hard_to_read, _sourced(known), _named(path.stem, "lesson"))
    try:
        return load(path, Practice, *checks)
    except ContentError as error:
        report.problems += error.problems
        return None


def _sourced(known: References | None) -> Check:
    return lambda found: sources(found, known) if known else ()


def _even_options(choices: Practice | Assignment) -> Iterable[Mistake]:
    for index, item in enumerate(choices.items):
        # Steps are as long as they are; replies to be ranked compete as options do.
        if isinstance(item, ChoiceItem | PracticeChoice | OrderItem | PracticeOrder) and item.kind != "order-steps":
            yield from _uneven(("items", index, "options"), [len(option.says) for option in item.options])


def _assignment(path: Path, report: Report) -> Assignment | None:
    def cases_are_there(assignment: Assignment) -> Iterable[Mistake]:
        for index, item in enumerate(assignment.items):
            if isinstance(item, DialogueItem) and not (path.parent / "cases" / f"{item.case}.yaml").is_file():
                mend = f"put the case at {path.parent.name}/cases/{item.case}.yaml"
                yield ("items", index, "case"), f"there is no case {item.case!r}", mend

    checks = (assignment_rules, _even_options, hard_to_read, cases_are_there, _named(path.parent.name, "assignment"))
    try:
        return load(path, Assignment, *checks)
    except ContentError as error:
        report.problems += error.problems
        return None


def _keys(path: Path, assignment: Assignment, known: References | None, report: Report) -> Keys | None:
    if not path.exists():
        return None
    checks = (key_rules, lambda keys: matching(assignment, keys), hard_to_read, _sourced(known))
    try:
        return load(path, Keys, *checks, _named(path.stem, "assignment"))
    except ContentError as error:
        report.problems += error.problems
        return None


def _uneven(place: Location, lengths: list[int]) -> Iterable[Mistake]:
    if max(lengths) > MAX_LENGTH_RATIO * min(lengths):
        problem = f"the options are {min(lengths)} to {max(lengths)} characters long"
        yield place, problem, f"keep the longest within {MAX_LENGTH_RATIO}x of the shortest"


def _asked(found: _Found) -> Iterator[tuple[Place, AnyItem | SilenceItem]]:
    for path, practice in found.practices:
        for index, item in practice.scored:
            yield (path, ("items", index)), item.item
    for path, assignment, _ in found.assignments:
        for index, graded in enumerate(assignment.items):
            yield (path, ("items", index)), graded


def _count(found: _Found, report: Report) -> None:
    items = [item for _, assignment, _ in found.assignments for item in assignment.items]
    practised = [item for _, practice in found.practices for _, item in practice.scored]
    report.counts = {
        "cases": len(found.cases),
        "beats": sum(len(case.beats) for case in found.cases),
        "replies": sum(len(list(case.replies())) for case in found.cases),
        "endings": sum(len(case.endings) for case in found.cases),
        "practice_items": len(practised),
        "assignments": len(found.assignments),
        "graded_items": sum(1 for item in items if item.kind != "free-text"),
        "free_text_items": sum(1 for item in items if item.kind == "free-text"),
    }
    report.kinds = {
        "practice": dict(sorted(Counter(item.kind for item in practised).items())),
        "graded": dict(sorted(Counter(item.kind for item in items).items())),
    }


def _balance(found: _Found, report: Report) -> None:
    keyed = [
        (item, key)
        for _, assignment, keys in found.assignments
        for item in assignment.items
        if keys and (key := keys.key(item.id))
    ]
    report.positions = positions(keyed)
    sentence = unbalanced(report.positions)
    if sentence:
        path = found.assignments[0][0]
        report.problems.append(
            Problem(path, 1, (), sentence, "move options, in any assignment, until all places are alike")
        )
