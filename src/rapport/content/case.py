"""A case: one simulated client, the beats of the talk, and the ways it can end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from rapport.content.base import Id, Model, Number, Text, Versioned, Words, hundredths
from rapport.content.load import Mistake
from rapport.content.vocabulary import (
    OTHERWISE,
    AnswerableId,
    BehaviourId,
    Effect,
    Gaze,
    Posture,
    StateName,
    StrategyId,
    Tone,
)

Level = Annotated[Number, Field(ge=0.0, le=1.0), AfterValidator(hundredths)]


class State(Model):
    """How the client is at this moment; each scale runs from 0 to 1 in steps of 0.01."""

    trust: Level
    openness: Level
    defensiveness: Level
    distress: Level


class Delivery(Model):
    """How a reply is said; half of what a client hears."""

    tone: Tone
    posture: Posture
    gaze: Gaze
    pause_s: Annotated[Number, Field(ge=0, le=20, description="Seconds of quiet before the reply.")] = 0


class When(Model):
    """A band of state: every bound named must hold."""

    at_least: dict[StateName, Level] = {}
    at_most: dict[StateName, Level] = {}

    def holds(self, state: State) -> bool:
        """Return whether the state lies within every bound."""
        enough = all(getattr(state, name) >= bound for name, bound in self.at_least.items())
        return enough and all(getattr(state, name) <= bound for name, bound in self.at_most.items())


class Line(Model):
    """What the client says in one band of state; without `when`, in any."""

    when: When | None = None
    says: Words


class Answers(Model):
    """What the client may answer to own words in one band of state; without `when`, in any."""

    when: When | None = None
    says: Annotated[
        list[Text],
        Field(min_length=2, max_length=12, description="Taken in turn, each time the behaviour comes again."),
    ]


class Route(Model):
    """Where the talk goes in one band of state; without `when`, in any."""

    when: When | None = None
    to: Id


class Reply(Model):
    """Something the therapist can say: words, delivery, what it does, and what the learner is told about it."""

    id: Id
    says: Text
    delivery: Delivery
    behaviours: Annotated[list[BehaviourId], Field(min_length=1)]
    effect: Effect
    client: Annotated[Text | list[Line], Field(description="The client's answer, or one for each band of state.")]
    next: Annotated[Id | list[Route], Field(description="A beat or an ending, or one for each band of state.")]
    feedback: Text
    better: Annotated[Text | None, Field(description="What to try instead; left out for a reply that needs none.")] = (
        None
    )

    @property
    def routes(self) -> list[Route]:
        """Every way on from this reply, in the order in which they are tried."""
        return [Route(to=self.next)] if isinstance(self.next, str) else self.next

    @property
    def lines(self) -> list[Line]:
        """Everything the client may answer, in the order in which it is tried."""
        return [Line(says=self.client)] if isinstance(self.client, str) else self.client


class Beat(Model):
    """One moment of the talk: what the client says and shows, and the replies to choose from."""

    id: Id
    client: Annotated[
        Words | list[Line], Field(description="What the client says here, after the answer that led here.")
    ] = ""
    seen: Annotated[Text | None, Field(description="What the therapist sees.")] = None
    strategies: Annotated[list[StrategyId], Field(min_length=1)]
    rupture: Annotated[
        Literal["withdrawal", "confrontation"] | None, Field(description="Marker of a rupture shown in this beat.")
    ] = None
    own_words: Annotated[
        dict[AnswerableId, list[Answers]],
        Field(
            description="In place of the case's `own_words`, where those don't fit: as when somebody is out of the room."
        ),
    ] = {}
    replies: Annotated[list[Reply], Field(min_length=3, max_length=5)]

    @property
    def lines(self) -> list[Line]:
        """Everything the client may say here, in the order in which it is tried."""
        if isinstance(self.client, str):
            return [Line(says=self.client)] if self.client else []
        return self.client


class Ending(Model):
    """A named way for the talk to end."""

    id: Id
    name: Text
    quality: Annotated[Literal["good", "mixed", "poor"], Field(description="How it leaves the alliance.")]
    text: Annotated[Text, Field(description="What happens, told to the learner.")]


class Portrait(Model):
    """What the drawn portrait needs, and its text alternative."""

    age: Annotated[int, Field(ge=12, le=99, strict=True)]
    note: Annotated[Text, Field(description="Who one sees; the text alternative of the drawing.")]
    hair: Literal["short", "long", "bun", "curly", "bald", "covered", "braids"] = "short"
    glasses: bool = False
    beard: bool = False
    wheelchair: bool = False


class Case(Versioned):
    """One simulated client and the whole branching talk."""

    id: Id
    name: Text
    pronouns: Literal["she/her", "he/him", "they/them"]
    portrait: Portrait
    setting: Text
    hard_because: Annotated[Text, Field(description="What makes rapport hard with this client.")]
    about: Annotated[Text, Field(description="What the learner knows before the client comes in.")]
    start: State
    opening: Annotated[Id, Field(description="The beat in which the talk begins.")]
    turns: Annotated[
        int, Field(ge=3, le=60, strict=True, description="The session is over after this many replies.")
    ] = 40
    out_of_time: Annotated[Id | None, Field(description="The ending when the turns are used up.")] = None
    sensitivities: Annotated[
        dict[BehaviourId, Effect], Field(description="How this client takes a behaviour, where it differs from most.")
    ] = {}
    own_words: Annotated[
        dict[AnswerableId, list[Answers]],
        Field(
            description="What the client answers to the learner's own words, by what they do; `otherwise` for the rest."
        ),
    ] = {}
    beats: Annotated[list[Beat], Field(min_length=1)]
    endings: Annotated[list[Ending], Field(min_length=1)]
    basis: Annotated[Text, Field(description="The sources or principles that the feedback stands on.")]

    def beat(self, beat_id: str) -> Beat | None:
        """Return the beat of that id, if there is one."""
        return next((beat for beat in self.beats if beat.id == beat_id), None)

    def ending(self, ending_id: str) -> Ending | None:
        """Return the ending of that id, if there is one."""
        return next((ending for ending in self.endings if ending.id == ending_id), None)

    def replies(self) -> Iterator[tuple[tuple[str | int, ...], Beat, Reply]]:
        """Yield every reply with the place where it stands in the file."""
        for index, beat in enumerate(self.beats):
            for position, reply in enumerate(beat.replies):
                yield ("beats", index, "replies", position), beat, reply

    def answers(self) -> Iterator[tuple[tuple[str | int, ...], dict[str, list[Answers]]]]:
        """Yield the answers to own words, the case's and those of single beats, with the place where they stand in the file."""
        yield ("own_words",), self.own_words
        for index, beat in enumerate(self.beats):
            yield ("beats", index, "own_words"), beat.own_words


