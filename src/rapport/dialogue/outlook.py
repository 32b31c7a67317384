"""What can happen in a case: reachable beats and endings, dead ends, loops without exit, best and worst score.

Explores every state that any list of choices can lead to, so that conditions on the state are taken at their word. Beats are followed with
networkx where the words alone decide.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from rapport.content.case import Case, State
from rapport.content.load import Mistake
from rapport.dialogue.engine import alliance, shift

MAX_NODES = 2_000_000


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
    """

    beats: set[str] = field(default_factory=set)
    endings: dict[str, Path] = field(default_factory=dict)
    best: Path | None = None
    worst: Path | None = None


def outlook(case: Case) -> Outlook:
    """Explore the whole case, turn by turn."""
    found = Outlook()
    moves = {beat.id: [(reply.id, reply.effect, reply.routes) for reply in beat.replies] for beat in case.beats}
    endings = {ending.id for ending in case.endings}
    layer: dict[tuple[str, tuple[float, ...]], tuple[State, tuple[str, ...]]] = {
        (case.opening, _exact(case.start)): (case.start, ())
    }
    explored = 0
    for turn in range(1, case.turns + 1):
        following: dict[tuple[str, tuple[float, ...]], tuple[State, tuple[str, ...]]] = {}
        for (beat, _), (state, choices) in layer.items():
            found.beats.add(beat)
            for reply, effect, routes in moves[beat]:
                explored += 1
                after = shift(state, effect)
                to = next(route.to for route in routes if route.when is None or route.when.holds(after))
                if to not in endings and turn == case.turns and case.out_of_time:
                    to = case.out_of_time
                if to in endings:
                    _record(found, Path((*choices, reply), to, alliance(after)))
                else:
                    following.setdefault((to, _exact(after)), (after, (*choices, reply)))
        if explored > MAX_NODES or not following:
            break
        layer = following
    return found


def graph(case: Case) -> Any:
    """Return the case as a networkx `MultiDiGraph`: beats and endings are nodes, replies edges."""
    import networkx  # here, since only checks and pictures need it, and learners wait for every import

    drawn = networkx.MultiDiGraph()
    drawn.add_nodes_from((beat.id for beat in case.beats), kind="beat")
    drawn.add_nodes_from((ending.id for ending in case.endings), kind="ending")
    for _, beat, reply in case.replies():
        drawn.add_edges_from((beat.id, route.to, {"reply": reply.id}) for route in reply.routes)
    return drawn


def sound(case: Case) -> Iterable[Mistake]:
    """Find beats and endings that nothing reaches, beats that lead to no ending, and loops in a talk that never runs out of time."""
    import networkx

    drawn = graph(case)
    endings = [ending.id for ending in case.endings]
    leading = set(endings).union(*(networkx.ancestors(drawn, ending) for ending in endings))
    found = outlook(case)
    loops = {beat for part in networkx.strongly_connected_components(drawn) if len(part) > 1 for beat in part}
    loops |= set(networkx.nodes_with_selfloops(drawn))
    for index, beat in enumerate(case.beats):
        where = ("beats", index, "id")
        if beat.id not in found.beats:
            yield where, f"no choices lead to the beat {beat.id!r}", "lead a reply to it, or remove it"
        if beat.id not in leading:
            yield where, f"from the beat {beat.id!r} no ending can be reached", "lead a reply out of it to an ending"
        if beat.id in loops and case.out_of_time is None:
            yield where, f"the talk can go in circles through {beat.id!r}", "add `out_of_time: …` with the ending that applies"
    for index, ending in enumerate(case.endings):
        if ending.id not in found.endings:
            yield ("endings", index, "id"), f"no choices lead to the ending {ending.id!r}", "lead a reply to it, or remove it"


def _exact(state: State) -> tuple[float, ...]:
    return (state.trust, state.openness, state.defensiveness, state.distress)


def _record(found: Outlook, path: Path) -> None:
    known = found.endings.get(path.ending)
    if known is None or path.score > known.score:
        found.endings[path.ending] = path
    if found.best is None or path.score > found.best.score:
        found.best = path
    if found.worst is None or path.score < found.worst.score:
        found.worst = path
