"""Recognises a learner who writes, in the first person and outside the role, of harming themselves or others.

Nothing is sent or kept. Asking a client about suicide or violence is a skill, and giving back a client's words is another: neither sets
this off. Words alone can't tell how somebody is; the message therefore offers, and claims nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

from rapport.coach.language import data
from rapport.coach.text import LONGEST, sentences


@dataclass(frozen=True)
class Concern:
    """Words that speak of harm.

    Attributes
    ----------
    about : str
        `self` or `others`.
    start, end : int
        The sentence's place in the text.
    message : str
        What to tell the learner, as it stands.
    """

    about: Literal["self", "others"]
    start: int
    end: int
    message: str


def concern(text: str) -> Concern | None:
    """Return the first words of a learner's text that speak of harming themselves or others, or None."""
    harmless, lead, patterns = _rules()
    for sentence in sentences(text[:LONGEST]):
        line = " ".join(token.word for token in sentence.words if not token.quoted)
        line = harmless.sub(" ", line)
        for about, pattern in patterns:
            match = pattern.search(line)
            if match and not lead.search(line[: match.start()]):
                start, end = sentence.span
                return Concern(about, start, end, data("safety")["message"][about])
    return None


@cache
def _rules() -> tuple[re.Pattern[str], re.Pattern[str], tuple[tuple[Literal["self", "others"], re.Pattern[str]], ...]]:
    read = data("safety")
    any_of = {
        name: re.compile(rf"\b(?:{'|'.join(read[name])})\b") for name in ("harmless", "spoken_for", "self", "others")
    }
    return any_of["harmless"], any_of["spoken_for"], (("self", any_of["self"]), ("others", any_of["others"]))
