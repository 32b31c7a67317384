"""The table twin of each figure: the same rows and the same numbers, for eyes, ears and fingers alike."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

import pandas as pd

from rapport.charts import data
from rapport.charts.measures import MINUS, coefficient, count, interval, percent, squared, success

METRICS = {"r": "r", "g": "g", "d": "d", "smd": "SMD", "proportion": "share"}


@dataclass(frozen=True)
class Source:
    """A source as a table names it; `doi` is empty where there is none."""

    name: str
    doi: str = ""


@dataclass(frozen=True)
class Table:
    """A table of words: one head a column; the first cell of each row names the row."""

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str | Source, ...], ...]

    def as_html(self) -> str:
        """Return the table as HTML; everything in it is escaped."""
        heads = "".join(f'<th scope="col">{escape(head)}</th>' for head in self.heads)
        rows = "".join(f"<tr>{_row(row)}</tr>" for row in self.rows)
        return (
            f"<table><caption>{escape(self.caption)}</caption>"
            f"<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"
        )

    def as_text(self) -> str:
        """Return the table as plain text, one row a line, each number with its head."""
        lines = [
            "; ".join(
                [
                    _words(row[0]),
                    *(f"{head}: {_words(cell)}" for head, cell in zip(self.heads[1:], row[1:], strict=True)),
                ]
            )
            for row in self.rows
        ]
        return "\n".join([self.caption, *lines])


def forest(rows: pd.DataFrame) -> Table:
    """Return the twin of the forest plot."""
    found = pd.concat([data.correlations(rows)[::-1], data.differences(rows)[::-1]])
    return _effects("Meta-analyses of elements of the relationship. r, g, d and SMD are different scales.", found)


def years(rows: pd.DataFrame) -> Table:
    """Return the twin of the alliance over the years."""
    return _effects(
        "Syntheses of the alliance in adult therapy, oldest first.", data.alliance_by_year(rows), first="year"
    )


def variance(rows: pd.DataFrame) -> Table:
    """Return the twin of the shares of variance."""
    made = []
    for _, row in data.correlations(rows)[::-1].iterrows():
        share, low, high = squared(row["effect"], row["ci_low"], row["ci_high"])
        limits = "not at hand" if pd.isna(low) else f"{percent(low, 1)} to {percent(high, 1)}"
        made.append((_element(row), coefficient(row["effect"]), percent(share, 1), limits, _source(row)))
    return Table(
        "Share of the variance in outcome that goes along with each element. The elements overlap: the shares must not be added.",
        ("Element", "r", "r²", "From the 95 % interval", "Source"),
        tuple(made),
    )


def binomial_display(r: float) -> Table:
    """Return the twin of the binomial effect-size display."""
    rows = tuple(
        (name, f"{round(share * 100)} of 100", f"{round((1 - share) * 100)} of 100")
        for name, share in zip(("Stronger alliance", "Weaker alliance"), success(r), strict=True)
    )
    return Table(
        f"Binomial effect-size display for r = {coefficient(r)}.", ("Clients with", "Do well", "Do less well"), rows
    )


def claim(rows: pd.DataFrame, share: float) -> Table:
    """Return the twin of the claim: each correlation, and how far it is from what the claim needs."""
    needed = float(share) ** 0.5
    made = [
        (
            _element(row),
            coefficient(row["effect"]),
            percent(row["effect"] ** 2),
            _gap(row["effect"], needed),
            _source(row),
        )
        for _, row in data.correlations(rows)[::-1].iterrows()
    ]
    return Table(
        f"What a share of {percent(share)} would need: r = {coefficient(round(needed, 2))}. What was found:",
        ("Element", "r", "r²", "Reaches it?", "Source"),
        tuple(made),
    )


def dropout(rows: pd.DataFrame) -> Table:
    """Return the twin of the rate of premature termination."""
    made = []
    for _, row in rows[rows["element"] == "premature termination (rate)"].iterrows():
        limits = f"{percent(row['ci_low'], 1)} to {percent(row['ci_high'], 1)}"
        studies, clients = count(row["studies_k"], row["note"]), count(row["participants_n"], row["note"])
        made.append(("Premature termination", percent(row["effect"], 1), limits, studies, clients, _source(row)))
    heads = ("What", "Rate", "95 % interval", "Studies", "Clients", "Source")
    return Table("How many clients end therapy before it is done.", heads, tuple(made))


def _effects(caption: str, found: pd.DataFrame, first: str = "element") -> Table:
    made = []
    for _, row in found.iterrows():
        name = str(int(row["year"])) if first == "year" else _element(row)
        numbers = (coefficient(row["effect"]), interval(row["ci_low"], row["ci_high"]))
        counts = (count(row["studies_k"], row["note"]), count(row["participants_n"], row["note"]))
        made.append((name, METRICS[row["metric"]], *numbers, *counts, _source(row)))
    heads = (first.capitalize(), "Scale", "Effect", "95 % interval", "Studies", "Clients", "Source")
    return Table(caption, heads, tuple(made))


def _element(row: pd.Series) -> str:
    element: str = row["element"]
    return element[:1].upper() + element[1:]


def _source(row: pd.Series) -> Source:
    secondary = ", as other works report it" if row["certainty"] == "secondary" else ""
    return Source(f"{row['source']} ({int(row['year'])}){secondary}", row["doi"])


def _gap(effect: float, needed: float) -> str:
    return "yes" if effect >= needed else f"no, {coefficient(round(needed - effect, 2))} short"


def _row(row: tuple[str | Source, ...]) -> str:
    first, *others = row
    return f'<th scope="row">{escape(_words(first))}</th>' + "".join(f"<td>{_cell(cell)}</td>" for cell in others)


def _cell(cell: str | Source) -> str:
    if isinstance(cell, Source) and cell.doi:
        return f'<a href="https://doi.org/{escape(cell.doi)}">{escape(cell.name)}</a>'
    words = escape(_words(cell))
    # A number must not break after its minus or before its sign.
    return f'<span class="rapport-number">{words}</span>' if words[:1] in f".{MINUS}0123456789" else words


def _words(cell: str | Source) -> str:
    return cell.name if isinstance(cell, Source) else cell
