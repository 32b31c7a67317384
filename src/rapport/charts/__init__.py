"""Figures of the evidence, each with its numbers as a table for those who can't see it.

Nothing is imported here: pandas and matplotlib load when the first figure is shown, not when a lesson opens.
"""

FIGURES = ("forest", "years", "variance", "success", "claim", "dropout")
"""What `lesson.show` can show, in the order in which lesson 01 does."""
