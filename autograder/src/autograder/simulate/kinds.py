"""Who sits in a simulated class: kinds of students, how many of each, and what each is able to do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import Literal, get_args

Kind = Literal["honest", "weak", "careless", "hostile"]
KINDS: tuple[Kind, ...] = get_args(Kind)
SHARES: Mapping[Kind, float] = {"honest": 60, "weak": 15, "careless": 15, "hostile": 10}
"""How the class is made up unless told otherwise; only their ratios count."""

MOST = 100_000
PREFIX = "simulated-"

ABILITY: Mapping[Kind, tuple[float, float]] = {
    "honest": (1.0, 0.8),
    "weak": (-4.0, 0.5),
    "careless": (0.5, 0.8),
    "hostile": (-0.5, 1.0),
}
"""Mean and standard deviation of the ability of each kind, in logits of the Rasch model; items' difficulties lie around 0."""

Flaw = Literal["items-left-out", "notebook-not-saved", "no-answer-file", "late"]
Trick = Literal[
    "script",
    "forged-receipts",
    "scores",
    "damaged-lines",
    "huge-text",
    "copied-cells",
    "changed-cells",
    "foreign-answers",
]
FLAWS: tuple[Flaw, ...] = get_args(Flaw)
TRICKS: tuple[Trick, ...] = get_args(Trick)


class Refused(ValueError):
    """A class that can't be made as asked; the text is for the instructor."""


@dataclass(frozen=True)
class Student:
    """One simulated student.

    Attributes
    ----------
    id : str
        Such as ``simulated-0001``.
    kind : str
        One of `KINDS`.
    ability : float
        In logits; see `ABILITY`.
    deeds : tuple of str
        What a careless student did carelessly (`FLAWS`) or a hostile one tried (`TRICKS`).
    """

    id: str
    kind: Kind
    ability: float
    deeds: tuple[str, ...] = ()


def generator(*names: object) -> Random:
    """Return a generator of random numbers that depends on these names alone, on every machine."""
    return Random("/".join(map(str, names)))  # noqa: S311 - it draws students, and guards nothing


def class_of(number: int, seed: int, shares: Mapping[Kind, float] = SHARES) -> list[Student]:
    """Return the students of a class.

    Parameters
    ----------
    number : int
        How many, from 1 to `MOST`.
    seed : int
        The same seed gives the same class.
    shares : mapping of kind to float
        How many of each kind, as ratios; the numbers come as near to them as whole students can.

    Raises
    ------
    Refused
        If there are too few or too many students, or the shares are none.
    """
    if not 1 <= number <= MOST:
        raise Refused(f"A class of {number} can't be simulated. Give --students a number from 1 to {MOST}.")
    counts = counted(number, shares)
    kinds: list[tuple[Kind, int]] = [(kind, at) for kind in KINDS for at in range(counts[kind])]
    generator(seed, "seats").shuffle(kinds)
    width = max(4, len(str(number)))
    return [_student(f"{PREFIX}{seat:0{width}}", kind, at, seed) for seat, (kind, at) in enumerate(kinds, start=1)]


def counted(number: int, shares: Mapping[Kind, float]) -> dict[Kind, int]:
    """Return how many students of each kind there are: largest remainders, of equal ones the earlier kind."""
    given = {kind: shares.get(kind, 0.0) for kind in KINDS}
    total = sum(given.values())
    if any(not 0 <= share < float("inf") for share in given.values()) or not 0 < total < float("inf"):
        raise Refused("The shares of a class are numbers from 0 on, not all 0, such as honest=60,weak=20,hostile=20.")
    exact = {kind: number * share / total for kind, share in given.items()}
    counts = {kind: int(share) for kind, share in exact.items()}
    rest = sorted(KINDS, key=lambda kind: (counts[kind] - exact[kind], KINDS.index(kind)))
    for kind in rest[: number - sum(counts.values())]:
        counts[kind] += 1
    return counts


def read_shares(text: str) -> dict[Kind, float]:
    """Read shares as they are typed, ``honest=60,weak=40``; raises `Refused` for anything else."""
    shares: dict[Kind, float] = {}
    for part in text.split(","):
        name, _, share = part.partition("=")
        kind = next((kind for kind in KINDS if kind == name.strip()), None)
        try:
            if kind is None or kind in shares:
                raise ValueError
            shares[kind] = float(share)
        except ValueError:
            known = ",".join(f"{kind}={share:g}" for kind, share in SHARES.items())
            raise Refused(f"{part!r} is no share of a class. Write --shares like {known}, each kind once.") from None
    return shares


def _student(name: str, kind: Kind, at: int, seed: int) -> Student:
    drawn = generator(seed, name, "student")
    mean, spread = ABILITY[kind]
    ability = round(drawn.gauss(mean, spread), 3)
    if kind == "careless":
        return Student(name, kind, ability, _flaws(at, drawn))
    if kind == "hostile":
        more = [trick for trick in TRICKS if drawn.random() < 0.15]
        return Student(name, kind, ability, tuple(dict.fromkeys((TRICKS[at % len(TRICKS)], *more))))
    return Student(name, kind, ability)


def _flaws(at: int, drawn: Random) -> tuple[Flaw, ...]:
    """Return each flaw in turn, so that a few careless students show all, and some more."""
    flaws = [FLAWS[at % len(FLAWS)]]
    for flaw in FLAWS:
        lost_both = {"notebook-not-saved", "no-answer-file"} <= {*flaws, flaw}
        if flaw not in flaws and not lost_both and drawn.random() < 0.2:
            flaws.append(flaw)
    return tuple(flaws)
