"""The committed table, and a small one of our own."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from rapport.charts.data import evidence

from .rows import TABLE, written


@pytest.fixture(scope="session")
def rows() -> pd.DataFrame:
    """The table that learners are shown."""
    return evidence(TABLE)


@pytest.fixture
def strange(tmp_path: Path) -> pd.DataFrame:
    """A table whose words would be markup, if they were let."""
    return evidence(
        written(
            tmp_path,
            [
                "a-2001",
                "alliance (adult)",
                "<b>Aa</b> & Bb",
                "2001",
                "4",
                "90",
                "r",
                "0.3",
                "0.1",
                "0.5",
                "",
                "read",
                '10.1/"><i>',
                "Aa",
            ],
            ["b-2002", "<script>x</script>", "Cc", "2002", "5", "", "r", "-0.1", "", "", "", "secondary", "", "Cc"],
        )
    )
