"""What a check found."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from rapport.content import Problem


@dataclass
class Report:
    """Counts of what is there, and every problem."""

    counts: dict[str, int] = field(default_factory=dict)
    kinds: dict[str, dict[str, int]] = field(default_factory=dict)
    positions: dict[str, int] = field(default_factory=dict)
    cases: dict[str, dict[str, Any]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def as_data(self) -> dict[str, Any]:
        """Return the report as JSON-ready data."""
        problems = [
            {"file": str(p.path), "line": p.line, "field": p.field, "problem": p.problem, "mend": p.mend}
            for p in self.problems
        ]
        return {
            "schema_version": 1,
            "counts": self.counts,
            "kinds": self.kinds,
            "key_positions": self.positions,
            "cases": self.cases,
            "problems": problems,
        }
