"""Score a response by a key: pure, total, and in [0, 1]."""

from rapport.scoring.score import Result, score

__all__ = ["Result", "score"]
