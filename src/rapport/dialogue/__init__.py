"""The dialogue engine: how a simulated client answers, pure and reproducible."""

from rapport.dialogue.engine import (
    ReplyError,
    Talk,
    Turn,
    alliance,
    beat_of,
    begin,
    choose,
    client_says,
    instead,
    replay,
    undo,
)
from rapport.dialogue.reaction import reaction, shift
from rapport.dialogue.transcript import delivery_words, talk_as_text, transcript

__all__ = [
    "ReplyError",
    "Talk",
    "Turn",
    "alliance",
    "beat_of",
    "begin",
    "choose",
    "client_says",
    "delivery_words",
    "instead",
]
__all__ += ["reaction", "replay", "shift", "talk_as_text", "transcript", "undo"]
