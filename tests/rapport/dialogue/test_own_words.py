"""Own words in a talk: the client takes them by what they do, answers, and the talk goes on along the written routes."""

from __future__ import annotations

import pytest

from rapport.content import ContentError
from rapport.content.case import Case
from rapport.content.response import OwnWords
from rapport.content.vocabulary import Effect
from rapport.dialogue import (
    ReplyError,
    Talk,
    begin,
    choose,
    instead,
    reaction,
    replay,
    shift,
    talk_as_text,
    transcript,
    undo,
)
from rapport.dialogue.reaction import answered, nearest
from tests.rapport.content.samples import ANSWERING, CASE, case_from, staying

BANDS = """\
own_words:
  advice: [{when: {at_most: {trust: 0.3}}, says: ["No.", "No again."]}, {says: ["Hm.", "Hm, hm.", "Hm, hm, hm."]}]
  otherwise: [{says: ["Well.", "Well, well."]}]
"""


def own(*behaviours: str, says: str = "So that is how it is.") -> OwnWords:
    return OwnWords(says=says, behaviours=behaviours)


@pytest.fixture
def ada() -> Case:
    """Ada, whose every reply leads back to her first beat."""
    return case_from(staying(ANSWERING))


def test_own_words_move_the_client_by_what_they_do(ada: Case) -> None:
    """Is the new state the reaction to the behaviours, sensitivities included, and is the turn told whole?"""
    words = own("advice", "reflection-of-feeling")
    talk = choose(ada, begin(ada), words)
    turn = talk.turns[0]
    assert turn.after == shift(ada.start, reaction(ada, ["advice", "reflection-of-feeling"]))
    assert (turn.beat, turn.client, turn.reply, turn.said) == ("hello", "So here I am.", words, words.says)
    assert (turn.delivery, turn.feedback, turn.better) == (None, None, None)


@pytest.mark.parametrize(
    ("done", "expected"),
    [
        (("paraphrase", "reflection-of-feeling"), "reflection-of-feeling"),
        (("open-question", "silence"), "open-question"),
        (("silence", "open-question"), "silence"),
        (("small-talk", "advice"), "advice"),
        (("judgement", "validation"), "judgement"),
        (("confrontation", "paraphrase"), "paraphrase"),
        (("confrontation",), "otherwise"),
        ((), "otherwise"),
    ],
)
def test_the_client_answers_what_weighs_most(ada: Case, done: tuple[str, ...], expected: str) -> None:
    """Is the answer the one for the behaviour that moves this client most, of two alike the surest, of those that the case knows?"""
    assert answered(ada, done) == expected
    turn = choose(ada, begin(ada), own(*done)).turns[0]
    assert (turn.answered, turn.answer) == (expected, f"To {expected}.")


def test_a_sensitivity_weighs_too() -> None:
    """Does a behaviour that matters little to most, and much to this client, get the answer?"""
    case = case_from(ANSWERING.replace("{advice: {trust: -0.1}}", "{small-talk: {trust: 0.25}}"))
    assert answered(case, ["reflection-of-feeling", "small-talk"]) == "small-talk"


def test_answers_come_in_turn(ada: Case) -> None:
    """Does each time that a behaviour comes again bring the next line, then the first again, whatever came between?"""
    said = [own("silence"), own("advice"), own("silence"), "welcome", own("silence")]
    answers = [turn.answer for turn in replay(ada, said).turns]
    assert answers[0] == "To silence."
    assert answers[2] == "To silence again."
    assert answers[4] == "To silence."


def test_answers_follow_the_state_after_the_words() -> None:
    """Does the band hold that these words brought about, and the count go on across bands?"""
    case = case_from(staying(CASE) + BANDS)
    answers = [turn.answer for turn in replay(case, ["welcome", own("advice"), "welcome", own("advice")]).turns]
    assert answers[1::2] == ["Hm.", "No again."]


