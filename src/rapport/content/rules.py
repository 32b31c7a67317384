"""What a single field can't see: one best reply, every place once, feedback for all, keys that match their items."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from rapport.content.case import duplicates
from rapport.content.item import AnyItem, Assignment, ClassifyItem, DialogueItem, FreeTextItem, RuptureItem, SilenceItem
from rapport.content.key import BEST, WORST, AnyKey, ChoiceKey, ClassifyKey, Keys, OrderKey, SilenceKey
from rapport.content.load import Mistake
from rapport.content.practice import Practice, PracticeRupture, ScoredPractice
from rapport.content.source import Location

Steps = Mapping[str, str | int]
"""How an option is found in its file: by its id in a key, by its number in a list of options."""


def practice_rules(practice: Practice) -> Iterable[Mistake]:
    """Find duplicate ids, keys that contradict themselves, and options without what a learner is told."""
    yield from duplicates([(("items", index, "id"), item.id) for index, item in enumerate(practice.items)])
    for index, item in practice.scored:
        field, ids = _options(item)
        place = ("items", index, field)
        twice = list(duplicates([((*place, at, "id"), option) for at, option in enumerate(ids)]))
        if twice:
            yield from twice
            continue
        if isinstance(item, PracticeRupture):
            untold = list(_untold(place, item))
            yield from untold
            if untold:
                continue
        yield from item_rules(("items", index), item.item)
        yield from _key_rules(place, item.key, {option: at for at, option in enumerate(ids)})
        if isinstance(item.key, ClassifyKey):
            yield from _labels(("items", index, "options"), item.item, item.key, {o: at for at, o in enumerate(ids)})


def assignment_rules(assignment: Assignment) -> Iterable[Mistake]:
    """Find duplicate ids, and items that can't be answered."""
    yield from duplicates([(("items", index, "id"), item.id) for index, item in enumerate(assignment.items)])
    for index, item in enumerate(assignment.items):
        if not isinstance(item, DialogueItem | FreeTextItem):
            field, ids = _options(item)
            yield from duplicates([(("items", index, field, at, "id"), option) for at, option in enumerate(ids)])
            yield from item_rules(("items", index), item)


def key_rules(keys: Keys) -> Iterable[Mistake]:
    """Find duplicate keys, and keys that contradict themselves."""
    yield from duplicates([(("keys", index, "item"), key.item) for index, key in enumerate(keys.keys)])
    for index, key in enumerate(keys.keys):
        if isinstance(key, ChoiceKey | OrderKey):
            yield from _key_rules(("keys", index, "options"), key, {option: option for option in key.options})


def matching(assignment: Assignment, keys: Keys) -> Iterable[Mistake]:
    """Find items without a key, keys without an item, and options on one side only; places are in the keys' file."""
    items = {item.id: item for item in assignment.items}
    for item_id in sorted(items.keys() - {key.item for key in keys.keys}):
        yield ("keys",), f"the item {item_id!r} has no key", "add a key for it"
    for index, key in enumerate(keys.keys):
        item = items.get(key.item)
        place = ("keys", index, "options")
        if item is None:
            yield ("keys", index, "item"), f"there is no item {key.item!r}", "correct the id, or remove the key"
        elif item.kind != key.kind:
            problem = f"the item is a {item.kind}, the key a {key.kind}"
            yield ("keys", index, "kind"), problem, f"write `kind: {item.kind}`"
        elif isinstance(key, ChoiceKey | OrderKey | ClassifyKey) and not isinstance(item, DialogueItem | FreeTextItem):
            for option in sorted({option.id for option in item.options} ^ key.options.keys()):
                yield place, f"the option {option!r} stands on one side only", "give it to both"
            if isinstance(key, ClassifyKey):
                yield from _labels(place, item, key, {option: option for option in key.options})


def item_rules(place: Location, item: AnyItem | SilenceItem) -> Iterable[Mistake]:
    """Find items of the rarer kinds that can't be answered as they stand."""
    if isinstance(item, RuptureItem) and len(item.options) < 3:
        problem = f"only {len(item.options)} of its turns are the client's"
        yield (*place, "turns"), problem, "give the client 3 turns or more, so that there is something to tell apart"
    if isinstance(item, ClassifyItem):
        for at, label in enumerate(item.labels):
            if label in item.labels[:at]:
                yield (*place, "labels", at), f"the label {label!r} stands there twice", "take one out"
    if isinstance(item, SilenceItem):
        times = [cue.at for cue in item.cues]
        if times != sorted(times) or times[-1] >= item.speaks_after:
            problem = "its cues are not in the order of time, or come after the client has spoken"
            yield (*place, "cues"), problem, f"let `at` rise, and stay below {item.speaks_after:g}"


