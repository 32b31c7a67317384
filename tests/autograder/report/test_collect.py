"""From gradebook and submissions to tables: what is read is what was graded, and nothing is changed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from autograder.bulk.kinds import Misuse
from autograder.report.collect import Collected, collect
from autograder.simulate.submission import MARKER
from rapport.content.response import BestReply
from tests.autograder.bulk.classes import bulk, gradebook, recorded
from tests.autograder.course import POINTS, Course, event, nbgraders_warnings, received


def collected(course: Course, **options: bool) -> Collected:
    with nbgraders_warnings():
        return collect(course.root, "mira", **options)


@pytest.fixture(scope="module")
def forty(graded_class: Course) -> Collected:
    """Return what the class did."""
    with pytest.MonkeyPatch.context() as patch:
        for variable in ("RAPPORT_KEYS", "RAPPORT_SOURCE"):
            patch.setenv(variable, "")
            patch.delenv(variable)
        return collected(graded_class)


def test_marks_are_the_gradebooks(forty: Collected, graded_class: Course) -> None:
    """Are the items and marks those of the gradebook, for every learner, free text waiting for a person?"""
    assert [one.name for one in forty.asked] == [*POINTS, "own-words"]
    assert {one.name: one.points for one in forty.asked} == {**POINTS, "own-words": 4}
    for student in ("simulated-0001", "simulated-0040"):
        assert forty.marks.loc[student].drop("own-words").to_dict() == graded_class.marks(student)
    assert forty.marks["own-words"].isna().all()
    assert forty.asked[-1].by_hand
    assert forty.asked[-1].item is not None
    assert forty.asked[-1].item.id == "own-words"


def test_answers_are_what_was_graded(forty: Collected) -> None:
    """Read from the submissions, do all answers, hostile learners' too, earn what the gradebook holds?"""
    assert (forty.changed, forty.unread, forty.ungraded, forty.left_out) == (0, 0, 0, 0)
    late = forty.choices[(forty.choices["item"] == "late-bus")].set_index("student")["choice"]
    assert set(late) <= {"sit-first", "next-time", "no-worry", "clock"}
    marks = forty.marks.loc[late.index, "late-bus"]
    assert set(marks[late == "sit-first"]) == {2.0}
    assert set(marks[late == "clock"]) == {0.0}
    assert not forty.answered.loc[forty.marks.index.difference(late.index), "late-bus"].any()
    assert forty.learners["simulated"].all()


def test_every_kind_of_choice_is_counted(forty: Collected) -> None:
    """Is there a part for each thing that an item of any kind asks to choose?"""
    parts = forty.choices.groupby("item")["part"].agg(lambda found: sorted(set(found)))
    assert parts["fine-really"] == ["best", "worst"]
    assert parts["nearest"] == parts["mending"] == ["first", "last"]
    assert parts["cooling"] == ["turn"]
    assert parts["first-talk"] == ["ending"]
    assert len(parts["naming"]) >= 3
    assert "own-words" not in parts


def test_nothing_is_written(own_class: Course) -> None:
    """Does collecting leave every file and every row as it was?"""
    before = {path: path.stat().st_mtime_ns for path in own_class.root.rglob("*") if path.is_file()}
    rows = recorded(own_class)
    collected(own_class)
    assert recorded(own_class) == rows
    assert {path: path.stat().st_mtime_ns for path in own_class.root.rglob("*") if path.is_file()} == before


def test_what_people_gave_counts(own_class: Course) -> None:
    """Do marks that a person gave replace automatic ones, while extra credit and penalties stand apart?"""
    with gradebook(own_class) as book:
        grade = book.find_grade("own-words", "mira", "mira", "simulated-0001")
        grade.manual_score, grade.extra_credit = 3.0, 1.5
        book.find_grade("late-bus", "mira", "mira", "simulated-0001").manual_score = 0.25
        book.find_submission_notebook("mira", "mira", "simulated-0001").late_submission_penalty = 2.0
        book.db.commit()
    found = collected(own_class)
    assert found.marks.loc["simulated-0001", ["own-words", "late-bus"]].tolist() == [3.0, 0.25]
    assert found.learners.loc["simulated-0001"].tolist() == [1.5, 2.0, True]
    assert found.changed == 0


