"""Run a command in this process while Python reports what it opens, starts and connects to; a program of its own, not a test.

    python -m tests.autograder.security.watched REPORT autograder grade mira

writes to REPORT a list of events, each its name and arguments as text.
"""

from __future__ import annotations

import json
import os
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

WATCHED = (
    "open",
    "os.",
    "shutil.",
    "socket.",
    "subprocess.",
    "pty.",
    "sqlite3.connect",
    "ctypes.",
    "webbrowser.",
    "urllib.",
)
QUIET = ("os.listdir", "os.scandir", "os.walk", "os.fwalk", "os.listxattr", "os.putenv", "os.unsetenv")
"""What looks around and changes nothing."""

NEEDED = {
    "autograder": ["autograder.bulk.run", "autograder.bulk.setup", "nbformat.validator"],
    "nbgrader": ["nbgrader.apps.nbgraderapp", "autograder.collectors"],
}


def main() -> None:
    """Watch one command."""
    report, command, *arguments = sys.argv[1:]
    events: set[tuple[str, ...]] = set()
    watching = True

    def watch(event: str, args: tuple[Any, ...]) -> None:
        if watching and event.startswith(WATCHED) and event not in QUIET:
            events.add((event, *(os.fsdecode(arg) if isinstance(arg, bytes) else str(arg) for arg in args)))

    # What libraries try out when they are imported, such as whether there is an IPv6, is no submission's doing.
    for module in NEEDED[command]:
        import_module(module)
    sys.addaudithook(watch)
    code: Any = 0
    try:
        if command == "autograder":
            from autograder.cli import app

            app(arguments)
        else:
            from nbgrader.apps.nbgraderapp import NbGraderApp

            NbGraderApp.launch_instance(arguments)
    except SystemExit as stop:
        code = stop.code
    watching = False
    Path(report).write_text(json.dumps([code, sorted(events)]))


if __name__ == "__main__":
    main()
