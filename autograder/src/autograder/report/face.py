"""What the instructor's notebook calls, one line a cell. Where there is nothing to report on, each says so in place of an error."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from typing import Any

from autograder.bulk.kinds import Misuse
from autograder.report import figures, tables, words
from autograder.report.analysis import Analysis, analyse
from autograder.report.collect import collect
from autograder.report.files import write
from autograder.report.look import Finding, look
from rapport.charts.shown import STYLE, Shown
from rapport.charts.table import Table

SETTINGS = "nbgrader_config.py"


@dataclass(frozen=True)
class Leaf:
    """Sentences and tables below a cell; everything in them is shown as text."""

    sentences: Sequence[str]
    tables: Sequence[Table] = ()

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        # Jupyter's own hook; plain text is for pages that show no HTML.
        said = "".join(f"<p>{escape(sentence)}</p>" for sentence in self.sentences)
        held = "".join(f'<div class="rapport-twin">{table.as_html()}</div>' for table in self.tables)
        plain = "\n\n".join([*self.sentences, *(table.as_text() for table in self.tables)])
        return {"text/plain": plain, "text/html": f"<style>{STYLE}</style>{said}{held}"}


class Report:
    """One assignment's report, part by part.

    Parameters
    ----------
    analysis : Analysis or None
        What to show; None where there is nothing to report on.
    why : str
        Why there is nothing, and what to do.
    """

    def __init__(self, analysis: Analysis | None, why: str = "") -> None:
        self.analysis = analysis
        self.found: Sequence[Finding] = look(analysis) if analysis else ()
        self._why, self._instead = Leaf([why]), Leaf(["There is nothing to show here yet."])

    def head(self) -> Leaf:
        """Show who is in the report, and what to know before reading it."""
        analysis = self.analysis
        return Leaf([words.head(analysis), *words.cautions(analysis)]) if analysis else self._why

    def look(self) -> Leaf:
        """Show the items to look at, with the rules that they break."""
        if self.analysis is None:
            return self._instead
        broken = list(dict.fromkeys(one.rule for one in self.found))
        held = [tables.findings(self.found, self.analysis), tables.rules(broken)] if self.found else []
        return Leaf([words.looked(self.found, self.analysis)], held)

    def totals(self) -> Leaf:
        """Say how the totals are spread and how reliable they are."""
        analysis = self.analysis
        return Leaf([*words.scores(analysis), *words.reliability(analysis)]) if analysis else self._instead

    def scores(self) -> Shown | Leaf:
        """Show how the totals are spread."""
        return figures.scores(self.analysis.scores) if self.analysis and self.analysis.scores else self._instead

    def strategies(self) -> Shown | Leaf:
        """Show how well the class knows each strategy."""
        if self.analysis is None or self.analysis.strategies.empty:
            return self._instead
        return figures.strategies(self.analysis)

    def items(self) -> Shown | Leaf:
        """Show every item's difficulty and discrimination."""
        return figures.items(self.analysis) if self.analysis else self._instead

    def choices(self, item: str | None = None) -> Leaf:
        """Show what was chosen, in one item or in all."""
        if self.analysis is None:
            return self._instead
        named = tables.labels(self.analysis)
        if item is not None and item not in named:
            return Leaf([f"There is no item {item!r}. The items are: {', '.join(named)}."])
        wanted = [item] if item else list(named)
        return Leaf(
            [], [_named(table, named[name]) for name in wanted for table in tables.choices(self.analysis, name)]
        )

    def write(self, folder: Path | str) -> Leaf:
        """Write the report's files."""
        if self.analysis is None:
            return self._instead
        paths = write(self.analysis, self.found, Path(folder), datetime.now(UTC))
        return Leaf([f"Written: {', '.join(path.name for path in paths)}, in {folder}."])


def _named(table: Table, item: str) -> Table:
    return replace(table, caption=f"{item.rstrip('.')}. {table.caption}")


def open(name: str, root: Path | None = None, *, without_simulated: bool = False) -> Report:  # noqa: A001 - what the other notebooks call
    """Read an assignment's marks and answers; by default of the course around the notebook's folder."""
    here = Path.cwd()
    course = root or next((folder for folder in (here, *here.parents) if (folder / SETTINGS).is_file()), here)
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", module=r"nbgrader|traitlets|sqlalchemy")
        try:
            return Report(analyse(collect(course, name, without_simulated=without_simulated)))
        except Misuse as error:
            return Report(None, str(error))
