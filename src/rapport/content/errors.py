"""What a person is told when content can't be used."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Problem:
    """One thing wrong in one file.

    Attributes
    ----------
    path : Path
        The file.
    line : int
        1-based line.
    location : tuple of str or int
        The field, as mapping keys and list indexes from the top of the file.
    problem : str
        What is wrong.
    mend : str
        What to do about it.
    """

    path: Path
    line: int
    location: tuple[str | int, ...]
    problem: str
    mend: str

    @property
    def field(self) -> str:
        """The location as people write it, such as ``beats[3].replies[0].next``."""
        parts = [f"[{part}]" if isinstance(part, int) else f".{' '.join(part.split())[:60]}" for part in self.location]
        return "".join(parts).lstrip(".")

    def __str__(self) -> str:
        field = f" {self.field}:" if self.location else ""
        return f"{self.path}:{self.line}:{field} {self.problem}. To mend it: {self.mend}."


class ContentError(ValueError):
    """Content that can't be used; holds every problem found, not only the first."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        super().__init__("\n".join(str(problem) for problem in problems))
