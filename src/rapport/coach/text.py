"""Words, sentences and clauses of a turn of talk, each with its place in the text as it was typed.

Contractions, stutters and small slips are undone here, so that nothing further on depends on how somebody types: "you're", "you are" and
"youre" give the same words. Places always refer to the text as given.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from rapport.coach.language import words

LONGEST = 60_000
"""Characters beyond which a text is not read at all."""
LONGEST_WORD = 20
"""Letters up to which a word may be a slip for a cue word."""
READ = 2_000
"""Words that are read; what follows them is left unread, and the reading says so."""

_TOKEN = re.compile(
    r"(?P<word>[^\W\d_]+(?:['\u2019\u02bc][^\W\d_]+)*|\d+(?:[.,:/]\d+)*)|(?P<mark>[?!.\u2026\u061f\uff1f\u3002;,:()\u2014\u2013\"\u201c\u201d*-]+|\n)"
)
_ASIDE = re.compile(r"\[[^\]\n]{0,80}\]|<[^<>\n]{0,200}>")
_QUOTED = re.compile(r"\u201c[^\u201c\u201d\n]{1,300}\u201d|\"[^\"\n]{1,300}\"")
_ENDS = re.compile(r"[?!.\u2026\u061f\uff1f\u3002\n]|--|\u2014")
_SUFFIXES = {"re": "are", "ve": "have", "ll": "will", "m": "am", "d": "would"}


@dataclass(frozen=True, slots=True)
class Token:
    """A word in lower case, or a mark, from `start` to `end` of the text."""

    word: str
    start: int
    end: int
    quoted: bool = False
    is_mark: bool = False


@dataclass(frozen=True, slots=True)
class Sentence:
    """Words up to a mark that ends them.

    Attributes
    ----------
    tokens : tuple of Token
        Words and inner marks.
    mark : str
        `?`, `!`, `.`, `-` (broken off) or empty.
    """

    tokens: tuple[Token, ...]
    mark: str

    @property
    def words(self) -> tuple[Token, ...]:
        """The words without the marks."""
        return tuple(token for token in self.tokens if not token.is_mark)

    @property
    def span(self) -> tuple[int, int]:
        """From the first word to the end of the last."""
        return self.tokens[0].start, self.tokens[-1].end


def tokens(text: str) -> list[Token]:
    """Return words and marks; stage directions in brackets and markup are passed over."""
    hidden = [match.span() for match in _ASIDE.finditer(text)]
    quoted = [match.span() for match in _QUOTED.finditer(text)]
    found: list[Token] = []
    for match in _TOKEN.finditer(text):
        start, end = match.span()
        if any(low <= start < high for low, high in hidden):
            continue
        within = any(low < start and end < high for low, high in quoted)
        if match["mark"] is not None:
            closing = next((high for low, high in quoted if low < start < high <= end), 0)
            if closing:
                # What a quotation asks, its speaker asks; it ends the sentence only where a new one begins.
                after = text[end : end + 3].lstrip()
                ends = _ENDS.search(match["mark"]) and (not after or after[0].isupper())
                found.append(Token("." if ends else ",", start, end, False, True))
            else:
                found.append(Token(match["mark"], start, end, within, True))
        else:
            found.extend(_spelt_out(match["word"], start, end, within))
        if len(found) > 3 * READ:
            break
    return _without_stutter(found)


def sentences(text: str) -> list[Sentence]:
    """Split a text into sentences; marks within quotation marks end none."""
    found: list[Sentence] = []
    current: list[Token] = []
    for token in tokens(text):
        if not token.is_mark:
            current.append(token)
            continue
        if token.quoted or not _ENDS.search(token.word):
            if current:
                current.append(token)
            continue
        if any(not part.is_mark for part in current):
            found.append(Sentence(tuple(_trimmed(current)), _mark(token.word)))
        elif found and "?" in _mark(token.word):
            found[-1] = Sentence(found[-1].tokens, "?")
        current = []
    if any(not part.is_mark for part in current):
        found.append(Sentence(tuple(_trimmed(current)), ""))
    return found


def clauses(sentence: Sentence) -> Iterator[tuple[Token, ...]]:
    """Yield what starts at the sentence's first word, and after each inner mark, without the words that only open a turn."""
    start = True
    for place, token in enumerate(sentence.tokens):
        if token.is_mark:
            start = True
        elif start and not token.quoted:
            start = False
            rest = without_openers(tuple(part for part in sentence.tokens[place:] if not part.is_mark))
            if rest:
                yield rest


def without_openers(run: tuple[Token, ...]) -> tuple[Token, ...]:
    """Return the words after `okay`, `so`, `um`, `you know` and their like."""
    openers, pairs = words("openers"), words("opener-pairs")
    place = 0
    while place < len(run):
        if place + 1 < len(run) and f"{run[place].word} {run[place + 1].word}" in pairs:
            place += 2
        elif run[place].word in openers:
            place += 1
        else:
            break
    return run[place:]


