"""One term for all tests here; those that change it work on a copy."""

from __future__ import annotations

import pytest

from .term import Term, whole_way


@pytest.fixture(scope="session")
def term(tmp_path_factory: pytest.TempPathFactory) -> Term:
    """A course in which two students have gone the whole way."""
    return whole_way(tmp_path_factory.mktemp("term"))
