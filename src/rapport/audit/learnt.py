"""The one taker that studies: it counts which words the best replies of the other assignments hold.

Naive Bayes over words, by hand: a library for it would be a hundred times the size of the course's code.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from math import log

from rapport.audit.takers import Question, Rule, words


def bag_of_words(seen: Iterable[tuple[Question, Sequence[bool]]]) -> Rule:
    """Return a taker that has seen other questions, and for each which of its options were best.

    An option is worth the sum over its different words of log P(word | best) - log P(word | not best), with one added to every count
    and one word that was never seen.
    """
    counts: dict[bool, Counter[str]] = {True: Counter(), False: Counter()}
    for question, best in seen:
        for option, good in zip(question.options, best, strict=True):
            counts[good].update(set(words(option)))
    known = len(counts[True] | counts[False]) + 1
    totals = {good: counter.total() + known for good, counter in counts.items()}

    def weight(word: str) -> float:
        return log((counts[True][word] + 1) / totals[True]) - log((counts[False][word] + 1) / totals[False])

    return lambda question: [sum(weight(word) for word in sorted(set(words(option)))) for option in question.options]
