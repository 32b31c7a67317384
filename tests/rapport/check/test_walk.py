"""`rapport check`: everything that can be wrong with a course, found in one walk."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from rapport.check import check
from tests.rapport.content.samples import ANSWERING, ASSIGNMENT, CASE, KEYS, PRACTICE

ROOT = Path(__file__).parents[3]


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A course of one case, one lesson and one assignment, all of them right."""
    files = {
        "course/cases/ada.yaml": ANSWERING,
        # Practice and graded items must differ; the samples ask the same.
        "course/practice/03-listening.yaml": PRACTICE.replace(
            "Since when is it like that?", "How long has it been so hard?"
        ),
        "solutions/ada/items.yaml": ASSIGNMENT,
        "solutions/ada/cases/ada.yaml": CASE,
        "autograder/keys/ada.yaml": KEYS,
    }
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return tmp_path


def told(course: Path) -> list[str]:
    """Return file, field and problem of each problem found."""
    found = check(course).problems
    assert all(problem.mend for problem in found)
    return [f"{problem.path.relative_to(course).as_posix()} {problem.field}: {problem.problem}" for problem in found]


def spoil(course: Path, name: str, old: str, new: str) -> None:
    path = course / name
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def test_our_own_course_is_right() -> None:
    """Is there nothing wrong with the content in this repository?"""
    assert [str(problem) for problem in check(ROOT).problems] == []


def test_a_right_course_is_counted(course: Path) -> None:
    """Is everything that is there counted, and the range of each case known?"""
    report = check(course)
    assert [str(problem) for problem in report.problems] == []
    assert report.counts == {
        "cases": 2,
        "beats": 2,
        "replies": 6,
        "endings": 4,
        "practice_items": 1,
        "assignments": 1,
        "graded_items": 2,
        "free_text_items": 1,
    }
    best, worst = 0.4167, 0.3333
    assert report.cases["ada"] == {
        "beats": 1,
        "endings": {"goes-on": best, "leaves": worst},
        "best": best,
        "worst": worst,
    }


def test_an_empty_folder_is_no_error(tmp_path: Path) -> None:
    """Is a folder without content nothing wrong?"""
    report = check(tmp_path)
    assert (report.problems, set(report.counts.values()), report.cases) == ([], {0}, {})


LONG = "Good that you came all this long way through the rain and please do sit where you like wherever that is."

MISTAKES: dict[str, tuple[str, str, str, str]] = {
    "field": ("course/cases/ada.yaml", "name: Ada", "name: 1", "name: it must be text (found '1')"),
    "link": ("course/cases/ada.yaml", "opening: hello", "opening: hullo", "opening: there is no beat 'hullo'"),
    "path": (
        "course/cases/ada.yaml",
        "endings:\n",
        "endings:\n  - {id: moon, name: Moon, quality: good, text: Up.}\n",
        "endings[0].id: no choices lead to the ending 'moon'",
    ),
    "uneven replies": (
        "course/cases/ada.yaml",
        "Good that you came. Sit where you like.",
        LONG,
        f"beats[0].replies: the options are 40 to {len(LONG)} characters long",
    ),
    "no better": (
        "course/cases/ada.yaml",
        '        better: "What made it possible to come today?"\n',
        "",
        "beats[0].replies[1]: a reply that costs trust names nothing to try instead",
    ),
    "case of another name": ("course/cases/ada.yaml", "id: ada", "id: eva", "id: it says 'eva', and is called 'ada'"),
    "lesson of another name": (
        "course/practice/03-listening.yaml",
        "lesson: 03-listening",
        "lesson: 04-asking",
        "lesson: it says '04-asking', and is called '03-listening'",
    ),
    "practice": (
        "course/practice/03-listening.yaml",
        "rating: 3",
        "rating: 2",
        "items[0].options: no option is rated 3, so there is no best reply",
    ),
    "uneven practice": (
        "course/practice/03-listening.yaml",
        "You sound worn out by it.",
        LONG,
        f"items[0].options: the options are 27 to {len(LONG)} characters long",
    ),
    "uneven items": (
        "solutions/ada/items.yaml",
        "You sound worn out by it.",
        LONG,
        f"items[0].options: the options are 27 to {len(LONG)} characters long",
    ),
    "assignment of another name": (
        "solutions/ada/items.yaml",
        "assignment: ada",
        "assignment: eva",
        "assignment: it says 'eva', and is called 'ada'",
    ),
    "no such case": ("solutions/ada/items.yaml", "case: ada", "case: eva", "items[1].case: there is no case 'eva'"),
    "graded case": (
        "solutions/ada/cases/ada.yaml",
        "next: leaves",
        "next: leavs",
        "beats[0].replies[1].next: it leads to 'leavs', which is no beat and no ending",
    ),
    "keys": (
        "autograder/keys/ada.yaml",
        "rating: 3",
        "rating: 2",
        "keys[0].options: no option is rated 3, so there is no best reply",
    ),
    "keys without an item": (
        "autograder/keys/ada.yaml",
        "- item: talk",
        "- item: tlak",
        "keys: the item 'talk' has no key",
    ),
    "keys of another name": (
        "autograder/keys/ada.yaml",
        "assignment: ada",
        "assignment: eva",
        "assignment: it says 'eva', and is called 'ada'",
    ),
}


