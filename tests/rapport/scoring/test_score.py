"""Scores by the rules of each kind of key."""

from __future__ import annotations

import pytest

from rapport.content.key import ChoiceKey, DialogueKey, FreeTextKey, Keys
from rapport.content.load import validate
from rapport.content.response import AnyResponse, BestAndWorst, BestReply, Dialogue, FreeText, SelfRatings
from rapport.content.rules import key_rules
from rapport.content.source import parse_source
from rapport.dialogue import alliance, replay
from rapport.scoring import score
from tests.rapport.content.samples import CASE, KEYS, PATH, case_from

keys = validate(parse_source(PATH, KEYS.encode()), Keys, key_rules)
flour, talk, words = keys.keys
assert isinstance(flour, ChoiceKey)
assert isinstance(talk, DialogueKey)
assert isinstance(words, FreeTextKey)
RATINGS = {"best": 3, "fair": 2, "poor": 1, "harm": 0}


def both(**ratings: int) -> ChoiceKey:
    options = {
        name: {"rating": rating, "feedback": f"about {name}", "better": "else"} for name, rating in ratings.items()
    }
    data = {"item": "flour", "points": 2, "basis": "a principle", "kind": "best-and-worst", "options": options}
    return ChoiceKey.model_validate(data)


@pytest.mark.parametrize(("option", "credit"), [("tired", 1.0), ("since-when", 0.5), ("rest", 0.0)])
def test_the_best_reply_earns_all_and_an_acceptable_one_half(option: str, credit: float) -> None:
    """Do ratings 3, 2 and 0 earn 1, 0.5 and 0?"""
    assert score(flour, BestReply(option=option)).score == credit


def test_feedback_says_why_and_what_to_try() -> None:
    """Does the learner get the verdict, and for a lesser reply a better one?"""
    assert score(flour, BestReply(option="tired")).feedback == ("She feels heard.",)
    assert score(flour, BestReply(option="rest")).feedback == ("She is told off.", "Instead, try: Ask first.")


@pytest.mark.parametrize(("best", "credit_best"), [("best", 1.0), ("fair", 0.5), ("poor", 0.0), ("harm", 0.0)])
@pytest.mark.parametrize(("worst", "credit_worst"), [("best", 0.0), ("fair", 0.0), ("poor", 0.5), ("harm", 1.0)])
def test_best_and_worst_are_half_each(best: str, credit_best: float, worst: str, credit_worst: float) -> None:
    """Is the score the mean of the two credits, the worst scored by the mirrored rule?"""
    result = score(both(**RATINGS), BestAndWorst(best=best, worst=worst))
    if best == worst:
        assert (result.score, result.answered) == (0.0, False)
    else:
        assert result.score == (credit_best + credit_worst) / 2


def test_feedback_for_both_choices() -> None:
    """Is the learner told of the best and of the worst choice?"""
    told = score(both(**RATINGS), BestAndWorst(best="fair", worst="harm")).feedback
    assert told == ("about fair", "Instead, try: else", "about harm", "Instead, try: else")


@pytest.mark.parametrize(
    ("start", "credit"), [(0.3, 0.0), (0.35, 0.0), (0.4, 0.334), (0.45, 0.666), (0.5, 1.0), (0.55, 1.0)]
)
def test_a_talk_is_scored_between_the_two_marks(start: float, credit: float) -> None:
    """Is the score linear in the final alliance (in the four digits shown) between `none` and `full`, and level outside?"""
    case = case_from(CASE.replace("trust: 0.4,", f"trust: {start},"))
    result = score(talk, Dialogue(case="ada", choices=("welcome",)), {"ada": case})
    assert result.score == credit
    assert alliance(replay(case, ["welcome"]).state) == round((start + 0.05 + 0.3 + 0.5) / 3, 4)
    assert result.feedback == ({0.0: "She goes.", 1.0: "She stays."}.get(credit, "She nearly stays."),)


def test_an_unfinished_talk_earns_nothing() -> None:
    """Does a talk without an ending say why it could not be scored?"""
    case = case_from(CASE.replace("next: goes-on", "next: hello"))
    result = score(talk, Dialogue(case="ada", choices=("welcome",)), {"ada": case})
    assert (result.score, result.answered) == (0.0, True)
    assert "not brought to its end" in result.feedback[0]


def test_a_written_reply_waits_for_a_person() -> None:
    """Is free text counted as answered, with no marks of the machine's?"""
    result = score(words, FreeText(text="I hear you."))
    assert (result.score, result.answered) == (0.0, True)
    assert "person" in result.feedback[0]


UNFIT: list[tuple[ChoiceKey | DialogueKey | FreeTextKey, AnyResponse | None, str]] = [
    (flour, None, "There is no answer."),
    (flour, BestReply(option="nowhere"), "an option that the item does not have: nowhere"),
    (flour, BestAndWorst(best="tired", worst="rest"), "is a best-and-worst, but the item asks for a best-reply"),
    (flour, FreeText(text="tired"), "is a free-text, but the item asks for a best-reply"),
    (flour, SelfRatings(ratings={"hear": 10}), "is a self-rating"),
    (flour, Dialogue(case="ada", choices=("welcome",)), "is a dialogue"),
    (both(**RATINGS), BestReply(option="best"), "is a best-reply, but the item asks for a best-and-worst"),
    (both(**RATINGS), BestAndWorst(best="best", worst="nowhere"), "does not have: nowhere"),
    (both(**RATINGS), BestAndWorst(best="nowhere", worst="harm"), "does not have: nowhere"),
    (both(**RATINGS), BestAndWorst(best="best", worst="best"), "The same option was named best and worst."),
    (talk, BestReply(option="tired"), "is a best-reply, but the item asks for a dialogue"),
    (talk, Dialogue(case="grace", choices=("welcome",)), "a talk with grace, who does not belong to this item"),
    (talk, Dialogue(case="ada", choices=("nowhere",)), "a reply that the talk does not offer"),
    (talk, Dialogue(case="ada", choices=("welcome", "welcome")), "a reply that the talk does not offer"),
    (words, BestReply(option="tired"), "is a best-reply, but the item asks for a free-text"),
]


@pytest.mark.parametrize(("key", "response", "reason"), UNFIT)
def test_what_does_not_fit_earns_nothing_and_says_why(
    key: ChoiceKey | DialogueKey | FreeTextKey, response: AnyResponse | None, reason: str
) -> None:
    """Is an answer that does not fit the item 0, not answered, and explained?"""
    result = score(key, response, {"ada": case_from()})
    assert (result.score, result.answered) == (0.0, False)
    assert reason in result.feedback[0]


def test_a_talk_without_its_case_is_no_crash() -> None:
    """Does a talk score 0 where no cases are given at all?"""
    assert not score(talk, Dialogue(case="ada", choices=("welcome",))).answered


def test_an_empty_talk_is_unfinished() -> None:
    """Does a talk without a single reply earn nothing?"""
    assert score(talk, Dialogue(case="ada", choices=()), {"ada": case_from()}).score == 0


def test_a_score_is_a_plain_float() -> None:
    """Is the score a float and nothing else, whichever way it came about (nbgrader gives full marks to what it can't read)?"""
    ada = {"ada": case_from()}
    for key, response in (
        (flour, BestReply(option="rest")),
        (talk, Dialogue(case="ada", choices=("why",))),
        (words, FreeText(text="")),
    ):
        assert type(score(key, response, ada).score) is float
