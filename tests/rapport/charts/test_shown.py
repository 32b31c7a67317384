"""What stands below a cell: two images with words, and a table with the same numbers."""

from __future__ import annotations

import re
from collections.abc import Callable
from html.parser import HTMLParser

import pandas as pd
import pytest

from rapport.charts import FIGURES, data, shown
from rapport.charts.measures import coefficient, percent
from rapport.charts.shown import Shown

from .rows import TABLE, raw

Make = Callable[[pd.DataFrame], Shown]
MAKERS: dict[str, Make] = {
    "forest": shown.forest,
    "years": shown.years,
    "variance": shown.variance,
    "dropout": shown.dropout,
    "success": lambda _: shown.binomial_display(0.28),
    "claim": lambda rows: shown.claim(rows, 0.5),
}


class Page(HTMLParser):
    """Tags with their attributes, and the words between them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def all(self, tag: str) -> list[dict[str, str | None]]:
        """Return the attributes of each tag of that name."""
        return [attributes for name, attributes in self.tags if name == tag]


def test_every_figure_is_tested_here() -> None:
    """Does this file know all figures that a lesson can show?"""
    assert set(MAKERS) == set(FIGURES)


@pytest.mark.parametrize("name", MAKERS)
def test_a_figure_has_words_and_a_table(rows: pd.DataFrame, name: str) -> None:
    """Have both images the same alt text, and the table a caption and heads with a scope?"""
    page = Page(MAKERS[name](rows).as_html())
    assert [image["class"] for image in page.all("img")] == ["rapport-light", "rapport-dark"]
    alts = {image["alt"] for image in page.all("img")}
    assert len(alts) == 1
    assert len(alts.pop() or "") > 60
    assert len(page.all("caption")) == len(page.all("figcaption")) == 1
    scopes = [head["scope"] for head in page.all("th")]
    assert set(scopes) == {"col", "row"}
    assert scopes.count("row") == len(page.all("tr")) - 1 > 0


def test_the_forest_and_its_twin_have_the_same_numbers(rows: pd.DataFrame) -> None:
    """Does the table hold each row of the figure, with the effect, the interval and the source as they are in the file?"""
    twin = shown.forest(rows).twin
    names = [*reversed(data.correlations(rows).index), *reversed(data.differences(rows).index)]
    assert len(twin.rows) == len(names) == 16
    for name, (_, metric, effect, interval, *_, source) in zip(names, twin.rows, strict=True):
        row = raw()[name]
        assert str(metric).lower() == row["metric"]
        assert number(str(effect)) == float(row["effect"])
        if row["ci_low"]:
            assert [number(end) for end in str(interval).split(" to ")] == [float(row["ci_low"]), float(row["ci_high"])]
        else:
            assert interval == "not at hand"
        assert (source.name.split(" (")[0], source.doi) == (row["source"], row["doi"])
        assert source.name.endswith("as other works report it") == (row["certainty"] == "secondary")


@pytest.mark.parametrize("name", ["years", "variance", "claim"])
def test_the_other_twins_have_each_row_and_its_source(rows: pd.DataFrame, name: str) -> None:
    """Does each table hold the effects and the sources of the rows that its figure draws?"""
    found = data.alliance_by_year(rows) if name == "years" else data.correlations(rows)[::-1]
    twin = MAKERS[name](rows).twin
    column = next(twin.heads.index(head) for head in ("Effect", "r") if head in twin.heads)
    assert [number(str(row[column])) for row in twin.rows] == [float(raw()[name]["effect"]) for name in found.index]
    assert [row[-1].doi for row in twin.rows] == list(found["doi"])  # type: ignore[union-attr]


def test_dropout_and_display_say_their_numbers(rows: pd.DataFrame) -> None:
    """Does the table of dropout say the rate and its limits, and that of the display 64 and 36?"""
    assert shown.dropout(rows).twin.rows[0][1:5] == ("19.7 %", "18.7 % to 20.7 %", "669", "83,834")
    assert shown.binomial_display(0.28).twin.rows == (
        ("Stronger alliance", "64 of 100", "36 of 100"),
        ("Weaker alliance", "36 of 100", "64 of 100"),
    )


def test_words_never_become_markup(strange: pd.DataFrame) -> None:
    """Are elements, sources and DOIs escaped, in the table and in the alt text?"""
    for make in (shown.forest, shown.variance, lambda rows: shown.claim(rows, 0.5)):
        page = Page(make(strange).as_html())
        assert {"script", "b", "i"} & {tag for tag, _ in page.tags} == set()
        assert any("<script>x</script>" in words.lower() for words in page.words)
        assert [link["href"] for link in page.all("a")] == ['https://doi.org/10.1/"><i>']
    assert "<script>x</script>" in (Page(shown.forest(strange).as_html()).all("img")[0]["alt"] or "")


def test_plain_text_says_as_much(rows: pd.DataFrame) -> None:
    """Where no HTML is shown, are the words and every number there?"""
    text = shown.forest(rows).as_text()
    for _, row in data.correlations(rows).iterrows():
        assert f"Effect: {coefficient(row['effect'])};" in text
    assert (
        "Alliance (adult); Scale: r; Effect: .278; 95 % interval: .256 to .299; Studies: 295; Clients: over 30,000"
        in text
    )


def test_long_lines_are_broken(rows: pd.DataFrame) -> None:
    """Is no line of the images endless? Tools that compare notebooks choke on such lines."""
    html = shown.forest(rows).as_html()
    images = re.findall(r'src="data:image/svg\+xml;base64,([^"]+)"', html)
    assert len(images) == 2
    assert max(len(line) for image in images for line in image.splitlines()) <= 76


@pytest.mark.parametrize(
    ("value", "words"),
    [(0.28, ".28"), (0.278, ".278"), (0.3, ".30"), (-0.09, "\N{MINUS SIGN}.09"), (0, ".00"), (1, "1.00")],
)
def test_coefficients_are_written_as_in_the_field(value: float, words: str) -> None:
    """Are correlations written without the zero in front, with two decimals or three?"""
    assert coefficient(value) == words


def test_shares_are_written_as_per_cent() -> None:
    """Is a share written as per cent?"""
    assert (percent(0.0773), percent(0.197, 1)) == ("8 %", "19.7 %")


def number(text: str) -> float:
    """Return a number as a table writes it."""
    return float(text.replace("\N{MINUS SIGN}", "-"))


def test_the_table_lies_where_lessons_look_for_it() -> None:
    """Is the table in the course's folder?"""
    assert TABLE.parts[-3:] == ("course", "data", "evidence.csv")
