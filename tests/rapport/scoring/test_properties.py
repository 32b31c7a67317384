"""What holds for every key and every answer that the formats allow."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from rapport.content.case import Case
from rapport.content.key import AnyKey, ChoiceKey, ClassifyKey, DialogueKey, FreeTextKey, OrderKey, SilenceKey
from rapport.content.response import (
    AnyResponse,
    BestAndWorst,
    BestReply,
    Classify,
    Dialogue,
    FreeText,
    Order,
    Response,
    RuptureTurn,
    SelfRatings,
    Silence,
)
from rapport.dialogue.outlook import outlook
from rapport.scoring import score
from rapport.scoring.score import credit_as_best, credit_as_worst, credit_for_order
from tests.rapport.dialogue.generated import cases

ids = st.sampled_from(["tired", "rest", "since-when", "reply-0", "reply-1", "someone", "nowhere"])
verdicts = st.fixed_dictionaries(
    {"rating": st.integers(0, 3), "feedback": st.just("So."), "better": st.sampled_from([None, "Else."])}
)
LABELS = ["advice", "paraphrase", "open-question"]
labels = st.sampled_from(LABELS)
answers = TypeAdapter[AnyResponse](Response)


@st.composite
def order_keys(draw: st.DrawFn, kind: str = "rank") -> OrderKey:
    options = draw(st.lists(ids, min_size=3, max_size=5, unique=True))
    placed = {option: {"place": place, "feedback": "So."} for place, option in enumerate(options, start=1)}
    base = {"item": "item", "points": 1, "basis": "made up"}
    return OrderKey.model_validate({**base, "kind": kind, "options": placed})


@st.composite
def keys(draw: st.DrawFn) -> AnyKey:
    base = {"item": "item", "points": draw(st.sampled_from([0.5, 1, 20])), "basis": "made up"}
    kind = draw(
        st.sampled_from(
            [
                *("best-reply", "best-and-worst", "rupture-turn", "rank", "order-steps", "classify"),
                *("silence", "dialogue", "free-text"),
            ]
        )
    )
    if kind in ("rank", "order-steps"):
        return draw(order_keys(kind))
    if kind == "classify":
        told = st.fixed_dictionaries({"label": labels, "feedback": st.just("So.")})
        options = draw(st.dictionaries(ids, told, min_size=1))
        return ClassifyKey.model_validate({**base, "kind": kind, "options": options})
    if kind == "silence":
        spoken = st.just({"feedback": "So.", "better": "Else."})
        options = draw(st.dictionaries(ids, spoken))
        return SilenceKey.model_validate({**base, "kind": kind, "feedback": "So.", "options": options})
    if kind == "free-text":
        rubric = [{"level": level, "name": "level", "says": "words"} for level in range(4)]
        return FreeTextKey.model_validate({**base, "kind": kind, "rubric": rubric, "model_reply": "words"})
    if kind == "dialogue":
        none = draw(st.floats(0, 0.99))
        goal = {"none": none, "full": draw(st.floats(none, 1, exclude_min=True))}
        return DialogueKey.model_validate(
            {**base, "kind": kind, "goal": goal, "reached": "yes", "partly": "so", "missed": "no"}
        )
    return ChoiceKey.model_validate({**base, "kind": kind, "options": draw(st.dictionaries(ids, verdicts))})


responses: st.SearchStrategy[AnyResponse] = st.one_of(
    st.builds(BestReply, kind=st.just("best-reply"), option=ids),
    st.builds(BestAndWorst, kind=st.just("best-and-worst"), best=ids, worst=ids),
    st.builds(Order, kind=st.sampled_from(["rank", "order-steps"]), order=st.lists(ids, max_size=5).map(tuple)),
    st.builds(Classify, kind=st.just("classify"), labels=st.dictionaries(ids, labels, max_size=6)),
    st.builds(RuptureTurn, kind=st.just("rupture-turn"), turn=ids),
    st.builds(Silence, kind=st.just("silence"), waited=st.floats(0, 600), said=st.none() | ids),
    st.builds(Dialogue, kind=st.just("dialogue"), case=ids, choices=st.lists(ids, max_size=6).map(tuple)),
    st.builds(FreeText, kind=st.just("free-text"), text=st.text(max_size=20)),
    st.builds(SelfRatings, kind=st.just("self-rating"), ratings=st.dictionaries(ids, st.integers(0, 10))),
)


@given(keys(), st.none() | responses, st.none() | cases())
def test_every_answer_has_a_score(key: AnyKey, response: AnyResponse | None, case: Case | None) -> None:
    """Is the score of any answer by any key a number from 0 to 1, with words for the learner, and always the same?"""
    known = {case.id: case} if case else None
    result = score(key, response, known)
    assert type(result.score) is float
    assert 0 <= result.score <= 1
    assert result.feedback
    assert all(result.feedback)
    assert result.answered or result.score == 0
    assert score(key, response, known) == result


@given(st.dictionaries(ids, verdicts, min_size=1), st.data())
def test_a_better_rated_option_never_earns_less(options: dict[str, Any], data: st.DataObject) -> None:
    """Does the credit as best rise with the rating, and the credit as worst fall?"""
    key = ChoiceKey.model_validate({"item": "i", "points": 1, "basis": "b", "kind": "best-reply", "options": options})
    one, other = data.draw(st.sampled_from(sorted(options))), data.draw(st.sampled_from(sorted(options)))
    if key.options[one].rating <= key.options[other].rating:
        assert credit_as_best(key, one) <= credit_as_best(key, other)
        assert credit_as_worst(key, one) >= credit_as_worst(key, other)


@given(order_keys(), st.data())
def test_a_swap_in_the_right_direction_never_costs(key: OrderKey, data: st.DataObject) -> None:
    """Does an order with one more pair of neighbours as the key has them never earn less, and the key's own all?"""
    order = data.draw(st.permutations(key.order))
    at = data.draw(st.integers(0, len(order) - 2))
    swapped = [*order[:at], order[at + 1], order[at], *order[at + 2 :]]
    if key.options[order[at]].place > key.options[order[at + 1]].place:
        assert credit_for_order(key, swapped) >= credit_for_order(key, order)
    else:
        assert credit_for_order(key, swapped) <= credit_for_order(key, order)
    assert credit_for_order(key, key.order) == 1
    assert credit_for_order(key, key.order[::-1]) == 0
    assert score(key, Order(kind="rank", order=tuple(order))).score == round(credit_for_order(key, order), 4)


