"""What a student is told of one answer, in words and by kind of item; nothing here is HTML yet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from autograder.feedback.told import Exchange, Said, Shown, Talk
from autograder.keys import Scheme
from rapport.content.case import Case
from rapport.content.item import AnyItem, DialogueItem, RuptureItem, label_name
from rapport.content.key import (
    ChoiceKey,
    ClassifyKey,
    DialogueKey,
    FreeTextKey,
    GradedKey,
    OrderKey,
    Verdict,
)
from rapport.content.response import (
    AnyResponse,
    BestAndWorst,
    BestReply,
    Classify,
    Dialogue,
    Order,
    RuptureTurn,
    SelfRatings,
)
from rapport.dialogue import ReplyError, alliance, delivery_words, replay
from rapport.dialogue import Talk as Replayed
from rapport.journal import spelled_out
from rapport.scoring import score

RATINGS = {3: "Well chosen", 2: "Would do", 1: "Does little", 0: "Does harm"}
RATED_TURNS = {
    3: "Here the strain first shows",
    2: "Near, but not the first sign",
    1: "Not the first sign",
    0: "Not here",
}
RIGHT, ELSEWHERE = 3, 1
"""The signs of what stands where the key has it, and of what does not."""
BEST, WORST, TURN = "You chose as best", "You chose as worst", "You marked the turn"


UNANSWERED = "There is no answer."


def shown(scheme: Scheme, item_id: str, response: AnyResponse | None) -> Shown:
    """Return what a student is told of an answer; of a withheld key, nothing.

    Parameters
    ----------
    scheme : Scheme
        The assignment's items and keys.
    item_id : str
        What was asked.
    response : a response of any kind, or None
        What was answered; None where nothing was.
    """
    item, key = scheme.item(item_id), scheme.key(item_id)
    withheld = item_id in scheme.keys.withheld
    answer = _answer(scheme, item, response, told=not withheld)
    if withheld:
        return answer
    basis = f"{key.basis} {key.standing}"
    if isinstance(key, FreeTextKey):
        return replace(answer, rubric=tuple(key.rubric), model=key.model_reply, basis=basis)
    result = score(key, response, scheme.cases_of(item_id))
    told = replace(_told(item, key, answer, response if result.answered else None), basis=basis)
    return told if result.answered and not isinstance(key, DialogueKey) else replace(told, told=result.feedback)


def _answer(scheme: Scheme, item: AnyItem, response: AnyResponse | None, *, told: bool) -> Shown:
    """Return the answer as its card and its receipt show it; what is told of a talk belongs to its turns."""
    if response is None:
        return Shown(told=(UNANSWERED,))
    if response.kind == "free-text":
        return Shown(own=True) if response.text.strip() else Shown(told=(UNANSWERED,))
    if isinstance(item, DialogueItem) and isinstance(response, Dialogue):
        talk = _replayed(scheme.cases.get(item.case), response)
        if talk is not None:
            return Shown(talk=_as_it_went(scheme.cases[item.case], talk, told=told))
    delivered = {option.says: _delivery(option) for option in getattr(item, "options", [])}
    said = spelled_out(item, _in_order(response))
    return Shown(yours=tuple(Said(label, words, delivered.get(words, "")) for label, words in said))


def _in_order(response: AnyResponse) -> AnyResponse:
    """Return the answer without how sure one was, which stands elsewhere, and its labels in the order of a saved notebook."""
    changed: dict[str, object] = {"confidence": None} if hasattr(response, "confidence") else {}
    if isinstance(response, Classify):
        changed["labels"] = dict(sorted(response.labels.items()))
    if isinstance(response, SelfRatings):
        changed["ratings"] = dict(sorted(response.ratings.items()))
    return response.model_copy(update=changed)


def _replayed(case: Case | None, response: Dialogue) -> Replayed | None:
    if case is None or response.case != case.id or not response.choices:
        return None
    try:
        return replay(case, response.choices)
    except ReplyError:
        return None


def _as_it_went(case: Case, talk: Replayed, *, told: bool) -> Talk:
    turns = tuple(
        Exchange(
            turn.seen or "",
            turn.client,
            turn.said,
            delivery_words(turn.delivery) if turn.delivery else "",
            turn.answer,
            (turn.feedback or "") if told else "",
            (turn.better or "") if told else "",
        )
        for turn in talk.turns
    )
    ending = case.ending(talk.ending) if talk.ending else None
    states = [talk.start, *(turn.after for turn in talk.turns)] if told else []
    course = tuple(round(100 * alliance(state)) for state in states)
    return Talk(case.name, turns, f"{ending.name}. {ending.text}" if ending else "", course)


def _told(item: AnyItem, key: GradedKey, answer: Shown, response: AnyResponse | None) -> Shown:
    """Add what the key says; `response` is None where the answer does not fit the item."""
    if isinstance(key, ChoiceKey):
        return _chosen(item, key, answer, response)
    if isinstance(key, OrderKey):
        return _ordered(item, key, answer, response if isinstance(response, Order) else None)
    if isinstance(key, ClassifyKey):
        return _classified(item, key, answer, response if isinstance(response, Classify) else None)
    return answer


def _chosen(item: AnyItem, key: ChoiceKey, answer: Shown, response: AnyResponse | None) -> Shown:
    options = {option.id: option for option in getattr(item, "options", [])}
    words = RATED_TURNS if isinstance(item, RuptureItem) else RATINGS

    def said(label: str, option: str, instead: bool = True) -> Said:
        verdict: Verdict = key.options[option]
        better = (verdict.better or "") if instead else ""
        delivery, says = _delivery(options[option]), options[option].says
        sign, mark = verdict.rating, words[verdict.rating]
        if label == WORST and option == key.worst:
            sign, mark = RIGHT, f"{mark}, as you say"
        return Said(label, says, delivery, sign, mark, verdict.feedback, better)

    named = _named(response)
    # Naming the worst was the task there; what to say instead belongs to replies taken for the best.
    yours = [said(label, option, label != WORST) for label, option in named.items()]
    better = []
    if key.best not in (named.get(BEST), named.get(TURN)):
        better.append(said("The turn in the key" if isinstance(item, RuptureItem) else "A better reply", key.best))
    if key.kind == "best-and-worst" and named.get(WORST) != key.worst:
        better.append(said("The worst reply", key.worst, False))
    listed = {*named.values(), key.best, *([key.worst] if key.kind == "best-and-worst" else [])}
    others = tuple(said("", option) for option in options if option not in listed)
    return replace(answer, yours=tuple(yours) or answer.yours, better=tuple(better), others=others)


def _named(response: AnyResponse | None) -> Mapping[str, str]:
    match response:
        case BestReply(option=option):
            return {BEST: option}
        case BestAndWorst(best=best, worst=worst):
            return {BEST: best, WORST: worst}
        case RuptureTurn(turn=turn):
            return {TURN: turn}
    return {}


def _ordered(item: AnyItem, key: OrderKey, answer: Shown, response: Order | None) -> Shown:
    options = {option.id: option for option in getattr(item, "options", [])}

    def said(label: str, option: str, given: int | None) -> Said:
        placed = key.options[option]
        right = given == placed.place
        mark = "" if given is None else "As the key has it" if right else f"In the key: place {placed.place}"
        rating = None if given is None else RIGHT if right else ELSEWHERE
        delivery, says = _delivery(options[option]), options[option].says
        return Said(label, says, delivery, rating, mark, placed.feedback, placed.better or "")

    if response is None:
        in_order = tuple(said(f"Place {at}", option, None) for at, option in enumerate(key.order, start=1))
        return replace(answer, better=in_order)
    yours = (said(f"You put in place {at}", option, at) for at, option in enumerate(response.order, start=1))
    return replace(answer, yours=tuple(yours))


def _classified(item: AnyItem, key: ClassifyKey, answer: Shown, response: Classify | None) -> Shown:
    given = response.labels if response else {}

    def said(option: str, says: str, delivery: str) -> Said:
        labelled = key.options[option]
        name = label_name(labelled.label)
        if response is None:
            return Said(name.capitalize(), says, delivery, reason=labelled.feedback)
        right = given.get(option) == labelled.label
        label = f"You said: {label_name(given[option])}" if option in given else "You gave no label"
        mark = "As the key has it" if right else f"In the key: {name}"
        return Said(label, says, delivery, RIGHT if right else ELSEWHERE, mark, labelled.feedback)

    told = tuple(said(option.id, option.says, _delivery(option)) for option in getattr(item, "options", []))
    return replace(answer, yours=told) if response else replace(answer, better=told)


def _delivery(option: object) -> str:
    delivery = getattr(option, "delivery", None)
    return delivery_words(delivery) if delivery else ""
