"""The lessons that lie in a folder, and everything that was answered there."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from rapport.content import Practice, load_practice
from rapport.journal import Event
from rapport.progress.attempt import Attempt, attempts
from rapport.progress.gather import gather

FIRST = "00-welcome"
"""The lesson to begin with."""


class Course:
    """A folder with lessons; answers are read anew each time, since lessons in other windows go on writing.

    Parameters
    ----------
    folder : Path
        Where the lessons' notebooks lie.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._practices: dict[str, Practice] = {}

    @property
    def lessons(self) -> list[str]:
        """The names of all lessons, in their order."""
        return sorted(path.stem for path in self.folder.glob("[0-9][0-9]-*.ipynb"))

    @property
    def practised(self) -> list[str]:
        """The names of the lessons that have practice, in their order."""
        return [name for name in self.lessons if self._path(name).is_file()]

    def answers(self) -> list[Event]:
        """Return every answer, oldest first."""
        return gather(self.folder)[0]

    def attempts(self) -> list[Attempt]:
        """Return the answers that count; see `rapport.progress.attempt`."""
        events = self.answers()
        return attempts(self.begun(events), events)

    def begun(self, events: Sequence[Event]) -> list[Practice]:
        """Return the practice of each lesson that has answers, in their order; raises `ContentError` for a damaged one."""
        names = sorted({event.notebook for event in events})
        return [self._practice(name) for name in names if self._path(name).is_file()]

    def lesson(self, number: int) -> str | None:
        """Return the name of the lesson of that number, if it is there."""
        return next((name for name in self.lessons if name.startswith(f"{number:02}-")), None)

    def _path(self, name: str) -> Path:
        return self.folder / "practice" / f"{name}.yaml"

    def _practice(self, name: str) -> Practice:
        if name not in self._practices:
            self._practices[name] = load_practice(self._path(name))
        return self._practices[name]


def titled(name: str) -> str:
    """Return a lesson's name as people read it: ``03 Active listening``."""
    number, _, words = name.partition("-")
    return f"{number} {words.replace('-', ' ').capitalize()}"
