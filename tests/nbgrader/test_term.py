"""An assignment handed out, answered, handed in, graded and given back with nbgrader's own commands."""

from __future__ import annotations

import csv
import html
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
import yaml

from rapport.content.key import ChoiceKey, ClassifyKey, DialogueKey, FreeTextKey, OrderKey
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
from rapport.dialogue import replay

from .term import ASSIGNMENT, OWN_WORDS, Course, Term, mixed_answers, model_answers


def _free_text(course: Course) -> str:
    """Return the item that a person grades."""
    (item,) = [key.item for key in course.keys(ASSIGNMENT).keys if isinstance(key, FreeTextKey)]
    return item


def _strings(value: Any) -> Iterator[str]:
    """Yield every text in plain data, with its blanks evened out."""
    if isinstance(value, str):
        yield " ".join(value.split())
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner)


def _texts(folder: Path) -> str:
    """Return all that the files of a folder say, as a reader of any of their formats would see it."""
    said: list[str] = []
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        if path.suffix == ".ipynb":
            said += _strings(json.loads(nbformat.writes(nbformat.read(path, as_version=4), split_lines=False)))
        elif path.suffix == ".yaml":
            said += _strings(yaml.safe_load(path.read_text()))
        else:
            said.append(path.read_text())
    return "\n".join(said)


def _secrets(course: Course) -> list[str]:
    """Return every text that only the keys hold."""
    kept: list[str] = []
    for key in course.keys(ASSIGNMENT).keys:
        plain = key.model_dump(exclude={"item", "kind", "looks_for"})  # names of behaviours are the course's own words
        if isinstance(key, ClassifyKey):  # what labels there are is no secret
            plain["options"] = [labelled.feedback for labelled in key.options.values()]
        kept += _strings(plain)
    return [text for text in kept if len(text) > 12]


def test_students_get_three_kinds_of_files(term: Term) -> None:
    """Does a student receive the notebook, the items and the cases, and nothing else?"""
    released = term.exchange / "rapport" / "outbound" / ASSIGNMENT
    cases = {f"cases/{path.name}" for path in (term.course.folder / "solutions" / ASSIGNMENT / "cases").iterdir()}

    found = {str(path.relative_to(released)) for path in released.rglob("*") if path.is_file()}
    assert found == {f"{ASSIGNMENT}.ipynb", "items.yaml"} | cases


def test_students_get_no_key(term: Term) -> None:
    """Do released files hold no text of a key, no hidden test and no mark scheme?"""
    released = _texts(term.exchange / "rapport" / "outbound")
    secrets = _secrets(term.course)

    assert len(secrets) > 50
    assert [text for text in secrets if text in released] == []
    for trace in ("HIDDEN TESTS", "MARK SCHEME", "autograder", "mark("):
        assert trace not in released
        assert trace in _texts(term.course.folder / "solutions"), "the search finds nothing even where it must"


