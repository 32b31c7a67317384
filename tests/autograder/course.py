"""A small course to grade: the assignment `mira`, the project's nbgrader_config.py, and a gradebook of its own."""

from __future__ import annotations

import shutil
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat.notebooknode import from_dict
from nbgrader.api import Gradebook
from nbgrader.converters import Autograde, GenerateAssignment, NbGraderException
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config
from traitlets.config.loader import PyFileConfigLoader

from rapport.content.base import SCHEMA_VERSION
from rapport.content.response import AnyResponse
from rapport.journal import MIME, Event
from tests.gradebooks import ask_alembic_once

ask_alembic_once()

ROOT = Path(__file__).parents[2]
FIXTURES = Path(__file__).parent / "fixtures"
POINTS = {
    "late-bus": 2,
    "fine-really": 3,
    "long-quiet": 0.7,
    "nearest": 2,
    "mending": 1,
    "naming": 1,
    "cooling": 2.5,
    "first-talk": 4,
}
NOON = datetime(2025, 3, 1, 12, tzinfo=UTC)

Notebook = Any
Change = Callable[[Notebook], None]


def event(item: str, response: AnyResponse, minute: float = 0, notebook: str = "mira") -> Event:
    """Return an answer given so many minutes after noon."""
    at = NOON + timedelta(minutes=minute)
    return Event(schema_version=SCHEMA_VERSION, notebook=notebook, item=item, response=response, sequence=1, at=at)


def code(source: str, **nbgrader: Any) -> Notebook:
    """Return a code cell; with keywords, one that nbgrader knows."""
    metadata = {"tags": ["rapport"], "jupyter": {"source_hidden": True}}
    return nbformat.v4.new_code_cell(source, metadata=metadata | ({"nbgrader": _given(**nbgrader)} if nbgrader else {}))


def source_notebook() -> Notebook:
    """Return the instructor's notebook of the assignment `mira`."""
    start = "# Start\nfrom rapport import exercise\n\nexercise.open('mira')"
    cells = [code(start, grade_id="start", locked=True)]
    for item, points in POINTS.items():
        source = f'# Answer\nexercise.ask("{item}")\n### BEGIN HIDDEN TESTS\nfrom autograder import mark\n'
        source += f'mark(exercise, "{item}")\n### END HIDDEN TESTS'
        cells.append(code(source, grade_id=item, locked=True, grade=True, points=points))
    cells.append(code('# Write\nexercise.ask("own-words")', grade_id="own-words-card", locked=True))
    task = "Say it.\n### BEGIN MARK SCHEME\nThe rubric.\n### END MARK SCHEME"
    given = _given(grade_id="own-words", locked=True, task=True, points=4)
    cells.append(nbformat.v4.new_markdown_cell(task, metadata={"nbgrader": given}))
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    notebook = nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel})
    for index, cell in enumerate(notebook.cells):
        cell["id"] = f"cell-{index}"
    return notebook


def mixed_notebook() -> Notebook:
    """Return a source notebook of `mira` with a function to write as well, and two tests of the instructor's own."""
    notebook = source_notebook()
    stub = "def total(a, b):\n    ### BEGIN SOLUTION\n    return a + b\n    ### END SOLUTION"
    partial = "### BEGIN HIDDEN TESTS\nsum([total(1, 0) == 1, total(0, 1) == 1])\n### END HIDDEN TESTS"
    cells = [
        code(stub, grade_id="sum", solution=True),
        code(partial, grade_id="sum-partial", locked=True, grade=True, points=2),
        code("assert total(2, 3) == 5", grade_id="sum-whole", locked=True, grade=True, points=1),
    ]
    for index, cell in enumerate(cells):
        cell["id"] = f"own-{index}"
    notebook.cells[2:2] = cells
    return notebook


def _given(**given: Any) -> dict[str, Any]:
    flags = {"grade": False, "solution": False, "locked": False, "task": False}
    return {"schema_version": 3, **flags, **given}


def cell_of(notebook: Notebook, grade_id: str) -> Notebook:
    """Return the cell of that grade id."""
    return next(cell for cell in notebook.cells if cell.metadata.get("nbgrader", {}).get("grade_id") == grade_id)