def test_a_beat_has_answers_of_its_own() -> None:
    """Do a beat's own answers stand in place of the case's there, for what they lack too?"""
    here = '    own_words: {advice: [{says: ["Not here.", "Nor now."]}], otherwise: [{says: ["Sh.", "Sh, sh."]}]}\n'
    case = case_from(staying(ANSWERING).replace("    strategies:", here + "    strategies:", 1))
    answers = [turn.answer for turn in replay(case, [own("advice"), own("silence"), own()]).turns]
    assert answers == ["Not here.", "Sh.", "Sh, sh."]


def test_a_beats_answers_must_not_run_out() -> None:
    """Is a beat refused whose own answers have nothing for the rest?"""
    here = '    own_words: {advice: [{says: ["Not here.", "Nor now."]}]}\n'
    with pytest.raises(ContentError, match=r"beats\[0\].own_words.*nothing is said where no behaviour fits"):
        case_from(staying(ANSWERING).replace("    strategies:", here + "    strategies:", 1))


@pytest.mark.parametrize(
    ("done", "reply"),
    [
        (("welcome",), "welcome"),
        (("owning",), "welcome"),
        (("judgement",), "why"),
        (("reassurance",), "forms"),
        ((), "welcome"),
    ],
)
def test_the_talk_goes_where_the_nearest_reply_leads(ada: Case, done: tuple[str, ...], reply: str) -> None:
    """Do own words lead where the written reply leads that does most nearly the same, and the first of two as near?"""
    assert nearest(ada.beats[0], reaction(ada, done)).id == reply


def test_a_tie_goes_to_the_first_in_the_file(ada: Case) -> None:
    """Does a reaction half-way between two replies take the upper one, though their distances differ as floats?"""
    assert nearest(ada.beats[0], Effect(trust=0.05, openness=-0.05)).id == "welcome"


def test_routes_ask_for_the_state_that_own_words_left() -> None:
    """Does a route's band look at the state after own words, not at the one that the written reply would have left?"""
    closed = case_from(ANSWERING.replace("openness: 0.3,", "openness: 0.29,"))
    assert choose(closed, begin(closed), own("reassurance")).ending == "leaves"
    open_ = case_from(ANSWERING)
    assert choose(open_, begin(open_), own("reassurance")).ending == "goes-on"


def test_a_case_without_answers_refuses_own_words() -> None:
    """Is a talk in which the client could not answer an error that says what to do?"""
    case = case_from()
    with pytest.raises(ReplyError, match="Ada has no answers to own words; choose one of the written replies"):
        choose(case, begin(case), own("advice"))


def test_nothing_is_said_after_the_end_in_own_words_either(ada: Case) -> None:
    """Is the end the end?"""
    with pytest.raises(ReplyError, match="has ended"):
        replay(ada, [*["why"] * 6, own("owning")])


def test_the_ways_back_know_own_words(ada: Case) -> None:
    """Do undo, "what if" and JSON treat own words as any turn?"""
    said = ["welcome", own("silence"), own("advice")]
    talk = replay(ada, said)
    assert talk.choices == said
    assert undo(ada, talk) == replay(ada, said[:2])
    assert instead(ada, talk, 1, "why") == replay(ada, ["welcome", "why"])
    assert instead(ada, talk, 1, own("judgement")) == replay(ada, ["welcome", own("judgement")])
    assert Talk.model_validate_json(talk.model_dump_json()) == talk


def test_own_words_stand_in_the_transcript(ada: Case) -> None:
    """Are own words told as said, with what they were taken for where states are told, and as they are where the case has changed?"""
    said = [own("advice", "why-question", says="Try to rest.\nWhy don't you?"), "why"]
    told = transcript(ada, replay(ada, said))
    assert "You (in own words: advice, accusing why): Try to rest.\nWhy don't you?\nAda: To why-question.\n" in told
    assert "You (in own words): Try to rest." in talk_as_text(ada, said)
    assert "You (in own words): Hm.\n" in transcript(ada, replay(ada, [own(says="Hm.")]))
    assert talk_as_text(case_from(), said) == "“Try to rest.\nWhy don't you?” → why"
