"""What a reply asks, with and without a question mark: open or closed, tagged on, leading, in disguise."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from rapport.coach.language import words
from rapport.coach.text import Sentence, Token, clauses, without_openers

Form = Literal["wh", "invitation", "wondering", "inverted", "tag", "rising", "fragment"]
Breadth = Literal["open", "closed"]


@dataclass(frozen=True, slots=True)
class Asked:
    """One question.

    Attributes
    ----------
    form : str
        How it asks: `rising` is a statement with a question mark, `fragment` a few words with one.
    breadth : str
        Whether a word would answer it.
    marked : bool
        Whether a question mark stands there.
    start, end : int
        Its place in the text.
    words : tuple of str
        Its words.
    """

    form: Form
    breadth: Breadth
    marked: bool
    start: int
    end: int
    words: tuple[str, ...]


def asked(sentence: Sentence) -> Asked | None:
    """Return what the sentence asks, or None."""
    marked = sentence.mark == "?"
    said = [token for token in sentence.words if not token.quoted]
    if not said:
        return None
    scaled = any(token.word == "scale" for token in said)
    for run, leads in _starts(sentence):
        found = _started(run, marked, leads)
        if found:
            breadth: Breadth = "closed" if scaled else found[1]
            return Asked(found[0], breadth, marked, run[0].start, sentence.span[1], tuple(token.word for token in run))
    run = tuple(said)
    spoken = tuple(token.word for token in run)
    tag = _tag(sentence, marked)
    if tag:
        return Asked("tag", "closed", marked, run[0].start, sentence.span[1], spoken)
    if not marked:
        return None
    rest = without_openers(run)
    breadth = "open" if _elliptic(spoken) or _elliptic(tuple(token.word for token in rest)) else "closed"
    form: Form = "fragment" if len(rest) <= 3 else "rising"
    if form == "rising" and (late := _late_wh(rest)):
        return Asked("wh", _breadth_of_wh(late), True, late[0].start, sentence.span[1], tuple(t.word for t in late))
    return Asked(form, breadth, True, run[0].start, sentence.span[1], spoken)


def _starts(sentence: Sentence) -> Iterator[tuple[tuple[Token, ...], bool]]:
    """Yield where a question may begin, and whether it leads the sentence: at clauses, and after `and`, `but`, `so` within them."""
    seen: set[int] = set()
    for number, run in enumerate(clauses(sentence)):
        for place, token in enumerate(run):
            if place and run[place - 1].word not in words("joints"):
                continue
            rest = without_openers(run[place:])
            if rest and rest[0].start not in seen and not token.quoted:
                seen.add(rest[0].start)
                yield rest, not number and not place


def _started(run: Sequence[Token], marked: bool, leads: bool) -> tuple[Form, Breadth] | None:
    spoken = [token.word for token in run]
    invited = _invitation(spoken)
    if invited:
        return invited
    if _begins(spoken, words("wonder"), within=3):
        return "wondering", _breadth_of_wondering(run)
    if spoken[0] in words("wh") and _asks_with_wh(spoken, marked, leads):
        return "wh", _breadth_of_wh(run)
    if spoken[0] in words("prepositions") and len(spoken) > 3 and spoken[1] in {"what", "which", "how"}:
        return ("wh", _breadth_of_wh(run[1:])) if marked or _inverts(spoken[2:6]) else None
    if _inverted(spoken, marked, leads):
        return "inverted", _breadth_of_inverted(spoken)
    return None


def _invitation(spoken: Sequence[str]) -> tuple[Form, Breadth] | None:
    """Tell me …, can you tell me …, I'd like you to describe …"""
    lead = _lead(spoken)
    rest = list(spoken[lead:])
    while rest and rest[0] in words("softeners"):
        rest.pop(0)
    if not rest or rest[0] not in words("invite-verbs"):
        return None
    text = " ".join(rest)
    if not any(text == phrase or text.startswith(f"{phrase} ") for phrase in words("invite")):
        return None
    weak = lead == 0 and rest[0] in words("weak-invitations")
    if weak and not {"you", "your", "example", "idea"} & set(rest):
        return None
    said = " ".join(rest[1:])
    facts = any(said == phrase or said.startswith(f"{phrase} ") for phrase in words("tell-facts"))
    return "invitation", "closed" if facts else "open"


def _lead(spoken: Sequence[str]) -> int:
    """Return how many words a polite lead takes: can you, would you mind, I'd like you to, why don't you."""
    text = " ".join(spoken[:8]) + " "
    best = 0
    for lead in words("invite-leads"):
        if text.startswith(f"{lead} "):
            best = max(best, len(lead.split()))
    return best


