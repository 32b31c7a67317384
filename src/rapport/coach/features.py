"""What the linear model sees of a reply: named features with values between 0 and 1, none of them a name or a topic's word."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

from rapport.coach.language import words
from rapport.coach.mirror import Mirror, content, mirror
from rapport.coach.patterns import Hit, hits
from rapport.coach.questions import Asked, asked
from rapport.coach.text import Sentence, sentences, without_openers

FEW = 12
"""Words of content and pairs of words up to which each counts in full."""


@dataclass(frozen=True)
class Parsed:
    """A client's turn and a reply, taken apart."""

    client: tuple[Sentence, ...]
    reply: tuple[Sentence, ...]
    asked: tuple[Asked | None, ...]
    hits: tuple[tuple[Hit, ...], ...]
    mirrors: tuple[Mirror, ...]
    mirror: Mirror

    @property
    def length(self) -> int:
        """Number of words of the reply."""
        return sum(len(sentence.words) for sentence in self.reply)

    def alone(self, place: int) -> Parsed:
        """Return one sentence as if it were the whole reply."""
        return Parsed(
            client=self.client,
            reply=(self.reply[place],),
            asked=(self.asked[place],),
            hits=(self.hits[place],),
            mirrors=(self.mirrors[place],),
            mirror=self.mirrors[place],
        )


def parse(client: str, reply: str) -> Parsed:
    """Take both turns apart."""
    heard, said = tuple(sentences(client)), tuple(sentences(reply))
    return Parsed(
        client=heard,
        reply=said,
        asked=tuple(asked(sentence) for sentence in said),
        hits=tuple(tuple(hits(sentence)) for sentence in said),
        mirrors=tuple(mirror([sentence], heard) for sentence in said),
        mirror=mirror(said, heard),
    )


def features(parsed: Parsed) -> dict[str, float]:
    """Return the features of a reply in its place."""
    found: dict[str, float] = {}
    if not parsed.reply:
        return {"empty": 1.0}
    found.update(_shape(parsed))
    found.update(_asking(parsed))
    found.update(_mirroring(parsed))
    found.update(_wording(parsed))
    found.update(_telling(parsed))
    for question, its in zip(parsed.asked, parsed.hits, strict=True):
        for hit in its:
            found[f"says:{hit.behaviour}"] = 1.0
            if question:
                found[f"asks-with:{hit.behaviour}"] = 1.0
    return found


def _shape(parsed: Parsed) -> dict[str, float]:
    # Not the lengths of the turns: they tell a corpus from another better than a behaviour from another.
    found: dict[str, float] = {}
    if any(asked(sentence) and sentence.mark == "?" for sentence in parsed.client):
        found["client-asks"] = 1.0
    spoken = [token.word for sentence in parsed.reply for token in sentence.words]
    if all(word in words("encouragers") for word in spoken):
        found["only-encourages"] = 1.0
    if parsed.reply[-1].mark == "-":
        found["breaks-off"] = 1.0
    if not any(content(word) for word in spoken):
        found["no-content"] = 1.0
    return found


def _band(count: int) -> str:
    for bound in (0, 1, 3, 7, 15, 30, 60):
        if count <= bound:
            return f"to-{bound}"
    return "longer"


def _asking(parsed: Parsed) -> dict[str, float]:
    found: dict[str, float] = {}
    questions = [question for question in parsed.asked if question]
    if not questions:
        return {"asks-nothing": 1.0}
    if any(token.word == "scale" for sentence in parsed.reply for token in sentence.words):
        found["asks-on-a-scale"] = 1.0
    for question in questions:
        mark = "marked" if question.marked else "unmarked"
        found[f"asks:{question.form}:{mark}"] = 1.0
        found[f"asks:{question.breadth}"] = 1.0
        if question.form in {"wh", "inverted", "invitation", "wondering"}:
            found[f"asks-by:{question.words[0]}"] = 1.0
            found[f"asks-by:{' '.join(question.words[:2])}"] = 1.0
    last = questions[-1]
    found[f"last:{last.form}:{last.breadth}"] = 1.0
    if parsed.asked[-1]:
        found["ends-by-asking"] = 1.0
        found[f"ends:{last.form}"] = 1.0
    if len(questions) > 1:
        found["asks-twice"] = 1.0
    found["asking-share"] = sum(len(q.words) for q in questions) / max(1, parsed.length)
    found.update(_rising(parsed))
    return found


def _rising(parsed: Parsed) -> dict[str, float]:
    """Tell statements with a question mark that give something back from those that ask."""
    found: dict[str, float] = {}
    for sentence, question, shared in zip(parsed.reply, parsed.asked, parsed.mirrors, strict=True):
        if question and question.form in {"rising", "fragment", "tag"}:
            rest = without_openers(sentence.words)
            if rest and rest[0].word in words("you"):
                found["rising:you"] = 1.0
            if any(token.word in words("stem-words") for token in rest[:6]):
                found["rising:stem"] = 1.0
            found["rising:given-back"] = max(found.get("rising:given-back", 0.0), shared.given_back)
            found[f"rising:{_band(len(sentence.words))}"] = 1.0
    return found


