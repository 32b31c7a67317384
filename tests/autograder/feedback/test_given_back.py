"""Pages as they are given back: by `autograder grade`, `autograder feedback` and `nbgrader generate_feedback`, always the same."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from nbgrader.apps.api import NbGraderAPI
from nbgrader.converters import GenerateFeedback
from nbgrader.coursedir import CourseDirectory
from typer.testing import CliRunner, Result

from autograder.bulk import run, write
from autograder.bulk.gradebook import Book
from autograder.cli import app
from rapport.content.response import BestReply, FreeText
from tests.autograder.bulk.classes import bulk, gradebook, hand_in, submit
from tests.autograder.course import Course, event, mixed_notebook, nbgraders_warnings, received, write_course
from tests.autograder.feedback.pages import Reader

HONEST = received(event("late-bus", BestReply(option="sit-first")))
POOR = received(event("late-bus", BestReply(option="next-time")))


def page(course: Course, student: str) -> str:
    return (course.root / "autograder" / "feedback" / student / "mira" / "mira.html").read_bytes().decode()


def pages(course: Course) -> dict[str, str]:
    folder = course.root / "autograder" / "feedback"
    return {path.parents[1].name: path.read_bytes().decode() for path in folder.glob("[!.]*/mira/mira.html")}


def generated(course: Course, student: str = "*") -> dict[str, str]:
    """Return what `nbgrader generate_feedback --force` writes, and put back what was there."""
    config = course.config()
    directory = CourseDirectory(config=config, assignment_id="mira", student_id=student)
    kept = course.root / "autograder" / "feedback"
    aside = kept.rename(kept.with_name("kept")) if kept.exists() else None
    with nbgraders_warnings():
        GenerateFeedback(coursedir=directory, config=config, force=True).start()
    made = pages(course)
    write.clear(kept)
    if aside:
        aside.rename(kept)
    return made


def give(course: Course, student: str, cell: str, **fields: Any) -> None:
    """Do what a person does in the formgrader."""
    with gradebook(course) as book:
        grade = book.find_grade(cell, "mira", "mira", student)
        for field, value in fields.items():
            setattr(grade, field, value)
        book.db.commit()


def say(course: Course, student: str, cell: str, words: str) -> None:
    with gradebook(course) as book:
        book.find_comment(cell, "mira", "mira", student).manual_comment = words
        book.db.commit()


def feedback(course: Course, *more: str) -> Result:
    with nbgraders_warnings():
        return CliRunner().invoke(app, ["feedback", "mira", "--root", str(course.root), *more])


PLUGIN = """
from nbgrader.plugins import LateSubmissionPlugin


class Late(LateSubmissionPlugin):
    def late_submission_penalty(self, student_id, score, seconds):
        return score / 4


c.AssignLatePenalties.plugin_class = Late
"""


def test_both_ways_write_the_same_page(course: Course) -> None:
    """After bulk grading of all there is, late and damaged work included, is each page byte for byte nbgrader's?"""
    with (course.root / "nbgrader_config.py").open("a") as file:
        file.write(PLUGIN)
    hand_in(course, 24)
    for student, at in {"late": "2025-03-02 12:00:00.5 UTC", "far": "2025-03-02T14:00:00"}.items():
        (submit(course, student, [HONEST]) / "timestamp.txt").write_text(at)
    report = bulk(course)
    made = pages(course)
    assert set(made) == set(report.marked)
    assert len(made) > 15
    assert "Points earned 2 of 23.2 Late penalty 0.5 Marks 1.5 of 23.2 points" in Reader(made["late"]).seen
    assert "Handed in 2 March 2025, 14:00 UTC" in Reader(made["far"]).seen
    assert generated(course) == made


def test_a_second_grading_knows_what_people_gave(course: Course) -> None:
    """Graded again, do pages hold manual scores, extra credit, comments and names, and still match nbgrader's?"""
    students = [submit(course, student, [HONEST]).parent.name for student in ("ada", "ben", "cem")]
    (course.root / "autograder" / "submitted" / "ben" / "mira" / "timestamp.txt").write_text("2025-03-02 12:00:00 UTC")
    with gradebook(course) as book:
        book.add_student("ada", first_name="Ada", last_name="<b>Byron</b>")
    bulk(course)
    give(course, "ada", "late-bus", manual_score=0.5, extra_credit=1, needs_manual_grade=False)
    give(course, "ben", "own-words", manual_score=3, needs_manual_grade=False)
    say(course, "ben", "own-words", "Warm.")
    say(course, "cem", "essay", "")
    bulk(course, force=True)
    made = pages(course)
    assert "1.5 of 2 points, with 1 extra; a person may look at it again" in Reader(made["ada"]).seen
    assert "ada, Ada <b>Byron</b>" in Reader(made["ada"]).seen
    assert "3 of 4 points" in Reader(made["ben"]).seen
    assert "Warm." in made["ben"]
    assert "No response." not in made["cem"]
    assert "No response." in made["ada"]
    assert generated(course) == made
    assert sorted(made) == students


