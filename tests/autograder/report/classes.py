"""Classes made up by hand: marks, answers and choices as they stand in a table, without a gradebook."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

import pandas as pd

from autograder.report.asked import Asked
from autograder.report.collect import Collected
from rapport.content.item import ChoiceItem, FreeTextItem, Option
from rapport.content.key import ChoiceKey, FreeTextKey, RubricLevel, Verdict
from rapport.scoring.chance import chance

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
NONE = float("nan")
OPTIONS = ("right", "fair", "wrong", "worse")
RATINGS = {"right": 3, "fair": 2, "wrong": 1, "worse": 0}


def best_reply(name: str, words: str = "", points: float = 2) -> Asked:
    """Return an item whose first option is right, whose second earns half, and whose others earn nothing."""
    item = ChoiceItem(
        id=name,
        kind="best-reply",
        strategy="validation",
        skill=words or f"Answer {name}",
        client_says=words or None,
        stem="Which reply is the best?",
        options=[Option(id=option, says=words or f"The {option} reply.") for option in OPTIONS],
    )
    verdicts = {
        option: Verdict(rating=RATINGS[option], feedback="So.", better=None if option == "right" else "Else.")
        for option in OPTIONS
    }
    key = ChoiceKey(item=name, points=points, basis="A source.", kind="best-reply", options=verdicts)
    return Asked(name, points, False, item, key, None, chance(item, key))


def free_text(name: str, points: float = 4) -> Asked:
    """Return an item that a person marks."""
    item = FreeTextItem(id=name, kind="free-text", strategy="respect", skill=f"Write {name}", stem="What do you say?")
    rubric = [RubricLevel(level=level, name=f"Level {level}", says="So.") for level in range(4)]
    key = FreeTextKey(item=name, points=points, basis="A source.", kind="free-text", rubric=rubric, model_reply="So.")
    return Asked(name, points, True, item, key)


def a_class(
    asked: Sequence[Asked],
    marks: Sequence[Sequence[float]],
    answered: Sequence[Sequence[bool | None]] | None = None,
    choices: Mapping[str, Sequence[str]] | None = None,
    students: Sequence[str] = (),
    simulated: Sequence[bool] = (),
) -> Collected:
    """Return a class with these marks, a row a learner; everybody has answered everything unless told otherwise.

    `choices` gives, for an item, each learner's option taken for the best; an empty one is no answer.
    """
    index = pd.Index(students or [f"s{number}" for number in range(len(marks))])
    columns = [one.name for one in asked]
    fits = answered if answered is not None else [[True] * len(asked)] * len(marks)
    rows = [
        (student, item, "best", option)
        for item, taken in (choices or {}).items()
        for student, option in zip(index, taken, strict=True)
        if option
    ]
    learners = pd.DataFrame({"extra_credit": 0.0, "late_penalty": 0.0, "simulated": False}, index=index)
    if simulated:
        learners["simulated"] = list(simulated)
    return Collected(
        "mira",
        "Mira",
        tuple(asked),
        pd.DataFrame(marks, index=index, columns=columns, dtype=float),
        pd.DataFrame(fits, index=index, columns=columns, dtype="boolean"),
        pd.DataFrame(rows, columns=["student", "item", "part", "choice"]),
        learners,
    )
