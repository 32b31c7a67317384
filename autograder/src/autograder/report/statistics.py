"""The formulas of classical item analysis: arrays of numbers in, a figure with its interval out.

All intervals are for 95 % confidence. What a figure can't be computed from, such as marks that are all alike, gives None, never a
number that only looks like one.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import atanh, sqrt, tanh

import numpy as np
from numpy.typing import NDArray
from scipy.special import fdtri  # type: ignore[import-untyped] # scipy has no types; its special functions load in a moment

Z = 1.959964
"""The normal distribution's two-sided 95 %."""
GROUP = 0.27
"""Share of the class in the upper group, and in the lower (Kelley, 1939)."""
FEWEST = 12
"""Learners from whom groups can be formed: some three in each."""
SAME = 1e-9
"""Spread below which marks are all alike; sums of decimal fractions differ by less."""

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Estimate:
    """A figure with its 95 % interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Reliability:
    """How far the marks of one class would come out alike with other items of the same kind.

    Attributes
    ----------
    coefficient : str
        ``KR-20`` where every item is right or wrong, else ``Cronbach's alpha``.
    alpha : Estimate
        The coefficient; below 0 where items contradict each other.
    error : float or None
        Standard error of measurement, in points; None for a coefficient below 0.
    items, learners : int
        What it stands on.
    """

    coefficient: str
    alpha: Estimate
    error: float | None
    items: int
    learners: int


def share(mean: float, number: float) -> Estimate | None:
    """Return a mean share with Wilson's score interval.

    Wilson (1927), Journal of the American Statistical Association, 22, 209-212. Made for right and wrong, it holds where all are right and
    where few have answered. For partial marks, which spread less, it is too wide rather than too narrow.
    """
    if number <= 0:
        return None
    mean = min(1.0, max(0.0, mean))
    spread = Z * Z / number
    middle = (mean + spread / 2) / (1 + spread)
    half = Z / (1 + spread) * sqrt(mean * (1 - mean) / number + spread / (4 * number))
    return Estimate(mean, max(0.0, min(mean, middle - half)), min(1.0, max(mean, middle + half)))


def difference(first: Estimate, second: Estimate) -> Estimate:
    """Return the difference of two independent shares, each with Wilson's interval.

    Newcombe (1998), Statistics in Medicine, 17, 873-890, method 10.
    """
    gap = first.value - second.value
    below = sqrt((first.value - first.low) ** 2 + (second.high - second.value) ** 2)
    above = sqrt((first.high - first.value) ** 2 + (second.value - second.low) ** 2)
    return Estimate(gap, gap - below, gap + above)


def correlation(item: Numbers, rest: Numbers) -> Estimate | None:
    """Return the correlation of an item's marks with the marks for all other items.

    For an item that is right or wrong it is the corrected point-biserial: the item itself is taken out of the total, since it would
    otherwise correlate with itself (Henrysson, 1963, Psychometrika, 28, 211-218). The interval is Fisher's, by the inverse hyperbolic tangent.
    None for fewer than 4 learners, or where either does not vary.
    """
    number = len(item)
    if number < 4 or np.ptp(item) < SAME or np.ptp(rest) < SAME:
        return None
    value = float(np.clip(np.corrcoef(item, rest)[0, 1], -1, 1))
    if abs(value) > 1 - SAME:
        return Estimate(value, value, value)
    half = Z / sqrt(number - 3)
    return Estimate(value, tanh(atanh(value) - half), tanh(atanh(value) + half))


def reliability(marks: Numbers, points: Numbers) -> Reliability | None:
    """Return how reliable the sum of an assignment's marks is.

    Alpha is k / (k - 1) * (1 - sum of the items' variances / variance of the sums) (Cronbach, 1951, Psychometrika, 16, 297-334); where every
    item earns all or nothing it is KR-20 (Kuder & Richardson, 1937, Psychometrika, 2, 151-160). Its interval is Feldt's, by the F distribution
    with n - 1 and (n - 1)(k - 1) degrees of freedom (Feldt, Woodruff & Salih, 1987, Applied Psychological Measurement, 11, 93-103).

    Parameters
    ----------
    marks : array
        A row a learner, a column an item; none missing.
    points : array
        What each item is worth.

    Returns
    -------
    Reliability or None
        None for fewer than two items or two learners, or where all have the same marks in all.
    """
    learners, items = marks.shape
    if items < 2 or learners < 2 or np.ptp(marks.sum(axis=1)) < SAME:
        return None
    total = float(marks.sum(axis=1).var(ddof=1))
    alpha = items / (items - 1) * (1 - float(marks.var(axis=0, ddof=1).sum()) / total)
    freedom = (learners - 1, (learners - 1) * (items - 1))
    low, high = (1 - (1 - alpha) * float(fdtri(*freedom, quantile)) for quantile in (0.975, 0.025))
    whole = bool(np.all(np.minimum(np.abs(marks), np.abs(marks - points)) < SAME))
    error = sqrt(total * (1 - alpha)) if alpha >= 0 else None
    return Reliability("KR-20" if whole else "Cronbach's alpha", Estimate(alpha, low, high), error, items, learners)


def groups(rest: Numbers) -> tuple[Numbers, Numbers] | None:
    """Return how far each learner belongs to the upper and to the lower 27 % of the class.

    Kelley (1939), Journal of Educational Psychology, 30, 17-24. Those who are tied at a group's border belong to it in part, so that
    neither their order nor their names decide. None for fewer than `FEWEST` learners, or where all have the same marks.
    """
    if len(rest) < FEWEST or np.ptp(rest) < SAME:
        return None
    rounded = np.round(rest, 6)
    return _best(rounded), _best(-rounded)


def _best(rest: Numbers) -> Numbers:
    size = GROUP * len(rest)
    border = np.sort(rest)[::-1][int(np.ceil(size)) - 1]
    above, tied = rest > border, rest == border
    belongs: Numbers = above + tied * (size - above.sum()) / tied.sum()
    return belongs