def output(kind: str, data: dict[str, Any] | None = None, **fields: Any) -> Any:
    """Return an output as front ends save it, not validated: thousands are made."""
    held = {"data": data, "metadata": {}} if data is not None else {}
    count = {"execution_count": 1} if kind == "execute_result" else {}
    return from_dict({"output_type": kind, **held, **count, **fields})


def received(*events: Event) -> Change:
    """Return a change that puts these answers into the notebook as receipts."""

    def change(notebook: Notebook) -> None:
        for given in events:
            card = {"own-words": "own-words-card"}.get(given.item, given.item)
            data = {"text/plain": "an answer", MIME: given.model_dump(mode="json")}
            cell_of(notebook, card).outputs.append(output("display_data", data))

    return change


@contextmanager
def nbgraders_warnings() -> Iterator[None]:
    """Let nbgrader 0.9.6 warn of its own use of SQLAlchemy and nbformat; all warnings of ours are errors."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


@dataclass
class Course:
    """A course in a folder of its own."""

    root: Path

    def config(self, *, keyed: bool = True, **more: Mapping[str, Any]) -> Config:
        """Return the project's nbgrader configuration for this course."""
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("RAPPORT_GRADING", "keyed" if keyed else "execute")
            config = PyFileConfigLoader("nbgrader_config.py", path=str(self.root)).load_config()
        for section, settings in more.items():
            config[section].update(settings)
        return config

    def release(self, name: str = "mira") -> Notebook:
        """Run nbgrader generate_assignment, and return what students get."""
        config = self.config()
        course = CourseDirectory(config=config, assignment_id=name)
        with nbgraders_warnings():
            GenerateAssignment(coursedir=course, config=config).start()
        return nbformat.read(self.root / "exercises" / name / f"{name}.ipynb", as_version=4)

    def submit(self, student: str, *changes: Change, journal: Sequence[Event] | bytes = b"") -> Path:
        """Hand in the released notebook with these changes, and an answer file."""
        folder = self.root / "autograder" / "submitted" / student / "mira"
        shutil.copytree(self.root / "exercises" / "mira", folder)
        notebook = nbformat.read(folder / "mira.ipynb", as_version=4)
        for change in changes:
            change(notebook)
        nbformat.write(notebook, folder / "mira.ipynb")
        lines = journal if isinstance(journal, bytes) else b"".join(b"\n" + given.line() + b"\n" for given in journal)
        if lines:
            (folder / "mira.responses.jsonl").write_bytes(lines)
        return folder

    def autograde(self, student: str = "*", *, keyed: bool = True, **more: Mapping[str, Any]) -> bool:
        """Run nbgrader autograde; return whether it went through for every student."""
        config = self.config(keyed=keyed, **more)
        course = CourseDirectory(config=config, assignment_id="mira", student_id=student)
        try:
            with nbgraders_warnings():
                Autograde(coursedir=course, config=config, force=True).start()
        except NbGraderException:
            return False
        return True

    def marks(self, student: str) -> dict[str, float | None]:
        """Return what nbgrader's gradebook holds: the automatic score of each graded cell."""
        with Gradebook(f"sqlite:///{self.root}/autograder/gradebook.db") as gradebook:
            found = gradebook.find_submission_notebook("mira", "mira", student)
            return {grade.name: grade.auto_score for grade in found.grades if grade.name != "own-words"}

    def graded(self, student: str) -> Notebook:
        """Return the autograded notebook."""
        return nbformat.read(self.root / "autograder" / "autograded" / student / "mira" / "mira.ipynb", as_version=4)


def write_course(root: Path, notebook: Notebook) -> Course:
    """Write the course's files with this source notebook."""
    shutil.copytree(FIXTURES / "solutions", root / "solutions")
    shutil.copytree(FIXTURES / "keys", root / "autograder" / "keys")
    shutil.copy(ROOT / "nbgrader_config.py", root)
    nbformat.write(notebook, root / "solutions" / "mira" / "mira.ipynb")
    return Course(root)
