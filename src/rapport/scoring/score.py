"""Score one response to one item by its key.

Nothing that a learner can send raises: what does not fit the item earns 0 and says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rapport.content.case import Case
from rapport.content.item import BEST, ChoiceKey, DialogueKey, FreeTextKey
from rapport.content.response import AnyResponse, BestAndWorst, BestReply, Dialogue
from rapport.dialogue import ReplyError, alliance, replay

AnyKey = ChoiceKey | DialogueKey | FreeTextKey


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
    key : ChoiceKey, DialogueKey or FreeTextKey
        The key of the item that was answered.
    response : a response of any kind, or None
        What the learner answered; None where nothing was.
    cases : mapping of case id to Case, optional
        The cases that dialogue items refer to.

    Returns
    -------
    Result
        Best reply: 1 for the option rated 3, 0.5 for one rated 2, else 0. Best and worst: half for each, the worst scored by the
        mirrored rule (rated 0: 1, rated 1: 0.5). Dialogue: linear in the final alliance between the goal's two marks; 0 for a talk that
        has not ended. Free text: 0 here, since a person grades it.
    """
    if response is None:
        return UNANSWERED
    if isinstance(key, ChoiceKey) and response.kind == key.kind:
        if isinstance(response, BestReply):
            return _best_reply(key, response)
        if isinstance(response, BestAndWorst):
            return _best_and_worst(key, response)
    if isinstance(key, DialogueKey) and isinstance(response, Dialogue):
        return _dialogue(key, response, cases or {})
    if isinstance(key, FreeTextKey) and response.kind == "free-text":
        return Result(0.0, ("A person reads and grades this reply.",))
    return _unfit(f"The answer is a {response.kind}, but the item asks for a {key.kind}.")


def credit_as_best(key: ChoiceKey, option: str) -> float:
    """Return the credit for taking `option` for the best: rated 3 gives 1, 2 gives 0.5."""
    return max(0, key.options[option].rating - 1) / 2


def credit_as_worst(key: ChoiceKey, option: str) -> float:
    """Return the credit for taking `option` for the worst: rated 0 gives 1, 1 gives 0.5."""
    return max(0, BEST - 1 - key.options[option].rating) / 2


def _best_reply(key: ChoiceKey, response: BestReply) -> Result:
    if response.option not in key.options:
        return _unfit(f"The answer names an option that the item does not have: {response.option}.")
    return Result(credit_as_best(key, response.option), _feedback(key, response.option))


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
    try:
        talk = replay(case, response.choices)
    except ReplyError:
        return _unfit("The answer holds a reply that the talk does not offer.")
    if talk.ending is None:
        return Result(0.0, ("The talk was not brought to its end, so it could not be scored.",))
    reached = (alliance(talk.state) - key.goal.none) / (key.goal.full - key.goal.none)
    credit = round(max(0.0, min(1.0, reached)), 4)
    words = key.reached if credit == 1 else key.partly if credit > 0 else key.missed
    return Result(credit, (words,))


def _feedback(key: ChoiceKey, option: str) -> tuple[str, ...]:
    verdict = key.options[option]
    return (verdict.feedback,) if verdict.better is None else (verdict.feedback, f"Instead, try: {verdict.better}")


def _unfit(reason: str) -> Result:
    return Result(0.0, (reason,), answered=False)
