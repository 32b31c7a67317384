"""The course's own cases: every ending can be reached, best and worst are what the search says."""

from __future__ import annotations

from pathlib import Path

import pytest

from rapport.content import load_case
from rapport.dialogue import alliance, replay
from rapport.dialogue.outlook import outlook, sound

ROOT = Path(__file__).parents[3]
FOLDERS = ("course/cases", "course/scenes", "solutions/*/cases")
FILES = sorted(path for folder in FOLDERS for path in ROOT.glob(f"{folder}/*.yaml"))


def test_the_clients_are_there() -> None:
    """Do the tests below have something to test?"""
    assert {"abby", "john"} <= {path.stem for path in FILES}


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_ending_is_reached(path: Path) -> None:
    """Do the search's choices lead the engine to every ending, and is the best talk's ending not a poor one?"""
    case = load_case(path)
    found = outlook(case)
    assert found.endings.keys() == {ending.id for ending in case.endings}
    for ending, way in found.endings.items():
        talk = replay(case, way.choices)
        assert (talk.ending, alliance(talk.state)) == (ending, way.score)
    assert found.best
    assert found.worst
    best, worst = (replay(case, way.choices) for way in (found.best, found.worst))
    assert (alliance(best.state), alliance(worst.state)) == (found.best.score, found.worst.score)
    assert [ending.quality for ending in case.endings if ending.id == best.ending] == ["good"]
    assert [ending.quality for ending in case.endings if ending.id == worst.ending] == ["poor"]
    assert {ending.quality for ending in case.endings} == {"good", "mixed", "poor"}
    assert list(sound(case, found)) == []