def test_students_get_unanswered_cards(term: Term) -> None:
    """Is the released notebook without outputs, its code hidden and nothing of it editable?"""
    released = nbformat.read(term.exchange / "rapport" / "outbound" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb", as_version=4)

    nbformat.validate(released)
    for cell in released.cells:
        assert (cell.metadata.editable, cell.metadata.deletable) == (False, False)
        if cell.cell_type == "code":
            assert (cell.outputs, cell.metadata.jupyter.source_hidden) == ([], True)


def test_answers_travel_with_the_notebook(term: Term) -> None:
    """Does the answer file reach the instructor byte for byte?"""
    for name, student in term.students.items():
        answers = f"{ASSIGNMENT}/{ASSIGNMENT}.responses.jsonl"
        collected = term.course.folder / "autograder" / "submitted" / name / answers
        assert collected.read_bytes() == (student.folder / answers).read_bytes()


def test_model_answers_earn_full_marks(term: Term) -> None:
    """Does a student who answers as the keys do get every point but those that a person gives?"""
    graded = term.course.grades(ASSIGNMENT, "ada")
    points = {key.item: key.points for key in term.course.keys(ASSIGNMENT).keys}
    assert {item: grade.max_score for item, grade in graded.items()} == points

    by_person = _free_text(term.course)
    assert {item: grade.score for item, grade in graded.items()} == {**points, by_person: 0}


def test_partial_credit_is_exact(term: Term) -> None:
    """Does a student with mixed answers get exactly the marks of each, halves and parts of a talk included?"""
    graded = term.course.grades(ASSIGNMENT, "ben")

    assert {item: grade.score for item, grade in graded.items()} == {
        item: round(marks, 6) for item, marks in term.expected.items()
    }
    assert {grade.score / grade.max_score for grade in graded.values()} > {0.0, 0.5, 1.0}, "the answers are not mixed"


def test_free_text_waits_for_a_person(term: Term, tmp_path: Path) -> None:
    """Is a student's own reply in the queue until a person gives it a score, and does the score then count?"""
    course = term.course.duplicate(tmp_path / "course")
    item = _free_text(course)
    before = course.grades(ASSIGNMENT, "ben")
    assert [item for item, grade in before.items() if grade.needs_person] == [item]

    with course.gradebook() as gradebook:
        grade = gradebook.find_grade(item, ASSIGNMENT, ASSIGNMENT, "ben")
        grade.manual_score, grade.needs_manual_grade = 4.5, False
        gradebook.db.commit()
    course.nbgrader("autograde", ASSIGNMENT, "--force")

    after = course.grades(ASSIGNMENT, "ben")
    assert [item for item, grade in after.items() if grade.needs_person] == []
    assert after[item].score == 4.5
    assert sum(grade.score for grade in after.values()) == sum(grade.score for grade in before.values()) + 4.5


def test_executing_gives_the_same_marks(term: Term, tmp_path: Path) -> None:
    """Does `nbgrader autograde` that runs the notebooks in a kernel come to the marks that reading the answers gave?"""
    course = term.course.duplicate(tmp_path / "course")
    course.nbgrader("autograde", ASSIGNMENT, "--force", RAPPORT_GRADING="execute")

    for name in term.students:
        assert course.grades(ASSIGNMENT, name) == term.course.grades(ASSIGNMENT, name)
    ran = nbformat.read(
        course.folder / "autograder" / "autograded" / "ben" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb", as_version=4
    )
    assert any(cell.get("execution_count") for cell in ran.cells), "nothing was executed"


def _seen(page: str) -> str:
    """Return what a page's markup stands for, with blanks evened out."""
    return " ".join(html.unescape(page).split())


@pytest.fixture(params=["ada", "ben"])
def feedback(request: pytest.FixtureRequest, term: Term) -> tuple[str, str]:
    """One student's name, and the feedback page as that student fetched it."""
    name: str = request.param
    pages = list((term.students[name].folder / ASSIGNMENT / "feedback").rglob("*.html"))
    assert len(pages) == 1
    return name, pages[0].read_text()


def _given(term: Term, name: str) -> dict[str, AnyResponse]:
    """Return what a student answered."""
    return model_answers(term.course, ASSIGNMENT) if name == "ada" else mixed_answers(term.course, ASSIGNMENT)[0]


def _chosen(response: AnyResponse) -> list[str]:
    """Return the options that an answer names; none for talks and for own words."""
    match response:
        case BestReply(option=option):
            return [option]
        case BestAndWorst(best=best, worst=worst):
            return [best, worst]
        case RuptureTurn(turn=turn):
            return [turn]
        case Order(order=order):
            return list(order)
        case Classify(labels=labels):
            return list(labels)
    return []


def test_feedback_shows_words(term: Term, feedback: tuple[str, str]) -> None:
    """Does the feedback spell out each answer in the words of the card, and the whole talk?"""
    name, page = feedback
    assignment = term.course.assignment(ASSIGNMENT)
    shown = _seen(page)
    for item_id, response in _given(term, name).items():
        chosen = _chosen(response)
        if chosen:
            words = {option.id: option.says for option in getattr(assignment.item(item_id), "options", [])}
            for option in chosen:
                assert words[option] in shown, (item_id, option)
        elif isinstance(response, Dialogue):
            talk = replay(term.course.case(ASSIGNMENT, item_id), response.choices)
            assert talk.turns
            for turn in talk.turns:
                assert turn.said in shown
                assert turn.answer in shown
        else:
            assert isinstance(response, FreeText)
            assert response.text in shown


def _reasons(term: Term, name: str) -> list[str]:
    """Return what the keys say to the answers that a student gave."""
    said: list[str] = []
    for item, response in _given(term, name).items():
        key = term.course.keys(ASSIGNMENT).key(item)
        if isinstance(key, ChoiceKey):
            # What to say instead belongs to replies taken for the best; naming the worst was the task.
            worst = response.worst if isinstance(response, BestAndWorst) else None
            told = {option: {"better"} if option == worst else set() for option in _chosen(response)}
            said += _strings(
                [key.options[option].model_dump(exclude_none=True, exclude=told[option]) for option in told]
            )
        elif isinstance(key, OrderKey | ClassifyKey):
            options = [option.model_dump(exclude_none=True, exclude={"label"}) for option in key.options.values()]
            said += _strings(options)
        elif isinstance(key, DialogueKey):
            earned = {1.0: key.reached, 0.0: key.missed}
            credit = term.course.grades(ASSIGNMENT, name)[item].score / key.points
            said += _strings(earned.get(credit, key.partly))
    return said


def test_feedback_gives_reasons(term: Term, feedback: tuple[str, str]) -> None:
    """Does the feedback say of every choice what it does to the client, and of any but the best what to try instead?"""
    name, page = feedback
    shown = _seen(page)
    reasons = _reasons(term, name)

    assert len(reasons) > 10
    assert [text for text in reasons if text not in shown] == []


def test_feedback_shows_no_withheld_key(term: Term, tmp_path: Path) -> None:
    """When the instructor withholds the keys, does the feedback keep to itself all that only they hold?"""
    course = term.course.duplicate(tmp_path / "course")
    keys = course.folder / "autograder" / "keys" / f"{ASSIGNMENT}.yaml"
    secrets = [text for text in _secrets(course) if text not in _strings_of_answers(term)]
    open_page = _seen(_generated(course).read_text())
    assert len([text for text in secrets if text in open_page]) > 30, "an open page has nothing to withhold"

    keys.write_text(f"reveal: false\n{keys.read_text()}")
    shown = _seen(_generated(course).read_text())
    assert [text for text in secrets if text in shown] == []
    assert "points" in shown


def _generated(course: Course) -> Path:
    """Return the page that `nbgrader generate_feedback` writes for the student with mixed answers."""
    course.nbgrader("generate_feedback", ASSIGNMENT, "--student=ben", "--force")
    return course.folder / "autograder" / "feedback" / "ben" / ASSIGNMENT / f"{ASSIGNMENT}.html"


def _strings_of_answers(term: Term) -> set[str]:
    """Return what the items themselves say, and how they are answered."""
    return set(_strings(term.course.assignment(ASSIGNMENT).model_dump()))


def test_feedback_shows_no_code(feedback: tuple[str, str]) -> None:
    """Is a student spared the code of the cards and of the marking?"""
    _, page = feedback

    assert "Which reply" in page
    for code in ("exercise", "import", "HIDDEN TESTS", "mark("):
        assert code not in _seen(page[page.index("<body") :])


def test_feedback_escapes_what_students_write(term: Term) -> None:
    """Does a student's own reply reach the feedback as text, never as markup?"""
    page = next((term.students["ben"].folder / ASSIGNMENT / "feedback").rglob("*.html")).read_text()

    assert OWN_WORDS in _seen(page)
    assert "&lt;script&gt;document.title" in page
    assert "<script>document.title" not in page


def test_export_lists_both_students(term: Term) -> None:
    """Does `nbgrader export` give the totals, for the instructor's own system?"""
    term.course.nbgrader("export", f"--to={term.course.folder / 'grades.csv'}")
    with (term.course.folder / "grades.csv").open() as file:
        rows = {row["student_id"]: row for row in csv.DictReader(file)}

    points = sum(key.points for key in term.course.keys(ASSIGNMENT).keys)
    free = term.course.grades(ASSIGNMENT, "ada")[_free_text(term.course)].max_score
    assert {name: float(row["max_score"]) for name, row in rows.items()} == {"ada": points, "ben": points}
    assert float(rows["ada"]["score"]) == points - free
    assert float(rows["ben"]["score"]) == pytest.approx(sum(term.expected.values()), abs=1e-9)
