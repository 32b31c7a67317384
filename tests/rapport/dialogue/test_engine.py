"""The engine: a case and a reply take a talk one turn on, and nothing else matters."""

from __future__ import annotations

import pytest

from rapport.content.case import Case, State
from rapport.content.vocabulary import Effect, behaviours
from rapport.dialogue import (
    ReplyError,
    Talk,
    alliance,
    beat_of,
    begin,
    choose,
    client_says,
    instead,
    reaction,
    replay,
    shift,
    undo,
)
from tests.rapport.content.samples import CASE, case_from

LOOPING = CASE.replace("next: goes-on", "next: hello").replace("turns: 6", "turns: 3\nout_of_time: leaves")


@pytest.fixture
def ada() -> Case:
    return case_from()


@pytest.fixture
def looping() -> Case:
    return case_from(LOOPING)


def test_a_talk_begins_at_the_opening(ada: Case) -> None:
    """Does a new talk stand at the opening beat, in the starting state, with nothing said?"""
    talk = begin(ada)
    assert (talk.case, talk.beat, talk.ending, talk.turns, talk.choices) == ("ada", "hello", None, (), [])
    assert talk.state == ada.start
    assert client_says(ada, talk) == "So here I am."


def test_a_reply_takes_the_talk_one_turn_on(looping: Case) -> None:
    """Does a turn keep everything that was said, seen and moved?"""
    talk = choose(looping, begin(looping), "welcome")
    turn = talk.turns[0]
    assert (turn.beat, turn.client, turn.reply, turn.said) == (
        "hello",
        "So here I am.",
        "welcome",
        looping.beats[0].replies[0].says,
    )
    assert (turn.answer, turn.feedback, turn.better) == (
        "The one by the door, then.",
        "She may choose, so she stays.",
        None,
    )
    assert talk.state == State(trust=0.45, openness=0.3, defensiveness=0.5, distress=0.5)
    assert (talk.beat, talk.ending) == ("hello", None)


def test_choosing_leaves_the_talk_before_untouched(looping: Case) -> None:
    """Is the talk before the reply still what it was?"""
    before = begin(looping)
    kept = before.model_dump_json()
    choose(looping, before, "welcome")
    assert before.model_dump_json() == kept


def test_a_talk_ends_at_an_ending(ada: Case) -> None:
    """Does a reply that leads to an ending end the talk?"""
    talk = choose(ada, begin(ada), "why")
    assert (talk.beat, talk.ending) == (None, "leaves")
    assert beat_of(ada, talk) is None
    assert client_says(ada, talk) == ""


def test_nothing_can_be_said_after_the_end(ada: Case) -> None:
    """Is a reply after the end an error that says what one can do?"""
    ended = choose(ada, begin(ada), "why")
    with pytest.raises(ReplyError, match="the talk with Ada has ended; undo a turn or start again"):
        choose(ada, ended, "welcome")


def test_an_unknown_reply_names_the_known_ones(ada: Case) -> None:
    """Does the error for a reply that is not offered say which are?"""
    with pytest.raises(ReplyError, match=r"no reply 'wellcome' at 'hello'; choose one of: welcome, why, forms"):
        choose(ada, begin(ada), "wellcome")


def test_lines_and_routes_follow_the_state_after_the_reply() -> None:
    """Do the answer and the way on depend on the state that the reply itself brings about?"""
    wary = case_from(CASE.replace("openness: 0.3,", "openness: 0.29,"))
    assert (replay(wary, ["forms"]).ending, replay(wary, ["forms"]).turns[0].answer) == ("leaves", "Another form.")
    trusting = case_from(CASE.replace("trust: 0.4,", "trust: 0.5,"))
    assert (replay(trusting, ["forms"]).ending, replay(trusting, ["forms"]).turns[0].answer) == ("goes-on", "Fine.")


def test_the_answer_knows_what_the_reply_did() -> None:
    """Does a client whom the reply itself closes answer as a closed one?"""
    case = case_from(CASE.replace("{at_least: {trust: 0.5}}", "{at_least: {openness: 0.3}}"))
    assert replay(case, ["forms"]).turns[0].answer == "Another form."


def test_a_band_includes_its_bounds() -> None:
    """Does `at_least: 0.25` hold at 0.25, reached by 0.3 - 0.05?"""
    assert replay(case_from(), ["forms"]).ending == "goes-on"


def test_a_silent_client_says_nothing() -> None:
    """Does a beat without words begin in silence, alone or in one band of state?"""
    line = 'client: "So here I am."'
    bands = 'client: [{when: {at_least: {trust: 0.9}}, says: "Hello."}, {says: ""}]'
    for words in ('client: ""', bands):
        case = case_from(CASE.replace(line, words))
        assert client_says(case, begin(case)) == ""


def test_time_runs_out(looping: Case) -> None:
    """Does a talk that could go on end when its turns are used up, and not a turn before?"""
    assert replay(looping, ["welcome"] * 2).ending is None
    assert replay(looping, ["welcome"] * 3).ending == "leaves"


def test_an_ending_reached_with_the_last_turn_counts() -> None:
    """Does the last reply still lead where it says?"""
    case = case_from(LOOPING.replace("next: leaves", "next: goes-on"))
    assert replay(case, ["welcome", "welcome", "why"]).ending == "goes-on"


