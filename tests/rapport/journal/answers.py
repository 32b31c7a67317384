"""Answers of every kind, for tests of the journal."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from hypothesis import strategies as st

from rapport.content.response import (
    AnyResponse,
    BestAndWorst,
    BestReply,
    Classify,
    Dialogue,
    FreeText,
    Order,
    OwnWords,
    RuptureTurn,
    SelfRatings,
    Silence,
)
from rapport.journal import Event, read

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)

ids = st.sampled_from(["irritable-remark", "a", "7", "the-" + "long-" * 11 + "id"])
sure = st.none() | st.integers(0, 100)
labels = st.dictionaries(ids, st.sampled_from(["advice", "paraphrase", "open-question"]), max_size=6)
own_words = st.builds(
    OwnWords,
    says=st.text(min_size=1, max_size=40).filter(str.strip),
    behaviours=st.lists(st.sampled_from(["advice", "open-question"]), max_size=3).map(tuple),
)
responses: st.SearchStrategy[AnyResponse] = st.one_of(
    st.builds(BestReply, kind=st.just("best-reply"), option=ids, confidence=sure),
    st.builds(BestAndWorst, kind=st.just("best-and-worst"), best=ids, worst=ids, confidence=sure),
    st.builds(
        Order,
        kind=st.sampled_from(["rank", "order-steps"]),
        order=st.lists(ids, max_size=5).map(tuple),
        confidence=sure,
    ),
    st.builds(Classify, kind=st.just("classify"), labels=labels, confidence=sure),
    st.builds(RuptureTurn, kind=st.just("rupture-turn"), turn=ids, confidence=sure),
    st.builds(Silence, kind=st.just("silence"), waited=st.floats(0, 600), said=st.none() | ids, confidence=st.none()),
    st.builds(Dialogue, kind=st.just("dialogue"), case=ids, choices=st.lists(ids | own_words, max_size=60).map(tuple)),
    st.builds(FreeText, kind=st.just("free-text"), text=st.text(max_size=200), sent=st.booleans()),
    st.builds(SelfRatings, kind=st.just("self-rating"), ratings=st.dictionaries(ids, st.integers(0, 10))),
)
times = st.datetimes(datetime(2020, 1, 1), datetime(2099, 12, 31), timezones=st.just(UTC))
events = st.builds(
    Event,
    schema_version=st.just(1),
    notebook=ids,
    item=ids,
    response=responses,
    sequence=st.integers(0, 10**9),
    at=times,
)


def event(text: str = "I hear you.", sequence: int = 1, item: str = "a-moment", at: datetime = NOON) -> Event:
    """Return an answer in the learner's own words."""
    return Event(schema_version=1, notebook="abby", item=item, response=FreeText(text=text), sequence=sequence, at=at)


def texts(path: Path) -> list[str]:
    """Return the texts that a journal holds."""
    return [found.response.text for found in read(path)[0] if isinstance(found.response, FreeText)]
