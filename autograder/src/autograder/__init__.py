"""The instructor's side: keys, marks and nbgrader.

Graded cells import `mark` from here; nothing of nbgrader is loaded for that.
"""

from autograder.executed import mark

__all__ = ["mark"]