def _options(item: ScoredPractice | AnyItem) -> tuple[str, list[str]]:
    """Return the field that holds what can be chosen, and the ids in it."""
    if hasattr(item, "turns"):
        return "turns", [turn.id for turn in item.turns]
    return "options", [option.id for option in getattr(item, "options", [])]


def _untold(place: Location, item: PracticeRupture) -> Iterable[Mistake]:
    for at, turn in enumerate(item.turns):
        told = turn.rating is not None and turn.feedback is not None
        if turn.by == "client" and not told:
            yield (*place, at), f"the client's turn {turn.id!r} has no rating and feedback", "give it both"
        if turn.by == "therapist" and (turn.rating is not None or turn.feedback is not None):
            yield (*place, at), f"the therapist's turn {turn.id!r} can't be marked", "take its rating and feedback out"


def _key_rules(place: Location, key: AnyKey, steps: Steps) -> Iterable[Mistake]:
    if isinstance(key, ChoiceKey):
        yield from _one_best(place, key, steps)
    if isinstance(key, OrderKey):
        yield from _every_place(place, key, steps)
    if isinstance(key, SilenceKey):
        yield from _worth_doing(place, key, steps)


def _one_best(place: Location, key: ChoiceKey, steps: Steps) -> Iterable[Mistake]:
    best = [option for option, verdict in key.options.items() if verdict.rating == BEST]
    worst = [option for option, verdict in key.options.items() if verdict.rating == WORST]
    if not best:
        yield place, "no option is rated 3, so there is no best reply", "rate exactly one option 3"
    for option in best[1:]:
        problem = f"{best[0]!r} and {option!r} are both rated 3, so there are two best replies"
        yield (*place, steps[option], "rating"), problem, "rate exactly one option 3"
    if key.kind == "best-and-worst" and len(worst) != 1:
        yield place, f"{len(worst)} options are rated 0, so the worst is not one", "rate exactly one option 0"
    for option, verdict in key.options.items():
        if key.kind != "rupture-turn" and verdict.rating != BEST and verdict.better is None:
            problem = f"the option {option!r} has feedback but no better alternative"
            yield (*place, steps[option]), problem, "add the line `better: …`"


def _worth_doing(place: Location, key: SilenceKey, steps: Steps) -> Iterable[Mistake]:
    ratings = [key.rating, *(spoken.rating for spoken in key.options.values())]
    if ratings.count(BEST) != 1:
        problem = f"{ratings.count(BEST)} of waiting and the things to say are rated 3"
        yield place, problem, "rate exactly one 3: waiting (`rating:` of the item), or one of the options"
    for option, spoken in key.options.items():
        if spoken.rating != BEST and spoken.better is None:
            problem = f"the option {option!r} has feedback but no better alternative"
            yield (*place, steps[option]), problem, "add the line `better: …`"


def _every_place(place: Location, key: OrderKey, steps: Steps) -> Iterable[Mistake]:
    places = sorted(placed.place for placed in key.options.values())
    if places != list(range(1, len(places) + 1)):
        problem = f"its places are {', '.join(map(str, places))}"
        yield place, problem, f"give each place from 1 to {len(places)} once"
    for option, placed in key.options.items():
        if key.kind == "rank" and placed.place > 1 and placed.better is None:
            problem = f"the option {option!r} has feedback but no better alternative"
            yield (*place, steps[option]), problem, "add the line `better: …`"


def _labels(place: Location, item: object, key: ClassifyKey, steps: Steps) -> Iterable[Mistake]:
    offered = item.labels if isinstance(item, ClassifyItem) else []
    for option, labelled in key.options.items():
        if labelled.label not in offered:
            problem = f"the label {labelled.label!r} of {option!r} is not offered"
            yield (*place, steps[option], "label"), problem, f"use one of: {', '.join(offered)}"
