"""Whether a client can answer learners who speak in their own words."""

from __future__ import annotations

from collections.abc import Iterable

from rapport.content.case import Case
from rapport.content.load import Mistake
from rapport.content.vocabulary import OTHERWISE

EXPECTED = (
    *("open-question", "closed-question", "multiple-question", "why-question"),
    *("paraphrase", "reflection-of-feeling", "validation", "normalising", "reassurance", "affirmation"),
    *("self-disclosure", "information", "advice", "advice-with-permission", "challenge"),
    *("judgement", "dismissal", "claimed-understanding", "false-promise", "jargon"),
    *("owning", "silence", "small-talk", OTHERWISE),
)
"""What learners do most, or do once and should hear the answer to."""


def lacking(case: Case) -> Iterable[Mistake]:
    """Find what a learner may well say, and this client has no answer to."""
    missing = [behaviour for behaviour in EXPECTED if behaviour not in case.own_words]
    if missing:
        listed = ", ".join(missing) if case.own_words else "own words at all"
        yield ("own_words",), f"there are no answers to {listed}", "write an entry for each; docs/authors.md shows one"


def said_twice(case: Case) -> Iterable[Mistake]:
    """Find lines that stand twice among the answers to own words: a client who repeats a sentence sounds like a machine."""
    seen: set[str] = set()
    for place, own_words in case.answers():
        for behaviour, entries in own_words.items():
            for at, entry in enumerate(entries):
                for number, line in enumerate(entry.says):
                    if line in seen:
                        yield (*place, behaviour, at, "says", number), f"{line!r} stands twice", "say it in another way"
                    seen.add(line)
