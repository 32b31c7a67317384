"""What can happen in a case, found by search and compared with trying every list of choices; and what is wrong with its paths."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rapport.content.case import Case
from rapport.dialogue import Talk, alliance, begin, choose, replay
from rapport.dialogue import outlook as module
from rapport.dialogue.engine import beat_of
from rapport.dialogue.outlook import graph, outlook, sound
from tests.rapport.content.samples import CASE, case_from
from tests.rapport.dialogue.generated import cases


def all_talks(case: Case) -> list[Talk]:
    """Return every talk that can be had, unfinished ones included."""
    talks, growing = [], [begin(case)]
    while growing:
        talks += growing
        growing = [
            choose(case, talk, reply.id) for talk in growing if (beat := beat_of(case, talk)) for reply in beat.replies
        ]
    return talks


@given(cases())
def test_the_search_finds_what_trying_everything_finds(case: Case) -> None:
    """Are beats, endings, best and worst the same as among all lists of choices?"""
    talks = all_talks(case)
    ended = [talk for talk in talks if talk.ending]
    found = outlook(case)
    assert found.beats == {talk.beat for talk in talks if talk.beat}
    assert found.endings.keys() == {talk.ending for talk in ended}
    assert found.best
    assert found.worst
    assert found.best.score == max(alliance(talk.state) for talk in ended)
    assert found.worst.score == min(alliance(talk.state) for talk in ended)
    for ending, path in found.endings.items():
        assert path.score == max(alliance(talk.state) for talk in ended if talk.ending == ending)
    assert (found.complete, found.unfinished) == (True, False)


@given(cases(max_turns=9, max_replies=4))
def test_every_path_can_be_walked(case: Case) -> None:
    """Do the choices of a path lead, in the engine, to its ending and its score?"""
    found = outlook(case)
    assert found.best
    assert found.worst
    for path in (*found.endings.values(), found.best, found.worst):
        talk = replay(case, path.choices)
        assert (talk.ending, alliance(talk.state)) == (path.ending, path.score)


def problems(case: Case) -> list[tuple[str, str]]:
    """Return the field and the problem of every mistake."""
    return [(".".join(map(str, where)), problem) for where, problem, mend in sound(case) if mend]


@given(cases())
def test_only_what_nothing_reaches_is_wrong_with_a_generated_case(case: Case) -> None:
    """Does the check complain of exactly the beats and endings that no list of choices reaches?"""
    talks = all_talks(case)
    lost = {beat.id for beat in case.beats} - {talk.beat for talk in talks}
    lost |= {ending.id for ending in case.endings} - {talk.ending for talk in talks}
    stuck = {beat.id for beat in case.beats if not _leads_out(case, beat.id)}
    expected = [f"no choices lead to the {'beat' if case.beat(name) else 'ending'} {name!r}" for name in lost]
    expected += [f"from the beat {name!r} no ending can be reached" for name in stuck]
    assert sorted(problem for _, problem in problems(case)) == sorted(expected)


def _leads_out(case: Case, start: str) -> bool:
    seen, todo = {start}, [start]
    while todo:
        beat = case.beat(todo.pop())
        if beat is None:
            return True
        ways = {route.to for reply in beat.replies for route in reply.routes} - seen
        seen |= ways
        todo += ways
    return False


ISLAND = CASE[CASE.index("  - id: hello") : CASE.index("endings:")].replace("id: hello", "id: island")


def planted(text: str) -> list[tuple[str, str]]:
    assert text != CASE
    return problems(case_from(text))


def test_the_sample_is_sound() -> None:
    """Is nothing said of a case in which nothing is wrong?"""
    assert problems(case_from()) == []


def test_a_beat_that_nothing_leads_to_is_found() -> None:
    """Is an island told with its field?"""
    found = planted(CASE.replace("endings:\n", ISLAND + "endings:\n"))
    assert found == [("beats.1.id", "no choices lead to the beat 'island'")]


def test_a_beat_that_no_state_leads_to_is_found() -> None:
    """Is a beat whose condition never comes true unreachable, though a line is drawn to it?"""
    text = CASE.replace(
        "{when: {at_least: {openness: 0.25}}, to: goes-on}", "{when: {at_least: {trust: 0.9}}, to: island}"
    )
    found = planted(text.replace("endings:\n", ISLAND + "endings:\n"))
    assert found == [("beats.1.id", "no choices lead to the beat 'island'")]


def test_an_ending_that_nothing_leads_to_is_found() -> None:
    """Is an ending that no talk reaches told with its field?"""
    found = planted(CASE.replace("endings:\n", "endings:\n  - {id: moon, name: Moon, quality: good, text: Up.}\n"))
    assert found == [("endings.0.id", "no choices lead to the ending 'moon'")]


def test_a_dead_end_is_found() -> None:
    """Is a beat from which all ways lead back to itself told, though time would run out one day?"""
    stuck = ISLAND.replace("goes-on", "island").replace("leaves", "island")
    text = CASE.replace("next: leaves", "next: island").replace("turns: 6", "turns: 6\nout_of_time: leaves")
    found = planted(text.replace("endings:\n", stuck + "endings:\n"))
    assert found == [("beats.1.id", "from the beat 'island' no ending can be reached")]


def test_a_loop_that_time_does_not_end_is_found() -> None:
    """Is a talk that could go in circles for ever told, and fine as soon as time runs out?"""
    text = CASE.replace("next: goes-on", "next: hello")
    assert planted(text) == [("beats.0.id", "the talk can go in circles through 'hello'")]
    assert planted(text.replace("turns: 6", "turns: 6\nout_of_time: leaves")) == []


def test_a_loop_through_two_beats_is_found() -> None:
    """Is each beat of a larger circle told?"""
    text = CASE.replace("next: goes-on", "next: island")
    text = text.replace("endings:\n", ISLAND.replace("next: goes-on", "next: hello") + "endings:\n")
    assert [field for field, _ in planted(text)] == ["beats.0.id", "beats.1.id"]


def test_a_talk_longer_than_its_turns_is_found() -> None:
    """Is a talk without circles that outlasts the turns told, since no ending says that the time is over?"""
    chain, text = ["hello", "b", "c", "d"], CASE.replace("turns: 6", "turns: 3").replace("next: goes-on", "next: b")
    for here, there in zip(chain[1:], [*chain[2:], "goes-on"], strict=True):
        text = text.replace(
            "endings:\n",
            ISLAND.replace("id: island", f"id: {here}").replace("next: goes-on", f"next: {there}") + "endings:\n",
        )
    assert ("turns", "after 3 replies the talk may still go on") in planted(text)
    assert planted(text.replace("turns: 3", "turns: 4")) == []


def test_a_case_too_large_to_search_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """Is an unfinished search said to be one, instead of passing for a finding?"""
    monkeypatch.setattr(module, "MAX_STEPS", 2)
    assert not outlook(case_from()).complete
    assert [field for field, _ in problems(case_from())] == ["turns"]


@given(cases(), st.data())
def test_the_graph_holds_every_way(case: Case, data: st.DataObject) -> None:
    """Does the drawing hold every beat, every ending, and an edge for each way on?"""
    drawn = graph(case)
    assert set(drawn.nodes) == {beat.id for beat in case.beats} | {ending.id for ending in case.endings}
    assert drawn.number_of_edges() == sum(len(reply.routes) for _, _, reply in case.replies())
