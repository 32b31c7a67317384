"""Reading a session turn by turn."""

from __future__ import annotations

import pytest

from rapport.coach.coach import MAINS
from rapport.coach.sessions import LABELS, likelihood, likelihoods, log_odds, session_odds

INFORMS = {"client_before": "Is it safe?", "text": "Research shows that nicotine raises your blood pressure."}
GOES_ON = {"client_before": "Mm.", "text": "And the heart has to work harder then."}
LEVEL = dict.fromkeys(MAINS, 0.0)


def informing(*sessions: str) -> list[float]:
    """Return how likely each turn of two informs, when they stand in these sessions."""
    rows = [{**row, "transcript": session} for row, session in zip((INFORMS, GOES_ON), sessions, strict=True)]
    return [likelihoods(odds, LEVEL)["information-or-advice"] for odds in session_odds(rows)]


def test_what_was_done_before_is_likelier() -> None:
    """Is a turn likelier to inform after one that informed, and only within a session?"""
    together, apart = informing("1", "1"), informing("1", "2")
    assert together[0] == apart[0]
    assert together[1] > apart[1]


def test_rows_without_sessions_stand_alone() -> None:
    """Is nothing carried on where no column tells the sessions apart?"""
    assert session_odds([INFORMS, GOES_ON])[1] == session_odds([GOES_ON])[0]


def test_leaning_towards_a_main_behaviour_raises_what_goes_with_it() -> None:
    """Does leaning towards reflections make a reflection likelier, and leave questions as they are?"""
    [odds] = session_odds([GOES_ON])
    level, leant = likelihoods(odds, LEVEL), likelihoods(odds, {**LEVEL, "reflection": 1.0})
    assert leant["reflection"] > level["reflection"]
    assert leant["question"] == level["question"]
    assert sum(leant[f"led:{name}"] for name in MAINS) == pytest.approx(1)


@pytest.mark.parametrize("likely", [0.0, 0.25, 0.5, 1.0])
def test_odds_and_back(likely: float) -> None:
    """Does a likelihood come back from its log-odds, certain ones included?"""
    assert likelihood(log_odds(likely)) == pytest.approx(likely, abs=1e-5)


def test_every_label_is_judged() -> None:
    """Has each utterance the odds of every label?"""
    assert [set(odds) for odds in session_odds([INFORMS])] == [set(LABELS)]
