"""Two ways to the same marks: stock nbgrader, which executes the notebook, and ours, which reads it.

Stock is really executed, kernel and all, for a handful of submissions that pack many situations into each notebook. For thousands of
generated ones `mark`, the last line of the cells that stock executes, is called in this process and compared with `KeyedExecute`.
"""

from __future__ import annotations

import copy
import json
from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace
from typing import Any

import nbformat
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nbformat.notebooknode import NotebookNode, from_dict
from nbgrader.utils import determine_grade

from autograder import mark
from autograder.preprocessors import KeepReceipts, KeyedExecute
from rapport.content.response import BestAndWorst, BestReply, Classify, Dialogue, FreeText, Order, RuptureTurn
from rapport.journal import MIME, Event, Record
from tests.autograder.course import (
    FIXTURES,
    POINTS,
    Course,
    Notebook,
    cell_of,
    event,
    output,
    received,
    source_notebook,
)
from tests.autograder.generated import EVERY_ANSWER, changes, journals

MODEL = [
    event("late-bus", BestReply(option="sit-first")),
    event("fine-really", BestAndWorst(best="tell-me", worst="agree")),
    event("long-quiet", BestReply(option="stay")),
    event("first-talk", Dialogue(case="mira", choices=("choose", "brought"))),
    event("nearest", Order(kind="rank", order=("you-do", "hard", "why", "time"))),
    event("mending", Order(kind="order-steps", order=("see", "own", "ask"))),
    event("naming", Classify(labels={"tell": "open-question", "so-quiet": "paraphrase", "walk": "advice"})),
    event("cooling", RuptureTurn(turn="sure")),
    event("own-words", FreeText(text="We have half an hour.")),
]
MIXED = [
    event("late-bus", BestReply(option="no-worry"), 1),
    event("fine-really", BestAndWorst(best="what-name", worst="new-cat"), 1),
    event("long-quiet", BestReply(option="guess"), 1),
    event("first-talk", Dialogue(case="mira", choices=("there", "brought")), 1),
    event("nearest", Order(kind="rank", order=("hard", "you-do", "why", "time"), confidence=90), 1),
    event("mending", Order(kind="order-steps", order=("own", "see", "ask")), 1),
    event("naming", Classify(labels={"tell": "paraphrase", "so-quiet": "paraphrase", "walk": "advice"}), 1),
    event("cooling", RuptureTurn(turn="hurry"), 1),
]


FULL = {item: float(points) for item, points in POINTS.items()}


# --- Stock, really executed -------------------------------------------------------------------------------------------


def _tampered(notebook: Notebook) -> None:
    """Saved outputs that would earn full marks or none, changed sources, cells of the student's own."""
    result = output("execute_result", {"text/plain": "2.0"})
    stderr = output("stream", name="stderr", text="a warning")
    cell_of(notebook, "late-bus").outputs.append(result)
    cell_of(notebook, "fine-really").outputs.insert(0, stderr)
    cell_of(notebook, "long-quiet").source = "0.7"
    cell_of(notebook, "first-talk").metadata.nbgrader["points"] = 40
    shouting = "import sys, warnings\nwarnings.warn('careful')\nprint('on stderr', file=sys.stderr)\n1 / 0"
    notebook.cells.insert(2, nbformat.v4.new_code_cell(shouting))
    notebook.cells.append(nbformat.v4.new_code_cell('exercise.ask("late-bus")'))


def _deleted_and_doubled(notebook: Notebook) -> None:
    """The first cell and a graded one are gone, another graded one stands there twice with two answers."""
    notebook.cells.remove(cell_of(notebook, "start"))
    notebook.cells.remove(cell_of(notebook, "late-bus"))
    doubled = copy.deepcopy(cell_of(notebook, "long-quiet"))
    doubled["id"] = "doubled"
    doubled.outputs = []
    older = event("long-quiet", BestReply(option="guess"), -5)
    doubled.outputs.append(output("display_data", {MIME: older.model_dump(mode="json")}))
    notebook.cells.append(doubled)


