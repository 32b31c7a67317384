"""What a typed reply may have meant: taken as read where the coach is sure, asked about where it is not."""

from __future__ import annotations

import pytest

from rapport.coach import Concern, Finding, Reading
from rapport.coach.meanings import KEEPING_ON, as_taken, heard_before, meanings, read_in_talk
from rapport.content.case import Case
from rapport.content.response import OwnWords
from rapport.dialogue import choose, replay
from tests.rapport.content.samples import ANSWERING, case_from, staying

SURELY = {"question": 0.1, "reflection": 0.2, "input": 0.3, "other": 0.4}


def reading(concern: Concern | None = None, refused: str | None = None, **certain: float) -> Reading:
    """Return a reading with these certainties of behaviours, given with underscores for hyphens."""
    found = sorted(certain.items(), key=lambda pair: -pair[1])
    findings = [Finding(name.replace("_", "-"), ((0, 3),), certainty, "It is so.") for name, certainty in found]
    return Reading(tuple(findings), (), "other", SURELY, concern, refused)


@pytest.fixture(scope="module")
def ada() -> Case:
    return case_from(staying(ANSWERING))


def taken(case: Case, read: Reading) -> list[tuple[str, ...]]:
    return [way.behaviours for way in meanings(case, read)]


def test_what_is_sure_is_taken(ada: Case) -> None:
    """Is one meaning taken, surest behaviour first, where no doubt would matter?"""
    assert taken(ada, reading(paraphrase=0.6, open_question=0.9)) == [("open-question", "paraphrase")]


def test_a_doubt_is_asked_about_where_it_matters(ada: Case) -> None:
    """Does a doubtful behaviour lead to a question where this client would mind it, and to none where not?"""
    assert taken(ada, reading(open_question=0.9, judgement=0.4)) == [("open-question",), ("judgement", "open-question")]
    assert taken(ada, reading(open_question=0.9, small_talk=0.4)) == [("open-question",)]
    asked = reading(open_question=0.9, small_talk=0.45, dismissal=0.4)
    assert taken(ada, asked)[1] == ("dismissal", "open-question"), "a doubt that does not matter hides one that does"
    mild = case_from(ANSWERING.replace("{advice: {trust: -0.1}}", "{judgement: {}}"))
    assert taken(mild, reading(open_question=0.9, judgement=0.4)) == [("open-question",)]


def test_the_unsure_coach_asks_which_of_two(ada: Case) -> None:
    """Are the two surest guesses asked about, or what is lacking filled from what such words mostly do?"""
    assert taken(ada, reading(paraphrase=0.45, advice=0.4, owning=0.36)) == [("paraphrase",), ("advice",)]
    assert taken(ada, reading(paraphrase=0.45)) == [("paraphrase",), ()]
    assert taken(ada, reading()) == [("information",), ()]


def test_a_meaning_is_told_in_the_learners_voice(ada: Case) -> None:
    """Does the question name what the client would answer to, in words that a learner would say?"""
    assert [way.words for way in meanings(ada, reading())] == ["I was giving information", KEEPING_ON]
    both = meanings(ada, reading(open_question=0.9, reflection_of_feeling=0.8, judgement=0.4))
    assert [way.words for way in both] == ["I was naming the client's feeling", "I was saying what I think of it"]
    unknown = meanings(ada, reading(confrontation=0.9))
    assert unknown[0].words == "I was contradicting the client"


def test_nothing_is_meant_where_nothing_was_read(ada: Case) -> None:
    """Do refused words, and words that speak of harm, mean nothing to a client?"""
    assert meanings(ada, reading(refused="Too long.", advice=0.9)) == ()
    assert meanings(ada, reading(concern=Concern("self", 0, 3, "Turn to somebody."), advice=0.9)) == ()


def test_the_coach_hears_the_talk_so_far(ada: Case) -> None:
    """Is a reply read beside all that the client has just said, the answer to the reply before included?"""
    said = OwnWords(says="You should rest.", behaviours=("advice",))
    talk = choose(ada, replay(ada, ["welcome"]), said)
    assert heard_before((), "So here I am.") == "So here I am."
    assert heard_before(talk.turns, "") == "To advice."
    assert heard_before(talk.turns, "So here I am.") == "To advice. So here I am."
    assert read_in_talk(talk.turns, "So here I am.", "What brings you here?").done == ("open-question",)


def test_a_turn_is_told_as_it_was_taken() -> None:
    """Does a reading of old words hold what is on record: what was named then, nothing that was not, and no refusal?"""
    words = OwnWords(says="So.", behaviours=("advice", "owning"))
    shown = as_taken(reading(refused="Not English.", owning=0.8, jargon=0.7, advice=0.4), words)
    assert shown.done == ("advice", "owning")
    assert [(one.spans, one.reason) for one in shown.findings] == [
        (((0, 3),), "You said that you meant it so."),
        (((0, 3),), "It is so."),
    ]
    assert shown.refused is None