@given(st.dictionaries(ids, labels, min_size=1, max_size=6), st.data())
def test_each_right_label_earns_the_same(right: dict[str, str], data: st.DataObject) -> None:
    """Is the score of a classification the share that is right, whichever those are?"""
    options = {option: {"label": label, "feedback": "So."} for option, label in right.items()}
    base = {"item": "item", "points": 1, "basis": "made up"}
    key = ClassifyKey.model_validate({**base, "kind": "classify", "options": options})
    given = {option: data.draw(labels) for option in right}
    share = sum(given[option] == right[option] for option in right) / len(right)
    assert score(key, Classify.model_validate({"labels": given})).score == round(share, 4)


HOSTILE = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=70) | ids,
    lambda inner: st.lists(inner, max_size=80) | st.dictionaries(st.text(max_size=8), inner, max_size=20),
    max_leaves=10,
)
KINDS = [
    *("best-reply", "best-and-worst", "rupture-turn", "rank", "order-steps", "classify", "silence"),
    *("dialogue", "free-text", "self-rating", "exec", None),
]
FIELDS = (
    *("option", "best", "worst", "order", "labels", "turn", "waited", "said", "confidence"),
    *("case", "choices", "text", "ratings", "__class__", "state"),
)


@given(
    st.fixed_dictionaries(
        {"kind": st.sampled_from(KINDS)},
        optional=dict.fromkeys(FIELDS, HOSTILE),
    ),
    keys(),
    cases(),
)
def test_a_hostile_answer_is_refused_or_scored(raw: dict[str, Any], key: AnyKey, case: Case) -> None:
    """Does no answer from outside escape as another error than a refusal, or get out of 0 to 1?"""
    try:
        response = answers.validate_python(raw)
    except ValidationError:
        return
    assert 0 <= score(key, response, {case.id: case}).score <= 1


@given(cases(max_turns=4), st.data())
def test_a_talk_is_scored_from_its_choices_alone(case: Case, data: st.DataObject) -> None:
    """Does a talk with a better end never earn less than one with a worse, by the same key?"""
    goal = {"none": data.draw(st.floats(0, 0.5)), "full": data.draw(st.floats(0.51, 1))}
    words = {"reached": "yes", "partly": "so", "missed": "no"}
    key = DialogueKey.model_validate(
        {"item": "i", "points": 1, "basis": "b", "kind": "dialogue", "goal": goal, **words}
    )
    found = outlook(case)
    assert found.best
    assert found.worst
    best, worst = (
        score(key, Dialogue(case=case.id, choices=path.choices), {case.id: case}) for path in (found.best, found.worst)
    )
    assert best.score >= worst.score
    assert best.answered
    assert best.score == 1 or found.best.score < goal["full"]
    assert worst.score == 0 or found.worst.score > goal["none"]
