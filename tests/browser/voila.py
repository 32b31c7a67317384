"""Voilà as `make page` starts it, over a copy of the course, so that no learner's answers are touched."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import threading
from pathlib import Path
from types import TracebackType

from .server import _free_port

ROOT = Path(__file__).parents[2]
START_SECONDS = 90
LEFT_OUT = shutil.ignore_patterns("*.responses.jsonl", ".ipynb_checkpoints")


class LessonPages:
    """A running `make page`; use as a context manager.

    Parameters
    ----------
    folder : Path
        An empty folder: the copy of the course goes to ``folder/course``.
    """

    def __init__(self, folder: Path) -> None:
        self.course = folder / "course"
        self.address = f"http://127.0.0.1:{_free_port()}"
        self._folder = folder
        self._log: list[str] = []
        self._ready = threading.Event()
        self._process: subprocess.Popen[str] | None = None

    def __enter__(self) -> LessonPages:
        shutil.copytree(ROOT / "course", self.course, ignore=LEFT_OUT)
        shutil.copy(ROOT / "Makefile", self._folder)
        (self._folder / ".venv").symlink_to(sys.prefix)
        options = f"--no-browser --Voila.ip=127.0.0.1 --port={self.address.rpartition(':')[2]} --Voila.port_retries=0"
        self._process = subprocess.Popen(
            # The environment is the one that runs this test: make must not make it anew.
            ["make", "--old-file=.venv/.done", "page", f"PAGE={options}"],
            cwd=self._folder,
            env=self._environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        threading.Thread(target=self._read_log, args=(self._process,), daemon=True).start()
        if not self._ready.wait(START_SECONDS) or self._process.poll() is not None:
            self.stop()
            raise RuntimeError(f"`make page` did not start within {START_SECONDS} s. It said:\n{''.join(self._log)}")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def stop(self) -> None:
        """End Voilà and, with it, its kernels; make, its shell and Voilà are one process group of ours."""
        if self._process is None or self._process.poll() is not None:
            return
        os.killpg(self._process.pid, signal.SIGTERM)
        try:
            self._process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()

    def _environment(self) -> dict[str, str]:
        inherited = {
            name: value for name, value in os.environ.items() if not name.startswith(("JUPYTER", "IPYTHON", "MAKE"))
        }
        return {**inherited, "HOME": str(self._folder), "IPYTHONDIR": str(self._folder / "ipython")}

    def _read_log(self, process: subprocess.Popen[str]) -> None:
        assert process.stdout is not None
        with process.stdout as lines:
            for line in lines:
                self._log.append(line)
                if "is running at:" in line:
                    self._ready.set()
        self._ready.set()  # it ended: whoever waits must not wait for the whole time
