"""The formulas, each against a published example or one worked out by hand."""

from __future__ import annotations

from math import sqrt

import numpy as np
import pytest

from autograder.report.statistics import Estimate, correlation, difference, groups, reliability, share


def limits(found: Estimate | None) -> tuple[float, float, float]:
    assert found is not None
    return (found.value, found.low, found.high)


@pytest.mark.parametrize(
    ("count", "number", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilsons_interval(count: int, number: int, low: float, high: float) -> None:
    """Is the interval of a share the one in Newcombe's table (1998, Statistics in Medicine, 17, 857-872, method 3)?"""
    assert limits(share(count / number, number)) == pytest.approx((count / number, low, high), abs=5e-5)


def test_a_share_of_nobody_or_of_all() -> None:
    """Is there no share of nobody, and do all who are right leave room for another class?"""
    assert share(0.5, 0) is None
    assert limits(share(1.0, 10)) == pytest.approx((1, 10 / (10 + 1.959964**2), 1))


def test_newcombes_interval() -> None:
    """Is the interval of a difference the one in Newcombe's table (56 of 70 less 48 of 80, method 10)?"""
    first, second = share(56 / 70, 70), share(48 / 80, 80)
    assert first is not None
    assert second is not None
    assert limits(difference(first, second)) == pytest.approx((0.2, 0.0524, 0.3339), abs=5e-5)


def test_the_corrected_point_biserial() -> None:
    """Is it the point-biserial of the item with the rest, (M1 - M0) / s * sqrt(pq), with Fisher's interval?"""
    item, rest = np.array([0.0, 0, 1, 1, 0, 1]), np.array([1.0, 2, 3, 4, 3, 1])
    by_hand = (8 / 3 - 6 / 3) / rest.std() * sqrt(0.5 * 0.5)
    half = 1.959964 / sqrt(3)
    expected = (by_hand, np.tanh(np.arctanh(by_hand) - half), np.tanh(np.arctanh(by_hand) + half))
    assert limits(correlation(item, rest)) == pytest.approx(expected)
    assert limits(correlation(rest, 5 - rest)) == pytest.approx((-1, -1, -1))


@pytest.mark.parametrize(
    ("item", "rest"),
    [([1.0, 0, 1], [1.0, 2, 3]), ([1.0] * 5, [1.0, 2, 3, 4, 5]), ([1.0, 0, 1, 0], [2.0] * 4), ([], [])],
)
def test_no_correlation(item: list[float], rest: list[float]) -> None:
    """Is there none for a handful of learners, or where all are alike?"""
    assert correlation(np.array(item), np.array(rest)) is None


def test_kr_20() -> None:
    """Is KR-20 what it is by hand, 3/2 * (1 - .625/1.25), with Feldt's interval by the table of F(3, 6)?"""
    found = reliability(np.array([[1.0, 1, 1], [1, 1, 0], [1, 0, 0], [0, 0, 0]]), np.ones(3))
    assert found is not None
    assert (found.coefficient, found.items, found.learners) == ("KR-20", 3, 4)
    assert limits(found.alpha) == pytest.approx((0.75, 1 - 0.25 * 6.60, 1 - 0.25 / 14.73), abs=5e-3)
    assert found.error == pytest.approx(sqrt(5 / 3 * 0.25))


def test_alpha() -> None:
    """Is alpha what it is by hand, 2 * (1 - (4/3) / (7/3)), where marks are partial?"""
    found = reliability(np.array([[2.0, 1], [1, 1], [0, 0]]), np.array([2.0, 1]))
    assert found is not None
    assert found.coefficient == "Cronbach's alpha"
    assert found.alpha.value == pytest.approx(6 / 7)


def test_items_that_contradict_each_other() -> None:
    """Is alpha below 0 then, and is no error of measurement made of it?"""
    found = reliability(np.array([[1.0, 0], [0, 1], [1, 0], [0, 0]]), np.ones(2))
    assert found is not None
    assert found.alpha.value < 0
    assert found.error is None


@pytest.mark.parametrize("marks", [[[1.0], [0]], [[1.0, 0]], [[1.0, 0], [0, 1]], [[1.0, 1], [1, 1]]])
def test_no_reliability(marks: list[list[float]]) -> None:
    """Is there none of one item, of one learner, or of totals that are all alike?"""
    assert reliability(np.array(marks), np.ones(len(marks[0]))) is None


def test_groups() -> None:
    """Do the 27 % with most and with fewest marks belong to the groups, the one at the border in part?"""
    found = groups(np.arange(20.0))
    assert found is not None
    upper, lower = found
    assert list(upper[:14]) == [0] * 14
    assert list(upper[14:]) == pytest.approx([0.4, 1, 1, 1, 1, 1])
    assert list(lower) == pytest.approx(list(upper[::-1]))


def test_ties_at_the_border() -> None:
    """Do all who are tied there belong to the group alike, whatever their order, so that its size is 27 % to the learner?"""
    rest = np.array([3.0] * 4 + [2.0] * 10 + [1.0] * 6)
    found, turned = groups(rest), groups(rest[::-1])
    assert found is not None
    assert turned is not None
    assert list(found[0]) == pytest.approx([1] * 4 + [0.14] * 10 + [0] * 6)
    assert list(turned[0][::-1]) == pytest.approx(list(found[0]))
    assert [group.sum() for group in found] == pytest.approx([5.4, 5.4])


def test_no_groups() -> None:
    """Are there none in a small class, or where all are alike?"""
    assert groups(np.arange(11.0)) is None
    assert groups(np.ones(40)) is None
