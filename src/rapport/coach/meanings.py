"""What a reply that was typed into a talk may have meant: one meaning where the coach is sure, two to choose from where it is not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from rapport.coach.advice import meant
from rapport.coach.coach import read
from rapport.coach.reading import SURE, Context, Finding, Reading
from rapport.content.case import Case
from rapport.content.response import MAX_DONE, OwnWords
from rapport.content.vocabulary import OTHERWISE
from rapport.dialogue import Turn, reaction
from rapport.dialogue.reaction import answered, distance

MATTERS = 15
"""From how many hundredths, over all scales, a doubtful behaviour would change the client's reaction enough to ask; a judgement of ours."""
STANDS_FOR = {"question": "open-question", "reflection": "paraphrase", "input": "information"}
"""The behaviour by which the learner is asked about a main one."""
KEEPING_ON = "I was just keeping the talk going"


@dataclass(frozen=True)
class Meaning:
    """One way to take a reply.

    Attributes
    ----------
    behaviours : tuple of str
        What it does then, the surest first; empty for words that do nothing by themselves.
    words : str
        The same in the learner's voice.
    """

    behaviours: tuple[str, ...]
    words: str


def heard_before(turns: Sequence[Turn], line: str) -> str:
    """Return what the client has said since the learner spoke last: the answer to that, and the line of the beat."""
    return " ".join(filter(None, [turns[-1].answer if turns else "", line]))


@lru_cache(maxsize=128)
def _read(client: str, text: str, earlier: tuple[str, ...]) -> Reading:
    return read(client, text, Context(earlier))


def read_in_talk(turns: Sequence[Turn], line: str, text: str) -> Reading:
    """Return the coach's reading of words typed after these turns, when the client's line stands in the room."""
    earlier = tuple(words for turn in turns[:-1] for words in (turn.client, turn.answer) if words)
    if turns and turns[-1].client:
        earlier += (turns[-1].client,)
    return _read(heard_before(turns, line), text, earlier)


def meanings(case: Case, reading: Reading) -> tuple[Meaning, ...]:
    """Return how a reply can be taken.

    Returns
    -------
    tuple of Meaning
        One, where the coach is sure; two, where it is not, or where it doubts one more behaviour to which this client
        would react noticeably; none where the reply was refused or speaks of harm.
    """
    if reading.refused or reading.concern:
        return ()
    done = reading.done[:MAX_DONE]
    if not done:
        return _guesses(reading)
    first = answered(case, done)
    sure = Meaning(done, meant(done[0] if first == OTHERWISE else first))
    now = reaction(case, done)
    for behaviour in reading.perhaps:
        both = (behaviour, *done)[:MAX_DONE]
        if distance(now, reaction(case, both)) >= MATTERS:
            return sure, Meaning(both, meant(behaviour))
    return (sure,)


def _guesses(reading: Reading) -> tuple[Meaning, Meaning]:
    """Return the two surest of what was nearly found; in place of what is lacking, the likeliest main behaviour and nothing in particular."""
    likeliest = max(STANDS_FOR, key=lambda name: reading.likely[name])
    nearly = reading.perhaps or (STANDS_FOR[likeliest],)
    one, other, *_ = (*(Meaning((name,), meant(name)) for name in nearly), Meaning((), KEEPING_ON))
    return one, other


def as_taken(reading: Reading, words: OwnWords) -> Reading:
    """Return the reading with the behaviours that were recorded: those that the learner named, or that an earlier coach found, included."""
    found = {finding.behaviour: finding for finding in reading.findings if finding.certainty >= SURE}
    whole = ((0, len(words.says)),)
    named = {
        behaviour: Finding(behaviour, whole, 1.0, "You said that you meant it so.") for behaviour in words.behaviours
    }
    taken = tuple(found.get(behaviour, finding) for behaviour, finding in named.items())
    return replace(reading, findings=taken, refused=None)
