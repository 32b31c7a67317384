"""The gradebook on a PostgreSQL server, whose tables nbgrader itself made, and to which several people write at once."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from nbgrader.apps.api import NbGraderAPI
from nbgrader.converters import GenerateFeedback
from nbgrader.coursedir import CourseDirectory

from autograder.bulk import database, run, setup
from autograder.bulk.gradebook import Book
from autograder.bulk.kinds import Misuse
from rapport.content.response import BestReply
from tests.autograder.bulk.classes import bulk, due_at_noon, filed, gradebook, hand_in, recorded, submit, twin
from tests.autograder.bulk.postgres import Server, server
from tests.autograder.course import Course, event, nbgraders_warnings, received

HONEST = received(event("late-bus", BestReply(option="sit-first")))
WAITING = "select count(*) from pg_stat_activity where wait_event_type = 'Lock' and datname = %s"


@pytest.fixture(scope="module")
def postgres() -> Iterator[Server]:
    """Start a server."""
    with server() as running:
        yield running


@pytest.fixture(scope="module")
def released_there(
    postgres: Server, released_class: Course, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Course, str]:
    """Return a course that nbgrader released with a gradebook on the server, and the name of its database."""
    course = twin(released_class, tmp_path_factory.mktemp("there") / "course")
    (course.root / "autograder" / "gradebook.db").unlink()
    shutil.rmtree(course.root / "exercises")
    _point(course, postgres.create("released"))
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("RAPPORT_KEYS", raising=False)
        patch.delenv("RAPPORT_SOURCE", raising=False)
        course.release()
    due_at_noon(course)
    return course, "released"


@pytest.fixture
def course(released_there: tuple[Course, str], postgres: Server, tmp_path: Path, environment: None) -> Course:
    """Return a course with a gradebook of its own on the server."""
    released, name = released_there
    course = twin(released, tmp_path / "there")
    _point(course, postgres.create(f"course_{uuid4().hex}", like=name))
    return course


def _point(course: Course, url: str) -> None:
    with (course.root / "nbgrader_config.py").open("a") as file:
        file.write(f"\nc.CourseDirectory.db_url = {url!r}\n")


def test_same_as_on_sqlite(course: Course, released_class: Course, tmp_path: Path) -> None:
    """Are gradebook and graded folders what they are with SQLite, graded once and again?"""
    here = twin(released_class, tmp_path / "here")
    hand_in(here, 40)
    submit(here, "ada", [HONEST])
    shutil.copytree(here.root / "autograder" / "submitted", course.root / "autograder" / "submitted")
    for again in (False, True):
        assert bulk(course, force=again).failed == bulk(here, force=again).failed
        assert _comparable(recorded(course)) == _comparable(recorded(here))
    graded = [student for student in recorded(here) if student == "ada" or student.endswith("1")]
    assert {student: filed(course, student) for student in graded} == {
        student: filed(here, student) for student in graded
    }
    assert bulk(course).marked == []


def _comparable(rows: dict[str, list[tuple[Any, ...]]]) -> dict[str, set[tuple[Any, ...]]]:
    """Return rows as a set, with times as times: SQLite keeps them as text, and sorts kinds of cells by another order."""
    return {student: {tuple(map(_as_time, row)) for row in given} for student, given in rows.items()}


def _as_time(value: Any) -> Any:
    try:
        return datetime.fromisoformat(value)
    except (TypeError, ValueError):
        return value


def test_nbgrader_goes_on_there(course: Course) -> None:
    """Do nbgrader's own grading, its feedback and the formgrader's lists work on what bulk grading wrote, and the other way round?"""
    submit(course, "ada", [HONEST])
    bulk(course)
    first = recorded(course)
    config = course.config()
    directory = CourseDirectory(config=config, assignment_id="mira")
    with nbgraders_warnings():
        GenerateFeedback(coursedir=directory, config=config).start()
        (told,) = NbGraderAPI(CourseDirectory(config=config)).get_submissions("mira")
    assert (course.root / "autograder" / "feedback" / "ada" / "mira" / "mira.html").is_file()
    assert (told["student"], told["score"], told["needs_manual_grade"]) == ("ada", 2.0, True)
    assert course.autograde()
    assert bulk(course).marked == ["ada"]
    assert recorded(course) == first


def test_manual_marks_stay(course: Course) -> None:
    """Do scores, comments and extra credit that a person gave survive a new grading?"""
    submit(course, "ada", [HONEST])
    bulk(course)
    with gradebook(course) as book:
        grade = book.find_grade("late-bus", "mira", "mira", "ada")
        grade.manual_score, grade.extra_credit, grade.needs_manual_grade = 0.5, 1, False
        book.find_comment("own-words", "mira", "mira", "ada").manual_comment = "Well said."
        book.db.commit()
    bulk(course, force=True)
    with gradebook(course) as book:
        grade = book.find_grade("late-bus", "mira", "mira", "ada")
        assert (grade.auto_score, grade.score, grade.needs_manual_grade) == (2.0, 1.5, True)
        assert book.find_comment("own-words", "mira", "mira", "ada").comment == "Well said."


def _another(course: Course, name: str) -> None:
    """Release another assignment with the same items."""
    solutions = course.root / "solutions"
    shutil.copytree(solutions / "mira", solutions / name)
    (solutions / name / "mira.ipynb").rename(solutions / name / f"{name}.ipynb")
    course.release(name)


def test_three_who_write_at_once(
    course: Course, postgres: Server, beside: ThreadPoolExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two assignments graded at the same time, while a teacher gives scores: is every mark there, of all three?"""
    monkeypatch.setattr(run, "BATCH", 4)
    _another(course, "second")
    class_ = [f"s{number:02}" for number in range(16)]
    for student in class_:
        folder = submit(course, student, [HONEST])
        shutil.copytree(folder, folder.with_name("second"))
        (folder.with_name("second") / "mira.ipynb").rename(folder.with_name("second") / "second.ipynb")
    bulk(course)
    with nbgraders_warnings():
        gradings = [setup.prepare(course.root, name) for name in ("mira", "second")]
    together = threading.Barrier(3, timeout=30)
    graded = [beside.submit(_graded, prepared, together) for prepared in gradings]
    together.wait()
    for number, student in enumerate(class_):
        with gradebook(course) as book:
            grade = book.find_grade("late-bus", "mira", "mira", student)
            grade.manual_score, grade.needs_manual_grade = number / 10, False
            book.db.commit()
    assert [len(done.result().marked) for done in graded] == [16, 16]
    with gradebook(course) as book:
        for number, student in enumerate(class_):
            for name, score in (("mira", number / 10), ("second", 2)):
                assert book.find_grade("late-bus", name, name, student).score == score
                assert book.find_submission(name, student).score == score
        assert len(book.students) == 16


