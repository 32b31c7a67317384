"""What a check found."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from rapport.content import Problem


@dataclass
class Report:
    """Counts of what is there, every problem, and warnings: what is wanted, and not wrong yet."""

    counts: dict[str, int] = field(default_factory=dict)
    kinds: dict[str, dict[str, int]] = field(default_factory=dict)
    positions: dict[str, int] = field(default_factory=dict)
    cases: dict[str, dict[str, Any]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)

    def as_data(self) -> dict[str, Any]:
        """Return the report as JSON-ready data."""
        return {
            "schema_version": 1,
            "counts": self.counts,
            "kinds": self.kinds,
            "key_positions": self.positions,
            "cases": self.cases,
            "problems": [_as_data(problem) for problem in self.problems],
            "warnings": [_as_data(problem) for problem in self.warnings],
        }


def _as_data(p: Problem) -> dict[str, Any]:
    return {"file": str(p.path), "line": p.line, "field": p.field, "problem": p.problem, "mend": p.mend}
