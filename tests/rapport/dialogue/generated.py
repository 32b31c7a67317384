"""Valid cases of every shape: routes and lines that depend on the state, ways back, time that runs out."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from rapport.content.case import Case, links
from rapport.content.vocabulary import Tone
from rapport.dialogue.reaction import SCALES

BASE: dict[str, Any] = {
    "schema_version": 1,
    "id": "someone",
    "name": "Someone",
    "pronouns": "they/them",
    "portrait": {"age": 50, "note": "a person"},
    "setting": "first visit",
    "hard_because": "nobody knows",
    "about": "Nothing is known.",
    "basis": "made up for a test",
}
DELIVERY: dict[str, Tone] = {"tone": "even", "posture": "open", "gaze": "soft"}  # type: ignore[dict-item]

# Drawn from short lists: what matters is how steps, bounds and the ends of the scales meet, and short lists make them meet often.
levels = st.sampled_from([0.5, 0.0, 0.05, 0.3, 0.45, 0.51, 0.7, 0.95, 1.0])
states = st.tuples(levels, levels, levels, levels).map(lambda drawn: dict(zip(SCALES, drawn, strict=True)))
effects = st.sampled_from(
    [
        {},
        *({scale: step} for scale in SCALES for step in (0.05, -0.05, 0.25, -0.25)),
        {"trust": 0.1, "openness": 0.05, "defensiveness": -0.1, "distress": -0.05},
        {"trust": -0.15, "openness": -0.1, "defensiveness": 0.2, "distress": 0.05},
        {"trust": 0.01, "distress": 0.07},
    ]
)
bands = st.sampled_from(
    [
        {},
        *({"at_least": {scale: bound}} for scale in SCALES for bound in (0.3, 0.55)),
        *({"at_most": {scale: bound}} for scale in SCALES for bound in (0.25, 0.6)),
        {"at_least": {"trust": 0.5}, "at_most": {"distress": 0.5}},
        {"at_least": {"trust": 1.0, "openness": 0.95}},
        {"at_most": {"defensiveness": 0.0}},
    ]
)


@st.composite
def cases(draw: st.DrawFn, loops: bool | None = None, max_turns: int = 5, max_replies: int = 3) -> Case:
    """Draw a case.

    Parameters
    ----------
    draw : callable
        Given by hypothesis.
    loops : bool, optional
        True: time runs out, and replies may lead anywhere. False: replies lead only forward, and time never runs out. Drawn by default.
    max_turns, max_replies : int
        Bounds of the case, to keep counting all its talks quick.
    """
    looping = draw(st.booleans()) if loops is None else loops
    beats = [f"beat-{number}" for number in range(draw(st.integers(1, 3 if not looping else 4)))]
    endings = [f"ending-{number}" for number in range(draw(st.integers(1, 3)))]
    data: dict[str, Any] = {
        **BASE,
        "start": draw(states),
        "opening": beats[0],
        "turns": draw(st.integers(3, max_turns)),
    }
    if looping:
        data["out_of_time"] = draw(st.sampled_from(endings))
    data["endings"] = [
        {"id": ending, "name": ending, "quality": "mixed", "text": f"It is {ending}."} for ending in endings
    ]
    data["beats"] = [
        {
            "id": beat,
            "client": draw(_said(f"In {beat}", may_be_silent=True)),
            "strategies": ["validation"],
            "replies": [
                draw(_reply(beat, number, (beats if looping else beats[place + 1 :]) + endings))
                for number in range(draw(st.integers(3, max_replies)))
            ],
        }
        for place, beat in enumerate(beats)
    ]
    data["own_words"] = {
        "open-question": [
            {"when": draw(bands), "says": ["So moved.", "So moved again."]},
            {"says": ["One.", "Two.", "Three."]},
        ],
        "advice": [{"says": ["Is it?", "Must I?"]}],
        "otherwise": [{"says": ["Well.", "Well, well."]}],
    }
    case = Case.model_validate(data)
    assert not list(links(case))
    return case


@st.composite
def _reply(draw: st.DrawFn, beat: str, number: int, targets: list[str]) -> dict[str, Any]:
    to = st.sampled_from(targets)
    routes = draw(st.lists(st.tuples(bands, to), max_size=2))
    otherwise = draw(to)
    return {
        "id": f"reply-{number}",
        "says": f"The reply {number} at {beat}.",
        "delivery": DELIVERY,
        "behaviours": ["open-question"],
        "effect": draw(effects),
        "client": draw(_said(f"To {number} at {beat}")),
        "next": [*({"when": band, "to": there} for band, there in routes), {"to": otherwise}] if routes else otherwise,
        "feedback": "It does something.",
        "better": None if number == 0 else "Say something else.",
    }


def _said(words: str, may_be_silent: bool = False) -> st.SearchStrategy[Any]:
    silent = [""] if may_be_silent else []
    moved = [{"when": {"at_least": {"trust": 0.5}}, "says": f"{words}, so moved."}, {"says": f"{words}, unmoved."}]
    return st.sampled_from([words, moved, *silent])
