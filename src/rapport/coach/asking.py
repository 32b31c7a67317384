"""From questions to findings: open or closed, several at once, leading, accusing."""

from __future__ import annotations

from collections.abc import Iterable

from rapport.coach.language import words
from rapport.coach.questions import Asked
from rapport.coach.reading import Finding, Span
from rapport.coach.seen import Seen, unique

ASKS_PLAINLY = 0.65
"""How sure it is at least that words in the form of a question ask."""


def questions_in(seen: Seen) -> list[Finding]:
    """Return what the reply asks: open or closed, several things at once, leading, accusing."""
    questions = _asked(seen)
    likely = seen.likely("question")
    if not questions:
        return []
    made: list[Finding] = []
    plain_form = any(question.form in {"wh", "invitation", "wondering", "inverted"} for question in questions)
    certainty = max(likely.certainty, ASKS_PLAINLY) if plain_form else likely.certainty
    opened = seen.likely("open").certainty
    plainly = [question for question in questions if question.form not in {"rising", "tag", "fragment"}]
    of = plainly or questions
    one_kind = len({question.breadth for question in of}) == 1
    for breadth, sure in (("open", opened), ("closed", 1 - opened)):
        its = [question for question in of if question.breadth == breadth]
        # An invitation to tell is as broad as its words; and of two questions, each has its own breadth.
        plain = its and (not one_kind or all(question.form == "invitation" for question in its))
        share = _rather(max(sure, 0.6) if plain else sure, bool(its))
        reason = _why_a_question((its or questions)[-1], breadth)
        made.append(Finding(f"{breadth}-question", _places(its or of), round(certainty * share, 3), reason))
    if len(plainly) > 1 or any(_double(question) for question in plainly):
        reason = (
            f"It asks {len(plainly)} things in one breath." if len(plainly) > 1 else "It asks two things in one breath."
        )
        made.append(Finding("multiple-question", _places(plainly), round(0.8 * max(certainty, 0.7), 3), reason))
    made += _loaded(seen)
    return made


def _asked(seen: Seen) -> list[Asked]:
    """Return the questions, but for those that only ask leave to suggest or to tell something."""
    return [
        question
        for question, its in zip(seen.parsed.asked, seen.hits, strict=True)
        if question and not (question.form != "wh" and any(hit.behaviour == "permission" for hit in its))
    ]


def _rather(sure: float, by_form: bool) -> float:
    """Weigh the model's word on open or closed with the form of the question, half and half."""
    return min(1.0, 0.6 * sure + (0.45 if by_form else 0.0))


def _double(question: Asked) -> bool:
    line = " ".join(question.words)
    return any(f" {joint} {word} " in line for joint in ("and", "or") for word in words("doubling"))


def _why_a_question(question: Asked, breadth: str) -> str:
    begins = " ".join(question.words[:3])
    ways = {
        "wh": f"It asks with '{begins} …'",
        "invitation": f"It invites the client to tell: '{begins} …'",
        "wondering": f"It wonders aloud: '{begins} …'",
        "inverted": f"It asks with '{begins} …'",
        "tag": "It ends in a tag that asks for a yes",
        "rising": "It is a statement with a question mark",
        "fragment": "It is a few words with a question mark",
    }
    answer = "no single word would answer it" if breadth == "open" else "a yes, a no or a fact would answer it"
    return f"{ways[question.form]}, and {answer}."


def _loaded(seen: Seen) -> list[Finding]:
    made = []
    for sentence, question, its in zip(seen.parsed.reply, seen.parsed.asked, seen.hits, strict=True):
        for hit in its if question else ():
            behaviour = {"leading": "leading-question", "why": "why-question"}.get(hit.behaviour)
            if behaviour:
                model = seen.likely(f"behaviour:{behaviour}").certainty
                made.append(
                    Finding(behaviour, (sentence.span,), round(0.6 * hit.certainty + 0.4 * model, 3), hit.reason)
                )
    return made


def _places(questions: Iterable[Asked]) -> tuple[Span, ...]:
    return unique((question.start, question.end) for question in questions)
