"""Remarks on a reply as a whole: too long, a feeling passed over, a story of one's own, depth."""

from __future__ import annotations

from collections.abc import Iterable

from rapport.coach.language import words
from rapport.coach.reading import SURE, Finding, Note, Span
from rapport.coach.seen import Seen

MUCH = 40
"""Words from which a reply may be too long beside a short turn of the client's; a judgement of ours."""
STORY = 20
"""Words of self-disclosure from which it becomes the helper's story; a judgement of ours."""
DEEPEST = 0.4
"""People agree little on simple and complex reflections (kappa .50), so the coach never says it with more than this."""


def notes(seen: Seen, findings: Iterable[Finding]) -> list[Note]:
    """Return the remarks on a reply."""
    by_name = {finding.behaviour: finding for finding in findings if finding.certainty >= SURE}
    return [
        *_length(seen),
        *_passed_over(seen, by_name),
        *_own_story(seen, by_name),
        *_depth(seen, by_name),
        *_disguised(seen),
    ]


def _length(seen: Seen) -> list[Note]:
    said = seen.parsed.length
    heard = sum(len(sentence.words) for sentence in seen.parsed.client)
    if said <= MUCH or heard < 3 or said <= 2 * heard:
        return []
    reason = f"You used {said} words for the client's {heard}. The client's voice should fill more of the room."
    return [Note("talks-more", (), 0.8, reason)]


def _passed_over(seen: Seen, done: dict[str, Finding]) -> list[Note]:
    felt = list(dict.fromkeys(_own_feelings(seen)))
    met = {"reflection-of-feeling", "validation", "normalising", "minimal-encourager", "silence"}
    if not felt or met & done.keys() or _takes_up_feeling(seen):
        return []
    return [
        Note("passes-feeling", (), 0.65, f"The client named a feeling, '{felt[0]}', and the reply does not take it up.")
    ]


def _own_feelings(seen: Seen) -> list[str]:
    """Return the feeling words that the client uses of himself or herself."""
    found = []
    for sentence in seen.parsed.client:
        line = [token.word for token in sentence.words]
        for place, word in enumerate(line):
            ahead = set(line[max(0, place - 6) : place])
            own = word in words("feelings") and ("i" in ahead or "me" in line) and not ahead & words("negations")
            if own and (word not in words("feelings-plain") or ahead & words("feel-verbs") or line[place - 1] == "so"):
                found.append(word)
    return found


def _takes_up_feeling(seen: Seen) -> bool:
    """Whether a word of feeling stands in the reply, other than to talk the feeling away."""
    away = {"reassurance", "dismissal"}
    felt = words("feelings") | words("feel-verbs")
    return any(
        any(token.word in felt for token in sentence.words) and not away & {hit.behaviour for hit in its}
        for sentence, its in zip(seen.parsed.reply, seen.hits, strict=True)
    )


def _own_story(seen: Seen, done: dict[str, Finding]) -> list[Note]:
    telling = [
        sentence
        for sentence in seen.parsed.reply
        if sum(token.word in words("i") for token in sentence.words) >= 1
        and not any(t.word in words("you") for t in sentence.words)
    ]
    length = sum(len(sentence.words) for sentence in telling)
    if "self-disclosure" not in done or length < STORY:
        return []
    spans: tuple[Span, ...] = tuple(sentence.span for sentence in telling)
    return [Note("own-story", spans, 0.7, f"{length} words are about yourself; the talk may turn to you.")]


def _depth(seen: Seen, done: dict[str, Finding]) -> list[Note]:
    if not {"paraphrase", "reflection-of-feeling"} & done.keys():
        return []
    deep = seen.likely("behaviour:complex-reflection").certainty
    spans = (done.get("reflection-of-feeling") or done["paraphrase"]).spans
    if deep >= SURE:
        reason = "It may add meaning to what was said (a complex reflection). People often disagree on this."
        return [Note("complex-reflection", spans, round(min(DEEPEST, deep * DEEPEST), 3), reason)]
    reason = "It may stay close to what was said (a simple reflection). People often disagree on this."
    return [Note("simple-reflection", spans, round(min(DEEPEST, (1 - deep) * DEEPEST), 3), reason)]


def _disguised(seen: Seen) -> list[Note]:
    made = []
    for its, question in zip(seen.hits, seen.parsed.asked, strict=True):
        for hit in its:
            if hit.behaviour == "advice" and question and "question" in hit.reason:
                made.append(Note("advice-as-question", ((hit.start, hit.end),), 0.6, hit.reason))
    return made
