"""A talk as people read it."""

from __future__ import annotations

from collections.abc import Sequence

from rapport.content.case import Case, Delivery, State
from rapport.content.response import Choice, OwnWords, outline
from rapport.content.vocabulary import behaviours
from rapport.dialogue.engine import ReplyError, Talk, Turn, alliance, beat_of, client_says, replay


def transcript(case: Case, talk: Talk, states: bool = True) -> str:
    """Return the talk as plain text: what was seen and said and, unless told not to, how the alliance fared."""
    lines = [f"{case.name}: {case.setting}", *([f"    {_state(talk.start)}"] if states else []), ""]
    for turn in talk.turns:
        lines += [f"    [{turn.seen}]"] if turn.seen else []
        lines += [f"{case.name}: {turn.client}"] if turn.client else []
        lines += [f"You ({_manner(turn, states)}): {turn.said}", f"{case.name}: {turn.answer}"]
        lines += [f"    {_state(turn.after)}", ""] if states else [""]
    ending = case.ending(talk.ending) if talk.ending else None
    if ending:
        quality = f" ({ending.quality})" if states else ""
        lines += [f"Ending: {ending.name}{quality}", f"    {ending.text}"]
    else:
        beat = beat_of(case, talk)
        lines += [f"    [{beat.seen}]"] if beat and beat.seen else []
        said = client_says(case, talk)
        lines += [f"{case.name}: {said}"] if said else []
        lines += [f"  - {reply.id}: {reply.says}" for reply in beat.replies] if beat else []
    return "\n".join(lines) + "\n"


def talk_as_text(case: Case, choices: Sequence[Choice]) -> str:
    """Return the transcript of these choices without states, or the bare choices where the case does not offer them (any more)."""
    try:
        return transcript(case, replay(case, choices), states=False)
    except ReplyError:
        return outline(choices)


def delivery_words(delivery: Delivery) -> str:
    """Return how a reply was said, such as ``warm, leaning in, soft gaze, after 2 s``."""
    gaze = {"averted": "eyes averted", "on notes": "eyes on the notes", "on screen": "eyes on the screen"}
    words = [delivery.tone, delivery.posture, gaze.get(delivery.gaze, f"{delivery.gaze} gaze")]
    if delivery.gaze == "on the clock":
        words[-1] = "eyes on the clock"
    if delivery.pause_s:
        words.append(f"after {delivery.pause_s:g} s")
    return ", ".join(words)


def _manner(turn: Turn, states: bool) -> str:
    if turn.delivery:
        return delivery_words(turn.delivery)
    if isinstance(turn.reply, OwnWords) and turn.reply.behaviours and states:
        return f"in own words: {', '.join(behaviours()[behaviour].name for behaviour in turn.reply.behaviours)}"
    return "in own words"


def _state(state: State) -> str:
    scales = f"trust {state.trust:.2f}, openness {state.openness:.2f}"
    scales += f", defensiveness {state.defensiveness:.2f}, distress {state.distress:.2f}"
    return f"({scales}; alliance {alliance(state):.2f})"
