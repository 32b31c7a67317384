"""A panel's ratings: how far raters agree, which keys they imply, and which items are in doubt."""

from autograder.raters.panel import Judged, Judgement, judge
from autograder.raters.ratings import Ratings, RatingsError, read_ratings, sheet

__all__ = ["Judged", "Judgement", "Ratings", "RatingsError", "judge", "read_ratings", "sheet"]