@cache
def stem(word: str) -> str:
    """Return a rough stem, good enough to see that `drinking` echoes `drink`."""
    irregular = _irregular().get(word)
    if irregular:
        return irregular
    for ending, least in (
        ("ingly", 3),
        ("edly", 3),
        ("ing", 3),
        ("ness", 3),
        ("ies", 2),
        ("ied", 2),
        ("ed", 3),
        ("ly", 3),
        ("es", 3),
        ("s", 3),
    ):
        if word.endswith(ending) and len(word) - len(ending) >= least and not word.endswith("ss"):
            base = word[: -len(ending)]
            if ending in {"ies", "ied"}:
                return base + "y"
            if len(base) > 3 and base[-1] == base[-2] and base[-1] not in "lsz":
                base = base[:-1]
            return base.removesuffix("e")
    return word.removesuffix("e") if len(word) > 3 else word


@cache
def _irregular() -> dict[str, str]:
    return {form: line.split()[0] for line in words("irregular") for form in line.split()}


def _spelt_out(word: str, start: int, end: int, quoted: bool) -> list[Token]:
    plain = word.lower().replace("\u2019", "'").replace("\u02bc", "'")
    whole = contractions().get(plain)
    if whole:
        cut = min(end, start + max(1, len(whole[0])))
        rest = [Token(part, cut, end, quoted) for part in whole[1:]]
        return [Token(whole[0], start, cut if rest else end, quoted), *rest]
    head, mark, tail = plain.partition("'")
    if mark and plain.endswith("n't"):
        cut = end - 3
        return [Token(plain[:-3], start, cut, quoted), Token("not", cut, end, quoted)]
    if mark and tail in _SUFFIXES:
        return [Token(head, start, start + len(head), quoted), Token(_SUFFIXES[tail], start + len(head), end, quoted)]
    if mark and tail == "s" and head in words("is-after"):
        return [Token(head, start, start + len(head), quoted), Token("is", start + len(head), end, quoted)]
    if mark and tail == "s":
        return [Token(mended(head), start, end, quoted)]
    return [Token(mended(plain), start, end, quoted)]


@cache
def contractions() -> dict[str, tuple[str, ...]]:
    """Return what each contraction stands for."""
    pairs = (line.split(" = ") for line in words("contractions"))
    return {short: tuple(full.split()) for short, full in pairs}


def mended(word: str) -> str:
    """Return the cue word that a slip of one letter stands for, or the word itself."""
    if not 4 <= len(word) <= LONGEST_WORD or not word.isascii():
        return word
    return _mended(word)


@cache
def _slips() -> dict[str, str]:
    """Map each cue word less a letter to the word."""
    made: dict[str, str] = {}
    for cue in sorted(words("cues")):
        if len(cue) >= 5:
            made[cue] = cue
            for place in range(1, len(cue) - 1):
                made.setdefault(cue[:place] + cue[place + 1 :], cue)
    return made


@cache
def _mended(word: str) -> str:
    if word in words("cues") or word in words("known"):
        return word
    slips = _slips()
    if word in slips:
        return slips[word]
    # First and last letters are seldom slips; a last one more or less is another form of the word.
    for place in range(1, len(word) - 1):
        shorter = word[:place] + word[place + 1 :]
        cue = slips.get(shorter)
        swapped = word[: place - 1] + word[place] + word[place - 1] + word[place + 1 :]
        if cue in {shorter, swapped}:
            return cue
    return word


def _without_stutter(found: list[Token]) -> list[Token]:
    """Drop the first of `so-so`, `wh-what` and `the the`."""
    kept: list[Token] = []
    for token in found:
        if not token.is_mark and len(kept) >= 2 and kept[-1].word == "-" and kept[-1].end == token.start:
            before = kept[-2]
            if not before.is_mark and before.end == kept[-1].start and token.word.startswith(before.word):
                kept[-2:] = []
        if not token.is_mark and kept and kept[-1].word == token.word and token.word in words("stuttered"):
            kept.pop()
        kept.append(token)
        _drop_repeated_pair(kept)
    return [token for token in kept if token.word != "*"]


def _drop_repeated_pair(kept: list[Token]) -> None:
    """Make `can you- can you` one."""
    if len(kept) < 5 or not kept[-3].is_mark or not kept[-3].word.startswith("-"):
        return
    first, second = kept[-5:-3], kept[-2:]
    if [token.word for token in first] == [token.word for token in second] and not any(t.is_mark for t in second):
        kept[-5:-2] = []


def _trimmed(run: list[Token]) -> list[Token]:
    last = max(place for place, token in enumerate(run) if not token.is_mark)
    first = min(place for place, token in enumerate(run) if not token.is_mark)
    return run[first : last + 1]


def _mark(word: str) -> str:
    for mark, known in (("?", "?\u061f\uff1f"), ("!", "!"), ("-", "-\u2014")):
        if any(char in word for char in known):
            return mark
    return "."
