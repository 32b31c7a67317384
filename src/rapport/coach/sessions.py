"""Reads a written-down session turn by turn: what a turn does is likelier what the turns before it did.

Only for transcripts, as `rapport coach-eval` reads them. A typed reply is read by itself, since nobody has measured this on typed talk.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import exp, log

from rapport.coach.coach import MAINS
from rapport.coach.features import features, parse
from rapport.coach.language import data
from rapport.coach.model import judge

LABELS = ("question", "open", "reflection", "information-or-advice", *(f"main:{name}" for name in MAINS))
Odds = Mapping[str, float]


def session_odds(rows: Sequence[Mapping[str, str]]) -> list[dict[str, float]]:
    """Return for each utterance the log-odds of every label, with what the same helper did before carried on.

    Parameters
    ----------
    rows : sequence of dict
        With `client_before` and `text`, and in the order of talk where `transcript` tells one session from another;
        without `transcript` nothing is carried on.
    """
    known = data("thresholds")["sessions"]
    before: dict[str, dict[str, float]] = {}
    made = []
    for row in rows:
        found = features(parse(row["client_before"], row["text"]))
        alone = {label: log_odds(judge(label, found).certainty) for label in LABELS}
        session = row.get("transcript", "")
        carried = before.setdefault(session, {}) if session else {}
        made.append({label: alone[label] + carry * carried.get(label, 0.0) for label, carry in _carries(known)})
        for label in LABELS:
            unusual = alone[label] - known["usual"]
            carried[label] = known["fading"] * carried.get(label, 0.0) + (1 - known["fading"]) * unusual
    return made


def _carries(known: Mapping[str, Mapping[str, float]]) -> Iterator[tuple[str, float]]:
    return ((label, known["carried"].get(label, 0.0)) for label in LABELS)


def likelihoods(odds: Odds, leaning: Mapping[str, float]) -> dict[str, float]:
    """Return how likely each task's label is, before any threshold; a label hears the main behaviour that it goes with.

    Whoever labels an utterance seldom gives it a reflection and information both; the four main behaviours compete, the
    single labels do not, so the two together say more than either.
    """
    led = _led(odds, leaning)
    made = {label: likelihood(odds[label]) for label in LABELS}
    for label, (main, own) in data("thresholds")["sessions"]["heeds"].items():
        made[label] = likelihood(own * odds[label] + (1 - own) * log_odds(led[main]))
    return {**made, **{f"led:{name}": value for name, value in led.items()}}


def _led(odds: Odds, leaning: Mapping[str, float]) -> dict[str, float]:
    raised = {name: exp(odds[f"main:{name}"] + leaning[name]) for name in MAINS}
    total = sum(raised.values())
    return {name: value / total for name, value in raised.items()}


def log_odds(likely: float) -> float:
    """Return the log-odds of a likelihood, kept finite."""
    held = min(1 - 1e-6, max(1e-6, likely))
    return log(held / (1 - held))


def likelihood(odds: float) -> float:
    """Return the likelihood that log-odds stand for."""
    return 1 / (1 + exp(-odds))
