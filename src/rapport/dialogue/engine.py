"""The pure engine: a case, a talk so far and a reply give the talk one turn on.

Data in, new data out. No files, no clock, no randomness: the same choices give the same transcript everywhere. State moves in steps of
0.01 so that no two machines can differ by a rounding.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from rapport.content.base import Id, Model
from rapport.content.case import Beat, Case, Delivery, Line, Reply, Route, State
from rapport.content.response import Choice, OwnWords
from rapport.dialogue.reaction import answered, answers_in, nearest, reaction, shift

KNOWN_TALKS = 1024
"""Talks that are kept; most talks of a class begin alike, and each is told, marked and explained from its choices."""


class ReplyError(ValueError):
    """A reply that the talk does not offer at this moment."""


class Turn(Model):
    """One exchange: what the client said and showed, what the therapist replied, and what the client answered.

    Attributes
    ----------
    reply : str or OwnWords
        The id of a written reply, or what the learner typed.
    delivery, feedback, better : Delivery, str and str, or None
        Written with a reply; None for own words.
    answered : str or None
        For own words: the entry of the case's `own_words` from which the answer comes.
    after : State
        The client's state after the reply.
    """

    beat: Id
    client: str
    seen: str | None
    reply: Choice
    said: str
    delivery: Delivery | None = None
    answer: str
    answered: str | None = None
    feedback: str | None = None
    better: str | None = None
    after: State


class Talk(Model):
    """A talk so far; JSON in and out through `model_dump_json` and `model_validate_json`.

    Attributes
    ----------
    case : str
        Id of the case.
    beat : str or None
        Where the talk stands; None once it has ended.
    ending : str or None
        How it ended; None while it goes on.
    start : State
        The client's state before the first turn.
    turns : tuple of Turn
        The exchanges so far.
    """

    case: Id
    beat: Id | None
    ending: Id | None = None
    start: State
    turns: tuple[Turn, ...] = ()

    @property
    def state(self) -> State:
        """The client's state now."""
        return self.turns[-1].after if self.turns else self.start

    @property
    def choices(self) -> list[Choice]:
        """The replies given, in order; with the case, all that is needed to replay the talk."""
        return [turn.reply for turn in self.turns]


def begin(case: Case) -> Talk:
    """Start the talk at the opening beat."""
    return Talk(case=case.id, beat=case.opening, start=case.start)


def beat_of(case: Case, talk: Talk) -> Beat | None:
    """Return the beat in which the talk stands, or None when it has ended."""
    return case.beat(talk.beat) if talk.beat else None


def client_says(case: Case, talk: Talk) -> str:
    """Return the client's words in the beat in which the talk stands; empty when it has ended or the client says nothing."""
    beat = beat_of(case, talk)
    return line_for(beat.lines, talk.state) if beat else ""


def choose(case: Case, talk: Talk, choice: Choice) -> Talk:
    """Give a reply, by its id or in own words, and return the talk one turn on.

    Own words do what the case's sensitivities say of their behaviours. The client's answer is the case's for the behaviour that weighs most
    (`reaction.answered`), the next one each time that behaviour is answered again; and the talk goes on where the written reply leads that
    does most nearly the same (`reaction.nearest`).

    Raises
    ------
    ReplyError
        If the talk has ended, its beat has no such reply, or the case no answers to own words.
    """
    beat = beat_of(case, talk)
    if beat is None:
        raise ReplyError(f"the talk with {case.name} has ended; undo a turn or start again")
    if isinstance(choice, OwnWords):
        return _own(case, talk, beat, choice)
    reply = next((reply for reply in beat.replies if reply.id == choice), None)
    if reply is None:
        known = ", ".join(reply.id for reply in beat.replies)
        raise ReplyError(f"there is no reply {choice!r} at {beat.id!r}; choose one of: {known}")
    return _written(case, talk, beat, reply)