def _graded(prepared: setup.Setup, together: threading.Barrier) -> run.Report:
    together.wait()
    try:
        return run.grade(prepared, force=True)
    finally:
        prepared.book.close()


@pytest.fixture
def beside() -> Iterator[ThreadPoolExecutor]:
    """Something that goes on beside the test."""
    with ThreadPoolExecutor(2) as threads:
        yield threads


def _until_it_waits(postgres: Server, course: Course, grading: Future[Any]) -> None:
    """Return when the grading waits for a lock that somebody holds; fail where it ends without."""
    with postgres.connect(autocommit=True) as connection:
        while not connection.execute(WAITING, [_name(course)]).fetchone()[0]:  # type: ignore[index]
            assert not grading.done(), grading.result()


def _name(course: Course) -> str:
    return str(course.config().CourseDirectory.db_url).partition("@/")[2].partition("?")[0]


def test_a_student_added_at_the_same_time(course: Course, postgres: Server, beside: ThreadPoolExecutor) -> None:
    """Is nobody stopped, and nobody there twice, when another grading adds the same student at this very moment?"""
    submit(course, "ada", [HONEST])
    with postgres.connect(_name(course)) as other:
        other.execute("insert into student (id) values ('ada')")
        grading = beside.submit(bulk, course)
        _until_it_waits(postgres, course, grading)
    assert grading.result().marked == ["ada"]
    assert list(recorded(course)) == ["ada"]


def test_a_score_given_at_the_same_time(course: Course, postgres: Server, beside: ThreadPoolExecutor) -> None:
    """Is a score that somebody gives at the very moment of grading kept, and the cell left for another look?"""
    submit(course, "ada", [HONEST])
    bulk(course)
    with postgres.connect(_name(course)) as other:
        given = "update grade set manual_score = 1.5, needs_manual_grade = false where auto_score = 2"
        assert other.execute(given).rowcount == 1
        grading = beside.submit(bulk, course, force=True)
        _until_it_waits(postgres, course, grading)
    assert grading.result().marked == ["ada"]
    with gradebook(course) as book:
        grade = book.find_grade("late-bus", "mira", "mira", "ada")
        assert (grade.auto_score, grade.manual_score, grade.needs_manual_grade) == (2.0, 1.5, True)


def test_somebody_who_never_ends(course: Course, postgres: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """Is the instructor told to run it again where somebody holds rows for long, with nothing lost?"""
    monkeypatch.setattr(database, "PATIENCE", "0.1")
    submit(course, "ada", [HONEST])
    bulk(course)
    before = recorded(course)
    with postgres.connect(_name(course)) as other:
        other.execute("update grade set manual_score = 1.5")
        with pytest.raises(Misuse, match="Run the same command again"):
            bulk(course, force=True)
        other.rollback()
    assert bulk(course).marked == ["ada"]
    assert recorded(course) == before


def test_one_run_at_a_time_on_two_machines(course: Course, tmp_path: Path) -> None:
    """Is a second run of the same assignment kept out that sees the same gradebook but not the same folders, until the first ends?"""
    submit(course, "ada", [HONEST])
    other = twin(course, tmp_path / "other machine")
    with nbgraders_warnings():
        prepared = setup.prepare(course.root, "mira")

    def second(_: int) -> None:
        with pytest.raises(Misuse, match="perhaps on another machine"):
            bulk(other)

    assert run.grade(prepared, progress=second).marked == ["ada"]
    assert bulk(other).marked == ["ada"]
    prepared.book.close()


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("postgresql+psycopg://course:secret@/course?host=/nowhere", "course:***@"),
        ("postgresql+asyncpg://course:secret@host/course", "install psycopg"),
        ("mysql://course:secret@host/course", "no gradebook is kept in mysql"),
        ("course", "can't be used"),
    ],
)
def test_no_such_server(url: str, told: str) -> None:
    """Is it said what is wrong with an address or its server, without the password?"""
    with pytest.raises(Misuse) as raised, nbgraders_warnings():
        Book(url, "mira")
    assert told in str(raised.value)
    assert "secret" not in str(raised.value)


def test_an_empty_database(postgres: Server) -> None:
    """Is it said how to get a gradebook where the server has none?"""
    with pytest.raises(Misuse, match="generate_assignment mira"), nbgraders_warnings():
        Book(postgres.create("empty"), "mira")
