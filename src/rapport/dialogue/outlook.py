"""What can happen in a case: reachable beats and endings, dead ends, loops without exit, best and worst score.

Explores every state that any list of choices can lead to, so that conditions on the state are taken at their word. Beats are followed with
networkx where the words alone decide. States are counted in hundredths here: the engine moves in steps of 0.01, so nothing is lost, and
whole numbers make the search about ten times faster.

Only written replies are followed. Own words may lead to other states, though never elsewhere than a written reply of the same beat and never
to a dead end: every list of routes ends with one that holds in any state, and a talk that can circle runs out of time.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from rapport.content.case import Case, Reply, Route, State, When
from rapport.content.load import Mistake
from rapport.content.vocabulary import Effect
from rapport.dialogue.engine import alliance
from rapport.dialogue.reaction import SCALES

MAX_STEPS = 5_000_000
"""Replies that are tried before the search gives up; a case of ours needs some 100,000."""

Hundredths = tuple[int, int, int, int]
Moment = tuple[str, Hundredths]
"""A beat and the client's state in it."""


@dataclass(frozen=True)
class Path:
    """A list of choices, the alliance it ends with, and its ending."""

    choices: tuple[str, ...]
    ending: str
    score: float


@dataclass
class Outlook:
    """Everything that can happen in a case.

    Attributes
    ----------
    beats : set of str
        Ids of the beats that some choices reach.
    endings : dict of str to Path
        For each ending that can be reached, the best way to it.
    best, worst : Path or None
        The highest and the lowest alliance that any finished talk has; None when no talk can finish.
    unfinished : bool
        Whether some talk still goes on when the turns are used up.
    complete : bool
        Whether everything was tried; False for a case with too many states.
    """

    beats: set[str] = field(default_factory=set)
    endings: dict[str, Path] = field(default_factory=dict)
    best: Path | None = None
    worst: Path | None = None
    unfinished: bool = False
    complete: bool = True


def outlook(case: Case) -> Outlook:
    """Explore the whole case, turn by turn."""
    found = Outlook()
    moves = {beat.id: [_Move(reply) for reply in beat.replies] for beat in case.beats}
    endings = {ending.id for ending in case.endings}
    layer: dict[Moment, tuple[str, ...]] = {(case.opening, _hundredths(case.start)): ()}
    steps = 0
    for turn in range(1, case.turns + 1):
        following: dict[Moment, tuple[str, ...]] = {}
        steps += sum(len(moves[beat]) for beat, _ in layer)
        if steps > MAX_STEPS:
            found.complete = False
            return found
        for (beat, state), choices in layer.items():
            found.beats.add(beat)
            for move in moves[beat]:
                after = move.shift(state)
                to = move.to(after)
                if to not in endings and turn == case.turns and case.out_of_time:
                    to = case.out_of_time
                if to in endings:
                    _record(found, choices, move.reply, to, after)
                elif (to, after) not in following:
                    following[to, after] = (*choices, move.reply)
        layer = following
    found.unfinished = bool(layer)
    return found


class _Move:
    """A reply in hundredths."""

    def __init__(self, reply: Reply) -> None:
        self.reply = reply.id
        self._effect = _hundredths(reply.effect)
        self._routes = [(_bounds(route), route.to) for route in reply.routes]

    def shift(self, state: Hundredths) -> Hundredths:
        trust, openness, defensiveness, distress = map(int.__add__, state, self._effect)
        return (
            0 if trust < 0 else min(trust, 100),
            0 if openness < 0 else min(openness, 100),
            0 if defensiveness < 0 else min(defensiveness, 100),
            0 if distress < 0 else min(distress, 100),
        )

    def to(self, after: Hundredths) -> str:
        for bounds, to in self._routes:
            if not bounds or all(low <= after[scale] <= high for scale, low, high in bounds):
                return to
        raise ValueError(f"the reply {self.reply!r} leads nowhere in some states")


def graph(case: Case) -> Any:
    """Return the case as a networkx `MultiDiGraph`: beats and endings are nodes, replies edges."""
    import networkx  # here, since only checks and pictures need it, and learners wait for every import

    drawn = networkx.MultiDiGraph()
    drawn.add_nodes_from((beat.id for beat in case.beats), kind="beat")
    drawn.add_nodes_from((ending.id for ending in case.endings), kind="ending")
    for _, beat, reply in case.replies():
        drawn.add_edges_from((beat.id, route.to, {"reply": reply.id}) for route in reply.routes)
    return drawn


def sound(case: Case, found: Outlook | None = None) -> Iterable[Mistake]:
    """Find beats and endings that nothing reaches, beats that lead to no ending, and loops in a talk that never runs out of time.

    An outlook that is at hand saves the search.
    """
    import networkx

    drawn = graph(case)
    endings = [ending.id for ending in case.endings]
    leading = set(endings).union(*(networkx.ancestors(drawn, ending) for ending in endings))
    found = found or outlook(case)
    if not found.complete:
        yield (
            ("turns",),
            "the talk can take too many turns to check",
            "lower `turns`, or write fewer ways back to earlier beats",
        )
        return
    loops = {beat for part in networkx.strongly_connected_components(drawn) if len(part) > 1 for beat in part}
    loops |= set(networkx.nodes_with_selfloops(drawn))
    if found.unfinished and not loops:
        problem = f"after {case.turns} replies the talk may still go on"
        yield ("turns",), problem, "raise `turns`, or add `out_of_time: …` with the ending that applies"
    for index, beat in enumerate(case.beats):
        where = ("beats", index, "id")
        if beat.id not in found.beats:
            yield where, f"no choices lead to the beat {beat.id!r}", "lead a reply to it, or remove it"
        if beat.id not in leading:
            yield where, f"from the beat {beat.id!r} no ending can be reached", "lead a reply out of it to an ending"
        if beat.id in loops and case.out_of_time is None:
            yield (
                where,
                f"the talk can go in circles through {beat.id!r}",
                "add `out_of_time: …` with the ending that applies",
            )
    for index, ending in enumerate(case.endings):
        if ending.id not in found.endings:
            yield (
                ("endings", index, "id"),
                f"no choices lead to the ending {ending.id!r}",
                "lead a reply to it, or remove it",
            )


def _hundredths(scales: State | Effect) -> Hundredths:
    trust, openness, defensiveness, distress = (round(100 * getattr(scales, name)) for name in SCALES)
    return (trust, openness, defensiveness, distress)


def _bounds(route: Route) -> list[tuple[int, int, int]]:
    when = route.when or When()
    low = {name: round(100 * bound) for name, bound in when.at_least.items()}
    high = {name: round(100 * bound) for name, bound in when.at_most.items()}
    return [
        (scale, low.get(name, 0), high.get(name, 100))
        for scale, name in enumerate(SCALES)
        if name in low.keys() | high.keys()
    ]


def _record(found: Outlook, choices: tuple[str, ...], reply: str, ending: str, after: Hundredths) -> None:
    score = _alliance(after)
    known = found.endings.get(ending)
    if known is None or score > known.score:
        found.endings[ending] = Path((*choices, reply), ending, score)
    if found.best is None or score > found.best.score:
        found.best = Path((*choices, reply), ending, score)
    if found.worst is None or score < found.worst.score:
        found.worst = Path((*choices, reply), ending, score)


@cache
def _alliance(after: Hundredths) -> float:
    return alliance(State(**{name: value / 100 for name, value in zip(SCALES, after, strict=True)}))
