"""The pieces of what a student is told of one answer."""

from __future__ import annotations

from dataclasses import dataclass

from rapport.content.key import RubricLevel


@dataclass(frozen=True)
class Said:
    """Words that were chosen or could have been, and what is to be said of them.

    Attributes
    ----------
    label : str
        What was done with them, such as "You chose as best".
    says, delivery : str
        The words, and how they are said.
    rating : int or None
        From 0 to 3, for a sign; None where nothing is told.
    mark, reason, instead : str
        The verdict, why, and what to try in their place.
    """

    label: str
    says: str
    delivery: str = ""
    rating: int | None = None
    mark: str = ""
    reason: str = ""
    instead: str = ""


@dataclass(frozen=True)
class Exchange:
    """One turn of a talk; nothing is told of it where the key is withheld, and no reason given for own words."""

    seen: str
    client: str
    said: str
    delivery: str
    answer: str
    reason: str = ""
    instead: str = ""


@dataclass(frozen=True)
class Talk:
    """A talk as it went.

    Attributes
    ----------
    client : str
        Whom it was with.
    turns : tuple of Exchange
        What was said.
    ending : str
        How it ended; empty where it did not.
    course : tuple of int
        The alliance in points of 100, at the start and after each turn; empty where the key is withheld.
    """

    client: str
    turns: tuple[Exchange, ...]
    ending: str
    course: tuple[int, ...] = ()


@dataclass(frozen=True)
class Shown:
    """What a student is told of one answer.

    Attributes
    ----------
    yours : tuple of Said
        What was answered.
    own : bool
        Whether it was free text, which the page joins in.
    talk : Talk or None
        The talk, for dialogues.
    told : tuple of str
        What is said of the answer as a whole.
    better : tuple of Said
        What would have been best, where that is something else.
    others : tuple of Said
        The options that are not among these.
    rubric : tuple of RubricLevel
        What a person marks by.
    model : str
        A reply that would earn full marks, for free text.
    basis : str
        On what the key stands.
    """

    yours: tuple[Said, ...] = ()
    own: bool = False
    talk: Talk | None = None
    told: tuple[str, ...] = ()
    better: tuple[Said, ...] = ()
    others: tuple[Said, ...] = ()
    rubric: tuple[RubricLevel, ...] = ()
    model: str = ""
    basis: str = ""
