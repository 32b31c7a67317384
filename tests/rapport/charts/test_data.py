"""The table of evidence: what may stand in it, and what is said when something else does."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from rapport.charts import data
from rapport.content import ContentError

from .rows import HEADS, TABLE, raw, written

GOOD = [
    "a-2001",
    "alliance (adult)",
    "Aa",
    "2001",
    "4",
    "90",
    "r",
    "0.3",
    "0.1",
    "0.5",
    "",
    "read",
    "10.1/a",
    "Aa (2001).",
]


def test_only_verified_rows_are_published() -> None:
    """Is every committed row read in its source or marked as secondary, with a full reference?"""
    found = raw()
    assert len(found) == 22
    assert {row["certainty"] for row in found.values()} == {"read", "secondary"}
    for row in found.values():
        assert row["year"] in row["reference"]
        assert row["reference"].split(",")[0] in row["source"] or row["source"].split(" ")[0] in row["reference"]
        assert not row["doi"] or row["reference"].endswith(f"https://doi.org/{row['doi']}")


def test_the_frame_holds_what_the_file_does(rows: pd.DataFrame) -> None:
    """Does reading change no number and lose none?"""
    for name, written_row in raw().items():
        for column in ("effect", "ci_low", "ci_high", "studies_k", "participants_n"):
            value = rows.at[name, column]
            assert pd.isna(value) if written_row[column] == "" else value == float(written_row[column]), (name, column)


@pytest.mark.parametrize(
    ("column", "value", "problem"),
    [
        ("certainty", "unverified", "'unverified' may not be published"),
        ("metric", "odds", "'odds' is not known"),
        ("source", "", "no source"),
        ("reference", "", "no source"),
        ("effect", "", "no number"),
        ("ci_low", "", "half an interval"),
        ("effect", "0.6", "outside its own interval"),
    ],
)
def test_a_row_that_is_not_fit_is_named(tmp_path: Path, column: str, value: str, problem: str) -> None:
    """Is a row without certainty, source or sense refused, with its line?"""
    bad = ["b-2002", *GOOD[1:]]
    bad[HEADS.index(column)] = value
    path = written(tmp_path, GOOD, bad)
    with pytest.raises(ContentError) as error:
        data.evidence(path)
    assert str(error.value).startswith(f"{path}:3: {column}: ") or column == "reference"
    assert problem in str(error.value)


def test_an_id_that_stands_twice_is_named(tmp_path: Path) -> None:
    """Is the second of two rows with one id refused?"""
    with pytest.raises(ContentError, match=r":3: id: this id stands twice"):
        data.evidence(written(tmp_path, GOOD, GOOD))


def test_a_table_that_is_missing_or_another_says_what_to_do(tmp_path: Path) -> None:
    """Is a missing file, or one with other columns, one sentence with a mend?"""
    with pytest.raises(ContentError, match="restore the file from the course"):
        data.evidence(tmp_path / "evidence.csv")
    (tmp_path / "other.csv").write_text("a,b\n1,2\n")
    with pytest.raises(ContentError, match=r"no column 'id'"):
        data.evidence(tmp_path / "other.csv")


def test_scales_are_kept_apart(rows: pd.DataFrame) -> None:
    """Does each selection hold one scale only, and the newest result of each element?"""
    assert set(data.correlations(rows)["metric"]) == {"r"}
    assert set(data.differences(rows)["metric"]) == {"g", "d", "smd"}
    correlations = data.correlations(rows)
    assert correlations["element"].is_unique
    assert "alliance-adult-2018" in correlations.index
    assert "alliance-adult-1991" not in correlations.index
    assert list(data.alliance_by_year(rows)["year"]) == [1991, 2002, 2011, 2018]


def test_the_readme_names_every_column() -> None:
    """Is each column explained beside the table?"""
    readme = (TABLE.parent / "README.md").read_text(encoding="utf-8")
    assert [head for head in HEADS if f"`{head}`" not in readme] == []
