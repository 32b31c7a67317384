"""What holds for the engine in every case that the format allows."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from rapport.content.case import Case
from rapport.content.response import OwnWords
from rapport.content.vocabulary import behaviours
from rapport.dialogue import Talk, begin, choose, client_says, instead, reaction, replay, shift, transcript, undo
from rapport.dialogue.engine import beat_of
from rapport.dialogue.reaction import SCALES
from tests.rapport.dialogue.generated import cases

own_words = st.builds(
    OwnWords,
    says=st.just("So that is how it is for you."),
    behaviours=st.lists(st.sampled_from(["open-question", "advice", "judgement", "owning"]), max_size=4).map(tuple),
)


def walk(case: Case, data: st.DataObject) -> list[Talk]:
    """Return the talks along a random walk of written replies and own words to its end, the first and the last included."""
    talks = [begin(case)]
    while (beat := beat_of(case, talks[-1])) is not None:
        written = st.sampled_from([reply.id for reply in beat.replies])
        talks.append(choose(case, talks[-1], data.draw(written | own_words)))
        assert len(talks) <= case.turns + 1
    return talks


@given(cases(max_turns=12), st.data())
def test_every_talk_ends_in_time_and_stays_on_the_scales(case: Case, data: st.DataObject) -> None:
    """Does every walk end at an ending within the turns, in states within 0 and 1 and in steps of 0.01?"""
    talks = walk(case, data)
    assert case.ending(talks[-1].ending or "")
    assert len(talks[-1].turns) <= case.turns
    for talk in talks:
        for scale in SCALES:
            value = getattr(talk.state, scale)
            assert 0 <= value <= 1
            assert round(value, 2) == value


@given(cases(), st.data())
def test_the_same_choices_give_the_same_transcript(case: Case, data: st.DataObject) -> None:
    """Does a replay of the choices, with a case that was itself saved and read again, tell the same talk?"""
    talk = walk(case, data)[-1]
    again = Case.model_validate_json(case.model_dump_json())
    assert replay(again, talk.choices) == talk
    assert transcript(again, replay(again, talk.choices)) == transcript(case, talk)


@given(cases(), st.data())
def test_a_talk_can_be_put_away_at_every_turn(case: Case, data: st.DataObject) -> None:
    """Does a talk saved and read again at any turn go on exactly as the one that was not?"""
    for talk in walk(case, data):
        again = Talk.model_validate_json(talk.model_dump_json())
        assert again == talk
        assert again.model_dump_json() == talk.model_dump_json()
        assert client_says(case, again) == client_says(case, talk)
        beat = beat_of(case, talk)
        for reply in beat.replies if beat else []:
            assert choose(case, again, reply.id) == choose(case, talk, reply.id)


@given(cases(), st.data())
def test_undo_is_the_way_back(case: Case, data: st.DataObject) -> None:
    """Does taking back n turns give the talk as it was n turns ago?"""
    talks = walk(case, data)
    for back, before in enumerate(reversed(talks)):
        assert undo(case, talks[-1], back) == before


@given(cases(), st.data())
def test_what_if_is_a_choice_made_back_then(case: Case, data: st.DataObject) -> None:
    """Is the talk after "what if I had said" the one that this choice would have made?"""
    talks = walk(case, data)
    turn = data.draw(st.integers(0, len(talks) - 2))
    beat = beat_of(case, talks[turn])
    assert beat is not None
    reply = data.draw(st.sampled_from(beat.replies)).id
    assert instead(case, talks[-1], turn, reply) == choose(case, talks[turn], reply)


@given(cases(), st.lists(st.sampled_from(sorted(behaviours())), max_size=8))
def test_a_reaction_is_an_effect_that_any_state_can_take(case: Case, done: list[str]) -> None:
    """Does whatever a typed reply does move the client by a small step, whatever the order of the behaviours?"""
    effect = reaction(case, done)
    assert reaction(case, list(reversed(done))) == effect
    after = shift(case.start, effect)
    assert all(abs(getattr(after, scale) - getattr(case.start, scale)) <= 0.25 + 1e-9 for scale in SCALES)
