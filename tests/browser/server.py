"""A real Jupyter server of our own: free loopback port, token, and nothing of the user's settings."""

from __future__ import annotations

import json
import os
import secrets
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from types import TracebackType
from typing import Any, Literal
from urllib.request import Request, urlopen

Application = Literal["jupyterlab", "notebook"]

SWITCHED_ON = Path(__file__).parents[2] / "course" / ".jupyter"
"""The configuration folder with which `make lab` lets lessons start by themselves."""

START_SECONDS = 60
# Graders' server extensions cost seconds of every start, and learners have none of them.
NOT_FOR_LEARNERS = ("formgrader", "validate_assignment", "assignment_list", "course_list")


class JupyterServer:
    """A Jupyter server process; use as a context manager.

    Parameters
    ----------
    folder : Path
        An empty folder: notebooks go to ``folder/work``, everything that Jupyter keeps goes beside it.
    application : "jupyterlab" or "notebook"
        Which front end's command starts it.
    auto : bool
        Whether lessons start by themselves on it.
    """

    def __init__(self, folder: Path, application: Application, auto: bool = False) -> None:
        self.root = folder / "work"
        self.token = secrets.token_urlsafe(16)
        self.address = f"http://127.0.0.1:{_free_port()}"
        self._application = application
        self._kept = folder / "kept"
        self._auto = auto
        self._log: list[str] = []
        self._ready = threading.Event()
        self._process: subprocess.Popen[str] | None = None
        self._reader: threading.Thread | None = None

    def __enter__(self) -> JupyterServer:
        self.root.mkdir(parents=True)
        self._write_settings()
        self._process = subprocess.Popen(
            self._command(),
            cwd=self.root,
            env=self._environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self._reader = threading.Thread(target=self._read_log, daemon=True)
        self._reader.start()
        if not self._ready.wait(START_SECONDS) or self._process.poll() is not None:
            self.stop()
            raise RuntimeError(
                f"{self._application} did not start within {START_SECONDS} s. It said:\n{''.join(self._log)}"
            )
        self._wait_until_it_listens()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def stop(self) -> None:
        """End the server and, with it, its kernels."""
        if self._process is None:
            return
        self._process.terminate()
        try:
            self._process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        if self._reader:
            self._reader.join(timeout=5)

    def sessions(self) -> list[dict[str, Any]]:
        """Return the running sessions as the server describes them."""
        found: list[dict[str, Any]] = json.loads(self._ask("GET", "/api/sessions"))
        return found

    def end_sessions(self) -> None:
        """Shut every kernel down."""
        for session in self.sessions():
            self._ask("DELETE", f"/api/sessions/{session['id']}")

    def set_theme(self, name: str) -> None:
        """Choose the theme in which pages that are opened from now on appear."""
        setting = json.dumps({"raw": json.dumps({"theme": name})}).encode()
        self._ask("PUT", "/lab/api/settings/@jupyterlab/apputils-extension:themes", setting)

    def _wait_until_it_listens(self) -> None:
        """Wait for the first connection that is taken: the server says where it is running a moment before it listens."""
        host, port = self.address.removeprefix("http://").split(":")
        deadline = time.monotonic() + START_SECONDS
        while True:
            try:
                socket.create_connection((host, int(port)), timeout=1).close()
            except OSError:
                if time.monotonic() > deadline:
                    raise
            else:
                return

    def _ask(self, method: str, path: str, content: bytes | None = None) -> bytes:
        headers = {"Authorization": f"token {self.token}", "Content-Type": "application/json"}
        request = Request(self.address + path, data=content, method=method, headers=headers)
        with urlopen(request, timeout=20) as reply:
            answer: bytes = reply.read()
        return answer

    def _command(self) -> list[str]:
        return [
            *(sys.executable, "-m", self._application, "--no-browser", "--allow-root"),
            *(
                "--ServerApp.ip=127.0.0.1",
                f"--ServerApp.port={self.address.rpartition(':')[2]}",
                "--ServerApp.port_retries=0",
            ),
            f"--IdentityProvider.token={self.token}",
            f"--ServerApp.root_dir={self.root}",
        ]

    def _environment(self) -> dict[str, str]:
        inherited = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("JUPYTER", "IPYTHON", "PYTEST", "RAPPORT"))
        }
        own = {
            "HOME": self._kept,
            "IPYTHONDIR": self._kept / "ipython",
            "LOGNAME": "learner",  # the order of a card's options depends on it
            "JUPYTER_CONFIG_DIR": self._kept / "config",
            "JUPYTER_DATA_DIR": self._kept / "data",
            "JUPYTER_RUNTIME_DIR": self._kept / "runtime",
            "JUPYTERLAB_SETTINGS_DIR": self._kept / "settings",
            "JUPYTERLAB_WORKSPACES_DIR": self._kept / "workspaces",
        }
        switched_on = {"JUPYTER_CONFIG_PATH": str(SWITCHED_ON)} if self._auto else {}
        return {**inherited, **{name: str(path) for name, path in own.items()}, **switched_on}

    def _write_settings(self) -> None:
        off = {f"nbgrader.server_extensions.{name}": False for name in NOT_FOR_LEARNERS}
        _write_json(self._kept / "config" / "jupyter_server_config.json", {"ServerApp": {"jpserver_extensions": off}})
        # The question about news, and the look for a newer release, would reach for the network.
        quiet = {"fetchNews": "false", "checkForUpdates": False, "doNotDisturbMode": True}
        _write_json(
            self._kept / "settings" / "@jupyterlab" / "apputils-extension" / "notification.jupyterlab-settings", quiet
        )

    def _read_log(self) -> None:
        assert self._process is not None
        assert self._process.stdout is not None
        with self._process.stdout as lines:
            for line in lines:
                self._log.append(line)
                if "is running at:" in line:
                    self._ready.set()
        self._ready.set()  # it ended: whoever waits must not wait for the whole time


def _write_json(path: Path, content: object) -> None:
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps(content), encoding="utf-8")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port