def _asks_with_wh(spoken: Sequence[str], marked: bool, leads: bool) -> bool:
    word, rest = spoken[0], spoken[1:]
    if not rest:
        return marked
    if marked:
        return word in {"what", "how", "why"} or (leads and word != "when") or _inverts(rest[:5])
    if word in {"what", "how"} and rest[0] in {"about", "else", "come"}:
        return True
    if (word == "what" and rest[0] in {"a", "an"}) or not (leads or word in {"what", "how", "why", "where"}):
        return False
    # "What matters is …" tells.
    begins = leads and word == "what" and rest[0] in words("what-verbs") and not {"is", "was"} & set(rest[1:4])
    return begins or _inverts(rest[:6] if rest[0] in words("what-kinds") else rest[:4], leads)


def _inverts(run: Sequence[str], leads: bool = True) -> bool:
    """Whether an auxiliary stands before a subject, at most three words into the run and with no subject ahead of it."""
    auxiliaries, subjects = words("auxiliaries"), words("subjects" if leads else "persons")
    for place in range(min(4, len(run) - 1)):
        if run[place] in words("persons"):
            return False
        after = run[place + 2] if run[place + 1] == "not" and place + 2 < len(run) else run[place + 1]
        if run[place] in auxiliaries and after in subjects:
            return True
    return False


def _inverted(spoken: Sequence[str], marked: bool, leads: bool) -> bool:
    auxiliaries, subjects = words("auxiliaries"), words("subjects")
    if spoken[0] not in auxiliaries or len(spoken) < 2:
        return False
    place = 2 if spoken[1] == "not" and len(spoken) > 2 else 1
    after = spoken[place]
    if marked:
        return after in subjects or (
            place == 1 and leads and len(spoken) > 2 and spoken[0] not in {"do", "have", "had"}
        )
    if spoken[0] in words("no-question-unmarked") or (spoken[0] == "do" and place == 2 and after != "you"):
        return False
    if after == "you":
        return True
    return leads and len(spoken) > 2 and after in words("unmarked-subjects")


def _breadth_of_wh(run: Sequence[Token]) -> Breadth:
    spoken = [token.word for token in run]
    text = " ".join(spoken)
    if spoken[0] == "how" and len(spoken) > 1 and spoken[1] in words("closed-how"):
        return "closed"
    if spoken[0] == "what" and any(text.startswith(phrase) for phrase in words("closed-what")):
        return "closed"
    if spoken[0] == "where":
        return "closed" if any(text.startswith(phrase) for phrase in words("closed-where")) else "open"
    return "closed" if spoken[0] in words("closed-wh") else "open"


def _breadth_of_wondering(run: Sequence[Token]) -> Breadth:
    spoken = [token.word for token in run]
    for place, word in enumerate(spoken[:9]):
        if word in {"if", "whether"}:
            rest = " ".join(spoken[place + 1 : place + 9])
            opened = any(phrase in rest for phrase in words("open-wondering"))
            return "open" if opened else "closed"
        if word in words("wh"):
            return _breadth_of_wh(run[place:])
    return "open"


def _breadth_of_inverted(spoken: Sequence[str]) -> Breadth:
    text = " ".join(spoken)
    return "open" if any(text.startswith(phrase) for phrase in words("open-inverted")) else "closed"


def _late_wh(run: Sequence[Token]) -> Sequence[Token] | None:
    """Return a wh-question that begins late in a marked sentence without a comma: `when that happens what do you do?`"""
    spoken = [token.word for token in run]
    for place in range(1, len(run)):
        if spoken[place] in {"what", "how", "why", "where"} and _inverts(spoken[place + 1 : place + 6]):
            return run[place:]
    return None


def _tag(sentence: Sentence, marked: bool) -> bool:
    spoken = [token.word for token in sentence.words]
    comma = max((place for place, token in enumerate(sentence.tokens) if token.is_mark), default=None)
    if comma is not None:
        tail = " ".join(token.word for token in sentence.tokens[comma + 1 :])
        if tail in words("tags") and (
            marked or "not " in f"{tail} " or tail.startswith(("is that", "am i", "did i", "have i"))
        ):
            return True
    for length in (4, 3, 2, 1):
        tail = " ".join(spoken[-length:])
        if len(spoken) > length + 1 and tail in words("tags"):
            return marked or (length >= 3 and spoken[-length + 1] == "not")
    return False


def _elliptic(spoken: Sequence[str]) -> bool:
    text = " ".join(spoken)
    starts = any(text.startswith(f"{phrase} ") for phrase in words("elliptic-starts"))
    return text in words("elliptic-open") or (starts and len(spoken) <= 9)


def _begins(spoken: Sequence[str], phrases: frozenset[str], within: int) -> bool:
    for place in range(min(within, len(spoken))):
        if place and spoken[place - 1] not in words("before-wondering"):
            return False
        text = " ".join(spoken[place : place + 7]) + " "
        if any(text.startswith(f"{phrase} ") for phrase in phrases):
            return True
    return False