def test_marks_given_while_grading(course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    """Does a page hold a mark that a person gives after the run has begun and before it records?"""
    submit(course, "ada", [HONEST])
    bulk(course)
    record = Book.record

    def late(*given: Any) -> Any:
        give(course, "ada", "own-words", manual_score=2)
        return record(*given)

    monkeypatch.setattr(Book, "record", late)
    bulk(course, force=True)
    assert "2 of 4 points" in Reader(page(course, "ada")).seen
    assert generated(course) == pages(course)


def test_feedback_after_marking_by_hand(course: Course) -> None:
    """Does `autograder feedback` bring up to date just the pages of those who were marked since, and again nobody's?"""
    for student in ("ada", "ben"):
        (submit(course, student, [HONEST]) / "timestamp.txt").write_text("2025-03-01 11:00:00 UTC")
    bulk(course)
    give(course, "ada", "own-words", manual_score=4, needs_manual_grade=False)
    write.clear(course.root / "autograder" / "feedback" / "ben")
    assert "2 written, 0 unchanged" in feedback(course).output
    assert "4 of 4 points" in Reader(page(course, "ada")).seen
    assert generated(course) == pages(course)
    given_back = course.root / "autograder" / "feedback" / "ben" / "mira"
    assert sorted(path.name for path in given_back.iterdir()) == ["mira.html", "timestamp.txt"]
    done = feedback(course)
    assert (done.exit_code, "0 written, 2 unchanged" in done.output) == (0, True)
    assert "2 written" in feedback(course, "--all").output


def test_feedback_says_what_it_can_not_do(course: Course) -> None:
    """Is the exit code 2 where nothing is graded, and 1 where a page could not be written, with the reason?"""
    submit(course, "ada", [HONEST])
    nothing = feedback(course)
    assert (nothing.exit_code, "Nothing is graded yet" in nothing.stderr) == (2, True)
    bulk(course)
    with gradebook(course) as book:
        book.remove_submission("mira", "ada")
    gone = feedback(course)
    assert (gone.exit_code, "ada: no page, the gradebook has no such submission" in gone.stderr) == (1, True)


def test_opening_the_keys(course: Course) -> None:
    """When an instructor opens withheld keys, does `autograder feedback` show them, without grading anybody again?"""
    keys = course.root / "autograder" / "keys" / "mira.yaml"
    open_keys = keys.read_text()
    keys.write_text(open_keys.replace("assignment: mira\n", "assignment: mira\nreveal: false\n"))
    submit(course, "ada", [POOR])
    bulk(course)
    assert "She is told off." not in page(course, "ada")
    assert generated(course) == pages(course)
    keys.write_text(open_keys.replace("  - item: late-bus\n", "  - item: late-bus\n    reveal: true\n"))
    assert bulk(course).unchanged == ["ada"]
    assert "She is told off." not in page(course, "ada")
    assert "1 written" in feedback(course).output
    assert "She is told off." in page(course, "ada")
    assert bulk(course, force=True).marked == ["ada"]
    assert "She is told off." in page(course, "ada")


def test_without_feedback(course: Course) -> None:
    """Does `--no-feedback` write no page, and leave none that no longer holds?"""
    submit(course, "ada", [HONEST])
    arguments = ["grade", "mira", "--root", str(course.root)]
    with nbgraders_warnings():
        assert CliRunner().invoke(app, [*arguments, "--no-feedback"]).exit_code == 0
        assert pages(course) == {}
        assert CliRunner().invoke(app, [*arguments, "--force"]).exit_code == 0
        assert list(pages(course)) == ["ada"]
        assert CliRunner().invoke(app, [*arguments, "--force", "--no-feedback"]).exit_code == 0
    assert pages(course) == {}


MOMENTS: list[tuple[Any, str, int]] = [
    (write, "take_away", 4),
    (Book, "record", 1),
    (write, "put", 2),
    (write, "put", 3),
]
MOMENTS += [(run.ledger, "append", 1)]


@pytest.mark.parametrize(("place", "step", "call"), MOMENTS)
def test_killed(course: Course, monkeypatch: pytest.MonkeyPatch, place: Any, step: str, call: int) -> None:
    """Killed at any step, does every page that is there agree with the gradebook, and is every page there after the next run?"""
    for student in ("ada", "ben", "cem"):
        submit(course, student, [HONEST])
    bulk(course)
    for student in ("ada", "ben", "cem"):
        write.clear(course.root / "autograder" / "submitted" / student / "mira")
        submit(course, student, [POOR])
    true: Callable[..., Any] = getattr(place, step)
    calls = 0

    def dying(*given: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls == call:
            raise SystemError("killed")
        return true(*given)

    monkeypatch.setattr(place, step, dying)
    with pytest.raises(SystemError):
        bulk(course)
    monkeypatch.setattr(place, step, true)
    for student, shown in pages(course).items():
        with gradebook(course) as book:
            score = book.find_submission_notebook("mira", "mira", student).score
        assert f"Marks {score:g} of 23.2 points" in Reader(shown).seen
    bulk(course)
    assert set(pages(course)) == {"ada", "ben", "cem"}
    assert all("Marks 0 of 23.2 points" in Reader(shown).seen for shown in pages(course).values())
    hidden = course.root / "autograder" / "feedback" / ".pages"
    assert not hidden.exists() or list(hidden.iterdir()) == []


def test_a_failed_submission_keeps_its_page(course: Course) -> None:
    """Does somebody who hands in damage later keep the page that belongs to the marks that are kept?"""
    folder = submit(course, "ada", [HONEST])
    bulk(course)
    before = page(course, "ada")
    (folder / "mira.ipynb").write_text("{")
    assert [outcome.student for outcome in bulk(course).failed] == ["ada"]
    assert page(course, "ada") == before
    write.clear(folder)
    submit(course, "ada", [POOR])
    with (course.root / "nbgrader_config.py").open("a") as file:
        file.write(PLUGIN.replace("return score / 4", "raise RuntimeError('no rule')"))
    (folder / "timestamp.txt").write_text("2025-03-02 12:00:00 UTC")
    assert [outcome.student for outcome in bulk(course).failed] == ["ada"]
    assert page(course, "ada") == before


def test_release_finds_what_it_needs(course: Course) -> None:
    """Are time and secret of the submission beside the page, as nbgrader's release wants them, and nothing else of the student's?"""
    folder = submit(course, "ada", [HONEST])
    (folder / "timestamp.txt").write_text("2025-03-01 11:00:00 UTC")
    (folder / "submission_secret.txt").write_text("secret")
    (folder / "notes.txt").write_text("mine")
    bulk(course)
    given_back = course.root / "autograder" / "feedback" / "ada" / "mira"
    assert sorted(path.name for path in given_back.iterdir()) == ["mira.html", "submission_secret.txt", "timestamp.txt"]
    assert oct(os.stat(given_back / "mira.html").st_mode)[-3:] == "644"


def test_the_formgraders_button(course: Course) -> None:
    """Does the formgrader's button write our page anew, although one is there?"""
    submit(course, "ada", [HONEST])
    bulk(course)
    give(course, "ada", "own-words", manual_score=4, needs_manual_grade=False)
    config = course.config()
    with nbgraders_warnings():
        done = NbGraderAPI(CourseDirectory(config=config), config=config).generate_feedback("mira", "ada")
    assert done["success"], done
    assert "4 of 4 points" in Reader(page(course, "ada")).seen


def test_other_notebooks_keep_nbgraders_page(tmp_path: Path) -> None:
    """With code of the instructor's own to grade, is the page nbgrader's, with its marks, and without what is withheld?"""
    course = write_course(tmp_path / "course", mixed_notebook())
    keys = course.root / "autograder" / "keys" / "mira.yaml"
    keys.write_text(keys.read_text().replace("  - item: late-bus\n", "  - item: late-bus\n    reveal: false\n"))
    keys.write_text(keys.read_text().replace("  - item: own-words\n", "  - item: own-words\n    reveal: false\n"))
    course.release()
    hidden = received(event("fine-really", BestReply(option="agree")), event("own-words", FreeText(text="Mine.")))
    course.submit("ada", POOR, hidden)
    assert course.autograde(KeyedExecute={"enabled": False})  # a kernel would take seconds, and changes no page
    (shown,) = generated(course).values()
    assert "Test cell" in shown
    assert "Next time, take the bus" in shown
    assert "She is told off." not in shown
    assert "The rubric." not in shown
