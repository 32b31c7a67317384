"""A whole course at work: an instructor, two students, nbgrader's own exchange folder between them, each at a desk of their own."""

from __future__ import annotations

import contextlib
import io
import os
import shutil
import sys
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jupyter_core.application import NoStart
from nbgrader.api import Gradebook
from nbgrader.apps.nbgraderapp import NbGraderApp

from rapport.content import Assignment, Case, Keys, load_assignment, load_case, load_keys
from rapport.content.item import ClassifyItem, DialogueItem
from rapport.content.key import BEST, ChoiceKey, ClassifyKey, DialogueKey, FreeTextKey, OrderKey
from rapport.content.response import (
    AnyResponse,
    BestAndWorst,
    BestReply,
    Classify,
    Dialogue,
    FreeText,
    Order,
    RuptureTurn,
)
from rapport.dialogue.outlook import outlook
from rapport.journal import Record
from tests.gradebooks import ask_alembic_once

ask_alembic_once()

ROOT = Path(__file__).parents[2]
ASSIGNMENTS = sorted(path.parent.name for path in ROOT.glob("solutions/*/*.ipynb"))
ASSIGNMENT = "john"
OWN_WORDS = "That took some <b>nerve</b>, John & I'm glad you came.<script>document.title = 'broken'</script>"


@contextlib.contextmanager
def _own_warnings() -> Iterator[None]:
    """Let nbgrader and what it stands on warn as they like; ours stay errors."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        warnings.filterwarnings("error", module=r"(rapport|autograder)\b")
        yield


@dataclass
class Desk:
    """Where one person runs nbgrader: a working folder, and settings that nobody shares."""

    folder: Path
    private: Path
    variables: Mapping[str, str] = field(default_factory=dict)

    def configure(self, *lines: str) -> None:
        """Write this person's own nbgrader settings."""
        (self.private / "config").mkdir(parents=True, exist_ok=True)
        (self.private / "config" / "nbgrader_config.py").write_text("\n".join(["c = get_config()", *lines]))

    def nbgrader(self, *arguments: str, **variables: str) -> str:
        """Run one nbgrader command as the command line does, and return its log; fail the test with the log if it fails."""
        app = NbGraderApp.instance()
        log = io.StringIO()
        code: Any = 0
        with (
            contextlib.chdir(self.folder),
            self._environment(variables),
            contextlib.redirect_stderr(log),
            _own_warnings(),
        ):
            try:
                app.initialize(list(arguments))
                app.start()
            except NoStart:
                pass
            except SystemExit as stop:
                code = stop.code
            finally:
                app.reset()
        assert not code, f"nbgrader {' '.join(arguments)} ended with {code}:\n{log.getvalue()}"
        return log.getvalue()

    @contextlib.contextmanager
    def _environment(self, variables: Mapping[str, str]) -> Iterator[None]:
        kept = os.environ.copy()
        for name in [name for name in kept if name.startswith(("JUPYTER", "RAPPORT"))]:
            del os.environ[name]
        os.environ["JUPYTER_CONFIG_DIR"] = str(self.private / "config")
        os.environ["JUPYTER_DATA_DIR"] = str(self.private / "data")
        # nbgrader calls a program that is installed beside Python.
        os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), kept["PATH"]])
        os.environ.update(variables)
        try:
            yield
        finally:
            os.environ.clear()
            os.environ.update(kept)


@dataclass(frozen=True)
class Grade:
    """One row of the gradebook."""

    score: float
    max_score: float
    needs_person: bool


class Course(Desk):
    """The instructor's desk: a copy of this course."""

    @classmethod
    def copied_to(cls, folder: Path, assignments: list[str]) -> Course:
        """Copy what nbgrader's commands work on."""
        folder.mkdir(parents=True)
        shutil.copy(ROOT / "nbgrader_config.py", folder)
        for name in assignments:
            shutil.copytree(ROOT / "solutions" / name, folder / "solutions" / name)
        shutil.copytree(ROOT / "autograder" / "keys", folder / "autograder" / "keys")
        return cls(folder, folder.parent / f"{folder.name}-private")

    def assignment(self, name: str) -> Assignment:
        """Return an assignment's items."""
        return load_assignment(self.folder / "solutions" / name / "items.yaml")

    def keys(self, name: str) -> Keys:
        """Return an assignment's keys."""
        return load_keys(self.folder / "autograder" / "keys" / f"{name}.yaml", self.assignment(name))

    def case(self, name: str, item_id: str) -> Case:
        """Return the case of a dialogue item."""
        item = self.assignment(name).item(item_id)
        assert isinstance(item, DialogueItem)
        return load_case(self.folder / "solutions" / name / "cases" / f"{item.case}.yaml")

    def duplicate(self, folder: Path) -> Course:
        """Return a copy of this desk as it stands, for a test that changes it."""
        shutil.copytree(self.folder, folder)
        return Course(folder, self.private)

    def gradebook(self) -> Gradebook:
        """Open the gradebook."""
        return Gradebook(f"sqlite:///{self.folder / 'autograder' / 'gradebook.db'}")

    def grades(self, name: str, student: str) -> dict[str, Grade]:
        """Return what the gradebook holds of one submission: for each item its marks, and whether a person is waited for."""
        with self.gradebook() as gradebook:
            found = gradebook.find_submission_notebook(name, name, student)
            return {
                grade.cell.name: Grade(grade.score, grade.max_score, grade.needs_manual_grade) for grade in found.grades
            }


@dataclass
class Term:
    """A course in which an assignment has gone the whole way."""

    course: Course
    exchange: Path
    students: dict[str, Desk]
    expected: dict[str, float]


