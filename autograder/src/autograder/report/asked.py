"""What an assignment asks, and what each answer to it chooses, in parts that can be counted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from rapport.content.case import Case
from rapport.content.item import AnyItem, ClassifyItem, label_name
from rapport.content.key import ChoiceKey, ClassifyKey, GradedKey, OrderKey
from rapport.content.response import AnyResponse, BestAndWorst, BestReply, Classify, Dialogue, Order, RuptureTurn
from rapport.dialogue import ReplyError, replay
from rapport.scoring.score import credit_as_best, credit_as_worst

UNFINISHED = "unfinished"
"""Stands for the ending of a talk that was not brought to one; no ending has this id."""


@dataclass(frozen=True)
class Asked:
    """One cell of the assignment that earns marks.

    Attributes
    ----------
    name : str
        Its grade id.
    points : float
        What it is worth.
    by_hand : bool
        Whether a person marks it.
    item, key : AnyItem, GradedKey, or None
        What it asks and what that is marked by; None for a cell of the instructor's own.
    case : Case or None
        Whom a talk is with.
    guessing : float or None
        What an answer picked at random earns on average, from 0 to 1; None where none can be picked.
    """

    name: str
    points: float
    by_hand: bool = False
    item: AnyItem | None = None
    key: GradedKey | None = None
    case: Case | None = None
    guessing: float | None = None

    @property
    def title(self) -> str:
        """What it asks for, in words."""
        return self.item.skill if self.item else self.name


@dataclass(frozen=True)
class Choice:
    """One of the things that can be chosen: its words, and what it earns in this part; None where that is not for the choice to decide."""

    words: str
    credit: float | None


@dataclass(frozen=True)
class Part:
    """One thing that an item asks to choose.

    Attributes
    ----------
    name : str
        Such as ``best``; for utterances to classify, the utterance's id.
    title : str
        What the choices are, for people.
    key : str or None
        The choice that the key wants; None where there is none.
    choices : mapping of str to Choice
        By id.
    """

    name: str
    title: str
    key: str | None
    choices: Mapping[str, Choice]


def parts(asked: Asked) -> list[Part]:
    """Return what an item asks to choose; nothing for a cell of the instructor's own, and for free text."""
    item, key = asked.item, asked.key
    if isinstance(key, ChoiceKey) and item:
        return list(_choice_parts(key, _words(item)))
    if isinstance(key, OrderKey) and item:
        return _order_parts(key, _words(item))
    if isinstance(key, ClassifyKey) and isinstance(item, ClassifyItem):
        return [_label_part(key, item, utterance.id, utterance.says) for utterance in item.options]
    if asked.case:
        endings = {ending.id: Choice(f"{ending.name} ({ending.quality})", None) for ending in asked.case.endings}
        return [
            Part("ending", "How the talk ended", None, endings | {UNFINISHED: Choice("not brought to an end", None)})
        ]
    return []


def chosen(asked: Asked, response: AnyResponse) -> dict[str, str]:
    """Return what an answer that fits its item chooses in each part."""
    found: dict[str, str] = {}
    match response:
        case BestReply():
            found = {"best": response.option}
        case RuptureTurn():
            found = {"turn": response.turn}
        case BestAndWorst():
            found = {"best": response.best, "worst": response.worst}
        case Order():
            found = {"first": response.order[0], "last": response.order[-1]}
        case Classify():
            found = dict(response.labels)
        case Dialogue() if asked.case:
            found = {"ending": _ending(asked.case, response)}
    return found


def _choice_parts(key: ChoiceKey, words: Mapping[str, str]) -> Iterator[Part]:
    best = {option: Choice(words[option], credit_as_best(key, option)) for option in key.options}
    if key.kind == "rupture-turn":
        yield Part("turn", "Marked as the turn where the strain shows", key.best, best)
        return
    yield Part("best", "Taken for the best", key.best, best)
    if key.kind == "best-and-worst":
        worst = {option: Choice(words[option], credit_as_worst(key, option)) for option in key.options}
        yield Part("worst", "Taken for the worst", key.worst, worst)


def _order_parts(key: OrderKey, words: Mapping[str, str]) -> list[Part]:
    # No credit: that depends on the whole order.
    choices = {option: Choice(words[option], None) for option in key.order}
    return [
        Part("first", "Put first", key.order[0], choices),
        Part("last", "Put last", key.order[-1], choices),
    ]


def _label_part(key: ClassifyKey, item: ClassifyItem, utterance: str, says: str) -> Part:
    right = key.options[utterance].label
    choices: dict[str, Choice] = {label: Choice(label_name(label), float(label == right)) for label in item.labels}
    return Part(utterance, f"What “{says}” was called", right, choices)


def _ending(case: Case, response: Dialogue) -> str:
    try:
        return replay(case, response.choices).ending or UNFINISHED
    except ReplyError:
        return UNFINISHED


def _words(item: AnyItem) -> dict[str, str]:
    return {option.id: option.says for option in getattr(item, "options", [])}
