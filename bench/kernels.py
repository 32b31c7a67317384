"""Memory of a kernel in which a lesson is open."""

from __future__ import annotations

import json
import shutil
import subprocess

from bench.figure import Figure
from bench.places import ROOT, Places

# Runs in the learner's environment: every lesson once, each in a kernel that tells its memory at the end.
PROGRAM = """
import json, sys
from pathlib import Path
import nbformat
from nbclient import NotebookClient

told = nbformat.v4.new_code_cell("import psutil\\nprint(psutil.Process().memory_info().rss)")

def memory(cells, folder):
    notebook = nbformat.v4.new_notebook(cells=[*cells, told.copy()])
    NotebookClient(notebook, timeout=120, kernel_name="python3", resources={"metadata": {"path": folder}}).execute()
    return int(notebook.cells[-1].outputs[-1].text)

course = Path(sys.argv[1])
found = {path.stem: memory(nbformat.read(path, 4).cells, str(course)) for path in sorted(course.glob("*.ipynb"))}
print(json.dumps({"bare": memory([], str(course)), "lessons": found}))
"""


def measure(places: Places) -> list[Figure]:
    """Run every lesson once, which also leaves the environment as it is after a first use."""
    course = places.work / "course"
    if not course.exists():
        shutil.copytree(ROOT / "course", course, ignore=shutil.ignore_patterns("*.responses.jsonl"))
    ran = subprocess.run(
        [str(places.learners_python), "-c", PROGRAM, str(course)],
        capture_output=True,
        text=True,
        check=True,
        cwd=places.work,
        env=places.environment(),
    )
    told = json.loads(ran.stdout.splitlines()[-1])
    lesson = max(told["lessons"], key=told["lessons"].__getitem__)
    note = f"{lesson}, the largest of {len(told['lessons'])}; an empty kernel has {told['bare'] / 1e6:.0f} MB"
    return [Figure("Memory of a kernel with a lesson open", "MB", told["lessons"][lesson] / 1e6, None, note)]
