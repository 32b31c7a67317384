"""Qualities of items that show only when many are laid side by side: how hard they read, where the keys stand, what stands twice."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from rapport.content import Assignment, Case, Keys, Practice, Problem
from rapport.content.item import AnyItem, SilenceItem
from rapport.content.key import ChoiceKey, OrderKey
from rapport.content.load import Mistake
from rapport.content.references import References
from rapport.content.source import read_source

HARDEST = 6.0
"""School grade above which a file's items read too hard: these are spoken lines, and many learners read a second language."""
ENOUGH_WORDS = 150
"""Words that a text must have before its grade means anything."""
UNEVEN = 0.10
"""How far the share of keys in one position may lie from an even share; with fewer than 40 items, chance alone does more."""
ENOUGH_ITEMS = 40
OWN_PRINCIPLE = re.compile(r"\b(syllabus|principle|this course)\b", re.IGNORECASE)

Place = tuple[Path, tuple[str | int, ...]]


def reading_grade(text: str) -> float:
    """Return the Flesch-Kincaid grade of a text (Kincaid et al., 1975), with syllables counted as groups of vowels: an estimate."""
    sentences = max(1, len(re.findall(r"[.!?…:;]+", text)))
    words = re.findall(r"[^\W\d_]+", text)
    syllables = sum(_syllables(word.lower()) for word in words)
    return 0.39 * len(words) / sentences + 11.8 * syllables / max(1, len(words)) - 15.59


def _syllables(word: str) -> int:
    groups = len(re.findall(r"[aeiouy]+", word))
    silent = word.endswith("e") and not word.endswith("le") and groups > 1
    return max(1, groups - silent)


def read_by_learners(item: object) -> Iterator[str]:
    """Yield every text of an item or key that a learner reads."""
    for name in ("scene", "client_says", "stem", "says", "seen", "answer", "then", "feedback", "better"):
        text = getattr(item, name, None)
        if isinstance(text, str):
            yield text
    for name in ("options", "turns", "cues"):
        within = getattr(item, name, [])
        for each in within.values() if isinstance(within, dict) else within:
            yield from read_by_learners(each)


def hard_to_read(found: Practice | Assignment | Keys) -> Iterable[Mistake]:
    """Find a file whose texts read harder than they need to."""
    field = "keys" if isinstance(found, Keys) else "items"
    text = " ".join(part for each in getattr(found, field) for part in read_by_learners(each))
    grade = reading_grade(text)
    if len(text.split()) >= ENOUGH_WORDS and grade > HARDEST:
        problem = f"its texts read at school grade {grade:.1f}"
        yield (field,), problem, f"shorten sentences and use plainer words, down to grade {HARDEST:g}"


def sources(found: Practice | Keys | Case, known: References) -> Iterable[Mistake]:
    """Find a key or a case whose basis is neither a known source nor a stated principle."""
    for place, basis in _bases(found):
        strange = known.unknown(basis)
        if strange:
            problem = f"its basis cites a source of {strange[0]} that the course does not list"
            yield place, problem, "correct author and year, or add the source to course/references.yaml"
        elif not re.search(r"\d{4}", basis) and not OWN_PRINCIPLE.search(basis):
            problem = "its basis names neither a source nor a principle"
            yield place, problem, "cite author and year, or a principle of the syllabus"


def _bases(found: Practice | Keys | Case) -> Iterator[tuple[tuple[str | int, ...], str]]:
    if isinstance(found, Case):
        yield ("basis",), found.basis
        return
    field, entries = ("items", [*found.items]) if isinstance(found, Practice) else ("keys", [*found.keys])
    for index, entry in enumerate(entries):
        basis = getattr(entry, "basis", None)
        if basis is not None:
            yield (field, index, "basis"), basis


def twice(items: Iterable[tuple[Place, AnyItem | SilenceItem]]) -> Iterator[Problem]:
    """Find questions that are asked twice: graded items must not be copies of practice items."""
    seen: dict[str, Path] = {}
    for (path, place), item in items:
        asked = _asked(item)
        if asked in seen:
            line = read_source(path).line_of(place)
            problem = f"the item {item.id!r} asks what an item in {seen[asked].name} asks already"
            yield Problem(path, line, place, problem, "write another remark or another question")
        seen.setdefault(asked, path)


def _asked(item: AnyItem | SilenceItem) -> str:
    said = item.client_says or " ".join(each.says for each in getattr(item, "options", [])) or item.scene or ""
    return " ".join(re.findall(r"\w+", f"{said} {'' if item.client_says else item.stem}".lower()))


def positions(keys: Iterable[tuple[AnyItem, object]]) -> dict[str, int]:
    """Return how often the best option stands first, second and so on among the items with four options."""
    counted: Counter[int] = Counter()
    for item, key in keys:
        ids = [option.id for option in getattr(item, "options", [])]
        if len(ids) == 4 and isinstance(key, ChoiceKey | OrderKey):
            best = key.best if isinstance(key, ChoiceKey) else key.order[0]
            counted[ids.index(best) + 1] += 1
    return {str(place): counted[place] for place in range(1, 5)}


def unbalanced(counted: dict[str, int]) -> str | None:
    """Return a sentence if some position holds the key too often or too seldom."""
    total = sum(counted.values())
    if total < ENOUGH_ITEMS:
        return None
    off = {place: count / total - 1 / len(counted) for place, count in counted.items()}
    place = max(off, key=lambda place: abs(off[place]))
    if abs(off[place]) <= UNEVEN:
        return None
    return f"of {total} items with four options, {counted[place]} have the best one in place {place}"
