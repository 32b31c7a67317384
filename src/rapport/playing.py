"""A talk played from the command line, with replies by their ids and in own words."""

from __future__ import annotations

from collections.abc import Sequence

from rapport.coach.meanings import meanings, read_in_talk
from rapport.content.case import Case
from rapport.content.response import MAX_SAID, OwnWords
from rapport.dialogue import ReplyError, Talk, begin, choose, client_says

SAY = "say"
"""Stands among the ids for the next reply in own words."""


def played(case: Case, choices: Sequence[str], texts: Sequence[str]) -> tuple[Talk, list[str]]:
    """Return the talk, and what there is to remark on how own words were taken.

    Where the coach is unsure, its likelier meaning is taken and the remark says so: nobody can be asked here.

    Raises
    ------
    ReplyError
        If the talk does not offer a reply, or own words can't be read.
    """
    left = list(texts)
    talk, remarks = begin(case), []
    for choice in [*choices, *[SAY] * (len(texts) - choices.count(SAY))]:
        if choice != SAY:
            talk = choose(case, talk, choice)
            continue
        if not left:
            raise ReplyError("there are more `say` among the choices than --say; give one --say for each")
        words, remark = _typed(case, talk, left.pop(0))
        talk = choose(case, talk, words)
        remarks += remark
    return talk, remarks


def _typed(case: Case, talk: Talk, text: str) -> tuple[OwnWords, list[str]]:
    text = text.strip()
    if not 0 < len(text) <= MAX_SAID:
        raise ReplyError(f"own words must have 1 to {MAX_SAID:,} characters, and these have {len(text):,}")
    reading = read_in_talk(talk.turns, client_says(case, talk), text)
    if reading.concern or reading.refused:
        raise ReplyError(reading.concern.message if reading.concern else str(reading.refused))
    likelier, *others = meanings(case, reading)
    remark = [f"The coach was unsure of “{text}”. Taken: {likelier.words}. Or: {one.words}." for one in others]
    return OwnWords(says=text, behaviours=likelier.behaviours), remark
