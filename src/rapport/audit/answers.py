"""What a taker earns on one item, when ties are guessed: the average over all answers that its numbers allow."""

from __future__ import annotations

import random
from collections.abc import Sequence
from itertools import pairwise, permutations, product

from rapport.audit.takers import Question, Rule
from rapport.content.case import Beat, Case
from rapport.content.item import AnyItem, ClassifyItem, DialogueItem, FreeTextItem
from rapport.content.key import AnyKey, ChoiceKey, ClassifyKey, DialogueKey, OrderKey
from rapport.content.response import Dialogue
from rapport.dialogue import beat_of, begin, choose
from rapport.scoring import score
from rapport.scoring.score import credit_as_best, credit_as_worst, credit_for_order

PLAYS = 400
"""Talks that are played with guesses; the average is then known to about 2 points."""
CLOSE = 1e-9


def seen(item: AnyItem) -> Question | None:
    """Return what a taker reads of an item with replies or turns to choose among; None for any other."""
    if isinstance(item, DialogueItem | FreeTextItem | ClassifyItem):
        return None
    return Question([option.says for option in item.options], item.client_says or "")


def earned(item: AnyItem, key: AnyKey, rule: Rule) -> float:
    """Return the average score of a taker on an item that is no talk, from 0 to 1."""
    if isinstance(key, ClassifyKey) and isinstance(item, ClassifyItem):
        # The taker names one label throughout, by its words or place.
        preferred = rule(Question([label.replace("-", " ") for label in item.labels], ""))
        right = [sum(labelled.label == label for labelled in key.options.values()) for label in item.labels]
        return _mean([right[at] for at in _highest(preferred)]) / len(key.options)
    question = seen(item)
    if question is None:
        raise TypeError(f"a {item.kind} is not answered by choosing once")
    numbers = rule(question)
    ids = [option.id for option in getattr(item, "options", [])]
    if isinstance(key, OrderKey):
        return _mean([credit_for_order(key, [ids[at] for at in order]) for order in _falling(numbers)])
    assert isinstance(key, ChoiceKey)
    if key.kind != "best-and-worst":
        return _mean([credit_as_best(key, ids[at]) for at in _highest(numbers)])
    lowest = _highest([-number for number in numbers])
    pairs = [(best, worst) for best, worst in product(_highest(numbers), lowest) if best != worst]
    return _mean([(credit_as_best(key, ids[best]) + credit_as_worst(key, ids[worst])) / 2 for best, worst in pairs])


def talked(item: DialogueItem, key: DialogueKey, case: Case, rule: Rule | None) -> float:
    """Return the average score of a taker in a talk; without a rule, of one who guesses every reply."""
    source = random.Random(f"audit:{item.id}")  # noqa: S311 - guesses, the same at every audit
    return _mean([score(key, _play(case, rule, source), {case.id: case}).score for _ in range(PLAYS)])


def _play(case: Case, rule: Rule | None, source: random.Random) -> Dialogue:
    talk = begin(case)
    while beat := beat_of(case, talk):
        talk = choose(case, talk, source.choice(_wanted(beat, rule)))
    return Dialogue(case=case.id, choices=tuple(talk.choices))


def _wanted(beat: Beat, rule: Rule | None) -> list[str]:
    ids = [reply.id for reply in beat.replies]
    if rule is None:
        return ids
    return [ids[at] for at in _highest(rule(Question([reply.says for reply in beat.replies], "")))]


def _highest(numbers: Sequence[float]) -> list[int]:
    top = max(numbers)
    return [at for at, number in enumerate(numbers) if number >= top - CLOSE]


def _falling(numbers: Sequence[float]) -> list[tuple[int, ...]]:
    orders = permutations(range(len(numbers)))
    return [order for order in orders if all(numbers[a] >= numbers[b] - CLOSE for a, b in pairwise(order))]


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)
