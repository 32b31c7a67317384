"""A reply in the learner's own words, on its way to becoming a turn of a talk: read, and asked about where the coach is not sure.

The coach is imported when somebody first speaks in own words: most notebooks never need it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rapport.content.case import Case
from rapport.content.response import MAX_SAID, OwnWords
from rapport.dialogue import Talk, client_says, reaction
from rapport.widgets.card import Refused

if TYPE_CHECKING:
    from rapport.coach.meanings import Meaning


@dataclass(frozen=True)
class Pending:
    """Words that were sent and have not become a turn.

    Attributes
    ----------
    text : str
        The words.
    meanings : tuple of Meaning
        What the learner is asked to choose between; empty where there is a concern.
    concern : str
        What the learner is told before anything else, where the words speak of harm in the learner's own person.
    """

    text: str
    meanings: tuple[Meaning, ...] = ()
    concern: str = ""

    def show(self) -> dict[str, Any]:
        """Return what the card draws."""
        return {"text": self.text, "choices": [way.words for way in self.meanings], "concern": self.concern}


class AskedBack(Refused):
    """Words that the client has not heard yet, since the learner must be asked or told something first."""

    def __init__(self, pending: Pending, told: str) -> None:
        self.pending = pending
        super().__init__(told)


def own_words(case: Case, talk: Talk, event: dict[str, Any], pending: Pending | None) -> OwnWords:
    """Return the turn that an event brings.

    Parameters
    ----------
    case, talk : Case and Talk
        The talk, as it stands before these words.
    event : dict
        From the front end: `text`, and in `meant` which of the meanings it was, where the learner was asked.
    pending : Pending or None
        What the learner was asked.

    Raises
    ------
    AskedBack
        If the learner has to say first what was meant, or has to be told where to turn.
    Refused
        If there is nothing to read, too much of it, or it is not English.
    """
    from rapport.coach.meanings import meanings, read_in_talk  # noqa: PLC0415 - notebooks open without the coach

    text = event["text"].strip() if isinstance(event["text"], str) else ""
    if not text:
        raise Refused("Not said: there are no words yet. Write what you would say.")
    if len(text) > MAX_SAID:
        raise Refused(f"Not said: it is longer than {MAX_SAID:,} characters. A reply of a few sentences is enough.")
    if pending and pending.meanings and text == pending.text and event.get("meant") in (0, 1):
        return OwnWords(says=text, behaviours=pending.meanings[event["meant"]].behaviours)
    text = OwnWords(says=text).says  # refuses what is no text at all, before anybody reads it
    reading = read_in_talk(talk.turns, client_says(case, talk), text)
    if reading.concern:
        first = f"Not said: {case.name} has not heard this. Read the lines above first. If they are not meant for you, use other words."
        raise AskedBack(Pending(text, concern=reading.concern.message), first)
    if reading.refused:
        raise Refused(f"Not said. {reading.refused}")
    ways = meanings(case, reading)
    if len(ways) > 1:
        raise AskedBack(Pending(text, ways), "Not said yet: the coach can't tell what you meant. Choose above.")
    return OwnWords(says=text, behaviours=ways[0].behaviours)


def told(case: Case, talk: Talk, turn: int) -> dict[str, Any] | None:
    """Return what the coach says of a turn in own words, as `heard` draws it; None for a written reply."""
    said = talk.turns[turn]
    if not isinstance(said.reply, OwnWords):
        return None
    from rapport.coach.meanings import as_taken, heard_before, read_in_talk  # noqa: PLC0415
    from rapport.widgets.heard import heard  # noqa: PLC0415

    before = talk.turns[:turn]
    reading = as_taken(read_in_talk(before, said.client, said.said), said.reply)
    return heard(reading, heard_before(before, said.client), said.said, reaction(case, said.reply.behaviours))
