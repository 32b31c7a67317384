"""What a learner is told about a reply: every behaviour has its words, and the choice among them is the same each time."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rapport.coach import Finding, Note, Reading, read
from rapport.coach.advice import Advice, advise, meant, self_check
from rapport.coach.language import data
from rapport.content.vocabulary import Effect, behaviours

REPLY = "You sound worn out. Have you tried a bath?"
KNOWN = data("advice")["behaviours"]


def reading(*found: tuple[str, float], notes: tuple[str, ...] = (), harm_at: tuple[int, int] = (0, 19)) -> Reading:
    """Return a reading with these behaviours, which stand in the first words but for what harms."""
    places = {name: harm_at if KNOWN[name]["leaning"] == "harms" else (0, 19) for name, _ in found}
    findings = tuple(Finding(name, (places[name],), certainty, "So it seems.") for name, certainty in found)
    said = tuple(Note(note, (), 0.7, "So it seems.") for note in notes)
    return Reading(findings, said, "other", {"other": 1.0})


def told(*found: tuple[str, float], notes: tuple[str, ...] = (), client: str = "I am so tired.") -> Advice:
    """Return the advice on such a reading."""
    return advise(reading(*found, notes=notes), client, REPLY)


def test_every_behaviour_has_its_words() -> None:
    """Is there, for each behaviour of the vocabulary, what it does, how a learner would mean it, and what to keep or try?"""
    assert KNOWN.keys() == behaviours().keys()
    for name, words in KNOWN.items():
        last = "kept" if words["leaning"] == "helps" else "try"
        assert words.keys() == {"leaning", "does", "meant", last}, name
        assert words["does"].startswith("It "), name
        assert meant(name).startswith("I was "), name
        assert words[last].rstrip("”").endswith((".", "?", "…")), name


def test_what_harms_and_what_helps_agree_with_its_effect() -> None:
    """Does nothing count as helpful that strains an average client, and nothing as harmful that does them good?"""
    for name, words in KNOWN.items():
        effect = behaviours()[name].effect
        good = effect.trust + effect.openness - effect.defensiveness - effect.distress
        if words["leaning"] == "helps":
            assert good > 0, name
        if words["leaning"] == "harms":
            assert good < 0, name


def test_one_thing_is_kept_and_one_is_tried() -> None:
    """Is the surest helpful thing kept, with its words, and the most harmful one given something to try?"""
    found = [("reflection-of-feeling", 0.9), ("affirmation", 0.8), ("reassurance", 0.8), ("judgement", 0.7)]
    advice = advise(reading(*found, harm_at=(20, 42)), "I am so tired.", REPLY)
    assert advice.kept == "“You sound worn out.”: it shows that you heard the feeling as well as the story."
    assert advice.try_ == KNOWN["judgement"]["try"]


def test_words_that_harm_are_not_praised() -> None:
    """Is nothing kept of words that also do harm, however sure the coach is of what helps?"""
    found = [("reflection-of-feeling", 0.9), ("jargon", 0.6)]
    assert advise(reading(*found, harm_at=(10, 14)), "", REPLY).kept is None
    assert advise(reading(*found, harm_at=(19, 24)), "", REPLY).kept is not None


def test_what_is_not_sure_comes_with_an_if() -> None:
    """Where the coach is not even fairly sure of the harm, is the suggestion made with an if?"""
    assert told(("advice", 0.6)).try_ == "If it fits: find out first" + KNOWN["advice"]["try"][len("Find out first") :]


def test_a_long_quotation_is_cut() -> None:
    """Is only the beginning of a long sentence repeated?"""
    reply = "You sound worn out " + "and tired " * 40
    found = Finding("paraphrase", ((0, len(reply)),), 0.9, "So it seems.")
    advice = advise(Reading((found,), (), "other", {}), "I am tired.", reply)
    assert advice.kept is not None
    assert len(advice.kept) < 160
    assert "tired …”" in advice.kept


@pytest.mark.parametrize(
    ("advice", "words"),
    [
        (
            told(("open-question", 0.9), notes=("talks-more", "passes-feeling")),
            data("advice")["notes"]["passes-feeling"],
        ),
        (told(("closed-question", 0.9), notes=("talks-more",)), data("advice")["notes"]["talks-more"]),
        (told(("open-question", 0.9), ("closed-question", 0.7)), KNOWN["closed-question"]["try"]),
        (told(("open-question", 0.9), ("closed-question", 0.6)), data("advice")["missing"]["heard"]),
        (told(("open-question", 0.9), ("validation", 0.4)), None),
        (told(("paraphrase", 0.9)), data("advice")["missing"]["feeling"]),
        (told(("open-question", 0.9), client=" "), None),
        (told(("validation", 0.9), ("open-question", 0.9)), None),
        (told(("minimal-encourager", 0.9)), None),
    ],
    ids=[
        "feeling first",
        "length",
        "depends",
        "not heard",
        "heard perhaps",
        "no feeling",
        "no client",
        "nothing",
        "a nod",
    ],
)
def test_what_to_try_has_an_order(advice: Advice, words: str | None) -> None:
    """After what harms, does a feeling passed over come first, then the length, then what depends, then what is missing?"""
    assert advice.try_ == words


@pytest.mark.parametrize(
    ("effect", "words"),
    [
        (Effect(trust=0.05, distress=-0.1), "This client would trust you a little more and feel calmer."),
        (
            Effect(openness=0.1, defensiveness=0.05),
            "This client would find it easier to say more. But they would also be a little more on their guard.",
        ),
        (Effect(trust=-0.2), "This client would trust you less."),
        (Effect(), "This client would stay about where they are."),
    ],
)
def test_what_a_client_feels_is_told_in_words(effect: Effect, words: str) -> None:
    """Do the steps of a client's state become words, the welcome ones first?"""
    assert advise(reading(("summary", 0.9)), "", REPLY, effect).felt == words


