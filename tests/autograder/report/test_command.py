"""The command and the notebook."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient
from typer.testing import CliRunner, Result

from autograder.cli import app
from autograder.report import face
from tests.autograder.course import ROOT, Course, nbgraders_warnings

NOTEBOOK = ROOT / "autograder" / "report.ipynb"


def run(course: Course, *more: str) -> Result:
    with nbgraders_warnings():
        return CliRunner().invoke(app, ["report", "mira", "--root", str(course.root), *more])


@pytest.fixture(autouse=True)
def _drawn_in_a_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Write no figures out, which takes most of a page's time; `test_files` does."""
    monkeypatch.setattr("autograder.report.page.data_address", lambda figure: "data:image/svg+xml,")
    monkeypatch.setattr("rapport.charts.shown.data_address", lambda figure: "data:image/svg+xml,")


def test_the_command(own_class: Course, tmp_path: Path) -> None:
    """Does it write the report where it belongs or where it is told to, say what is in it, and print data when asked?"""
    result = run(own_class)
    assert result.exit_code == 0, result.output
    assert "40 learners with marks" in result.output
    assert "all of them simulated" in result.output
    written = own_class.root / "autograder" / "reports" / "mira"
    assert len(list(written.iterdir())) == 7
    data = json.loads(run(own_class, "--json", "--into", str(tmp_path / "there")).output)
    assert data["assignment"] == "mira"
    assert len(data["items"]) == 9
    assert "simulated-0001" not in (tmp_path / "there" / "mira-report.html").read_text()
    assert run(own_class, "--names").exit_code == 0
    assert "simulated-0001" in (written / "mira-report.html").read_text()


def test_nothing_to_report_on(course: Course, own_class: Course) -> None:
    """Is the exit code 2, with what to do, where nobody is graded or none but simulated learners are?"""
    result = run(course)
    assert (result.exit_code, "autograder grade mira" in result.stderr) == (2, True)
    assert not (course.root / "autograder" / "reports").exists()
    result = run(own_class, "--without-simulated")
    assert (result.exit_code, "are simulated" in result.stderr) == (2, True)


def cells() -> list[Any]:
    """Return the notebook's code cells."""
    return [cell for cell in nbformat.read(NOTEBOOK, as_version=4).cells if cell.cell_type == "code"]


def test_the_notebook_is_clean() -> None:
    """Is the committed notebook sound, without outputs, each code cell with a comment that says what it does?"""
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    nbformat.validate(notebook)
    assert notebook.metadata.kernelspec.name == "python3"
    for cell in cells():
        assert (cell.outputs, cell.execution_count) == ([], None)
        assert cell.source.startswith("# ")


def test_the_notebook_with_a_class(graded_class: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run in the course's folder, does each cell show its part, the same figures and tables as the page?"""
    monkeypatch.chdir(graded_class.root / "autograder")
    names: dict[str, Any] = {}
    shown = {}
    with nbgraders_warnings():
        for cell in cells():
            source = cell.source.replace('"abby"', '"mira"').replace("SIMULATED = True", "SIMULATED = False")
            *_, last = source.splitlines()
            exec(source, names)
            shown[last] = eval(last, names)._repr_mimebundle_() if last.startswith("report.") else {}
    text = {call: bundle["text/plain"] for call, bundle in shown.items() if bundle}
    assert "40 learners" in text["report.head()"]
    assert "Strategies, the one that the class knows least first." in text["report.strategies()"]
    assert "Corrected point-biserial" in text["report.items()"]
    assert "Cronbach's alpha is" in text["report.totals()"]
    assert "How the totals are spread." in text["report.scores()"]
    assert "Taken for the best: " in text["report.choices()"]
    assert shown["report.items()"]["text/html"].count("<img") == 2
    assert "There is no item 'x'" in face.Report(names["report"].analysis).choices("x").sentences[0]


def test_the_notebook_without_a_class(course: Course) -> None:
    """In a fresh kernel, in a course where nothing was handed in, does it say so in place of an error?"""
    path = Path(shutil.copy(NOTEBOOK, course.root / "autograder"))
    notebook = nbformat.read(path, as_version=4)
    notebook.cells[1].source = notebook.cells[1].source.replace('"abby"', '"mira"')
    with nbgraders_warnings():
        NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(path.parent)}}).execute()
    outputs = [output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]
    assert {output.output_type for output in outputs} == {"execute_result"}
    assert "No marks of mira are recorded yet" in outputs[0].data["text/plain"]
    assert {output.data["text/plain"] for output in outputs[1:]} == {"There is nothing to show here yet."}