def links(case: Case) -> Iterable[Mistake]:
    """Find duplicate ids, dangling links, and lists of lines or routes that may run out."""
    places = [(("beats", index, "id"), beat.id) for index, beat in enumerate(case.beats)]
    places += [(("endings", index, "id"), ending.id) for index, ending in enumerate(case.endings)]
    yield from duplicates(places)
    for index, beat in enumerate(case.beats):
        yield from duplicates(
            [(("beats", index, "replies", at, "id"), reply.id) for at, reply in enumerate(beat.replies)]
        )
        if not isinstance(beat.client, str):
            yield from _runs_out(("beats", index, "client"), [line.when for line in beat.lines])
    yield from _answers(case)
    known = {identifier for _, identifier in places}
    beats = {beat.id for beat in case.beats}
    if case.opening not in beats:
        yield ("opening",), f"there is no beat {case.opening!r}", f"use one of: {', '.join(sorted(beats)[:8])}"
    if case.out_of_time is not None and case.ending(case.out_of_time) is None:
        endings = ", ".join(ending.id for ending in case.endings)
        yield ("out_of_time",), f"there is no ending {case.out_of_time!r}", f"use one of: {endings}"
    for place, _, reply in case.replies():
        yield from _runs_out((*place, "client"), [line.when for line in reply.lines])
        yield from _runs_out((*place, "next"), [route.when for route in reply.routes])
        for at, route in enumerate(reply.routes):
            if route.to not in known:
                where = (*place, "next") if isinstance(reply.next, str) else (*place, "next", at, "to")
                yield (
                    where,
                    f"it leads to {route.to!r}, which is no beat and no ending",
                    "correct the id, or write that beat",
                )


def _answers(case: Case) -> Iterable[Mistake]:
    """Find lists of answers to own words that may run out, so that the client would have nothing to say."""
    for place, own_words in case.answers():
        for behaviour, answers in own_words.items():
            yield from _runs_out((*place, behaviour), [entry.when for entry in answers])
        if own_words and OTHERWISE not in own_words:
            yield place, "nothing is said where no behaviour fits", "add the entry `otherwise: …`"


def duplicates(places: Iterable[tuple[tuple[str | int, ...], str]]) -> Iterable[Mistake]:
    """Find ids that stand twice."""
    seen: set[str] = set()
    for where, identifier in places:
        if identifier in seen:
            yield where, f"the id {identifier!r} is used twice", "give one of them another id"
        seen.add(identifier)


def _runs_out(where: tuple[str | int, ...], conditions: list[When | None]) -> Iterable[Mistake]:
    if not conditions:
        yield where, "the list is empty", "add an entry"
    elif conditions[-1] is not None:
        yield where, "in some states none of these applies", "end the list with an entry that has no `when`"
    elif None in conditions[:-1]:
        yield where, "an entry without `when` hides the ones after it", "move it to the end of the list"
