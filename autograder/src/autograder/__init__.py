"""The instructor's side: keys, marks and nbgrader.

Graded cells import `mark` from here; nothing of nbgrader is loaded for that.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

__all__ = ["mark"]

if TYPE_CHECKING:
    from autograder.executed import mark
else:

    def __getattr__(name: str) -> object:
        # Only when it is asked for: the `autograder` command starts here too, and has its workers import what they need first.
        if name != "mark":
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from autograder.executed import mark  # noqa: PLC0415

        return mark
