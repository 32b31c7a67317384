"""environment.yml: what Binder would build, and what conda would install."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from .conftest import dependencies, pip_part, run


@pytest.fixture(scope="module")
def rendered(repository: Path) -> str:
    """What repo2docker would build, without building it."""
    return run(Path(sys.executable).with_name("jupyter-repo2docker"), "--no-build", "--debug", repository)


def test_python_is_the_tested_one(repository: Path, rendered: str) -> None:
    """Does repo2docker pick the Python that environment.yml names, and is it the one that runs these tests?"""
    texts = [entry for entry in dependencies(repository) if isinstance(entry, str)]
    [named] = [entry.partition("=")[2] for entry in texts if entry.startswith("python=")]
    picked = re.search(r"^Building conda environment for python=(\S+)", rendered, re.MULTILINE)
    assert picked, rendered
    assert picked[1] == named == ".".join(str(part) for part in sys.version_info[:2])


def test_build_uses_our_files(repository: Path, rendered: str) -> None:
    """Does the build install environment.yml, which names the learner's lock with its hashes, and run postBuild?"""
    assert 'env update -p ${NB_PYTHON_PREFIX} --file "environment.yml"' in rendered
    assert "RUN ./postBuild" in rendered
    assert pip_part(repository) == ["--require-hashes", "-r requirements-learner.lock"]


@pytest.mark.slow
def test_lessons_import(learners_python: Path) -> None:
    """In the environment that Binder gets, can a notebook import what lessons and assignments need?"""
    run(learners_python, "-I", "-c", "from rapport import lesson, exercise")


@pytest.mark.slow
@pytest.mark.parametrize("module", ["nbgrader", "autograder"])
def test_no_graders_tools(learners_python: Path, module: str) -> None:
    """Does the learner's environment come without what only instructors need?"""
    tried = subprocess.run(
        [learners_python, "-I", "-c", f"import {module}"], capture_output=True, text=True, check=False
    )
    assert tried.stderr.rstrip().endswith(f"ModuleNotFoundError: No module named {module!r}")


@pytest.mark.slow
def test_lessons_start_by_themselves(learners_python: Path, repository: Path) -> None:
    """Has postBuild switched the lessons' own start on for this server, and is the extension that does it installed?"""
    environment = learners_python.parents[1]
    settings = environment / "etc" / "jupyter" / "labconfig" / "page_config.json"
    assert json.loads(settings.read_text(encoding="utf-8"))["rapportStart"] == "auto"
    assert (
        environment / "share" / "jupyter" / "labextensions" / "rapport-start" / "static" / "remoteEntry.js"
    ).is_file()


@pytest.mark.slow
def test_packages_fit_together(learners_python: Path) -> None:
    """Does pip find every package's requirements met?"""
    assert "No broken requirements found" in run(learners_python, "-m", "pip", "check")
