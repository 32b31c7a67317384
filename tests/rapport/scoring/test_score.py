"""Scores by the rules of each kind of key."""

from __future__ import annotations

import pytest

from rapport.content.key import AnyKey, ChoiceKey, DialogueKey, FreeTextKey, Keys, SilenceKey
from rapport.content.load import validate
from rapport.content.response import (
    AnyResponse,
    BestAndWorst,
    BestReply,
    Classify,
    Dialogue,
    FreeText,
    Order,
    OwnWords,
    RuptureTurn,
    SelfRatings,
    Silence,
)
from rapport.content.rules import key_rules
from rapport.content.source import parse_source
from rapport.dialogue import alliance, replay
from rapport.scoring import score
from tests.rapport.content.samples import ANSWERING, CASE, KEYS, PATH, RARER_KEYS, case_from

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


rarer = validate(parse_source(PATH, RARER_KEYS.encode()), Keys, key_rules)
worn, mending, sorting, cooling = rarer.keys
quiet = SilenceKey.model_validate(
    {
        "item": "quiet",
        "kind": "silence",
        "points": 1,
        "basis": "a principle",
        "feedback": "She found words.",
        "options": {"sorry": {"feedback": "She looks after you.", "better": "Wait."}, "when": {"feedback": "A date."}},
    }
)


@pytest.mark.parametrize(
    ("order", "credit"),
    [
        (("heard", "asked", "told"), 1.0),
        (("asked", "heard", "told"), 0.3333),
        (("heard", "told", "asked"), 0.3333),
        (("told", "heard", "asked"), 0.0),
        (("told", "asked", "heard"), 0.0),
    ],
)
def test_an_order_is_scored_by_its_pairs(order: tuple[str, ...], credit: float) -> None:
    """Does the credit fall with each pair that is the wrong way round, to 0 where half of them are?"""
    assert score(worn, Order(kind="rank", order=order)).score == credit


def test_an_order_is_told_place_by_place() -> None:
    """Is the learner told of each one where it was put, where it belongs, and why?"""
    told = score(mending, Order(kind="order-steps", order=("own", "see", "plan"))).feedback
    assert told == (
        "You put this in place 1; the key, in 2. She need not defend herself.",
        "You put this in place 2; the key, in 1. Nothing is mended unseen.",
        "You put this in place 3, as the key does. Too early before.",
    )
    ranked = score(worn, Order(kind="rank", order=("heard", "asked", "told"))).feedback
    assert ranked[0] == "You put this in place 1, as the key does. She feels heard."
    assert ranked[2] == "You put this in place 3, as the key does. She is told off. Instead, try: Ask first."


def test_a_classification_is_scored_by_its_share() -> None:
    """Is the credit the share that is right, with one missing counted as wrong, and each label told?"""
    result = score(sorting, Classify(labels={"nights": "paraphrase", "sleep": "paraphrase"}))
    assert result.score == 0.3333
    assert result.feedback == (
        "Paraphrase, as you said. Her own content.",
        "The key says advice. It tells her what to do.",
        "The key says open question. It opens.",
    )
    assert score(sorting, Classify(labels={})).answered is False


@pytest.mark.parametrize(("turn", "credit"), [("short", 1.0), ("door", 0.5), ("warm", 0.0)])
def test_a_turn_is_scored_like_a_reply(turn: str, credit: float) -> None:
    """Does the first sign earn all, a near miss half, another turn nothing?"""
    assert score(cooling, RuptureTurn(turn=turn)).score == credit


def test_a_silence_is_held_or_not() -> None:
    """Does waiting earn all, and talking over it nothing, each with its reason?"""
    assert score(quiet, Silence(waited=6)).score == 1
    assert score(quiet, Silence(waited=6)).feedback == ("She found words.",)
    over = score(quiet, Silence(waited=2, said="sorry"))
    assert (over.score, over.feedback) == (0.0, ("She looks after you.", "Instead, try: Wait."))
    assert score(quiet, Silence(waited=2, said="when")).feedback == ("A date.",)


def test_sureness_earns_nothing() -> None:
    """Is the score the same, however sure the learner was?"""
    for sure in (None, 0, 100):
        assert score(flour, BestReply(option="since-when", confidence=sure)).score == 0.5


UNFIT: list[tuple[AnyKey, AnyResponse | None, str]] = [
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
    (worn, Order(kind="order-steps", order=("heard", "asked", "told")), "is a order-steps"),
    (worn, Order(kind="rank", order=("heard", "asked")), "does not put every option"),
    (worn, Order(kind="rank", order=("heard", "asked", "asked")), "does not put every option"),
    (worn, Order(kind="rank", order=()), "does not put every option"),
    (sorting, Classify(labels={"gone": "advice"}), "does not have: gone"),
    (cooling, RuptureTurn(turn="push"), "does not have: push"),
    (cooling, BestReply(option="short"), "is a best-reply, but the item asks for a rupture-turn"),
    (quiet, Silence(waited=6, said="gone"), "does not have: gone"),
]


@pytest.mark.parametrize(("key", "response", "reason"), UNFIT)
def test_what_does_not_fit_earns_nothing_and_says_why(key: AnyKey, response: AnyResponse | None, reason: str) -> None:
    """Is an answer that does not fit the item 0, not answered, and explained?"""
    result = score(key, response, {"ada": case_from()})
    assert (result.score, result.answered) == (0.0, False)
    assert reason in result.feedback[0]


@pytest.mark.parametrize("behaviours", [(), ("reflection-of-feeling",), ("owning", "validation")])
def test_own_words_buy_no_marks(behaviours: tuple[str, ...]) -> None:
    """Is a talk with own words, whose behaviours anybody could write into the record, scored as one that the case does not offer?"""
    case = case_from(ANSWERING)
    forged = Dialogue(case="ada", choices=(OwnWords(says="Hm.", behaviours=behaviours),))
    assert replay(case, forged.choices).ending
    assert score(talk, forged, {"ada": case}) == score(talk, Dialogue(case="ada", choices=("nowhere",)), {"ada": case})
    mixed = Dialogue(case="ada", choices=("welcome", *forged.choices))
    assert not score(talk, mixed, {"ada": case}).answered


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
