"""What `lesson.show` shows, by name."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd

from rapport.charts import shown
from rapport.charts.data import evidence
from rapport.charts.explorer import Explorer, Question, claim_question, success_question
from rapport.charts.shown import Shown

_STILL: dict[str, Callable[[pd.DataFrame], Shown]] = {
    "forest": shown.forest,
    "years": shown.years,
    "variance": shown.variance,
    "dropout": shown.dropout,
}
_MOVED: dict[str, Callable[[pd.DataFrame], Question]] = {
    "success": lambda _: success_question(),
    "claim": claim_question,
}


def drawn(name: str, folder: Path) -> Shown | Explorer:
    """Return what a figure's name stands for: a still figure, or one with a slider.

    Parameters
    ----------
    name : str
        One of `rapport.charts.FIGURES`.
    folder : Path
        The course; its table is ``data/evidence.csv``.

    Raises
    ------
    ContentError
        If the table is missing or damaged.
    """
    rows = evidence(folder / "data" / "evidence.csv")
    return _STILL[name](rows) if name in _STILL else Explorer(_MOVED[name](rows))
