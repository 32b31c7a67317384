"""The repository as somebody else gets it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NOT_COMMITTED = (".git", ".venv*", ".*_cache", ".hypothesis", "__pycache__", "build", "*.responses.jsonl", "*.db")


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the repository without what is not committed."""
    copy = tmp_path_factory.mktemp("repository") / "rapport"
    shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(*NOT_COMMITTED))
    return copy


@pytest.fixture(scope="module")
def learners_python(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Python of a fresh environment into which environment.yml's pip part and then postBuild have gone, as on Binder."""
    folder = tmp_path_factory.mktemp("learner") / "environment"
    run(sys.executable, "-m", "venv", folder)
    python = folder / "bin" / "python"
    wanted = repository / "requirements.environment.txt"
    wanted.write_text("\n".join(pip_part(repository)) + "\n", encoding="utf-8")
    run(python, "-m", "pip", "install", "--quiet", "--no-compile", "--requirement", wanted, cwd=repository)
    path = os.pathsep.join([str(python.parent), os.environ["PATH"]])
    run(repository / "postBuild", cwd=repository, PATH=path)
    return python


def dependencies(repository: Path) -> list[str | dict[str, list[str]]]:
    """Return the dependencies in environment.yml."""
    import yaml

    found = yaml.safe_load((repository / "environment.yml").read_text(encoding="utf-8"))["dependencies"]
    assert isinstance(found, list)
    return found


def pip_part(repository: Path) -> list[str]:
    """Return the lines that conda hands to pip."""
    [part] = [entry["pip"] for entry in dependencies(repository) if isinstance(entry, dict)]
    return part


def run(*command: str | Path, cwd: Path | None = None, **variables: str) -> str:
    """Run a command and return all that it says; fails with it."""
    ran = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": "", "PIP_DISABLE_PIP_VERSION_CHECK": "1", **variables},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, f"{' '.join(map(str, command))} said:\n{ran.stdout}"
    return ran.stdout
