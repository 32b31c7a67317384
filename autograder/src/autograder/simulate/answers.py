"""What a simulated student answers: the abler, the likelier the key's answer; with no ability, an answer picked at random."""

from __future__ import annotations

from math import exp
from random import Random

from autograder.keys import Scheme
from autograder.simulate.kinds import generator
from autograder.simulate.words import reply
from rapport.content.case import Beat, Case, Reply, State
from rapport.content.item import AnyItem, ClassifyItem, DialogueItem, FreeTextItem, OrderItem
from rapport.content.key import ChoiceKey, ClassifyKey, OrderKey
from rapport.content.response import (
    AnyResponse,
    BestAndWorst,
    BestReply,
    Classify,
    Dialogue,
    FreeText,
    Order,
    RuptureTurn,
)
from rapport.dialogue import alliance, beat_of, begin, choose, shift

SPREAD = 0.7
"""Standard deviation of the items' difficulties, in logits."""


class Mind:
    """How one student answers the items of one assignment.

    Parameters
    ----------
    scheme : Scheme
        The items and their keys.
    ability : float
        In logits.
    drawn : Random
        What decides where ability does not.
    seed : int
        The class's; all of its students find the same items hard.
    """

    def __init__(self, scheme: Scheme, ability: float, drawn: Random, seed: int) -> None:
        self._scheme, self._ability, self._drawn, self._seed = scheme, ability, drawn, seed

    def answer(self, item_id: str) -> AnyResponse:
        """Return an answer to an item of any kind."""
        item = self._scheme.item(item_id)
        given = self._answer(item)
        asked = item.confidence and not isinstance(given, Dialogue | FreeText)
        return given.model_copy(update={"confidence": self._confidence(item_id)}) if asked else given

    def chance_to_know(self, item_id: str) -> float:
        """Return the probability that the student knows what the item asks, by the Rasch model."""
        name = self._scheme.assignment.assignment
        difficulty = generator(self._seed, name, item_id, "difficulty").gauss(0, SPREAD)
        return 1 / (1 + exp(difficulty - self._ability))

    def _answer(self, item: AnyItem) -> AnyResponse:
        key = self._scheme.key(item.id)
        if isinstance(item, DialogueItem):
            return self._talk(item)
        if isinstance(item, FreeTextItem):
            return FreeText(text=reply(item, self._knows(item.id), self._drawn))
        if isinstance(item, OrderItem) and isinstance(key, OrderKey):
            return Order(kind=item.kind, order=tuple(self._order(item.id, key.order)))
        if isinstance(item, ClassifyItem) and isinstance(key, ClassifyKey):
            labels = {
                option.id: key.options[option.id].label if self._knows(item.id) else self._drawn.choice(item.labels)
                for option in item.options
            }
            return Classify(labels=labels)
        assert isinstance(key, ChoiceKey)  # since keys match their items
        return self._choice(item.id, key)

    def _knows(self, item_id: str) -> bool:
        return self._drawn.random() < self.chance_to_know(item_id)

    def _confidence(self, item_id: str) -> int:
        """Return how sure the student is: of what is known rather more, and of the rest too."""
        felt = 35 + 50 * self.chance_to_know(item_id) + self._drawn.gauss(0, 12)
        return 10 * round(max(0.0, min(100.0, felt)) / 10)

    def _choice(self, item_id: str, key: ChoiceKey) -> AnyResponse:
        options = list(key.options)
        best = key.best if self._knows(item_id) else self._drawn.choice(options)
        if key.kind == "best-reply":
            return BestReply(option=best)
        if key.kind == "rupture-turn":
            return RuptureTurn(turn=best)
        others = [option for option in options if option != best]
        known = self._knows(item_id) and key.worst in others
        return BestAndWorst(best=best, worst=key.worst if known else self._drawn.choice(others))

    def _order(self, item_id: str, right: list[str]) -> list[str]:
        """Return the key's order for what is well known, with two neighbours exchanged for what is half known, else any order."""
        known = self._knows(item_id) + self._knows(item_id)
        order = list(right)
        if known == 0:
            self._drawn.shuffle(order)
        elif known == 1:
            at = self._drawn.randrange(len(order) - 1)
            order[at], order[at + 1] = order[at + 1], order[at]
        return order

    def _talk(self, item: DialogueItem) -> Dialogue:
        case = self._scheme.cases[item.case]
        talk = begin(case)
        while len(talk.turns) < case.turns and (beat := beat_of(case, talk)):
            chosen = _kindest(case, beat, talk.state) if self._knows(item.id) else self._drawn.choice(beat.replies)
            talk = choose(case, talk, chosen.id)
        return Dialogue(case=case.id, choices=tuple(talk.choices))


def _kindest(case: Case, beat: Beat, state: State) -> Reply:
    """Return the reply that does most for the alliance at once and leads on; of equal ones the first."""
    onward = [reply for reply in beat.replies if any(route.to != beat.id for route in reply.routes)] or beat.replies
    ends = {ending.id for ending in case.endings if ending.quality == "poor"}
    fair = [reply for reply in onward if not any(route.to in ends for route in reply.routes)] or onward
    return max(fair, key=lambda reply: alliance(shift(state, reply.effect)))
