"""What a student writes in place of answers, to be given more than the answers earn."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from autograder.bulk import find
from autograder.bulk.kinds import Places
from autograder.collecting.names import fits
from rapport.content.response import BestReply
from rapport.journal import MIME
from tests.autograder.bulk.classes import bulk
from tests.autograder.course import POINTS, Course, event, received

EARNED = {**dict.fromkeys(POINTS, 0.0), "late-bus": 1.0}
"""What the honest answer earns; for two marks another should have been given."""
HONEST = event("late-bus", BestReply(option="no-worry"))
BETTER = event("late-bus", BestReply(option="sit-first"), 5)


def _line(**changed: Any) -> bytes:
    """Return a line that would be the better answer, but for what is changed."""
    return b"\n" + json.dumps({**BETTER.model_dump(mode="json"), **changed}).encode() + b"\n"


def _raw(old: str, new: str) -> bytes:
    text = _line().decode()
    assert old in text
    return text.replace(old, new).encode()


def _journal(*lines: bytes) -> Callable[[Path], None]:
    return lambda folder: (folder / "mira.responses.jsonl").write_bytes(b"".join(lines)) and None


def _notebook(change: Callable[[dict[str, Any]], None], old: str = "", new: str = "") -> Callable[[Path], None]:
    def forge(folder: Path) -> None:
        notebook = json.loads((folder / "mira.ipynb").read_text())
        change(notebook)
        (folder / "mira.ipynb").write_text(json.dumps(notebook).replace(old, new) if old else json.dumps(notebook))

    return forge


def _shown(*bundles: Any) -> Callable[[Path], None]:
    """Put outputs into every graded cell, before and after what it holds."""

    def change(notebook: dict[str, Any]) -> None:
        for cell in notebook["cells"]:
            if cell["cell_type"] == "code":
                forged = [{"output_type": "display_data", "metadata": {}, "data": data} for data in bundles]
                cell["outputs"] = [*forged, *cell["outputs"], *forged]

    return _notebook(change)


def _results(*marks: str) -> Callable[[Path], None]:
    def change(notebook: dict[str, Any]) -> None:
        for cell in notebook["cells"]:
            if cell["cell_type"] == "code":
                cell["outputs"] += [
                    {
                        "output_type": "execute_result",
                        "metadata": {},
                        "execution_count": 1,
                        "data": {"text/plain": mark},
                    }
                    for mark in marks
                ]

    return _notebook(change)


def _metadata(**changed: Any) -> Callable[[Path], None]:
    def change(notebook: dict[str, Any]) -> None:
        for cell in notebook["cells"]:
            cell["metadata"].get("nbgrader", {}).update(changed)

    return _notebook(change)


def _many_receipts(folder: Path) -> None:
    data = {MIME: HONEST.model_dump(mode="json")}
    _shown(*[data] * 300)(folder)


ATTACKS: dict[str, Callable[[Path], None]] = {
    "a score in an answer": _journal(_line(score=2.0)),
    "scores for answers": _journal(
        json.dumps({"item": "late-bus", "score": 2, "points": 2} | {"x": "x" * 99}).encode()
    ),
    "a score in the response": _journal(_line(response={"kind": "best-reply", "option": "sit-first", "score": 2})),
    "an item that is not asked": _journal(_line(item="no-such-item"), _line(item="../late-bus"), _line(item="")),
    "another notebook's answer": _journal(_line(notebook="john")),
    "a newer version": _journal(_line(schema_version=99)),
    "not a number": _journal(_raw('"sequence": 1', '"sequence": NaN'), _raw('"sequence": 1', '"sequence": Infinity')),
    "huge numbers": _journal(
        _raw('"sequence": 1', '"sequence": 1e999'), _raw('"sequence": 1', '"sequence": ' + "9" * 4000)
    ),
    "the end of times": _journal(_line(at="9999-12-31T23:59:59Z"), _line(at="2025-03-01T12:05:00"), _line(at=1e300)),
    "another kind of answer": _journal(_line(response={"kind": "free-text", "text": "2.0"} | {"option": "sit-first"})),
    "letters that are none": _journal(_raw("sit-first", "sit-first\\ud800"), _raw("sit-first", "sit\\u0000-first")),
    "a forged receipt": _shown(
        {MIME: {"item": "late-bus", "score": 2, "points": 2}}, {MIME: json.loads(_line(score=2))}
    ),
    "receipts of no kind": _shown({MIME: [[]]}, {MIME: "{"}, {MIME: 1e308}, {MIME: None}, {MIME: {"a": None}}),
    "receipts without end": _many_receipts,
    "marks as results": _results("2.0", "nan", "inf", "1e999", "-1", "True", "numpy.float64(2.0)"),
    "more points": _metadata(points=1000),
    "points without end": _metadata(points=float("inf")),
    "points that are no number": _metadata(points=float("nan"), max_score="lots"),
    "huge points": _notebook(
        lambda notebook: notebook["cells"][1]["metadata"]["nbgrader"].update(points="HUGE"), '"HUGE"', "1" + "0" * 4000
    ),
    "a changed checksum": _metadata(checksum="0" * 32),
    "another schema": _metadata(schema_version=10**300),
    "a cell that is no longer locked": _metadata(locked=False, solution=True),
}


def test_attacks_earn_nothing(course: Course) -> None:
    """Does each attack leave the marks at what the honest answer earns, to the last digit?"""
    for number, attack in enumerate(ATTACKS.values()):
        attack(course.submit(f"eve-{number:02}", received(HONEST)))
    course.submit("zoe", received(HONEST, BETTER))
    report = bulk(course)
    assert report.failed == []
    for number, name in enumerate(ATTACKS):
        assert course.marks(f"eve-{number:02}") == EARNED, name
    assert course.marks("zoe") == {**EARNED, "late-bus": 2.0}


def test_an_answer_that_is_not_offered(course: Course) -> None:
    """Is the newest answer the one that counts, also where it names an option that the card never showed?"""
    course.submit("eve", received(HONEST), journal=[event("late-bus", BestReply(option="never-offered"), 5)])
    assert bulk(course).marked == ["eve"]
    assert course.marks("eve")["late-bus"] == 0


def test_what_nobody_thought_of(course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    """Does an error that nobody foresaw stop one student's grading only?"""
    for student in ("eve", "zoe"):
        course.submit(student, received(HONEST))
    read = find.read

    def failing(places: Places, student: str, name: str) -> find.Submission:
        if student == "eve":
            raise KeyError("odd")
        return read(places, student, name)

    monkeypatch.setattr(find, "read", failing)
    report = bulk(course)
    assert report.marked == ["zoe"]
    assert "unexpected, KeyError" in report.failed[0].what