@pytest.mark.parametrize(("name", "old", "new", "problem"), MISTAKES.values(), ids=MISTAKES.keys())
def test_a_mistake_anywhere_is_found(course: Path, name: str, old: str, new: str, problem: str) -> None:
    """Is a mistake in any kind of file told with the file and the field?"""
    spoil(course, name, old, new)
    assert f"{name} {problem}" in told(course)
    assert {line.split()[0] for line in told(course)} == {name}


def test_a_missing_case_is_told_with_its_line(course: Path) -> None:
    """Does the problem point at the line that names the case?"""
    spoil(course, "solutions/ada/items.yaml", "case: ada", "case: eva")
    problem = check(course).problems[0]
    lines = (course / "solutions/ada/items.yaml").read_text().splitlines()
    assert "case: eva" in lines[problem.line - 1]


def test_all_files_are_checked_though_one_is_broken(course: Path) -> None:
    """Are mistakes in several files told together?"""
    (course / "course/cases/ada.yaml").write_bytes(b"\xff")
    (course / "course/practice/03-listening.yaml").write_text("")
    spoil(course, "autograder/keys/ada.yaml", "points: 2", "points: 0")
    assert len(told(course)) == 3


def test_a_course_without_keys_can_be_checked(course: Path) -> None:
    """Can learners and authors check a course whose keys lie elsewhere?"""
    shutil.rmtree(course / "autograder")
    assert told(course) == []


def test_a_client_answers_own_words(course: Path) -> None:
    """Is it found that a client of the course has no answer to what learners will say?"""
    spoil(course, "course/cases/ada.yaml", '  advice:\n    - says: ["To advice.", "To advice again."]\n', "")
    assert [line for line in told(course) if "ada.yaml" in line] == [
        "course/cases/ada.yaml own_words: there are no answers to advice"
    ]


def test_a_client_repeats_no_answer(course: Path) -> None:
    """Is a line that stands twice among a client's answers found, where it stands the second time?"""
    spoil(course, "course/cases/ada.yaml", '"To silence again."', '"To advice."')
    assert told(course) == [
        "course/cases/ada.yaml own_words.silence[0].says[1]: 'To advice.' stands twice",
    ]


REPORTS: list[Callable[[Path], object]] = [
    lambda course: spoil(course, "course/cases/ada.yaml", "name: Ada", "name: 1"),
    lambda course: None,
]


@pytest.mark.parametrize("prepare", REPORTS, ids=["wrong", "right"])
def test_the_report_is_data(course: Path, prepare: Callable[[Path], object]) -> None:
    """Does the report as data hold all that it holds as objects?"""
    prepare(course)
    report = check(course)
    data = report.as_data()
    assert data["schema_version"] == 1
    assert (data["counts"], data["cases"]) == (report.counts, report.cases)
    assert [(problem["field"], problem["line"]) for problem in data["problems"]] == [
        (problem.field, problem.line) for problem in report.problems
    ]
    assert all(problem.keys() == {"file", "line", "field", "problem", "mend"} for problem in data["problems"])
