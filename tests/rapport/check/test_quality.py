"""Qualities that show only when many items are laid side by side."""

from __future__ import annotations

from pathlib import Path

import pytest

from rapport.check import check
from rapport.check.quality import reading_grade, unbalanced
from rapport.content.references import Reference, References
from tests.rapport.content.samples import PRACTICE

HARD = (
    "Notwithstanding considerable methodological heterogeneity, comparative investigations of psychotherapeutic "
    "relationships consistently demonstrate associations between collaborative engagement and subsequent symptomatic "
    "improvement "
)
REFERENCES = """\
schema_version: 1
references:
  - {id: hill-2020, text: "Hill, C. E. (2020). Helping skills. APA."}
"""


def told(root: Path, practice: str, references: str = "") -> list[str]:
    """Return what the check says of one practice file."""
    folder = root / "course" / "practice"
    folder.mkdir(parents=True)
    (folder / "03-listening.yaml").write_text(practice)
    if references:
        (root / "course" / "references.yaml").write_text(references)
    return [f"{problem.line} {problem.field}: {problem.problem}" for problem in check(root).problems]


def test_plain_talk_reads_easier_than_a_paper() -> None:
    """Does the reading grade put a spoken line low and an abstract high?"""
    assert reading_grade("I can see that. Go on when you like.") < 3
    assert reading_grade(HARD) > 14


def test_hard_texts_are_found(tmp_path: Path) -> None:
    """Is a file whose texts read like a paper found?"""
    hard = PRACTICE.replace("stem: What do you say?", f"stem: {HARD * 12}", 1)
    assert any("school grade" in line for line in told(tmp_path, hard))


def test_short_texts_have_no_grade(tmp_path: Path) -> None:
    """Is a file of few words left alone, since a grade would mean nothing?"""
    assert told(tmp_path, PRACTICE.replace("stem: What do you say?", f"stem: {HARD}", 1)) == []


@pytest.mark.parametrize(
    ("basis", "problem"),
    [
        ("Hill (2020), attending", None),
        ("Syllabus of this course, lesson 03", None),
        ("Hill (1999), attending", "cites a source of 1999 that the course does not list"),
        ("Nobody (2020), on nothing", "cites a source of 2020 that the course does not list"),
        ("common sense", "names neither a source nor a principle"),
    ],
)
def test_every_key_names_its_basis(tmp_path: Path, basis: str, problem: str | None) -> None:
    """Must a key rest on a listed source or on a stated principle?"""
    found = told(tmp_path, PRACTICE.replace('"Hill: helping skills"', f'"{basis}"'), REFERENCES)
    assert found == ([] if problem is None else [f"13 items[0].basis: its basis {problem}"])


def test_without_a_list_sources_are_not_checked(tmp_path: Path) -> None:
    """Can a folder be checked that has no list of sources?"""
    assert told(tmp_path, PRACTICE) == []


def test_a_citation_may_name_either_year() -> None:
    """Does a year count that the reference names anywhere, as one does that appeared online first?"""
    reference = Reference(id="a-2020", text="Østergård, O. K. (2020). The effect. Journal, 30, 195-212 (online 2018).")
    known = References(schema_version=1, references=[reference])
    assert known.unknown("Østergård et al. (2018) and Østergård (2020)") == []
    assert known.unknown("Østergård et al. (2017)") == ["2017"]


def test_the_same_question_twice_is_found(tmp_path: Path) -> None:
    """Is an item found that asks what another asks, under another id?"""
    start, end = PRACTICE.index("  - id: flour"), PRACTICE.index("  - {id: baseline")
    copied = PRACTICE[:end] + PRACTICE[start:end].replace("id: flour", "id: bread") + PRACTICE[end:]
    assert told(tmp_path, copied) == [
        "14 items[1]: the item 'bread' asks what an item in 03-listening.yaml asks already"
    ]


def test_balance_of_positions() -> None:
    """Is a place found that holds the best option too often, but not where few items allow no judgement?"""
    assert unbalanced({"1": 10, "2": 10, "3": 11, "4": 12}) is None
    assert unbalanced({"1": 9, "2": 3, "3": 3, "4": 3}) is None
    assert unbalanced({"1": 20, "2": 10, "3": 10, "4": 10}) == (
        "of 50 items with four options, 20 have the best one in place 1"
    )
    assert unbalanced({"1": 17, "2": 16, "3": 16, "4": 1}) == (
        "of 50 items with four options, 1 have the best one in place 4"
    )