def _mirroring(parsed: Parsed) -> dict[str, float]:
    plain = [shared for shared, question in zip(parsed.mirrors, parsed.asked, strict=True) if not question]
    found = {
        "given-back": parsed.mirror.given_back,
        "taken-up": parsed.mirror.taken_up,
        "same-run": parsed.mirror.run,
        "given-back:statement": max((shared.given_back for shared in plain), default=0.0),
    }
    if parsed.mirror.shared:
        found["shares-a-word"] = 1.0
    if parsed.mirror.run >= 0.6:
        found["echo"] = 1.0
    return found


def _wording(parsed: Parsed) -> dict[str, float]:
    found: dict[str, float] = {}
    counts: Counter[str] = Counter()
    spoken = [token.word for sentence in parsed.reply for token in sentence.words]
    said: set[str] = set()
    for sentence, question in zip(parsed.reply, parsed.asked, strict=True):
        run = [token.word for token in sentence.words]
        side = "q" if question else "s"
        rest = [token.word for token in without_openers(sentence.words)]
        said.update(f"{side}:{word}" for word in run if content(word))
        said.update(f"{side}:{one} {two}" for one, two in pairwise(run))
        if rest:
            found[f"{side}^{rest[0]}"] = 1.0
            found[f"{side}^{' '.join(rest[:2])}"] = 1.0
        if not question:
            for kind in ("you", "i", "we", "they", "facts", "feelings", "negations", "numbers", "modal-advice"):
                counts[kind] += sum(word in words(kind) for word in run)
            if rest and rest[0] in words("imperatives"):
                found["begins-like-an-order"] = 1.0
            counts["statements"] += len(run)
    # In a long turn each word says less.
    found.update(dict.fromkeys(said, min(1.0, (FEW / max(1, len(said))) ** 0.5)))
    for kind, count in counts.items():
        if count:
            found[f"some:{kind}"] = 1.0
            found[f"share:{kind}"] = count / len(spoken)
    if any(char.isdigit() for word in spoken for char in word):
        found["a-figure"] = 1.0
    first = spoken[0]
    found[f"first:{first}"] = 1.0
    return found


def _telling(parsed: Parsed) -> dict[str, float]:
    """Return what the statements speak of, by their subject: the client, the helper, or the world; and how new their words are."""
    found: dict[str, float] = {}
    counts: Counter[str] = Counter()
    for sentence, question, its, shared in zip(parsed.reply, parsed.asked, parsed.hits, parsed.mirrors, strict=True):
        run = sentence.words
        if question or len(run) < 4:
            continue
        said = {hit.behaviour for hit in its}
        stem = "stem" if "reflection-stem" in said else "plain"
        lead = "so" if any(token.word == "so" for token in run[:3]) else "bare"
        kind = f"{_subject(sentence)}:{stem}"
        found[f"tells-of:{kind}:{lead}"] = 1.0
        for way in _said_of_client(sentence):
            found[way] = found[f"{way}:{stem}:{lead}"] = 1.0
        if "advice" in said:
            found[f"advises:{stem}:{lead}"] = 1.0
        counts[kind] += len(run)
        found[f"tells-of:{kind}"] = 1.0
        if not any(token.word in words("you") for token in run):
            counts[f"without-you:{stem}"] += len(run)
        new = sum(content(token.word) for token in run) - len(shared.shared)
        if stem == "plain" and new >= 4:
            found[f"news-of:{_subject(sentence)}"] = min(1.0, new / 12)
        if said & {"information", "advice", "options"} and stem == "plain":
            found[f"informs-of:{_subject(sentence)}"] = 1.0
        facts = sum(token.word in words("facts") or token.word[:1].isdigit() for token in run)
        if facts >= 2:
            found[f"facts-of:{stem}"] = 1.0
    for kind, count in counts.items():
        found[f"told:{kind}"] = count / max(1, parsed.length)
    return found


def _said_of_client(sentence: Sentence) -> set[str]:
    """Return what is said of the client: what is in the mind, what has been, what could be."""
    ways: set[str] = set()
    run = [token.word for token in sentence.words]
    for place, word in enumerate(run[:-1]):
        if word != "you":
            continue
        after = next((other for other in run[place + 1 : place + 4] if other not in words("between")), "")
        if after in words("mind-verbs"):
            ways.add("you:mind")
        elif after in words("may-verbs"):
            ways.add("you:may")
        elif after in {"need", "have", "got", "had"}:
            ways.add("you:have-to" if "to" in run[place + 2 : place + 5] else "you:have")
        elif after in {"are", "were", "be"}:
            ways.add("you:are")
        elif after.endswith("ed") or after in words("irregular-pasts"):
            ways.add("you:past")
        elif after:
            ways.add("you:does")
    return ways


def _subject(sentence: Sentence) -> str:
    for token in without_openers(sentence.words)[:5]:
        for kind in ("you", "i", "we"):
            if token.word in words(kind):
                return kind
        if token.word in words("they"):
            return "they" if token.word != "it" else "it"
        if token.word in {"there", "this", "that", "these", "those"}:
            return "that"
    return "thing"
