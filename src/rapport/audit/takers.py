"""The naive test-takers: each has one rule of thumb, and no idea of the client.

A taker gives every option a number; the highest is taken for the best, the lowest for the worst, and ties are guessed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

POLITE = {
    "please",
    "thank",
    "thanks",
    "sorry",
    "glad",
    "kind",
    "kindly",
    "appreciate",
    "welcome",
    "may",
    "perhaps",
    "lovely",
}
ABSOLUTE = {
    "all",
    "always",
    "certainly",
    "definitely",
    "ever",
    "every",
    "everybody",
    "everyone",
    "everything",
    "must",
    "never",
    "no",
    "nobody",
    "none",
    "nothing",
    "only",
    "should",
}
SECOND_PERSON = {"you", "your", "yours", "yourself", "you're", "you've", "you'd", "you'll"}
SOUNDS_LIKE = re.compile(r"^\W*(so )?(it|that) sounds|^\W*sounds (like|as)|^\W*(it|that) (seems|must)", re.IGNORECASE)
COMMON = {
    "a",
    "an",
    "and",
    "are",
    "as",
    "at",
    "be",
    "but",
    "do",
    "for",
    "have",
    "i",
    "in",
    "is",
    "it",
    "me",
    "my",
    "not",
    "of",
    "on",
}
COMMON |= {
    "or",
    "so",
    "that",
    "the",
    "this",
    "to",
    "was",
    "we",
    "what",
    "with",
    "you",
    "your",
    "it's",
    "i'm",
    "he",
    "she",
    "they",
}
"""Words that every remark holds, so that finding them in a reply says nothing."""


@dataclass(frozen=True)
class Question:
    """What a taker sees of one question: the options' words in the file's order, and the client's."""

    options: Sequence[str]
    remark: str


Rule = Callable[[Question], list[float]]


def words(text: str) -> list[str]:
    """Return the words of a text in small letters, with their apostrophes."""
    return re.findall(r"[^\W\d_]+(?:'[^\W\d_]+)*", text.lower().replace("\u2019", "'"))


def _share(text: str, of: set[str]) -> float:
    found = words(text)
    return sum(word in of for word in found) / max(1, len(found))


def _each(number: Callable[[str], float]) -> Rule:
    return lambda question: [number(option) for option in question.options]


def _last_sentence(text: str) -> str:
    return re.split(r"(?<=[.!?…])\W+", text.strip().rstrip('"\u201d\u2019 '))[-1]


def _echo(question: Question) -> list[float]:
    heard = set(words(question.remark)) - COMMON
    return [float(len(heard & set(words(option)))) for option in question.options]


TAKERS: dict[str, Rule] = {
    "longest": _each(len),
    "shortest": _each(lambda option: -len(option)),
    "first": lambda question: [-float(at) for at in range(len(question.options))],
    "last": lambda question: [float(at) for at in range(len(question.options))],
    "question mark": _each(lambda option: "?" in option),
    "sounds like": _each(lambda option: bool(SOUNDS_LIKE.search(option))),
    "most polite": _each(lambda option: _share(option, POLITE)),
    "least absolute": _each(lambda option: -_share(option, ABSOLUTE)),
    "second person": _each(lambda option: _share(option, SECOND_PERSON)),
    "echo": _echo,
    "shortest ending": _each(lambda option: -len(_last_sentence(option))),
    "plainest words": _each(lambda option: -sum(map(len, words(option))) / max(1, len(words(option)))),
}
"""Takers that need no teaching, by name; the bag of words is learnt in `rapport.audit.learnt`."""
