"""Classes of students who hand in all that the generators know, and what a grading leaves behind, in a form to compare."""

from __future__ import annotations

import copy
import json
import random
import shutil
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import nbformat
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from hypothesis.errors import HypothesisWarning
from nbformat.notebooknode import from_dict
from nbgrader.api import Gradebook
from sqlalchemy import text

from autograder.bulk import run, setup
from autograder.bulk.run import Report
from autograder.bulk.workers import Workers, here
from tests.autograder.course import NOON, Change, Course, Notebook, cell_of, code, nbgraders_warnings
from tests.autograder.generated import changes, journals

TIMES = [
    "",
    "2025-03-01 11:00:00 UTC",
    "2025-03-01 12:00:01 UTC",
    "2025-03-03 12:00:00.250000 UTC",
    "2025-03-01 15:00 +0100",
]
"""When submissions were handed in; the assignment is due at noon of the first of March."""


def _edit(field: str, value: Any) -> Any:
    def change(notebook: Notebook) -> None:
        for cell in notebook.cells[1:3]:
            cell.metadata["nbgrader"] = value if field == "all" else _claimed(cell) | {field: value}

    return change


def _claimed(cell: Any) -> dict[str, Any]:
    """Return a cell's metadata of nbgrader's; nothing where an edit before this one replaced it."""
    claimed = cell.metadata.get("nbgrader")
    return dict(claimed) if isinstance(claimed, dict) else {}


def _double_with_metadata(notebook: Notebook) -> None:
    notebook.cells.append(copy.deepcopy(notebook.cells[2]))


def _change_kind(notebook: Notebook) -> None:
    cell = notebook.cells[2]
    cell["cell_type"] = "markdown"
    cell["attachments"] = {}
    cell.pop("outputs", None)
    cell.pop("execution_count", None)


def _old_minor(notebook: Notebook) -> None:
    notebook["nbformat_minor"] = 4
    for cell in notebook.cells:
        cell.pop("id", None)


def _other_source(notebook: Notebook) -> None:
    notebook.cells[1]["source"] = "1.0  # <script>alert(1)</script>"
    notebook.cells.insert(0, nbformat.v4.new_markdown_cell("Ein Wort: größer, 笑, \u2028 und\r\nmehr"))


def _own_metadata(notebook: Notebook) -> None:
    notebook.metadata["kernelspec"] = {"name": "forged", "display_name": "Forged"}
    notebook.metadata["signature"] = "forged"
    notebook.cells[0].metadata["trusted"] = True
    notebook.cells[2].metadata["scrolled"] = True


def _write_answer(notebook: Notebook) -> None:
    for cell in notebook.cells:
        if _claimed(cell).get("grade_id") == "essay":
            cell["source"] = "My own words."


edits = st.sampled_from(
    [
        _edit("points", 40),
        _edit("solution", True),
        _edit("grade_id", "never-there"),
        _edit("schema_version", 99),
        _edit("all", None),
        _edit("all", "late-bus"),
        _double_with_metadata,
        _change_kind,
        _old_minor,
        _other_source,
        _own_metadata,
        _write_answer,
        lambda notebook: notebook.cells.append(code("while True: pass")),
        lambda notebook: notebook.cells.reverse(),
    ]
)


def with_essay(notebook: Notebook) -> Notebook:
    """Return the source notebook with a text to write, which nbgrader scores 0 where it is left untouched."""
    given_ = {"schema_version": 3, "grade": True, "solution": True, "locked": False, "task": False}
    metadata = {"nbgrader": {**given_, "grade_id": "essay", "points": 3}}
    notebook.cells.insert(3, nbformat.v4.new_markdown_cell("Write here.", metadata=metadata))
    notebook.cells[3]["id"] = "cell-essay"
    return notebook


def due_at_noon(course: Course) -> None:
    """Give the assignment a due date, so that some submissions are late."""
    with gradebook(course) as book:
        book.update_or_create_assignment("mira", duedate=NOON.replace(tzinfo=None))


def hand_in(course: Course, number: int, start: int = 1) -> list[str]:
    """Let so many students hand in something generated, always the same for the same numbers; return who did."""
    students = [f"s{index:05}" for index in range(start, start + number)]
    made = iter(_drawn(number, start))
    for index, student in enumerate(students):
        damage, edit, journal, at = next(made)
        folder = submit(course, student, [*damage, *edit], journal)
        if at:
            (folder / "timestamp.txt").write_text(at)
        if index % 7 == 3:
            (folder / "notes").mkdir()
            (folder / "notes" / "mine.txt").write_text("mine")
            (folder / "items.yaml").write_text("forged")
    return students


