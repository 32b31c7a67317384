"""Replies that are no words to the client: waiting and nodding, as people type them."""

from __future__ import annotations

import re
from functools import cache

from rapport.coach.language import data
from rapport.coach.reading import Finding, Span

_DOTS = re.compile(r"\s*(?:\.\s*){2,}|\s*(?:\u2026\s*)+")
_ASIDE = re.compile(r"\s*(?:\([^()]*\)|\[[^\[\]]*\]|\*+[^*]+\*+|_+[^_]+_+)[\s.]*")
_SURE = 0.9
_LONGEST = 300
"""Characters up to which a reply may be a description of what the helper does."""


def quiet(reply: str) -> Finding | None:
    """Return silence or a minimal encourager where the whole reply is dots, an aside such as `(waits)`, or `I say nothing`."""
    if len(reply) > _LONGEST or not reply.strip():
        return None
    known = data("typed")["quiet"]
    if _DOTS.fullmatch(reply):
        return _finding("silence", reply)
    said = " ".join(re.findall(r"[a-z']+", reply.lower().replace("\u2019", "'")))
    if _ASIDE.fullmatch(reply):
        if _pattern("otherwise").search(said):
            return None
        return next((_finding(name, reply) for name in known["aside"] if _pattern("aside", name).search(said)), None)
    return _finding("silence", reply) if _pattern("plainly").fullmatch(said) else None


@cache
def _pattern(*path: str) -> re.Pattern[str]:
    found = data("typed")["quiet"]
    for name in path:
        found = found[name]
    return re.compile(found)


def _finding(behaviour: str, reply: str) -> Finding:
    return Finding(behaviour, (_whole(reply),), _SURE, data("typed")["quiet"]["reasons"][behaviour])


def _whole(reply: str) -> Span:
    start = len(reply) - len(reply.lstrip())
    return start, len(reply.rstrip())
