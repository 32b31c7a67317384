"""The instructor's side in a browser: nbgrader's formgrader over a course in which two students have handed in."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from rapport.content.item import ChoiceItem
from rapport.content.key import FreeTextKey
from rapport.content.response import Dialogue, FreeText
from rapport.dialogue import replay
from tests.nbgrader.term import ASSIGNMENT, OWN_WORDS, Course, Term, mixed_answers, whole_way

from .pages import SCREENSHOTS
from .server import JupyterServer

pytestmark = pytest.mark.browser


class GradingServer(JupyterServer):
    """A Jupyter server at the root of a course, with nbgrader's extensions switched on."""

    def __init__(self, folder: Path, course: Path) -> None:
        super().__init__(folder, "jupyterlab")
        self.course = Course(self.root, folder)
        self._original = course

    def _write_settings(self) -> None:
        """Lay the course out before the server starts, since nbgrader reads its settings then."""
        shutil.copytree(self._original, self.root, dirs_exist_ok=True)


HOSTILE = "<img src=x onerror=\"document.title='broken'\">{{7*7}}<b>"
ADDED = "<script>document.title = 'broken'</script> in a cell of my own"


@pytest.fixture(scope="module")
def term(tmp_path_factory: pytest.TempPathFactory) -> Term:
    """Two graded submissions; one student has added a cell of their own."""
    term = whole_way(tmp_path_factory.mktemp("term"))
    notebook = term.course.folder / "autograder" / "submitted" / "ben" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
    submitted = json.loads(notebook.read_text())
    submitted["cells"].append({"cell_type": "markdown", "id": "mine", "metadata": {}, "source": ADDED})
    notebook.write_text(json.dumps(submitted))
    folder = notebook.parent
    shutil.copytree(folder, folder.parents[1] / HOSTILE / ASSIGNMENT)
    term.course.nbgrader("autograde", ASSIGNMENT, "--force")
    return term


@pytest.fixture(scope="module")
def grading(term: Term, tmp_path_factory: pytest.TempPathFactory) -> Iterator[GradingServer]:
    """The instructor's server."""
    with GradingServer(tmp_path_factory.mktemp("grading"), term.course.folder) as server:
        yield server


@pytest.fixture
def page(browser: Browser, grading: GradingServer) -> Iterator[Page]:
    """The formgrader's first page."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(f"{grading.address}/formgrader/gradebook?token={grading.token}")
    yield page
    context.close()


def _open(page: Page, grading: GradingServer, student: str) -> None:
    """Go by the formgrader's own links from its list of assignments to one submission."""
    with grading.course.gradebook() as gradebook:
        submission = gradebook.find_submission_notebook(ASSIGNMENT, ASSIGNMENT, student).id
    rows = page.locator("tbody")
    for level in (ASSIGNMENT, f"{ASSIGNMENT}/{ASSIGNMENT}"):
        rows.get_by_role("link", name=ASSIGNMENT, exact=True).click()
        page.wait_for_url(re.compile(rf"/formgrader/gradebook/{level}/?$"))
    rows.locator(f"a.name-hidden[href*='/submissions/{submission}']").click()
    expect(page.get_by_role("heading", name=ASSIGNMENT).first).to_be_visible()


def test_answers_are_read_as_words(page: Page, grading: GradingServer, term: Term) -> None:
    """Does the instructor see the client's remark and, in the words of the card, what the student answered?"""
    _open(page, grading, "ben")
    given, _ = mixed_answers(term.course, ASSIGNMENT)

    for item in term.course.assignment(ASSIGNMENT).items:
        expect(page.get_by_text(item.stem).first).to_be_visible()
        response = given[item.id]
        if isinstance(item, ChoiceItem):
            chosen = [value for field, value in response.model_dump().items() if field != "kind"]
            for option in (option for option in item.options if option.id in chosen):
                expect(page.get_by_text(option.says)).to_be_visible()
        elif isinstance(response, Dialogue):
            for turn in replay(term.course.case(ASSIGNMENT, item.id), response.choices).turns:
                expect(page.get_by_text(turn.said)).to_be_visible()
        elif isinstance(response, FreeText):
            expect(page.get_by_text(response.text)).to_be_visible()


def test_no_answer_runs_in_the_instructors_browser(page: Page, grading: GradingServer) -> None:
    """Does markup that a student wrote, in an answer or in a cell of their own, stay text?"""
    _open(page, grading, "ben")

    expect(page.get_by_text(OWN_WORDS)).to_be_visible()
    expect(page.get_by_text(ADDED)).to_be_visible()
    assert page.title() != "broken"


@pytest.mark.parametrize(
    "place",
    [
        "manage_assignments",
        f"manage_submissions/{ASSIGNMENT}",
        "manage_students",
        f"gradebook/{ASSIGNMENT}/{ASSIGNMENT}",
    ],
)
def test_no_name_runs_in_the_instructors_browser(page: Page, grading: GradingServer, place: str) -> None:
    """Does a student's id that is markup stay text on the pages that list students, and load nothing from elsewhere?

    On a student's own page it would not in nbgrader 0.9.6: `autograder grade` and `zip_collect` refuse such ids.
    """
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{grading.address}/formgrader/{place}")
    expect(page.locator("tbody tr").first).to_be_visible()
    page.wait_for_load_state("networkidle")

    assert page.title() != "broken"
    assert page.locator("img[src='x']").count() == 0
    assert [url for url in asked if url.split("?")[0].endswith("/x")] == []


def test_a_score_reaches_the_gradebook(page: Page, grading: GradingServer, term: Term) -> None:
    """Does a score that the instructor types for a student's own reply count, and end the wait for a person?"""
    (item,) = [key.item for key in term.course.keys(ASSIGNMENT).keys if isinstance(key, FreeTextKey)]
    assert grading.course.grades(ASSIGNMENT, "ben")[item].needs_person
    _open(page, grading, "ben")
    page.wait_for_load_state("networkidle")  # what is typed before nbgrader has fetched the scores is never sent
    with page.expect_response(lambda reply: "/api/grade/" in reply.url and reply.request.method == "PUT") as saved:
        page.locator(f"input.score[id='{item}']").fill("4.5")
        page.keyboard.press("Tab")
    assert saved.value.ok

    grade = grading.course.grades(ASSIGNMENT, "ben")[item]
    assert (grade.score, grade.needs_person) == (4.5, False)


def test_the_rubric_stands_beside_the_reply(page: Page, grading: GradingServer, term: Term) -> None:
    """Does the instructor see every level of the rubric under the reply to be graded?"""
    _open(page, grading, "ada")
    (key,) = [key for key in term.course.keys(ASSIGNMENT).keys if isinstance(key, FreeTextKey)]

    for level in key.rubric:
        expect(page.get_by_text(f"Level {level.level}, {level.name}")).to_be_visible()
    suggested = page.locator(".rapport-suggestion")
    expect(suggested).to_contain_text("The coach suggests")
    expect(suggested).to_contain_text("The mark is yours.")
    page.screenshot(path=SCREENSHOTS / "formgrader.png", full_page=True)