def _hand_in(course: Course) -> None:
    course.submit("untouched")
    course.submit("notebook-alone", received(*MODEL))
    course.submit("answers-alone", journal=MIXED)
    newer, older = (
        MODEL[0].model_copy(update={"sequence": 9}),
        event("fine-really", BestAndWorst(best="agree", worst="tell-me"), -9),
    )
    tie = event("long-quiet", BestReply(option="guess"))
    course.submit("both", received(MIXED[0], older, tie, MODEL[3]), journal=[newer, MODEL[1], MODEL[2], MIXED[3]])
    unfit: list[Event] = [
        event("late-bus", BestReply(option="never-offered")),
        event("fine-really", BestAndWorst(best="agree", worst="agree")),
        event("long-quiet", FreeText(text="0.7")),
        event("first-talk", Dialogue(case="mira", choices=("brought", "choose"))),
        event("nearest", Order(kind="order-steps", order=("you-do", "hard", "why", "time"))),
        event("mending", Order(kind="order-steps", order=("see", "own", "own"))),
        event("naming", Classify(labels={"tell": "open-question", "gone": "advice"})),
        event("cooling", RuptureTurn(turn="later")),
    ]
    course.submit("unfit", received(*unfit[:2]), journal=unfit)
    others = b"".join(b"\n" + answer.model_copy(update={"notebook": "john"}).line() for answer in MODEL[:3])
    course.submit("of-another", journal=others + b"\n\xff\xfe\n" + MODEL[3].line() + b"\n" + MODEL[0].line()[:-9])
    course.submit("tampered", received(*MIXED), _tampered)
    course.submit("deleted-and-doubled", received(*MODEL), _deleted_and_doubled, journal=MIXED[:1])


PARTLY = {"nearest": 1.3334, "mending": 0.3333, "naming": 0.6667, "cooling": 1.25}
NOTHING = dict.fromkeys(POINTS, 0.0)
EXPECTED = {
    "untouched": NOTHING,
    "notebook-alone": FULL,
    "answers-alone": {"late-bus": 1.0, "fine-really": 1.5, "long-quiet": 0.0, "first-talk": 2.2212, **PARTLY},
    "both": {**NOTHING, "late-bus": 1.0, "fine-really": 3.0, "long-quiet": 0.7, "first-talk": 2.2212},
    "unfit": NOTHING,
    "of-another": {**NOTHING, "first-talk": 4.0},
    "tampered": {"late-bus": 1.0, "fine-really": 1.5, "long-quiet": 0.0, "first-talk": 2.2212, **PARTLY},
    "deleted-and-doubled": {**FULL, "late-bus": 1.0},
}


def test_stock_and_keyed(course: Course) -> None:
    """Does nbgrader's gradebook hold the same marks, the right ones, whichever way it graded?"""
    _hand_in(course)
    ways: dict[bool, dict[str, Any]] = {}
    for keyed in (False, True):
        assert course.autograde(keyed=keyed)
        ways[keyed] = {student: course.marks(student) for student in EXPECTED}
    assert ways[False] == ways[True]
    assert ways[True] == EXPECTED


def test_cells_of_the_instructors_own(mixed_course: Course) -> None:
    """Where a notebook also holds an instructor's own tests, do both ways mark those alike, and ours too?"""

    def solved(answer: str) -> Any:
        def change(notebook: Notebook) -> None:
            cell_of(notebook, "sum").source = answer

        return change

    mixed_course.submit("right", received(*MODEL), solved("def total(a, b):\n    return a + b"))
    mixed_course.submit("partly", solved("def total(a, b):\n    return a"), journal=MIXED)
    mixed_course.submit("broken", received(*MODEL[:1]), solved("def total(a, b): return"))
    students = ("right", "partly", "broken")
    ways: dict[bool, dict[str, Any]] = {}
    for keyed in (False, True):
        assert mixed_course.autograde(keyed=keyed)
        ways[keyed] = {student: mixed_course.marks(student) for student in students}
    assert ways[False] == ways[True]
    assert ways[True]["right"] == {**FULL, "sum-partial": 2.0, "sum-whole": 1.0}
    assert [ways[True][student]["sum-partial"] for student in students] == [2.0, 1.0, 0.0]
    assert [ways[True][student]["sum-whole"] for student in students] == [1.0, 0.0, 0.0]


# --- Thousands, in this process ---------------------------------------------------------------------------------------

TEMPLATE = json.dumps(source_notebook())


@pytest.fixture(scope="module", autouse=True)
def _keys(request: pytest.FixtureRequest) -> Any:
    """Point at the fixture's keys for the whole module; every test that changes the environment puts it back."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("autograder.keys._roots", lambda: iter([_Layout()]))
        yield


class _Layout:
    """A course root whose folders are the fixture's: keys at autograder/keys, items at solutions."""

    def __truediv__(self, name: str) -> Any:
        return FIXTURES if name == "autograder" else FIXTURES / name


def sanitised(notebook: Notebook) -> Notebook:
    """Return the notebook as nbgrader's first step leaves it: outputs cleared but for answers."""
    keep = KeepReceipts()
    for index, cell in enumerate(notebook.cells):
        keep.preprocess_cell(cell, {}, index)
    return notebook


