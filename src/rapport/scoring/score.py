"""Score one response to one item by its key.

Nothing that a learner can send raises: what does not fit the item earns 0 and says so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from rapport.content.case import Case
from rapport.content.item import label_name
from rapport.content.key import (
    BEST,
    AnyKey,
    ChoiceKey,
    ClassifyKey,
    DialogueKey,
    FreeTextKey,
    OrderKey,
    SilenceKey,
    Spoken,
    Verdict,
)
from rapport.content.response import (
    AnyResponse,
    BestAndWorst,
    BestReply,
    Classify,
    Dialogue,
    Order,
    OwnWords,
    RuptureTurn,
    Silence,
)
from rapport.dialogue import ReplyError, alliance, replay


@dataclass(frozen=True)
class Result:
    """The score of one response.

    Attributes
    ----------
    score : float
        From 0 to 1; multiply by the key's points.
    feedback : tuple of str
        What the learner is told after grading, a paragraph each.
    answered : bool
        Whether there was a response that fits the item.
    """

    score: float
    feedback: tuple[str, ...]
    answered: bool = True


UNANSWERED = Result(0.0, ("There is no answer.",), answered=False)


def score(key: AnyKey, response: AnyResponse | None, cases: Mapping[str, Case] | None = None) -> Result:
    """Score a response.

    Parameters
    ----------
    key : a key of any kind
        The key of the item that was answered.
    response : a response of any kind, or None
        What the learner answered; None where nothing was.
    cases : mapping of case id to Case, optional
        The cases that dialogue items refer to.

    Returns
    -------
    Result
        Best reply, and the turn where a rupture begins: 1 for what is rated 3, 0.5 for what is rated 2, else 0. Best and worst: half for
        each, the worst scored by the mirrored rule (rated 0: 1, rated 1: 0.5). Rank and order: see `credit_for_order`. Classify: the
        share of utterances with the right label. Silence: like best reply, by the rating of waiting or of what was said. Dialogue: linear in
        the final alliance between the goal's two marks; 0 for a talk that has not ended. Free text: 0 here, since a person grades it.
    """
    if response is None:
        return UNANSWERED
    if response.kind != key.kind:
        return _unfit(f"The answer is a {response.kind}, but the item asks for a {key.kind}.")
    if isinstance(key, DialogueKey) and isinstance(response, Dialogue):
        return _dialogue(key, response, cases or {})
    if isinstance(key, FreeTextKey):
        return Result(0.0, ("A person reads and grades this reply.",))
    return _marked(key, response)


def _marked(key: AnyKey, response: AnyResponse) -> Result:
    if isinstance(key, ChoiceKey):
        if isinstance(response, BestReply):
            return _one(key, response.option)
        if isinstance(response, RuptureTurn):
            return _one(key, response.turn)
        if isinstance(response, BestAndWorst):
            return _best_and_worst(key, response)
    if isinstance(key, OrderKey) and isinstance(response, Order):
        return _order(key, response)
    if isinstance(key, ClassifyKey) and isinstance(response, Classify):
        return _classify(key, response)
    if isinstance(key, SilenceKey) and isinstance(response, Silence):
        return _silence(key, response)
    raise TypeError(f"no rule scores a {response.kind} by a {key.kind}")


def credit_as_best(key: ChoiceKey, option: str) -> float:
    """Return the credit for taking `option` for the best: rated 3 gives 1, 2 gives 0.5."""
    return _credit(key.options[option].rating)


def _credit(rating: int) -> float:
    return max(0, rating - 1) / 2


def credit_as_worst(key: ChoiceKey, option: str) -> float:
    """Return the credit for taking `option` for the worst: rated 0 gives 1, 1 gives 0.5."""
    return max(0, BEST - 1 - key.options[option].rating) / 2


def credit_for_order(key: OrderKey, order: Sequence[str]) -> float:
    """Return the credit for an order: 1 with no pair the wrong way round, falling evenly to 0 where half of all pairs are.

    Half of the pairs (Kendall's distance) is what no knowledge yields on average, so it earns nothing.
    """
    place = {option: placed.place for option, placed in key.options.items()}
    pairs = list(combinations(order, 2))
    wrong = sum(place[before] > place[after] for before, after in pairs)
    return max(0.0, 1 - 2 * wrong / len(pairs))


def _one(key: ChoiceKey, option: str) -> Result:
    if option not in key.options:
        return _unfit(f"The answer names an option that the item does not have: {option}.")
    return Result(credit_as_best(key, option), _feedback(key, option))


def _order(key: OrderKey, response: Order) -> Result:
    if sorted(response.order) != sorted(key.options):
        return _unfit("The answer does not put every option of the item in its order once.")
    credit = round(credit_for_order(key, response.order), 4)
    told = []
    for place, option in enumerate(response.order, start=1):
        placed = key.options[option]
        where = f"You put this in place {place}" + (
            ", as the key does." if place == placed.place else f"; the key, in {placed.place}."
        )
        told.append(f"{where} {placed.feedback}" + (f" Instead, try: {placed.better}" if placed.better else ""))
    return Result(credit, tuple(told))


def _classify(key: ClassifyKey, response: Classify) -> Result:
    strange = response.labels.keys() - key.options.keys()
    if strange:
        return _unfit(f"The answer names an option that the item does not have: {min(strange)}.")
    right = sum(response.labels.get(option) == labelled.label for option, labelled in key.options.items())
    told = []
    for option, labelled in key.options.items():
        given = response.labels.get(option)
        name = label_name(labelled.label)
        said = f"{name}, as you said." if given == labelled.label else f"the key says {name}."
        told.append(f"{said[0].upper()}{said[1:]} {labelled.feedback}")
    return Result(round(right / len(key.options), 4), tuple(told), answered=bool(response.labels))


def _silence(key: SilenceKey, response: Silence) -> Result:
    if response.said is None:
        return Result(_credit(key.rating), (key.feedback,))
    if response.said not in key.options:
        return _unfit(f"The answer names an option that the item does not have: {response.said}.")
    return Result(_credit(key.options[response.said].rating), _told(key.options[response.said]))


def _best_and_worst(key: ChoiceKey, response: BestAndWorst) -> Result:
    for option in (response.best, response.worst):
        if option not in key.options:
            return _unfit(f"The answer names an option that the item does not have: {option}.")
    if response.best == response.worst:
        return _unfit("The same option was named best and worst.")
    credit = (credit_as_best(key, response.best) + credit_as_worst(key, response.worst)) / 2
    return Result(credit, (*_feedback(key, response.best), *_feedback(key, response.worst)))


def _dialogue(key: DialogueKey, response: Dialogue, cases: Mapping[str, Case]) -> Result:
    case = cases.get(response.case)
    if case is None:
        return _unfit(f"The answer is a talk with {response.case}, who does not belong to this item.")
    strange = _unfit("The answer holds a reply that the talk does not offer.")
    # Own words carry what they do in the record itself, where anybody could write marks into them; so graded talks offer none.
    if any(isinstance(choice, OwnWords) for choice in response.choices):
        return strange
    try:
        talk = replay(case, response.choices)
    except ReplyError:
        return strange
    if talk.ending is None:
        return Result(0.0, ("The talk was not brought to its end, so it could not be scored.",))
    reached = (alliance(talk.state) - key.goal.none) / (key.goal.full - key.goal.none)
    credit = round(max(0.0, min(1.0, reached)), 4)
    words = key.reached if credit == 1 else key.partly if credit > 0 else key.missed
    return Result(credit, (words,))


def _feedback(key: ChoiceKey, option: str) -> tuple[str, ...]:
    return _told(key.options[option])


def _told(verdict: Verdict | Spoken) -> tuple[str, ...]:
    return (verdict.feedback,) if verdict.better is None else (verdict.feedback, f"Instead, try: {verdict.better}")


def _unfit(reason: str) -> Result:
    return Result(0.0, (reason,), answered=False)