def submit(course: Course, student: str, made: Sequence[Change] = (), journal: bytes = b"") -> Path:
    """Hand in the released notebook with these changes, just as they leave it: nbformat's writing would mend some."""
    folder = course.root / "autograder" / "submitted" / student / "mira"
    shutil.copytree(course.root / "exercises" / "mira", folder)
    notebook = from_dict(json.loads((folder / "mira.ipynb").read_text()))
    for change in made:
        change(notebook)
    (folder / "mira.ipynb").write_text(json.dumps(notebook))
    if journal:
        (folder / "mira.responses.jsonl").write_bytes(journal)
    return folder


def _drawn(number: int, start: int) -> list[Any]:
    """Draw from the generators without testing anything."""
    found: list[Any] = []
    parts = st.tuples(st.lists(changes, max_size=7), st.lists(edits, max_size=2), journals, st.sampled_from(TIMES))

    @seed(start)
    @settings(
        max_examples=number,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(parts)
    def draw(part: Any) -> None:
        found.append(part)

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", HypothesisWarning)
        draw()
    rolled = random.Random(start)
    return found + [rolled.choice(found) for _ in range(number - len(found))]


def twin(course: Course, where: Path) -> Course:
    """Return a copy of a course, gradebook and all."""
    return Course(Path(shutil.copytree(course.root, where)))


def bulk(course: Course, *, force: bool = False, workers: Workers = here) -> Report:
    """Run what `autograder grade mira` runs."""
    with nbgraders_warnings():
        prepared = setup.prepare(course.root, "mira")
    try:
        return run.grade(prepared, force=force, workers=workers)
    finally:
        prepared.book.close()


@contextmanager
def gradebook(course: Course) -> Iterator[Any]:
    """Open nbgrader's gradebook, wherever the course's settings say it is."""
    url = course.config().CourseDirectory.db_url
    with nbgraders_warnings(), Gradebook(url) as book:
        yield book


ROWS = """
select a.student_id, a.timestamp, a.extension, n.late_submission_penalty, n.flagged, c.name, c.type,
    g.auto_score, g.manual_score, g.extra_credit, g.needs_manual_grade, m.auto_comment, m.manual_comment
from submitted_assignment a join submitted_notebook n on n.assignment_id = a.id
    join base_cell c on c.notebook_id = n.notebook_id
    left join grade g on g.cell_id = c.id and g.notebook_id = n.id
    left join comment m on m.cell_id = c.id and m.notebook_id = n.id
order by a.student_id, c.name, c.type
"""


def recorded(course: Course) -> dict[str, list[tuple[Any, ...]]]:
    """Return all that the gradebook holds of submissions, by student, without ids."""
    found: dict[str, list[tuple[Any, ...]]] = {}
    with gradebook(course) as book:
        for student in book.students:
            found.setdefault(student.id, [])
        for row in book.db.execute(text(ROWS)):
            found.setdefault(row[0], []).append(tuple(row[1:]))
    return found


def filed(course: Course, student: str) -> dict[str, Any]:
    """Return a student's graded folder: the notebook, every other file's content, and permissions."""
    folder = course.root / "autograder" / "autograded" / student / "mira"
    found: dict[str, Any] = {}
    for path in sorted(folder.rglob("*")):
        name = str(path.relative_to(folder))
        found[name, "mode"] = oct(path.stat().st_mode)
        if name == "mira.ipynb":
            found[name] = _comparable(path)
        elif path.is_file():
            found[name] = path.read_bytes()
    return found


def _comparable(path: Path) -> Any:
    """Return a notebook without the ids that nbformat makes up at random, for cells that came without one or with another's."""
    nbformat.validate(json.loads(path.read_text()), relax_add_props=True)  # as nbconvert does before it shows one
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        known = str(cell.pop("id", "")).startswith("cell-")
        cell["id was given"] = known
    return notebook


def everything(course: Course) -> tuple[Any, Any]:
    """Return the state that a grading leaves behind."""
    graded = course.root / "autograder" / "autograded"
    students = (
        sorted(path.name for path in graded.iterdir() if not path.name.startswith(".")) if graded.is_dir() else []
    )
    return recorded(course), {student: filed(course, student) for student in students}


__all__ = ["bulk", "cell_of", "everything", "filed", "gradebook", "hand_in", "recorded", "twin"]