def test_undo_takes_turns_back(looping: Case) -> None:
    """Does undo give exactly the talk before, also after the end and also beyond the beginning?"""
    talk = replay(looping, ["welcome", "welcome", "why"])
    assert undo(looping, talk) == replay(looping, ["welcome", "welcome"])
    assert undo(looping, talk, 2) == replay(looping, ["welcome"])
    assert undo(looping, talk, 4) == begin(looping)
    assert undo(looping, begin(looping)) == begin(looping)


def test_instead_goes_back_and_says_something_else(looping: Case) -> None:
    """Does "what if I had said" drop the turns after that moment?"""
    talk = replay(looping, ["welcome", "welcome", "why"])
    assert instead(looping, talk, 1, "why") == replay(looping, ["welcome", "why"])
    assert instead(looping, talk, 0, "why").choices == ["why"]


@pytest.mark.parametrize("turn", [-1, 3, 10**9])
def test_instead_refuses_a_turn_that_never_was(looping: Case, turn: int) -> None:
    """Is a turn before the first or after the last an error rather than some other turn?"""
    talk = replay(looping, ["welcome", "welcome", "why"])
    with pytest.raises(ReplyError, match="the talk has 3 turns so far"):
        instead(looping, talk, turn, "why")


def test_replay_stops_at_the_first_reply_not_offered(looping: Case) -> None:
    """Does a list of choices with a wrong one in it raise instead of skipping it?"""
    with pytest.raises(ReplyError, match="no reply 'whyy'"):
        replay(looping, ["welcome", "whyy", "why"])


@pytest.mark.parametrize(
    ("start", "change", "after"),
    [(0.95, 0.25, 1.0), (0.05, -0.25, 0.0), (0.1, 0.2, 0.3), (0.7, 0.1, 0.8), (0.29, 0.0, 0.29), (0.0, -0.0, 0.0)],
)
def test_a_state_moves_in_steps_and_stays_within_its_scale(start: float, change: float, after: float) -> None:
    """Is the new value exact to the hundredth and never outside of 0 to 1?"""
    state = State(trust=start, openness=0.5, defensiveness=0.5, distress=0.5)
    assert shift(state, Effect(trust=change)) == State(trust=after, openness=0.5, defensiveness=0.5, distress=0.5)


def test_a_client_reacts_by_the_cases_own_sensitivities(ada: Case) -> None:
    """Does a sensitivity replace the average reaction, and leave the other behaviours at the average?"""
    assert reaction(ada, ["advice"]) == Effect(trust=-0.1)
    assert reaction(ada, ["advice", "reflection-of-feeling"]) == Effect(trust=-0.05, openness=0.1, defensiveness=-0.05)
    assert reaction(ada, ["reflection-of-feeling"]) == behaviours()["reflection-of-feeling"].effect


def test_a_client_may_be_indifferent() -> None:
    """Does a sensitivity of nothing at all replace the average reaction too?"""
    ada = case_from(CASE.replace("{advice: {trust: -0.1}}", "{advice: {}}"))
    assert reaction(ada, ["advice"]) == Effect()


def test_no_single_reply_turns_a_client_round(ada: Case) -> None:
    """Is a reply full of harm still bounded at 0.25 on every scale, and an empty one without effect?"""
    everything = reaction(ada, list(behaviours()) * 3)
    assert all(-0.25 <= getattr(everything, scale) <= 0.25 for scale in Effect.model_fields)
    assert reaction(ada, ["judgement", "confrontation", "dismissal"]).trust == -0.25
    assert reaction(ada, []) == Effect()


@pytest.mark.parametrize(
    ("trust", "openness", "defensiveness", "expected"),
    [(1, 1, 0, 1.0), (0, 0, 1, 0.0), (0.5, 0.5, 0.5, 0.5), (0.4, 0.3, 0.5, 0.4)],
)
def test_the_alliance_is_a_mean(trust: float, openness: float, defensiveness: float, expected: float) -> None:
    """Is the alliance the mean of trust, openness and the absence of defensiveness, whatever the distress?"""
    for distress in (0.0, 1.0):
        state = State(trust=trust, openness=openness, defensiveness=defensiveness, distress=distress)
        assert alliance(state) == expected


def test_a_talk_is_data(looping: Case) -> None:
    """Does a talk come back from JSON as it was?"""
    talk = replay(looping, ["welcome", "forms"])
    assert Talk.model_validate_json(talk.model_dump_json()) == talk


def test_a_replay_is_of_the_case_at_hand(ada: Case) -> None:
    """Do the same choices, replayed in a changed case of the same id, give its own talk, and in the first one the same talk as before?"""
    first = replay(ada, ["welcome"])
    beat = ada.beats[0].model_copy(update={"client": "Here again."})
    changed = ada.model_copy(update={"beats": [beat, *ada.beats[1:]]})
    assert replay(changed, ["welcome"]).turns[0].client == "Here again."
    assert replay(ada, ["welcome"]) == first
    assert first.turns[0].client == "So here I am."
    with pytest.raises(ReplyError):
        replay(ada, ["welcome", "never-offered"])
    assert replay(ada, iter(["welcome"])) == first
