"""What an answer picked at random earns on average: the mark that no knowledge should beat."""

from __future__ import annotations

from itertools import permutations

from rapport.content.item import AnyItem, ClassifyItem
from rapport.content.key import AnyKey, ChoiceKey, ClassifyKey, OrderKey
from rapport.scoring.score import credit_as_best, credit_as_worst, credit_for_order


def chance(item: AnyItem, key: AnyKey) -> float:
    """Return the expected score of a random answer, from 0 to 1.

    Parameters
    ----------
    item : the item
        Of a kind that is answered by choosing among what it shows.
    key : its key

    Raises
    ------
    TypeError
        For a talk, a silence or free text, whose answers can't be drawn from a bag.
    """
    if isinstance(key, ChoiceKey):
        best = _mean([credit_as_best(key, option) for option in key.options])
        if key.kind != "best-and-worst":
            return best
        return (best + _mean([credit_as_worst(key, option) for option in key.options])) / 2
    if isinstance(key, OrderKey):
        return _mean([credit_for_order(key, order) for order in permutations(key.options)])
    if isinstance(key, ClassifyKey) and isinstance(item, ClassifyItem):
        return 1 / len(item.labels)
    raise TypeError(f"a {key.kind} has no score by chance")


def _mean(values: list[float]) -> float:
    return sum(values) / len(values)
