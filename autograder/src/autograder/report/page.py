"""The report as one HTML page that needs nothing else: no script, no outside address, figures inside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from autograder.report import figures, tables, words
from autograder.report.analysis import Analysis
from autograder.report.look import SOURCES, Finding
from rapport.charts.shown import Shown
from rapport.charts.style import DARK, LIGHT, Palette, data_address
from rapport.charts.table import Table
from rapport.content.item import AnyItem


@dataclass(frozen=True)
class Picture:
    """A figure as the page holds it: an image for light readers, one for dark ones, and words for both."""

    light: str
    dark: str
    alt: str
    caption: str
    twin: Table


@dataclass(frozen=True)
class Chosen:
    """What was chosen in one item."""

    label: str
    item: AnyItem
    tables: list[Table]


def page(analysis: Analysis, found: Sequence[Finding], made_at: datetime, *, names: bool = False) -> str:
    """Return the page.

    Parameters
    ----------
    analysis, found : Analysis, sequence of Finding
        What it shows.
    made_at : datetime
        When it is made.
    names : bool
        Whether learners' ids are shown; without, the page names nobody.
    """
    return _template().render(
        title=analysis.collected.title,
        made_at=f"{made_at:%d %B %Y, %H:%M} UTC",
        head=words.head(analysis),
        cautions=words.cautions(analysis),
        looked=words.looked(found, analysis),
        findings=tables.findings(found, analysis) if found else None,
        rules=tables.rules(),
        score_words=words.scores(analysis),
        reliability=words.reliability(analysis),
        scores=_picture(figures.scores(analysis.scores)) if analysis.scores else None,
        strategies=_picture(figures.strategies(analysis)) if len(analysis.strategies) else None,
        items=_picture(figures.items(analysis)),
        chosen=_chosen(analysis),
        learners=tables.learners(analysis) if names else None,
        sources=[*SOURCES, *METHODS],
    )


METHODS = (
    "Cronbach, L. J. (1951). Coefficient alpha and the internal structure of tests. Psychometrika, 16, 297-334.",
    "Feldt, L. S., Woodruff, D. J., & Salih, F. A. (1987). Statistical inference for coefficient alpha. "
    "Applied Psychological Measurement, 11, 93-103.",
    "Kelley, T. L. (1939). The selection of upper and lower groups for the validation of test items. "
    "Journal of Educational Psychology, 30, 17-24.",
    "Kuder, G. F., & Richardson, M. W. (1937). The theory of the estimation of test reliability. Psychometrika, 2, 151-160.",
    "Newcombe, R. G. (1998). Interval estimation for the difference between independent proportions: comparison of eleven methods. "
    "Statistics in Medicine, 17, 873-890.",
    "Nunnally, J. C., & Bernstein, I. H. (1994). Psychometric theory (3rd ed.). McGraw-Hill.",
    "Wilson, E. B. (1927). Probable inference, the law of succession, and statistical inference. "
    "Journal of the American Statistical Association, 22, 209-212.",
)


@cache
def _template() -> Template:
    environment = Environment(
        loader=PackageLoader("autograder.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["unbroken"] = _unbroken
    return environment.get_template("report.html")


def _unbroken(cell: str) -> str:
    """Keep a number and its sign on one line."""
    return cell.replace(" %", "\N{NO-BREAK SPACE}%")


def _picture(shown: Shown) -> Picture:
    return Picture(_address(shown, LIGHT), _address(shown, DARK), shown.alt, shown.caption, shown.twin)


def _address(shown: Shown, palette: Palette) -> str:
    # A list of image sources is divided at white space.
    return "".join(data_address(shown.draw(palette)).split())


def _chosen(analysis: Analysis) -> list[Chosen]:
    named = tables.labels(analysis)
    found = [(one, tables.choices(analysis, one.name)) for one in analysis.collected.asked]
    return [Chosen(named[one.name], one.item, held) for one, held in found if one.item and held]
