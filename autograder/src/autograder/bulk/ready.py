"""Imported to be ready to grade: all that a worker needs, so that copies of this process need nothing more."""

from __future__ import annotations

from autograder.bulk import notebook, work
from autograder.feedback.page import compile_templates
from autograder.restoring import CELLS_WITH_IDS
from rapport.journal import Event

__all__ = ["work"]

notebook.validator(CELLS_WITH_IDS)
compile_templates()
Event.model_rebuild()  # otherwise each copy would do this for itself when it reads its first answer