def test_an_average_clients_feeling_is_the_sum_of_what_was_done() -> None:
    """Without a case, do the effects of what is sure add up, and what is a guess stay out?"""
    assert told(("advice", 0.9)).felt.startswith("Many clients would ")
    assert told(("advice", 0.9), ("judgement", 0.4)).felt == told(("advice", 0.9)).felt
    assert "close up" in told(("advice", 0.9), ("judgement", 0.9)).felt


def test_where_nothing_was_found_nothing_is_claimed() -> None:
    """Is a reply that the coach can't read met with questions, and with no word on what it does?"""
    assert advise(read("I am tired.", "Purple monkey."), "I am tired.", "Purple monkey.") == Advice((), "", None, None)
    lead, questions = self_check()
    assert lead.endswith(":")
    assert len(questions) == 3
    assert all(question.endswith("?") for question in questions)


FOUND = st.lists(st.tuples(st.sampled_from(sorted(KNOWN)), st.floats(0.35, 1)), unique_by=lambda one: one[0])


@settings(max_examples=150)
@given(FOUND, st.sets(st.sampled_from(["passes-feeling", "own-story", "talks-more", "simple-reflection", "long"])))
def test_no_reading_goes_without_words(found: list[tuple[str, float]], notes: set[str]) -> None:
    """Whatever was found, is it told without a number, the same each time, and is harm always met with something to try?"""
    ordered = sorted(found, key=lambda one: -one[1])
    advice = told(*ordered, notes=tuple(sorted(notes)))
    assert advice == told(*ordered, notes=tuple(sorted(notes)))
    assert re.search(r"\d", " ".join([advice.felt, advice.kept or "", advice.try_ or ""])) is None
    sure = {KNOWN[name]["leaning"] for name, certainty in found if certainty >= 0.5}
    assert (advice.kept is not None) == (sure & {"helps", "harms"} == {"helps"})
    assert "harms" not in sure or advice.try_ is not None
    assert bool(advice.felt) == bool(sure)
    assert [one.perhaps for one in advice.does] == [certainty < 0.5 for _, certainty in ordered]
