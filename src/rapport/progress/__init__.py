"""What a learner's answers say: mastery, confidence, what to review next, a practice deck, and the passport that carries them along.

The notebook ``progress.ipynb`` calls the functions of `rapport.progress.face`; all other modules here are pure, but for reading journals.
"""

from rapport.progress.face import calibration, confidence, deck, mastery, next, open, passport  # noqa: A004

__all__ = ["calibration", "confidence", "deck", "mastery", "next", "open", "passport"]
