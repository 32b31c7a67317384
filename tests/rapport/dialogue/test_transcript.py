"""The talk as people read it."""

from __future__ import annotations

import pytest

from rapport.content.case import Delivery
from rapport.dialogue import begin, delivery_words, replay, transcript
from tests.rapport.content.samples import CASE, case_from

ENDED = """\
Ada: first visit
    (trust 0.40, openness 0.30, defensiveness 0.50, distress 0.50; alliance 0.40)

    [She stands.]
Ada: So here I am.
You (warm, open, soft gaze): Good that you came. Sit where you like.
Ada: The one by the door, then.
    (trust 0.45, openness 0.30, defensiveness 0.50, distress 0.50; alliance 0.42)

Ending: She stays (good)
    She takes off her coat.
"""


def test_a_talk_reads_from_top_to_bottom() -> None:
    """Does a finished talk show what was seen, said and moved, and how it ended?"""
    ada = case_from(CASE.replace("    strategies:", "    seen: She stands.\n    strategies:"))
    assert transcript(ada, replay(ada, ["welcome"])) == ENDED


def test_an_open_talk_shows_what_can_be_said() -> None:
    """Does a talk that goes on end with the replies on offer?"""
    ada = case_from()
    text = transcript(ada, begin(ada))
    assert text.endswith(
        "Ada: So here I am.\n"
        "  - welcome: Good that you came. Sit where you like.\n"
        "  - why: Why did you not come by yourself before?\n"
        "  - forms: Before we begin I need this form from you.\n"
    )


def test_a_silent_client_has_no_empty_line() -> None:
    """Is a beat in which the client says nothing left without a line for it?"""
    ada = case_from(CASE.replace('client: "So here I am."', 'client: ""'))
    assert "Ada: \n" not in transcript(ada, begin(ada)) + transcript(ada, replay(ada, ["welcome"]))


@pytest.mark.parametrize(
    ("delivery", "words"),
    [
        (
            {"tone": "warm", "posture": "leaning in", "gaze": "soft", "pause_s": 2},
            "warm, leaning in, soft gaze, after 2 s",
        ),
        (
            {"tone": "cool", "posture": "upright", "gaze": "on the clock", "pause_s": 0},
            "cool, upright, eyes on the clock",
        ),
        (
            {"tone": "flat", "posture": "open", "gaze": "averted", "pause_s": 0.5},
            "flat, open, eyes averted, after 0.5 s",
        ),
        ({"tone": "flat", "posture": "open", "gaze": "on notes"}, "flat, open, eyes on the notes"),
        ({"tone": "flat", "posture": "open", "gaze": "on screen"}, "flat, open, eyes on the screen"),
    ],
)
def test_a_delivery_is_said_in_words(delivery: dict[str, object], words: str) -> None:
    """Is how a reply is said readable?"""
    assert delivery_words(Delivery.model_validate(delivery)) == words
