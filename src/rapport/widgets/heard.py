"""What a typed reply did, as JSON for ``static/heard.js``: the reply with its marks, and the coach's words on it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from rapport.coach import Reading
from rapport.coach.advice import Advice, Does, advise, self_check
from rapport.coach.reading import Span
from rapport.content.vocabulary import Effect

FIELDS = ("behaviour", "name", "leaning", "words", "reason", "certainty", "perhaps")


def heard(reading: Reading, client: str, reply: str, effect: Effect | None = None) -> dict[str, Any]:
    """Return what is drawn of a reading.

    Parameters
    ----------
    reading : Reading
        What the coach found in the reply.
    client, reply : str
        The client's words and the learner's.
    effect : Effect, optional
        What the reply did to this client; by default what it does to an average one.

    Returns
    -------
    dict
        `segments`, the whole reply in pieces with the numbers of the marks that hold over each (`labels`) and that end with it
        (`ends`); `does`, by those numbers, which follow the reply; `felt`, `kept`, `try`; `unsure`, questions to oneself where the coach
        can't tell; `refused`, why the reply was not read; `concern`, what must be said before anything else; `news`, the
        whole in a breath, for a live region. What does not apply is empty or None.
    """
    advice = advise(reading, client, reply, effect)
    does = sorted(advice.does, key=lambda one: one.spans)
    return {
        "segments": segments(reply, [joined(reply, one.spans) for one in does]),
        "does": [_told(number, one) for number, one in enumerate(does, start=1)],
        "felt": advice.felt,
        "kept": advice.kept,
        "try": advice.try_,
        "unsure": _unsure(reading),
        "refused": reading.refused,
        "concern": reading.concern.message if reading.concern else None,
        "news": news(reading, advice),
    }


def news(reading: Reading, advice: Advice) -> str:
    """Return in a breath what a screen reader says when the reading comes."""
    if reading.refused:
        return reading.refused
    if reading.unsure:
        return "The coach can't tell what this reply does. Questions to yourself stand below."
    names = [f"perhaps {does.name}" if does.perhaps else does.name for does in advice.does]
    return " ".join(filter(None, [f"Your reply: {', '.join(names)}.", advice.felt]))


def joined(reply: str, spans: Sequence[Span]) -> list[Span]:
    """Return the places of one mark with those made one between which nothing but space stands."""
    whole: list[Span] = []
    for start, end in sorted(spans):
        if whole and not reply[whole[-1][1] : start].strip():
            whole[-1] = whole[-1][0], max(whole[-1][1], end)
        else:
            whole.append((start, end))
    return whole


def segments(reply: str, marks: Sequence[Sequence[Span]]) -> list[dict[str, Any]]:
    """Cut a reply at the edges of its marks, which may overlap and are numbered from 1."""
    edges = sorted({0, len(reply), *(edge for spans in marks for span in spans for edge in span)})
    pieces = []
    for start, end in pairwise(edges):
        labels = [at for at, spans in enumerate(marks, start=1) if any(a <= start and end <= b for a, b in spans)]
        ends = [at for at in labels if any(end == b for _, b in marks[at - 1])]
        pieces.append({"text": reply[start:end], "labels": labels, "ends": ends})
    return pieces


def _told(number: int, does: Does) -> dict[str, Any]:
    told = {name: getattr(does, name) for name in FIELDS}
    return {"number": number, **told}


def _unsure(reading: Reading) -> dict[str, Any] | None:
    if not reading.unsure:
        return None
    question, choices = self_check()
    return {"question": question, "choices": list(choices)}