def undo(case: Case, talk: Talk, turns: int = 1) -> Talk:
    """Take back the last turns; a talk without turns stays as it is."""
    return replay(case, talk.choices[: max(0, len(talk.turns) - turns)])


def instead(case: Case, talk: Talk, turn: int, choice: Choice) -> Talk:
    """Return the talk as it would stand had the therapist said `choice` at that turn: what if I had said…

    Turns count from 0.

    Raises
    ------
    ReplyError
        If the talk has no such turn, or the turn no such reply.
    """
    if not 0 <= turn < len(talk.turns):
        raise ReplyError(f"the talk has {len(talk.turns)} turns so far, and none of the number {turn}")
    return choose(case, replay(case, talk.choices[:turn]), choice)


def replay(case: Case, choices: Iterable[Choice]) -> Talk:
    """Return the talk to which these choices lead; raises `ReplyError` at the first that the talk does not offer."""
    same, given = _Same(case), tuple(choices)
    talk = begin(case)
    for turns in range(1, len(given) + 1):
        talk = _known(same, given[:turns])
    return talk


class _Same:
    """A case, equal to itself alone: to compare all that it holds would cost more than the talk."""

    def __init__(self, case: Case) -> None:
        self.case = case

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.case is other.case

    def __hash__(self) -> int:
        return id(self.case)


@lru_cache(maxsize=KNOWN_TALKS)
def _known(same: _Same, choices: tuple[Choice, ...]) -> Talk:
    before = _known(same, choices[:-1]) if len(choices) > 1 else begin(same.case)
    return choose(same.case, before, choices[-1])


def alliance(state: State) -> float:
    """Return the alliance, from 0 to 1: the mean of trust, openness and the absence of defensiveness.

    Distress stays out of it: a client who dares to feel may be more distressed and better allied. The measure is ours, made for
    these simulated clients; it is no instrument.
    """
    return round((state.trust + state.openness + 1 - state.defensiveness) / 3, 4)


def line_for(lines: Sequence[Line], state: State) -> str:
    """Return the first line whose band of state holds; empty where there are no lines."""
    return next((line.says for line in lines if line.when is None or line.when.holds(state)), "")


def _written(case: Case, talk: Talk, beat: Beat, reply: Reply) -> Talk:
    after = shift(talk.state, reply.effect)
    turn = Turn(
        beat=beat.id,
        client=line_for(beat.lines, talk.state),
        seen=beat.seen,
        reply=reply.id,
        said=reply.says,
        delivery=reply.delivery,
        answer=line_for(reply.lines, after),
        feedback=reply.feedback,
        better=reply.better,
        after=after,
    )
    return _gone_on(case, talk, turn, reply.routes)


def _own(case: Case, talk: Talk, beat: Beat, words: OwnWords) -> Talk:
    if not case.own_words:
        raise ReplyError(f"{case.name} has no answers to own words; choose one of the written replies")
    effect = reaction(case, words.behaviours)
    after = shift(talk.state, effect)
    known = answers_in(case, beat)
    key = answered(case, words.behaviours, known)
    answers = next(entry.says for entry in known[key] if entry.when is None or entry.when.holds(after))
    before = sum(turn.answered == key for turn in talk.turns)
    turn = Turn(
        beat=beat.id,
        client=line_for(beat.lines, talk.state),
        seen=beat.seen,
        reply=words,
        said=words.says,
        answer=answers[before % len(answers)],
        answered=key,
        after=after,
    )
    return _gone_on(case, talk, turn, nearest(beat, effect).routes)


def _gone_on(case: Case, talk: Talk, turn: Turn, routes: Sequence[Route]) -> Talk:
    to = next(route.to for route in routes if route.when is None or route.when.holds(turn.after))
    turns = (*talk.turns, turn)
    if case.ending(to) is None and len(turns) >= case.turns and case.out_of_time:
        to = case.out_of_time
    ended = case.ending(to) is not None
    return Talk(case=case.id, beat=None if ended else to, ending=to if ended else None, start=talk.start, turns=turns)
