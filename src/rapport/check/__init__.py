"""Everything that can be wrong with the course's content, found in one walk over its folders."""

from rapport.check.report import Report
from rapport.check.walk import check

__all__ = ["Report", "check"]
