"""Suggest to the instructor which level of the rubric a free-text reply reaches; nothing here makes a mark or reaches a student.

What the key looks for decides (`rapport.content.key.LooksFor`), and only behaviours of which the coach is fairly sure count:

- level 0: the reply does something to avoid, and nothing looked for;
- level 1: it does something to avoid, and something looked for;
- level 2: it does something looked for, and nothing to avoid;
- level 3: it does all that is looked for, and nothing to avoid.

A reply that shows neither gets no suggestion: what the coach does not find may still be there.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape

from rapport.coach import UNSURE, Finding, Reading, read
from rapport.content.item import FreeTextItem
from rapport.content.key import FreeTextKey, LooksFor
from rapport.content.vocabulary import behaviours

FIRM = 0.65
"""Certainty from which a behaviour counts for a suggestion; above the one from which a simulated client reacts, since a person is graded."""
QUITE = 0.8
LONGEST_QUOTE = 120


@dataclass(frozen=True)
class Suggestion:
    """What the coach can say of a reply to whoever grades it.

    Attributes
    ----------
    level : int or None
        Of the rubric; None where the coach suggests none.
    lead : str
        The suggestion, or why there is none.
    evidence : tuple of str
        What speaks for it, with the words of the reply.
    doubts : tuple of str
        What the coach looked for or feared, and is unsure of or did not find.
    """

    level: int | None
    lead: str
    evidence: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()


def suggest(item: FreeTextItem, key: FreeTextKey, reply: str) -> Suggestion | None:
    """Return a suggestion for a reply; None where the key does not say what to look for, or nothing was written."""
    if key.looks_for is None or not reply.strip():
        return None
    reading = read(item.client_says or "", reply)
    if reading.concern:
        return Suggestion(None, "The coach suggests no level. Please read this one with care for whoever wrote it.")
    if reading.refused or reading.unsure:
        return Suggestion(None, "The coach suggests no level: it can't tell what this reply does.")
    return _weighed(key, key.looks_for, reading, reply)


def _weighed(key: FreeTextKey, looks_for: LooksFor, reading: Reading, reply: str) -> Suggestion:
    firm = {finding.behaviour: finding for finding in reading.findings if finding.certainty >= FIRM}
    found = [finding for name, finding in firm.items() if any(name in each for each in looks_for.wanted)]
    harmful = [finding for name, finding in firm.items() if name in looks_for.avoid]
    missing = [each for each in looks_for.wanted if not firm.keys() & set(each)]
    perhaps = [finding.behaviour for finding in reading.findings if UNSURE <= finding.certainty < FIRM]
    doubts = (*_unsure(looks_for, perhaps), *_not_found(each for each in missing if not set(each) & set(perhaps)))
    if not found and not harmful:
        lead = "The coach suggests no level: of what the key names, it finds nothing of which it is sure."
        return Suggestion(None, lead, doubts=doubts)
    level = (1 if found else 0) if harmful else (2 if missing else 3)
    evidence = (
        *(_quoted("It does what the key looks for", finding, reply) for finding in found),
        *(_quoted("It does what the key would avoid", finding, reply) for finding in harmful),
    )
    least = min(finding.certainty for finding in (*found, *harmful))
    sure = "quite" if least >= QUITE else "fairly"
    name = key.rubric[level].name
    lead = f"The coach suggests level {level} (of 0 to 3), “{name}”. It is {sure} sure of what it found:"
    return Suggestion(level, lead, evidence, doubts)


def _quoted(head: str, finding: Finding, reply: str) -> str:
    start, end = finding.spans[0]
    words = " ".join(reply[start:end].split())
    short = words if len(words) <= LONGEST_QUOTE else f"{words[:LONGEST_QUOTE]} …"
    return f"{head}: {_name(finding.behaviour)} (“{short}”)."


def _unsure(looks_for: LooksFor, perhaps: Iterable[str]) -> list[str]:
    named = {name for each in looks_for.wanted for name in each} | set(looks_for.avoid)
    names = [_name(behaviour) for behaviour in perhaps if behaviour in named]
    return [f"It may also hold: {', '.join(names)}. The coach is unsure."] if names else []


def _not_found(missing: Iterable[list[str]]) -> list[str]:
    wanted = [" or ".join(map(_name, each)) for each in missing]
    return [f"Looked for and not found, though it may be there: {'; '.join(wanted)}."] if wanted else []


def _name(behaviour: str) -> str:
    return behaviours()[behaviour].name


def as_html(suggestion: Suggestion) -> str:
    """Return the suggestion as a box for the formgrader; all that a student wrote is escaped."""
    listed = "".join(f"<li>{escape(line)}</li>" for line in (*suggestion.evidence, *suggestion.doubts))
    within = f"<ul>{listed}</ul>" if listed else ""
    return (
        '<div class="rapport-suggestion" style="border:1px dashed #8a8a8a;padding:.4em .8em;margin:.6em 0">'
        f"<p><b>{escape(suggestion.lead)}</b></p>{within}"
        "<p>It's a suggestion, made from words alone: no program hears whether a reply is true to this client. The mark is yours.</p></div>"
    )
