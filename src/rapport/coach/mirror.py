"""How far a reply gives back the client's own words, with I turned to you."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rapport.coach.language import words
from rapport.coach.text import Sentence, Token, stem

_TURNED = {
    "i": "you", "me": "you", "my": "your", "mine": "yours", "myself": "yourself", "am": "are", "was": "were",
    "we": "you", "us": "you", "our": "your",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mirror:
    """What reply and client share.

    Attributes
    ----------
    given_back : float
        Share of the reply's words of content that the client used, 0 to 1.
    taken_up : float
        Share of the client's words of content that the reply uses, 0 to 1.
    run : float
        Longest run of the reply that is in the client's turn once persons are turned, as a share of the reply.
    shared : tuple of Token
        The reply's tokens that the client used.
    """

    given_back: float
    taken_up: float
    run: float
    shared: tuple[Token, ...]


def mirror(reply: Sequence[Sentence], client: Sequence[Sentence]) -> Mirror:
    """Compare the words of a reply, or of a part of it, with those of the client."""
    said = [token for sentence in reply for token in sentence.words]
    heard = [token.word for sentence in client for token in sentence.words]
    mine = [token for token in said if content(token.word)]
    theirs = {stem(word) for word in heard if content(word)}
    shared = tuple(token for token in mine if stem(token.word) in theirs)
    taken = {stem(token.word) for token in shared}
    longest = _longest([_turned(token.word) for token in said], [_turned(word) for word in heard])
    return Mirror(
        given_back=len(shared) / len(mine) if mine else 0.0,
        taken_up=len(taken) / len(theirs) if theirs else 0.0,
        run=longest / len(said) if said else 0.0,
        shared=shared,
    )


def content(word: str) -> bool:
    """Whether a word carries content rather than grammar."""
    return word not in words("stopwords") and word not in words("openers")


def _turned(word: str) -> str:
    return stem(_TURNED.get(word, word))


def _longest(reply: Sequence[str], client: Sequence[str]) -> int:
    """Length of the longest run that both hold."""
    best, before = 0, [0] * (len(client) + 1)
    for word in reply[:200]:
        row = [0] * (len(client) + 1)
        for place, other in enumerate(client[:400]):
            if word == other:
                row[place + 1] = before[place] + 1
                best = max(best, row[place + 1])
        before = row
    return best
