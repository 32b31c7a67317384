"""How long the learner's server takes to start, beside JupyterLab alone."""

from __future__ import annotations

import secrets
import socket
import subprocess
import time
from pathlib import Path
from statistics import median
from urllib.error import URLError
from urllib.request import urlopen

from bench.figure import Figure, spread
from bench.places import ROOT, Places, bare_python

PAIRS = 7
GOAL_RATIO = 1.15
LIMIT_S = 120
LOOK_S = 0.01


def measure(places: Places) -> list[Figure]:
    """Start each server in turn, from the process's start until /api answers 200."""
    bare = bare_python()
    switched_on = {"JUPYTER_CONFIG_PATH": str(ROOT / "course" / ".jupyter")}

    def ours() -> float:
        return _seconds(places, places.learners_python, switched_on)

    def baseline() -> float:
        return _seconds(places, bare, {})

    ours(), baseline()  # caches the bytecode
    pairs = [(ours(), baseline()) for _ in range(PAIRS)]
    ratios = [learner / alone for learner, alone in pairs]
    learner, alone = (median(pair[side] for pair in pairs) for side in (0, 1))
    note = f"{learner:.2f} s against {alone:.2f} s; {spread(ratios, 2)}"
    return [Figure("Start of the learner's server, against bare JupyterLab", "x", median(ratios), GOAL_RATIO, note)]


def _seconds(places: Places, python: Path, variables: dict[str, str]) -> float:
    root = places.work / "served"
    root.mkdir(exist_ok=True)
    port = _free_port()
    command = [
        *(str(python), "-m", "jupyterlab", "--no-browser", "--allow-root", f"--ServerApp.root_dir={root}"),
        *("--ServerApp.ip=127.0.0.1", f"--ServerApp.port={port}", "--ServerApp.port_retries=0"),
        f"--IdentityProvider.token={secrets.token_urlsafe(16)}",
    ]
    log = places.work / "server.log"
    with log.open("wb") as said:
        started = time.perf_counter()
        server = subprocess.Popen(
            command, stdout=said, stderr=subprocess.STDOUT, cwd=root, env=places.environment(**variables)
        )
        try:
            _wait(server, f"http://127.0.0.1:{port}/api", started, log)
            return time.perf_counter() - started
        finally:
            server.terminate()
            server.wait(timeout=30)


def _wait(server: subprocess.Popen[bytes], address: str, started: float, log: Path) -> None:
    while server.poll() is None and time.perf_counter() - started < LIMIT_S:
        try:
            with urlopen(address, timeout=LIMIT_S) as reply:
                if reply.status == 200:
                    return
        except (URLError, ConnectionError):
            time.sleep(LOOK_S)  # asking without a pause would take the server's processor
    raise RuntimeError(f"The server did not start within {LIMIT_S} s. It said:\n{log.read_text(errors='replace')}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port
