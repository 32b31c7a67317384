"""`autograder.reading`: a graded notebook as instructors and students read it."""

from __future__ import annotations

from typing import Any

import nbformat
import pytest
from nbconvert.exporters import HTMLExporter
from traitlets.config import Config

from autograder.reading import ReadableCells
from rapport.content.response import BestAndWorst, BestReply, FreeText
from tests.autograder.course import Change, Course, cell_of, code, event, output, received

SCRIPT = "<script>document.title = 'broken'</script>"
ANSWERS = received(
    event("late-bus", BestReply(option="next-time")),
    event("fine-really", BestAndWorst(best="tell-me", worst="agree")),
    event("own-words", FreeText(text=f"You may begin anywhere. {SCRIPT}")),
)


def _graded(course: Course, *changes: Change) -> Any:
    """Return a graded submission with these changes, made readable."""
    course.submit("ada", ANSWERS, *changes)
    assert course.autograde()
    return _readable(course, course.graded("ada"))


def _readable(course: Course, notebook: Any, name: str = "mira") -> Any:
    course.config()  # tells where the keys are
    return ReadableCells().preprocess(notebook, {"nbgrader": {"notebook": name}})[0]


def _page(cell: Any) -> str:
    (shown,) = cell.outputs
    page: str = shown["data"]["text/html"]
    return page


def _added(*cells: Any) -> Change:
    return lambda notebook: notebook.cells.extend(cells)


def test_an_answer_stands_with_its_question_and_reasons(course: Course) -> None:
    """Does a card become the client's words, the question, the answer's words, and what the key says to it alone?"""
    page = _page(cell_of(_graded(course), "late-bus"))

    words = [
        "The bus stood still",
        "Which reply helps Mira",
        "Next time, take the bus",
        "She is told off.",
        "You&#x27;re here now.",
    ]
    places = [page.find(text) for text in words]
    assert -1 not in places
    assert places == sorted(places)
    assert "She arrives." not in page


def test_no_code_is_left(course: Course) -> None:
    """Is of each card's code only its comment left, and of its marks no second copy?"""
    cells = [cell for cell in _graded(course).cells if cell.cell_type == "code"]

    assert {cell.source for cell in cells} == {"# Start", "# Answer", "# Write"}
    assert {shown.output_type for cell in cells for shown in cell.outputs} == {"display_data"}


def test_an_unanswered_card_says_so(course: Course) -> None:
    """Is a card without an answer shown as such?"""
    assert "There is no answer." in _page(cell_of(_graded(course), "long-quiet"))


def test_free_text_gets_no_reason_from_the_key(course: Course) -> None:
    """Is a reply of the student's own shown escaped, without the model reply, above a rubric that reads as one?"""
    notebook = _graded(course)
    page = _page(cell_of(notebook, "own-words-card"))

    assert "You may begin anywhere. &lt;script&gt;" in page
    assert "half an hour" not in page
    task = cell_of(notebook, "own-words").source
    assert "MARK SCHEME" not in task
    assert "**How it is graded**" in task


@pytest.mark.parametrize("kind", ["markdown", "raw"])
@pytest.mark.parametrize("source", [SCRIPT, f"````\n{SCRIPT}\n`````\n{SCRIPT}", f"</pre>{SCRIPT}"])
def test_cells_that_a_student_adds_are_text(course: Course, kind: str, source: str) -> None:
    """Does markup in a student's own cell stay text, even when the cell claims to be the instructor's and the start cell is gone?"""
    forged = {"schema_version": 3, "grade_id": "mine", "locked": True, "grade": False, "solution": False, "task": False}
    made = nbformat.v4.new_markdown_cell if kind == "markdown" else nbformat.v4.new_raw_cell
    notebook = _graded(
        course, _added(made(source), made(source, metadata={"nbgrader": forged})), lambda given: given.cells.pop(0)
    )

    page, _ = HTMLExporter().from_notebook_node(notebook)
    assert "document.title" in page
    assert SCRIPT not in page


def test_output_of_a_students_code_is_plain(course: Course) -> None:
    """Is nothing that a browser would run left of the output of code that a student added?"""
    notebook = _graded(course, _added(code("display(mine)")))
    notebook.cells[-1].outputs = [output("display_data", {"text/html": SCRIPT, "text/plain": "mine"})]

    assert _readable(course, notebook).cells[-1].outputs[0]["data"] == {"text/plain": "mine"}


def test_an_ordinary_notebook_stays_as_it_is(course: Course) -> None:
    """Is an instructor's own notebook, without any cell of ours, not touched?"""
    cells = [
        nbformat.v4.new_markdown_cell(SCRIPT),
        nbformat.v4.new_code_cell("1 + 1", outputs=[output("stream", name="stdout", text="2")]),
    ]
    notebook = nbformat.v4.new_notebook(cells=cells)

    assert _readable(course, nbformat.from_dict(notebook), "ps1") == notebook


def test_without_keys_the_words_remain(course: Course) -> None:
    """Can a page still be shown, and still safely, when the keys are gone?"""
    course.submit("ada", ANSWERS, _added(nbformat.v4.new_markdown_cell(SCRIPT)))
    assert course.autograde()
    (course.root / "autograder" / "keys" / "mira.yaml").unlink()
    notebook = _readable(course, course.graded("ada"))

    assert "Next time, take the bus" in notebook.cells[1].outputs[0]["data"]["text/html"]
    assert notebook.cells[-1].source == f"```text\n{SCRIPT}\n```"


def test_our_configuration_uses_it(course: Course) -> None:
    """Do pages made with the project's nbgrader_config.py show words in place of code?"""
    course.submit("ada", ANSWERS)
    assert course.autograde()
    page, _ = HTMLExporter(config=Config(course.config())).from_notebook_node(course.graded("ada"))

    assert "She is told off." in page
    assert "HIDDEN TESTS" not in page
