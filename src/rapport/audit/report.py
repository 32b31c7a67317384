"""Put every naive test-taker through every assignment, and compare each with chance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rapport.audit.answers import earned, seen, talked
from rapport.audit.learnt import bag_of_words
from rapport.audit.takers import TAKERS, Question, Rule
from rapport.content import load_assignment, load_case, load_keys
from rapport.content.case import Case
from rapport.content.item import AnyItem, DialogueItem
from rapport.content.key import BEST, AnyKey, ChoiceKey, DialogueKey, FreeTextKey, OrderKey
from rapport.scoring.chance import chance

LEARNT = "bag of words"
NEAR = 0.08
"""How far from chance a naive test-taker may lie over all graded items, either way."""
MOST = 0.60
"""What a naive test-taker may earn of any one assignment's points."""


@dataclass(frozen=True)
class Graded:
    """One autograded item of an assignment with its key, and its case if it is a talk."""

    assignment: str
    item: AnyItem
    key: AnyKey
    case: Case | None = None


@dataclass(frozen=True)
class Score:
    """What one taker earned.

    Attributes
    ----------
    taker : str
    items : float
        Average over all items, each weighing the same, from 0 to 1.
    assignments : dict of str to float
        Share of each assignment's autograded points.
    """

    taker: str
    items: float
    assignments: dict[str, float]


@dataclass(frozen=True)
class Audit:
    """Chance and every taker's score over the same items."""

    count: int
    chance: Score
    takers: list[Score]

    @property
    def findings(self) -> list[str]:
        """A sentence for every taker who does better or worse than somebody without knowledge should."""
        found = []
        for taker in self.takers:
            off = taker.items - self.chance.items
            if abs(off) > NEAR:
                found.append(
                    f"{taker.taker!r} is {100 * off:+.1f} points from chance over all items (at most {100 * NEAR:.0f}): "
                    "reword options, beginning with the items that it gets right most often"
                )
            found += [
                f"{taker.taker!r} earns {100 * share:.0f} % of {name!r} (at most {100 * MOST:.0f} %): reword that assignment's options"
                for name, share in taker.assignments.items()
                if share > MOST
            ]
        return found

    def as_data(self) -> dict[str, Any]:
        """Return the audit as JSON-ready data; scores from 0 to 1, rounded to 4 digits."""
        return {
            "schema_version": 1,
            "items": self.count,
            "near": NEAR,
            "most": MOST,
            "chance": _data(self.chance),
            "takers": [_data(taker) | {"off": round(taker.items - self.chance.items, 4)} for taker in self.takers],
            "findings": self.findings,
        }


def audit(root: Path) -> Audit:
    """Audit every assignment below `root` that has keys.

    Raises
    ------
    ContentError
        If items, keys or cases are damaged.
    ValueError
        If there are no graded items.
    """
    graded = graded_items(root)
    if not graded:
        raise ValueError(
            f"There are no graded items below {root}: no solutions/NAME/items.yaml with autograder/keys/NAME.yaml."
        )
    takers = [_score(name, graded, [_earns(each, rule) for each in graded]) for name, rule in TAKERS.items()]
    learnt = {name: _taught(graded, name) for name in _names(graded)}
    takers.append(_score(LEARNT, graded, [_earns(each, learnt[each.assignment]) for each in graded]))
    return Audit(len(graded), _score("chance", graded, [_earns(each, None) for each in graded]), takers)


def graded_items(root: Path) -> list[Graded]:
    """Return all autograded items below `root` in the order of assignments and items."""
    found = []
    for path in sorted(root.glob("solutions/*/items.yaml")):
        name = path.parent.name
        keys_path = root / "autograder" / "keys" / f"{name}.yaml"
        if not keys_path.exists():
            continue
        assignment = load_assignment(path)
        keys = load_keys(keys_path, assignment)
        for item in assignment.items:
            key = keys.key(item.id)
            assert key is not None  # since load_keys has matched them
            if isinstance(key, FreeTextKey):
                continue
            case = load_case(path.parent / "cases" / f"{item.case}.yaml") if isinstance(item, DialogueItem) else None
            found.append(Graded(name, item, key, case))
    return found


def _earns(graded: Graded, rule: Rule | None) -> float:
    item, key = graded.item, graded.key
    if isinstance(item, DialogueItem) and isinstance(key, DialogueKey) and graded.case:
        return talked(item, key, graded.case, rule)
    return chance(item, key) if rule is None else earned(item, key, rule)


def _taught(graded: Sequence[Graded], but: str) -> Rule:
    """Return the bag of words that has seen every assignment `but` one."""
    lessons: list[tuple[Question, list[bool]]] = []
    for each in graded:
        question = seen(each.item) if each.assignment != but else None
        if question and isinstance(each.key, ChoiceKey):
            best = [each.key.options[option.id].rating == BEST for option in getattr(each.item, "options", [])]
            lessons.append((question, best))
        elif question and isinstance(each.key, OrderKey):
            best = [each.key.options[option.id].place == 1 for option in getattr(each.item, "options", [])]
            lessons.append((question, best))
    return bag_of_words(lessons)


def _score(taker: str, graded: Sequence[Graded], scores: Sequence[float]) -> Score:
    shares = {}
    for name in _names(graded):
        own = [(each.key.points, score) for each, score in zip(graded, scores, strict=True) if each.assignment == name]
        shares[name] = sum(points * score for points, score in own) / sum(points for points, _ in own)
    return Score(taker, sum(scores) / len(scores), shares)


def _names(graded: Sequence[Graded]) -> list[str]:
    return list(dict.fromkeys(each.assignment for each in graded))


def _data(score: Score) -> dict[str, Any]:
    shares = {name: round(share, 4) for name, share in score.assignments.items()}
    return {"taker": score.taker, "items": round(score.items, 4), "assignments": shares}
