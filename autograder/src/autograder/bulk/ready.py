"""Imported to be ready to grade: all that a worker needs, so that copies of this process need nothing more."""

from __future__ import annotations

from autograder.bulk import notebook, work
from autograder.restoring import CELLS_WITH_IDS

__all__ = ["work"]

notebook.validator(CELLS_WITH_IDS)
