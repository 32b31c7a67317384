"""Finds a behaviour's tell-tale words in a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from rapport.coach.language import data
from rapport.coach.text import Sentence, Token


@dataclass(frozen=True, slots=True)
class Hit:
    """A pattern that a sentence holds, with its place in the text."""

    behaviour: str
    start: int
    end: int
    certainty: float
    reason: str
    words: str


_Pattern = tuple[str, re.Pattern[str], float, str]


@cache
def _patterns(name: str = "patterns") -> tuple[_Pattern, ...]:
    return tuple(
        (behaviour, re.compile(pattern["match"]), pattern["certainty"], pattern["reason"])
        for behaviour, patterns in data(name)["behaviours"].items()
        for pattern in patterns
    )


def hits(sentence: Sentence) -> Iterator[Hit]:
    """Yield every pattern that the sentence holds; quoted words are somebody else's."""
    run, line = _spoken(sentence)
    yield from _matched(run, line, _patterns())


def typed_hits(sentence: Sentence, known: Iterable[Hit]) -> Iterator[Hit]:
    """Yield what counts in a typed reply: of the hits `known` those whose words don't just look alike, and further ones."""
    run, line = _spoken(sentence)
    blanked = {behaviour: rest for behaviour, pattern in _spared() if (rest := pattern.sub(_blank, line)) != line}
    yield from (hit for hit in known if hit.behaviour not in blanked)
    further = _patterns("typed")
    yield from _matched(run, line, (one for one in further if one[0] not in blanked))
    for behaviour, rest in blanked.items():
        yield from _matched(run, rest, (one for one in (*_patterns(), *further) if one[0] == behaviour))


def names_harm(sentence: Sentence) -> bool:
    """Return whether the sentence names suicide or violence, in the helper's own voice."""
    _, line = _spoken(sentence)
    return re.search(data("typed")["grave"], line) is not None


def _spoken(sentence: Sentence) -> tuple[list[Token], str]:
    run = [token for token in sentence.words if not token.quoted]
    return run, " ".join(token.word for token in run)


def _matched(run: Sequence[Token], line: str, patterns: Iterable[_Pattern]) -> Iterator[Hit]:
    for behaviour, pattern, certainty, reason in patterns:
        match = pattern.search(line)
        if match and match.group().strip() and not _denied(behaviour, line[: match.start()]):
            first, last = _between(run, match.start(), match.end())
            yield Hit(behaviour, first.start, last.end, certainty, reason, match.group().strip())


@cache
def _spared() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((behaviour, re.compile(pattern)) for behaviour, pattern in data("typed")["spared"].items())


def _blank(match: re.Match[str]) -> str:
    return "." * len(match.group())


@cache
def _denials() -> tuple[re.Pattern[str], frozenset[str]]:
    denials = data("patterns")["denials"]
    return re.compile(denials["match"]), frozenset(denials["behaviours"])


def _denied(behaviour: str, before: str) -> bool:
    """Whether what stands before says that somebody else says so, or that it is not so."""
    match, behaviours = _denials()
    return behaviour in behaviours and bool(match.search(before))


@cache
def _jargon() -> re.Pattern[str]:
    terms = sorted(data("jargon")["words"], key=len, reverse=True)
    return re.compile(r"\b(?:" + "|".join(re.escape(term).replace(r"\-", "[- ]") for term in terms) + r")\b")


def jargon(sentence: Sentence) -> Iterator[tuple[int, int, str, str]]:
    """Yield the place of each technical word, the word, and what could be said instead."""
    run = sentence.words
    line = " ".join(token.word for token in run)
    plain = data("jargon")["words"]
    for match in _jargon().finditer(line):
        first, last = _between(run, match.start(), match.end())
        term = match.group()
        yield first.start, last.end, term, plain.get(term) or plain[term.replace(" ", "-")]


def _between(run: Sequence[Token], start: int, end: int) -> tuple[Token, Token]:
    """Return the first and the last token of a stretch of the line."""
    place, first, last = 0, run[0], run[-1]
    for token in run:
        if place <= start:
            first = token
        if place < end:
            last = token
        place += len(token.word) + 1
    return first, last
