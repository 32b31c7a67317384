"""Where things are, and processes that keep nothing of the user's settings."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
BARE = ROOT / ".venv-bare"
LOCK = ROOT / "requirements-learner.lock"
STRANGERS = ("JUPYTER", "IPYTHON", "PYTHON", "RAPPORT", "VIRTUAL_ENV")


@dataclass(frozen=True)
class Places:
    """What the measurements share.

    Attributes
    ----------
    learner : Path
        The learner's environment; it may be missing.
    work : Path
        An empty folder for copies of the course and for settings.
    """

    learner: Path
    work: Path

    @property
    def learners_python(self) -> Path:
        """The learner's Python."""
        return self.learner / "bin" / "python"

    def environment(self, **variables: str) -> dict[str, str]:
        """Return environment variables for a process: bytecode is cached as for any learner, settings are nobody's."""
        inherited = {name: value for name, value in os.environ.items() if not name.startswith(STRANGERS)}
        home = self.work / "home"
        home.mkdir(exist_ok=True)
        return {**inherited, "HOME": str(home), **variables}


def bare_python() -> Path:
    """Return the Python of an environment with JupyterLab alone, in the versions of the learner's lock; it is kept between runs."""
    python = BARE / "bin" / "python"
    mark = BARE / ".done"
    if not mark.exists() or mark.stat().st_mtime < LOCK.stat().st_mtime:
        uv = str(Path(sys.executable).with_name("uv"))
        subprocess.run([uv, "venv", "--quiet", "--clear", "--python", sys.executable, str(BARE)], check=True)
        install = [uv, "pip", "install", "--quiet", "--python", str(python), "jupyterlab", "--constraint", str(LOCK)]
        subprocess.run(install, check=True)
        mark.touch()
    return python
