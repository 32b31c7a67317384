"""Krippendorff's alpha for ordinal ratings with gaps.

Written out here because the library for it is under the GPL, which would bind whoever builds on this course; a test holds it against the
published example.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import permutations


def ordinal_alpha(units: Iterable[Sequence[int]]) -> float | None:
    """Return the agreement of raters beyond chance: 1 for perfect, 0 for chance, less for worse.

    Parameters
    ----------
    units : iterable of sequences of int
        The ratings that each unit (here: each option) got, in any order; units rated once say nothing and are left out.

    Returns
    -------
    float or None
        None where there is nothing to compare: no unit rated twice, or only one rating ever given.

    Notes
    -----
    Krippendorff, K. (2004). Content analysis (2nd ed.), chapter 11; the ordinal metric there.
    """
    rated = [list(unit) for unit in units if len(unit) > 1]
    counts = Counter(rating for unit in rated for rating in unit)
    total = counts.total()
    if len(counts) < 2:
        return None

    def distance(one: int, other: int) -> float:
        low, high = sorted((one, other))
        between = sum(count for rating, count in counts.items() if low <= rating <= high)
        return (between - (counts[low] + counts[high]) / 2) ** 2

    observed = sum(
        sum(distance(one, other) for one, other in permutations(unit, 2)) / (len(unit) - 1) for unit in rated
    )
    expected = sum(distance(one, other) * counts[one] * counts[other] for one, other in permutations(counts, 2)) / (
        total - 1
    )
    return 1 - observed / expected
