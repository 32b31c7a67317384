"""New gradebooks in less time."""

from __future__ import annotations

from functools import cache

from nbgrader import api


def ask_alembic_once() -> None:
    """Let a process ask but once which version nbgrader's tables have: for each new gradebook it starts alembic anew, for seconds."""
    if not hasattr(api.get_alembic_version, "cache_info"):
        api.get_alembic_version = cache(api.get_alembic_version)
