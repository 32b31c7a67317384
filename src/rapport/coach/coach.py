"""Reads a reply: the one function that the rest of rapport calls."""

from __future__ import annotations

from collections.abc import Mapping

from rapport.coach.features import features, parse
from rapport.coach.language import words
from rapport.coach.model import judge
from rapport.coach.notes import notes
from rapport.coach.observe import observe
from rapport.coach.patterns import typed_hits
from rapport.coach.quiet import quiet
from rapport.coach.reading import Context, Note, Reading
from rapport.coach.safety import concern
from rapport.coach.seen import Seen
from rapport.coach.text import LONGEST, READ, sentences

MAINS = ("question", "reflection", "input", "other")


def read(client: str, reply: str, context: Context | None = None) -> Reading:
    """Read what a reply does.

    Parameters
    ----------
    client : str
        What the client said just before; may be empty.
    reply : str
        The learner's own words.
    context : Context, optional
        What happened before that.

    Returns
    -------
    Reading
        Deterministic: the same words give the same reading everywhere. It holds no mark.
    """
    context = context or Context()
    without_words = quiet(reply)
    if without_words:
        return Reading((without_words,), (), "other", dict.fromkeys(MAINS, 0.0) | {"other": 1.0}, concern(reply))
    refused = _refusal(reply)
    if refused:
        return Reading((), (), "other", dict.fromkeys(MAINS, 0.25), concern(reply), refused)
    heard = client[-LONGEST:]
    parsed = parse(heard, reply)
    counted = tuple(tuple(typed_hits(*pair)) for pair in zip(parsed.reply, parsed.hits, strict=True))
    seen = Seen(parsed, features(parsed), counted, context, reply, heard)
    findings = observe(seen)
    likely = mostly(seen.found)
    remarks = notes(seen, findings)
    if parsed.length > READ:
        remarks.append(Note("long", (), 1.0, f"Only the first {READ} of its words were read."))
    main = max(MAINS, key=lambda name: likely[name])
    return Reading(tuple(findings), tuple(remarks), main, likely, concern(reply))


def mostly(found: Mapping[str, float]) -> dict[str, float]:
    """Return how likely each main behaviour is; they add up to 1."""
    odds = {}
    for name in MAINS:
        certainty = min(1 - 1e-6, max(1e-6, judge(f"main:{name}", found).certainty))
        odds[name] = certainty / (1 - certainty)
    total = sum(odds.values())
    return {name: round(value / total, 4) for name, value in odds.items()}


def _refusal(reply: str) -> str | None:
    if len(reply) > LONGEST:
        return f"This is too long to read: {len(reply):,} characters. A reply of a few sentences is enough."
    said = [token for sentence in sentences(reply) for token in sentence.words]
    letters = [char for token in said for char in token.word if char.isalpha()]
    if not letters:
        return "There are no words here yet. Write what you would say to the client."
    if sum(char.isascii() or "\u00c0" <= char <= "\u024f" for char in letters) < 0.5 * len(letters):
        return "The coach reads English only, so it can't say what this does. Your words are kept as they are."
    known = words("stopwords") | words("openers") | words("auxiliaries") | words("facts") | words("numbers")
    if len(said) >= 6 and sum(token.word in known for token in said) < 0.15 * len(said):
        return (
            "The coach finds hardly any English here, so it can't say what this does. Your words are kept as they are."
        )
    return None