def test_real_and_simulated(own_class: Course) -> None:
    """Are simulated learners told by their mark and left out when asked, and can no real one pass for simulated?"""
    honest = received(event("late-bus", BestReply(option="sit-first")))
    own_class.submit("ada", honest)
    shutil.copy(own_class.root / "autograder/submitted/simulated-0002/mira" / MARKER, own_class.submit("ben", honest))
    own_class.submit("eve", honest)
    shutil.rmtree(own_class.root / "autograder/submitted/simulated-0001")
    bulk(own_class)
    own_class.submit("late", honest)
    found = collected(own_class)
    assert found.learners.index[~found.learners["simulated"]].tolist() == ["ada", "ben", "eve"]
    assert (found.ungraded, found.unread) == (1, 1)
    assert found.answered.loc["simulated-0001"].isna().all()
    real = collected(own_class, without_simulated=True)
    assert real.marks.index.tolist() == ["ada", "ben", "eve"]
    assert (real.left_out, real.ungraded, real.unread) == (40, 1, 0)


def test_what_changed_since_it_was_graded(own_class: Course) -> None:
    """Is it noticed when a submission would now earn other marks, and is one reached through a link not read?"""
    submitted = own_class.root / "autograder" / "submitted"
    (submitted / "simulated-0003" / "mira").rename(submitted / "elsewhere")
    (submitted / "simulated-0003" / "mira").symlink_to(submitted / "elsewhere")
    path = submitted / "simulated-0004" / "mira" / "mira.responses.jsonl"
    newer = [event(item, BestReply(option="clock"), minute=10**6) for item in POINTS]
    path.write_bytes(b"".join(b"\n" + one.line() + b"\n" for one in newer))
    found = collected(own_class)
    assert found.unread == 1
    assert found.answered.loc["simulated-0003"].isna().all()
    assert found.changed == 1


def test_an_instructors_own_code(own_class: Course) -> None:
    """Are marks of a cell that runs reported beside ours, without choices?"""
    with gradebook(own_class) as book:
        book.find_source_cell("late-bus", "mira", "mira").source = "assert 1 + 1 == 2"
        book.db.commit()
    found = collected(own_class)
    assert {one.name: one.item is None for one in found.asked}["late-bus"]
    assert found.marks.loc["simulated-0002", "late-bus"] == own_class.marks("simulated-0002")["late-bus"]
    assert found.answered["late-bus"].isna().all()
    assert "late-bus" not in set(found.choices["item"])
    assert found.changed == 0


def _no_keys(course: Course) -> None:
    (course.root / "autograder" / "keys" / "mira.yaml").unlink()


def _no_settings(course: Course) -> None:
    (course.root / "nbgrader_config.py").unlink()


def _no_gradebook(course: Course) -> None:
    (course.root / "autograder" / "gradebook.db").unlink()


@pytest.mark.parametrize(
    ("told", "change"), [("no keys", _no_keys), ("nbgrader_config.py", _no_settings), ("no gradebook", _no_gradebook)]
)
def test_what_is_missing(own_class: Course, told: str, change: object) -> None:
    """Is it said what is missing, and what to do?"""
    assert callable(change)
    change(own_class)
    with pytest.raises(Misuse, match=told):
        collected(own_class)


def test_nobody(course: Course, own_class: Course) -> None:
    """Is it said that nobody is graded yet, that all are simulated, that there is no such assignment, and that a name is none?"""
    with pytest.raises(Misuse, match="autograder grade mira"):
        collected(course)
    with pytest.raises(Misuse, match="All 40 graded submissions of mira are simulated"):
        collected(own_class, without_simulated=True)
    with nbgraders_warnings(), pytest.raises(Misuse, match="no assignment 'other'"):
        collect(own_class.root, "other")
    for name in ("", "../mira", "mi\nra"):
        with pytest.raises(Misuse, match="no assignment's name"):
            collect(Path(own_class.root), name)