@pytest.mark.parametrize(
    "text",
    ["2025-03-01 12:" + "9" * 50, "9" * 60, "2025-03-01 12:00 +9999999999", "\\\\server\\x", "1e999"],
)
def test_times_that_are_none(course: Course, text: str) -> None:
    """Is a time of handing in that no parser holds told for its student, and nobody else kept waiting?"""
    (course.submit("eve", received(HONEST)) / "timestamp.txt").write_text(text)
    course.submit("zoe", received(HONEST))
    report = bulk(course)
    assert report.marked == ["zoe"]
    assert "holds no time" in report.failed[0].what


@pytest.mark.parametrize("name", ["=cmd|'C'!A0", "{{7*7}}", "%s%n", "a;rm -rf ~", "-force"])
def test_names_that_are_code_elsewhere(course: Course, name: str) -> None:
    """Is a student of such a name graded like any other, under that name and no other?"""
    course.submit(name, received(HONEST))
    assert bulk(course).marked == [name]
    assert course.marks(name) == EARNED
    assert [path.name for path in (course.root / "autograder" / "autograded").iterdir() if path.name[0] != "."] == [
        name
    ]


@pytest.mark.parametrize("name", ["<img src=x onerror=alert(1)>", '";alert(1);"', "a&lt;b", "a\\b"])
def test_names_that_formgrader_would_run(course: Course, name: str) -> None:
    """Is a student's id refused that nbgrader's page of that student would take for markup or script?"""
    course.submit(name, received(HONEST))
    (failed,) = bulk(course).failed
    assert "can't be a student's id" in failed.what
    assert not fits(name)