def by_reading(notebook: Notebook, folder: Path) -> dict[str, float | None]:
    """Return the marks that nbgrader reads off after KeyedExecute."""
    told = {"nbgrader": {"assignment": "mira", "notebook": "mira", "student": "ada"}, "metadata": {"path": str(folder)}}
    read, _ = KeyedExecute()(notebook, told)
    return {cell.metadata.nbgrader.grade_id: determine_grade(cell)[0] for cell in _graded(read)}


def by_calling(notebook: Notebook, folder: Path) -> dict[str, float | None]:
    """Return the marks that nbgrader reads off after stock's execution, with each graded cell's last line called here."""
    (folder / "mira.ipynb").write_text(json.dumps(notebook))
    record = Record(folder, "mira")
    exercise = SimpleNamespace(opened=lambda: SimpleNamespace(record=record))
    return {cell.metadata.nbgrader.grade_id: _called(exercise, cell) for cell in _graded(notebook)}


def _called(exercise: Any, cell: Notebook) -> float | None:
    value = mark(exercise, cell.metadata.nbgrader.grade_id)
    result = output("execute_result", {"text/plain": repr(value)})
    executed = NotebookNode(cell_type="code", metadata=cell.metadata, source=cell.source, outputs=[result])
    grade: float | None = determine_grade(executed)[0]
    return grade


def _graded(notebook: Notebook) -> list[Notebook]:
    return [cell for cell in notebook.cells if cell.metadata.get("nbgrader", {}).get("grade")]


def both_ways(changes: list[Any], journal: bytes) -> dict[str, float | None]:
    """Return the marks of a submission, having made sure that both ways give the same."""
    notebook = from_dict(json.loads(TEMPLATE))
    for change in changes:
        change(notebook)
    with TemporaryDirectory() as folder:
        if journal:
            (Path(folder) / "mira.responses.jsonl").write_bytes(journal)
        notebook = sanitised(notebook)
        called, read = by_calling(notebook, Path(folder)), by_reading(notebook, Path(folder))
    assert read == called
    assert all(grade is not None and 0 <= grade <= POINTS[item] for item, grade in read.items())
    return read


def test_every_answer_there_is() -> None:
    """Do both ways agree on each option, pair, order, labelling, turn and talk, and does exactly the best earn full marks?"""
    best: dict[str, set[str]] = {item: set() for item in POINTS}
    for answer in EVERY_ANSWER:
        earned = both_ways([received(answer)], b"")
        assert all(grade == 0 for item, grade in earned.items() if item != answer.item)
        if earned[answer.item] == POINTS[answer.item]:
            best[answer.item].add(answer.response.model_dump_json(exclude={"kind"}))
    assert best["late-bus"] == {'{"option":"sit-first"}'}
    assert best["fine-really"] == {'{"best":"tell-me","worst":"agree"}'}
    assert best["long-quiet"] == {'{"option":"stay"}'}
    assert best["nearest"] == {'{"order":["you-do","hard","why","time"]}'}
    assert best["mending"] == {'{"order":["see","own","ask"]}'}
    assert best["naming"] == {'{"labels":{"so-quiet":"paraphrase","tell":"open-question","walk":"advice"}}'}
    assert best["cooling"] == {'{"turn":"sure"}'}
    assert '{"case":"mira","choices":["choose","brought"]}' in best["first-talk"]


def test_generated_submissions() -> None:
    """Do both ways agree on whatever a student may hand in, from nothing to full marks?"""
    seen: dict[str, set[float | None]] = {item: set() for item in POINTS}

    # Derandomised, since what it saw is checked below; every single answer has its turn in the test above.
    @settings(max_examples=2000, deadline=None, derandomize=True)
    @given(st.lists(changes, max_size=7), journals)
    def compare(made: list[Any], journal: bytes) -> None:
        for item, grade in both_ways(made, journal).items():
            seen[item].add(grade)

    compare()
    # That each item can earn all and nothing is for the test above; here it would hang on what the generator happens to draw.
    assert all(0.0 in grades for grades in seen.values())
    full = [item for item, points in POINTS.items() if float(points) in seen[item]]
    assert len(full) >= 2, f"the generator is too tame: full marks for {full} alone"


def test_plain_json() -> None:
    """Is the fixture's notebook one that nbformat accepts, so that the comparisons above are about real notebooks?"""
    nbformat.validate(json.loads(nbformat.writes(source_notebook())))
