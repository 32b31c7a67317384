"""nbgrader's gradebook without the rest of nbgrader: importing all of it takes longer than grading three hundred submissions."""

from __future__ import annotations

import sys
from collections.abc import Callable
from importlib import import_module
from importlib.metadata import version
from types import ModuleType
from typing import Any

KNOWN = "0.9.6"
"""The version of nbgrader that was looked through for what can be left out; of any other, all is imported."""
_SERVERS = "nbgrader.server_extensions"
LEFT_OUT = {
    f"{_SERVERS}.assignment_list": ("load_jupyter_server_extension",),
    f"{_SERVERS}.course_list": ("load_jupyter_server_extension",),
    f"{_SERVERS}.formgrader": ("load_jupyter_server_extension",),
    f"{_SERVERS}.validate_assignment": ("load_jupyter_server_extension",),
    "nbgrader.auth": ("Authenticator",),
    "nbformat.notebooknode": ("NotebookNode",),
    "setuptools.archive_util": ("unpack_archive", "unpack_tarfile", "unpack_zipfile"),
}
"""What nbgrader's gradebook imports and grading never calls, with the names that it takes from there: functions, and types of arguments."""


def import_nbgrader() -> None:
    """Import of nbgrader what grading needs: the gradebook, the course's folders and the plugins for late submissions.

    The names that are left out stand for the real ones, which are imported when somebody calls them. Everything else of nbgrader can be
    imported afterwards as ever, and nothing is left out where nbgrader is imported already.
    """
    if "nbgrader" not in sys.modules and is_known():
        standing_in = {name: _stand_in(name) for name in LEFT_OUT if name not in sys.modules}
        sys.modules.update(standing_in)
        try:
            for part in ("api", "coursedir", "plugins"):
                import_module(f"nbgrader.{part}")
        finally:
            for name in standing_in:
                del sys.modules[name]


def is_known() -> bool:
    """Return whether the version of nbgrader is the one that this program was fitted to."""
    return version("nbgrader") == KNOWN


def _stand_in(name: str) -> ModuleType:
    module = ModuleType(name)
    for found in LEFT_OUT[name]:
        setattr(module, found, _later(name, found))
    return module


def _later(module: str, name: str) -> Callable[..., Any]:
    def call(*args: Any, **named: Any) -> Any:
        return getattr(import_module(module), name)(*args, **named)

    return call