def model_answers(course: Course, name: str) -> dict[str, AnyResponse]:
    """Return the answers that the keys call best."""
    given: dict[str, AnyResponse] = {}
    for key in course.keys(name).keys:
        if isinstance(key, FreeTextKey):
            given[key.item] = FreeText(text=key.model_reply)
        elif isinstance(key, DialogueKey):
            case = course.case(name, key.item)
            best = outlook(case).best
            assert best is not None
            given[key.item] = Dialogue(case=case.id, choices=best.choices)
        elif isinstance(key, OrderKey):
            given[key.item] = Order(kind=key.kind, order=tuple(key.order))
        elif isinstance(key, ClassifyKey):
            given[key.item] = Classify(labels={option: labelled.label for option, labelled in key.options.items()})
        elif key.kind == "rupture-turn":
            given[key.item] = RuptureTurn(turn=key.best)
        elif key.kind == "best-reply":
            given[key.item] = BestReply(option=key.best)
        else:
            given[key.item] = BestAndWorst(best=key.best, worst=key.worst)
    return given


def mixed_answers(course: Course, name: str) -> tuple[dict[str, AnyResponse], dict[str, float]]:
    """Return answers that are right, half right and wrong in turn, and the marks that each must earn."""
    given: dict[str, AnyResponse] = {}
    marks: dict[str, float] = {}
    for number, key in enumerate(course.keys(name).keys):
        if isinstance(key, FreeTextKey):
            given[key.item], credit = FreeText(text=OWN_WORDS), 0.0
        elif isinstance(key, DialogueKey):
            given[key.item], credit = _middling_talk(course.case(name, key.item), key)
        elif isinstance(key, OrderKey):
            given[key.item], credit = _one_pair_wrong(key)
        elif isinstance(key, ClassifyKey):
            given[key.item], credit = _one_label_wrong(course.assignment(name).item(key.item), key)
        elif key.kind == "rupture-turn":
            given[key.item], credit = RuptureTurn(turn=key.worst), 0.0
        elif key.kind == "best-reply":
            rating, credit = ((BEST, 1.0), (2, 0.5), (1, 0.0))[number % 3]
            given[key.item] = BestReply(option=_rated(key, rating))
        else:
            given[key.item], credit = BestAndWorst(best=key.best, worst=_rated(key, 2)), 0.5
        marks[key.item] = credit * key.points
    return given, marks


def _rated(key: ChoiceKey, rating: int) -> str:
    return next(option for option, verdict in key.options.items() if verdict.rating == rating)


def _one_pair_wrong(key: OrderKey) -> tuple[Order, float]:
    first, second, *others = key.order
    pairs = len(key.order) * (len(key.order) - 1) / 2
    return Order(kind=key.kind, order=(second, first, *others)), round(1 - 2 / pairs, 4)


def _one_label_wrong(item: object, key: ClassifyKey) -> tuple[Classify, float]:
    assert isinstance(item, ClassifyItem)
    labels = {option: labelled.label for option, labelled in key.options.items()}
    option = next(iter(labels))
    labels[option] = next(label for label in item.labels if label != labels[option])
    return Classify(labels=labels), round((len(labels) - 1) / len(labels), 4)


def _middling_talk(case: Case, key: DialogueKey) -> tuple[Dialogue, float]:
    """Return the talk, of the best ways to each ending, that comes nearest to half the marks; and its credit."""
    ways = outlook(case).endings.values()
    earned = {way.choices: (way.score - key.goal.none) / (key.goal.full - key.goal.none) for way in ways}
    choices = min(earned, key=lambda way: abs(earned[way] - 0.5))
    return Dialogue(case=case.id, choices=choices), round(min(1.0, max(0.0, earned[choices])), 4)


def whole_way(folder: Path) -> Term:
    """Take an assignment through every stock command: made, released, fetched, answered, handed in, graded, given back."""
    exchange = folder / "exchange"
    exchange.mkdir(mode=0o777)
    course = Course.copied_to(folder / "course", [ASSIGNMENT])
    course.configure(f"c.Exchange.root = {str(exchange)!r}")
    course.nbgrader("generate_assignment", ASSIGNMENT)
    course.nbgrader("release_assignment", ASSIGNMENT)
    mixed, expected = mixed_answers(course, ASSIGNMENT)
    students = {}
    for name, given in {"ada": model_answers(course, ASSIGNMENT), "ben": mixed}.items():
        students[name] = student = _student(folder / name, name, exchange)
        student.nbgrader("fetch_assignment", ASSIGNMENT)
        record = Record(student.folder / ASSIGNMENT, ASSIGNMENT)
        for item, response in given.items():
            record.answer(item, response)
        student.nbgrader("submit", ASSIGNMENT)
    course.nbgrader("collect", ASSIGNMENT)
    course.nbgrader("autograde", ASSIGNMENT)
    course.nbgrader("generate_feedback", ASSIGNMENT)
    course.nbgrader("release_feedback", ASSIGNMENT)
    for student in students.values():
        student.nbgrader("fetch_feedback", ASSIGNMENT)
    return Term(course, exchange, students, expected)


def _student(folder: Path, name: str, exchange: Path) -> Desk:
    folder.mkdir()
    desk = Desk(folder, folder.parent / f"{name}-private")
    desk.configure(
        f"c.Exchange.root = {str(exchange)!r}",
        'c.CourseDirectory.course_id = "rapport"',
        f"c.CourseDirectory.student_id = {name!r}",
    )
    return desk
