"""What to tell a learner about a reply: what it does, what the client may feel, one thing to keep and one to try. Words only, no mark."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from rapport.coach.language import data
from rapport.coach.reading import SURE, Finding, Reading, Span
from rapport.content.vocabulary import Effect, behaviours

Leaning = Literal["helps", "depends", "harms"]

SCALES = ("trust", "openness", "defensiveness", "distress")
UNWELCOME = ("defensiveness", "distress")
"""The scales on which more is worse for the client."""
MUCH = 0.1
"""Size of a change from which it is told without "a little"; a judgement of ours."""
NOTES = ("passes-feeling", "own-story", "talks-more")
"""Remarks that lead to something to try, the weightiest first."""
GIVES_BACK = {"paraphrase", "reflection-of-feeling", "summary", "validation"}
FEELS = {"reflection-of-feeling", "validation", "normalising"}
ASKS_OR_TELLS = {"open-question", "information", "advice-with-permission"}
LONGEST_QUOTE = 90
FIRM = 0.65
"""Certainty below which a suggestion is made with an if, and none where the behaviour may well be in place."""


@dataclass(frozen=True)
class Does:
    """One thing that the reply does.

    Attributes
    ----------
    behaviour, name : str
        Its id, and how people call it.
    leaning : str
        Whether it usually helps a client, harms, or depends on the moment.
    words, reason, certainty : str
        What it does, why the coach thinks so, and how sure it is.
    perhaps : bool
        Whether it is a guess, to which no client reacts.
    spans : tuple of (int, int)
        Where in the reply, as start and end.
    """

    behaviour: str
    name: str
    leaning: Leaning
    words: str
    reason: str
    certainty: str
    perhaps: bool
    spans: tuple[Span, ...]


@dataclass(frozen=True)
class Advice:
    """What a learner is told about a reply.

    Attributes
    ----------
    does : tuple of Does
        The surest first; those of which the coach is unsure say so.
    felt : str
        What an average client would feel; empty where nothing was found.
    kept, try_ : str or None
        One thing worth keeping, and one worth trying.
    """

    does: tuple[Does, ...]
    felt: str
    kept: str | None
    try_: str | None


def advise(reading: Reading, client: str, reply: str, effect: Effect | None = None) -> Advice:
    """Turn a reading into advice.

    Parameters
    ----------
    reading : Reading
        What the coach found in the reply.
    client, reply : str
        The client's words and the learner's.
    effect : Effect, optional
        What the reply did to this client, where there is a case; by default what it does to an average one.

    Returns
    -------
    Advice
        The same for the same reading; without words on what a client felt, to keep or to try where nothing is sure.
    """
    done = [finding for finding in reading.findings if finding.certainty >= SURE]
    does = tuple(map(_does, reading.findings))
    if not done:
        return Advice(does, "", None, None)
    felt = _felt(_on_average(done), "most") if effect is None else _felt(effect, "this")
    return Advice(does, felt, _kept(done, reply), _try(reading, done, client))


def meant(behaviour: str) -> str:
    """Return in the learner's own voice what the behaviour would be: "I was giving advice"."""
    words: str = _known(behaviour)["meant"]
    return words


def self_check() -> tuple[str, tuple[str, ...]]:
    """Return what a learner can ask of a reply that the coach can't read: the lead, and the questions."""
    unsure = data("advice")["unsure"]
    return unsure["question"], tuple(unsure["choices"])


def _known(behaviour: str) -> Mapping[str, Any]:
    known: Mapping[str, Any] = data("advice")["behaviours"][behaviour]
    return known


def _leaning(finding: Finding) -> Leaning:
    leaning: Leaning = _known(finding.behaviour)["leaning"]
    return leaning


def _does(finding: Finding) -> Does:
    known = _known(finding.behaviour)
    return Does(
        behaviour=finding.behaviour,
        name=behaviours()[finding.behaviour].name,
        leaning=known["leaning"],
        words=known["does"],
        reason=finding.reason,
        certainty=next(words for least, words in data("advice")["certainty"] if finding.certainty >= least),
        perhaps=finding.certainty < SURE,
        spans=finding.spans,
    )


def _on_average(done: Iterable[Finding]) -> Effect:
    effects = [behaviours()[finding.behaviour].effect for finding in done]
    sums = {scale: round(sum(getattr(effect, scale) for effect in effects), 2) for scale in SCALES}
    return Effect(**{scale: max(-0.25, min(0.25, total)) for scale, total in sums.items()})


def _felt(effect: Effect, whom: Literal["this", "most"]) -> str:
    words = data("advice")["felt"]
    lead = words["lead"][whom]
    better: list[str] = []
    worse: list[str] = []
    for scale in SCALES:
        change = getattr(effect, scale)
        if not change:
            continue
        told = words["scales"][scale]["up" if change > 0 else "down"][abs(change) >= MUCH]
        (worse if (change > 0) == (scale in UNWELCOME) else better).append(told)
    if better and worse:
        return f"{lead} {_listed(better)}. {words['but']} {_listed(worse)}."
    if better or worse:
        return f"{lead} {_listed(better or worse)}."
    even: str = words["even"][whom]
    return even


def _listed(parts: Sequence[str]) -> str:
    *first, last = parts
    return f"{', '.join(first)} and {last}" if first else last


def _kept(done: Sequence[Finding], reply: str) -> str | None:
    """Return the surest thing that helps, with its words, unless the same words do harm."""
    harmful = [finding for finding in done if _leaning(finding) == "harms"]
    helpful = (finding for finding in done if _leaning(finding) == "helps")
    best = next((finding for finding in helpful if not any(_overlap(finding, other) for other in harmful)), None)
    if best is None:
        return None
    start, end = best.spans[0]
    return f"“{_shortened(reply[start:end])}”: {_known(best.behaviour)['kept']}"


def _overlap(one: Finding, other: Finding) -> bool:
    return any(start < last and first < end for start, end in one.spans for first, last in other.spans)


def _shortened(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= LONGEST_QUOTE else f"{words[:LONGEST_QUOTE].rsplit(' ', 1)[0]} …"


def _try(reading: Reading, done: Sequence[Finding], client: str) -> str | None:
    """Return what to try: in place of what harms most, or else for what was passed over, or for what is missing."""
    harmful = [finding for finding in done if _leaning(finding) == "harms"]
    if harmful:
        return _instead(min(harmful, key=lambda one: (_welcome(one.behaviour), -one.certainty, one.behaviour)))
    noted = {note.id for note in reading.notes}
    for note in NOTES:
        if note in noted:
            told: str = data("advice")["notes"][note]
            return told
    depends = next((one for one in done if _leaning(one) == "depends" and one.certainty >= FIRM), None)
    return _instead(depends) if depends else _missing({finding.behaviour for finding in reading.findings}, client)


def _instead(finding: Finding) -> str:
    words: str = _known(finding.behaviour)["try"]
    if finding.certainty >= FIRM:
        return words
    return f"{data('advice')['hedge']} {words[0].lower()}{words[1:]}"


@cache
def _welcome(behaviour: str) -> float:
    """Return how welcome a behaviour is to an average client: what it adds to the alliance less what it strains."""
    effect = behaviours()[behaviour].effect
    return float(sum(getattr(effect, scale) * (-1 if scale in UNWELCOME else 1) for scale in SCALES))


def _missing(found: set[str], client: str) -> str | None:
    missing = data("advice")["missing"]
    told: str | None = None
    if client.strip() and found & ASKS_OR_TELLS and not found & GIVES_BACK:
        told = missing["heard"]
    elif found & GIVES_BACK and not found & FEELS:
        told = missing["feeling"]
    return told
