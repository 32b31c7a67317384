"""Krippendorff's alpha for ordinal ratings."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.raters.alpha import ordinal_alpha

# Four observers, twelve units; the worked example of Krippendorff's own note on computing alpha, where the ordinal one is .815.
PUBLISHED = [
    [1, 1, 1],
    [2, 2, 3, 2],
    [3, 3, 3, 3],
    [3, 3, 3, 3],
    [2, 2, 2, 2],
    [1, 2, 3, 4],
    [4, 4, 4, 4],
    [1, 1, 2, 1],
    [2, 2, 2, 2],
    [5, 5, 5],
    [1, 1],
    [3],
]


def test_the_published_example() -> None:
    """Does the worked example give the published value?"""
    found = ordinal_alpha(PUBLISHED)
    assert found is not None
    assert round(found, 3) == 0.815


@given(st.lists(st.integers(0, 3), min_size=2, max_size=30).filter(lambda ratings: len(set(ratings)) > 1))
def test_full_agreement_is_one(ratings: list[int]) -> None:
    """Is alpha 1 when all raters always agree?"""
    assert ordinal_alpha([[rating] * 3 for rating in ratings]) == pytest.approx(1)


@given(st.lists(st.lists(st.integers(0, 3), max_size=5), max_size=12))
def test_order_does_not_matter(units: list[list[int]]) -> None:
    """Does alpha depend neither on the order of raters nor on that of options?"""
    mixed = [list(reversed(unit)) for unit in reversed(units)]
    one, other = ordinal_alpha(units), ordinal_alpha(mixed)
    assert (one is None) == (other is None)
    if one is not None and other is not None:
        assert one == pytest.approx(other)
        assert one <= 1


@pytest.mark.parametrize("units", [[], [[1], [2]], [[2, 2], [2, 2]]])
def test_nothing_to_compare(units: list[list[int]]) -> None:
    """Is there no number where nothing was rated twice, or all ratings are the same?"""
    assert ordinal_alpha(units) is None
