"""What a reading of a reply holds."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from rapport.coach.safety import Concern

SURE = 0.5
"""Certainty from which a behaviour counts as done."""
UNSURE = 0.35
"""Certainty from which a behaviour is worth asking the learner about."""

Span = tuple[int, int]


@dataclass(frozen=True)
class Context:
    """What happened before the client's turn.

    Attributes
    ----------
    earlier : tuple of str
        The client's earlier turns, oldest first; a summary may draw on them.
    permission : bool
        Whether the client has said that a suggestion is welcome.
    """

    earlier: tuple[str, ...] = ()
    permission: bool = False


@dataclass(frozen=True)
class Finding:
    """One behaviour that the reply shows.

    Attributes
    ----------
    behaviour : str
        Its id, one of `rapport.content.behaviours()`.
    spans : tuple of (int, int)
        Where in the reply, as start and end.
    certainty : float
        How sure the coach is, 0 to 1.
    reason : str
        Why, in plain words.
    """

    behaviour: str
    spans: tuple[Span, ...]
    certainty: float
    reason: str


@dataclass(frozen=True)
class Note:
    """Something about the reply as a whole that is no behaviour of the vocabulary; `id` names what, the rest is as in `Finding`."""

    id: str
    spans: tuple[Span, ...]
    certainty: float
    reason: str


@dataclass(frozen=True)
class Reading:
    """What a reply does. It is no mark and holds none.

    Attributes
    ----------
    findings : tuple of Finding
        The surest first.
    notes : tuple of Note
        Remarks on the whole, such as a feeling word passed over.
    main : str
        What the reply mostly does: question, reflection, input (information, advice, options, a plan) or other.
    likely : dict of str to float
        How likely each of the four is, 0 to 1; they add up to 1.
    concern : Concern or None
        Words that speak of harm in the learner's own person; a card must answer them before anything else.
    refused : str or None
        Why the reply was not read, to be shown as it stands.
    """

    findings: tuple[Finding, ...]
    notes: tuple[Note, ...]
    main: str
    likely: dict[str, float]
    concern: Concern | None = None
    refused: str | None = None

    @property
    def done(self) -> tuple[str, ...]:
        """The behaviours to which a client reacts, surest first; what `rapport.dialogue.reaction` takes."""
        return tuple(finding.behaviour for finding in self.findings if finding.certainty >= SURE)

    @property
    def perhaps(self) -> tuple[str, ...]:
        """The behaviours that the coach is unsure of: a dialogue asks the learner about these."""
        return tuple(finding.behaviour for finding in self.findings if UNSURE <= finding.certainty < SURE)

    @property
    def unsure(self) -> bool:
        """Whether the coach should say so and offer a self-check instead."""
        return self.refused is None and not self.done

    def as_data(self) -> dict[str, Any]:
        """Return the reading as JSON-ready data."""
        return {"schema_version": 1, **asdict(self), "done": list(self.done), "perhaps": list(self.perhaps)}
