"""The learner's side knows nothing of the instructor's, and a notebook's first cell loads nothing heavy."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "rapport"
INSTRUCTORS = {"autograder", "nbgrader"}
HEAVY = {"nbgrader", "autograder", "pandas", "matplotlib", "networkx", "numpy", "hypothesis", "pytest"}


def imported(path: Path) -> Iterator[str]:
    """Yield the top-level names of all packages that a file imports, wherever in it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name.split(".")[0] for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            yield node.module.split(".")[0]
        elif isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) in (
            "import_module",
            "__import__",
        ):
            yield from (
                arg.value.split(".")[0]
                for arg in node.args
                if isinstance(arg, ast.Constant) and isinstance(arg.value, str)
            )


def test_the_scan_sees_every_way_to_import(tmp_path: Path) -> None:
    """Would the test below notice an import at the top, in a function, or by name?"""
    path = tmp_path / "sneaky.py"
    path.write_text(
        "import autograder.keys\ndef f():\n    from nbgrader.api import Gradebook\n"
        "    import importlib\n    importlib.import_module('numpy.linalg')\n    __import__('os')\n    from . import x\n"
    )
    assert set(imported(path)) == {"autograder", "nbgrader", "importlib", "numpy", "os"}


def test_the_learners_side_imports_nothing_of_the_instructors() -> None:
    """Does no file of the library import autograder or nbgrader?"""
    files = sorted(SOURCE.rglob("*.py"))
    assert len(files) > 20
    assert {
        str(path.relative_to(SOURCE)): INSTRUCTORS & set(imported(path))
        for path in files
        if INSTRUCTORS & set(imported(path))
    } == {}


def test_lessons_and_exercises_name_no_instructors_module() -> None:
    """Do the notebooks that learners get import nothing of the instructor's?"""
    notebooks = [*(ROOT / "course").glob("*.ipynb"), *(ROOT / "exercises").rglob("*.ipynb")]
    for path in notebooks:
        text = path.read_text(encoding="utf-8")
        assert "import autograder" not in text
        assert "from autograder" not in text


@pytest.mark.parametrize(
    "cell",
    [
        "import rapport.exercise, rapport.lesson",
        "from rapport import lesson",
        "from rapport import progress",
        "import rapport.journal",
    ],
)
def test_the_first_cell_loads_nothing_heavy(cell: str) -> None:
    """Does what a notebook imports leave figures, graphs and grading unloaded?"""
    command = f"{cell}\nimport sys\nprint(*sorted({{name.split('.')[0] for name in sys.modules}}))"
    done = subprocess.run(
        [sys.executable, "-c", command], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    loaded = set(done.stdout.split())
    assert "rapport" in loaded
    assert loaded & HEAVY == set()


def test_lessons_leave_the_scheduler_to_the_progress_notebook() -> None:
    """Is what plans reviews loaded by the progress notebook alone?"""
    loaded = "print('fsrs' in sys.modules)"
    command = f"import rapport.exercise, rapport.lesson, sys; {loaded}; import rapport.progress; {loaded}"
    done = subprocess.run(
        [sys.executable, "-c", command], cwd=ROOT, capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout.split() == ["False", "True"]


def test_the_core_needs_no_notebook() -> None:
    """Can content, dialogue, scoring and journal be used without Jupyter?"""
    command = "import rapport.scoring, rapport.journal, rapport.dialogue, sys; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", command], cwd=ROOT, capture_output=True, text=True, timeout=60, check=True
    )
    assert not {"IPython", "ipywidgets", "anywidget", "ipykernel"} & set(done.stdout.split())
