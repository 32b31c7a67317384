"""Where the committed table lies, how a small one is written, and how a figure's marks are read back."""

from __future__ import annotations

import csv
from pathlib import Path

from matplotlib.figure import Figure
from matplotlib.text import Text

TABLE = Path(__file__).parents[3] / "course" / "data" / "evidence.csv"
HEADS = TABLE.read_text(encoding="utf-8").splitlines()[0].split(",")
WIDE = "studies_k", "participants_n"


def written(folder: Path, *rows: list[str]) -> Path:
    """Write a table of these rows."""
    path = folder / "evidence.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([HEADS, *rows])
    return path


def raw() -> dict[str, dict[str, str]]:
    """Return the committed rows as text, read without pandas and without our own code."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return {row["id"]: row for row in csv.DictReader(file)}


def marks(figure: Figure, kind: str) -> dict[str, tuple[list[float], list[float]]]:
    """Return where a figure's marks of a kind lie, by the id of their row: the x and the y of each."""
    lines = [line for axes in figure.axes for line in axes.lines if str(line.get_gid()).startswith(f"{kind}:")]
    return {
        str(line.get_gid()).partition(":")[2]: (
            [float(x) for x in line.get_xdata()],
            [float(y) for y in line.get_ydata()],
        )  # type: ignore[union-attr]
        for line in lines
    }


def words(figure: Figure) -> list[Text]:
    """Return every piece of text in a figure that has words."""
    found = figure.findobj(Text)
    return [text for text in found if isinstance(text, Text) and text.get_text().strip() and text.get_visible()]
