"""Figures with a slider: the learner moves a number, and figure, table twin and one plain sentence follow.

The slider is the browser's own, in a widget of ours: that of ipywidgets has a handle without a name, so a screen reader says a number
and not of what.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import anywidget
import pandas as pd
import traitlets

from rapport.charts import data, shown
from rapport.charts.measures import coefficient, percent, success
from rapport.charts.shown import STATIC, STYLE, Shown


@dataclass(frozen=True)
class Question:
    """What a slider asks: its label, its range, and what a value shows and says.

    Attributes
    ----------
    label : str
        Names the slider.
    unit : {"r", "%"}
        How its value is written.
    low, high, step, start : int
        In hundredths.
    show : callable
        Takes a value as a share of 1 and returns the figure with its twin.
    say : callable
        Takes the same value and returns one plain sentence.
    """

    label: str
    unit: str
    low: int
    high: int
    step: int
    start: int
    show: Callable[[float], Shown]
    say: Callable[[float], str]


class Explorer(anywidget.AnyWidget):
    """A slider with its figure; nothing of it is kept, since there is nothing to answer."""

    _esm = STATIC / "explorer.js"
    _css = STYLE + (STATIC / "explorer.css").read_text(encoding="utf-8")
    label = traitlets.Unicode().tag(sync=True)
    unit = traitlets.Unicode().tag(sync=True)
    low = traitlets.Int().tag(sync=True)
    high = traitlets.Int().tag(sync=True)
    step = traitlets.Int().tag(sync=True)
    value = traitlets.Int().tag(sync=True)
    figure = traitlets.Unicode(help="HTML of the figure and its twin").tag(sync=True)
    sentence = traitlets.Unicode().tag(sync=True)

    def __init__(self, question: Question) -> None:
        self._question = question
        self._figures = lru_cache(maxsize=None)(lambda value: question.show(value / 100).as_html())
        super().__init__(
            label=question.label,
            unit=question.unit,
            low=question.low,
            high=question.high,
            step=question.step,
            value=question.start,
        )
        self._follow()

    @traitlets.validate("value")
    def _within(self, proposal: Any) -> int:
        value: int = min(max(proposal["value"], self._question.low), self._question.high)
        return value

    @traitlets.observe("value")
    def _follow(self, _: Any = None) -> None:
        with self.hold_sync():
            self.figure = self._figures(self.value)
            self.sentence = self._question.say(self.value / 100)

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        # A front end without widgets shows the figure's words and numbers for the first value.
        bundle, metadata = super()._repr_mimebundle_(**kwargs) or ({}, {})
        bundle["text/plain"] = self.as_text()
        return bundle, metadata

    def as_text(self) -> str:
        """Return the words and numbers of the first value, where only text can be shown."""
        return self._question.show(self._question.start / 100).as_text()


def success_question() -> Question:
    """Return the binomial effect-size display with a slider for r."""
    return Question(
        label="Correlation r between alliance and outcome",
        unit="r",
        low=0,
        high=60,
        step=2,
        start=28,
        show=shown.binomial_display,
        say=_say_success,
    )


def claim_question(rows: pd.DataFrame) -> Question:
    """Return the claim against the data, with a slider for the share that is claimed."""
    strongest = data.correlations(rows).iloc[-1]

    def say(share: float) -> str:
        needed = round(share**0.5, 2)
        reach = "reaches" if strongest["effect"] >= share**0.5 else "does not reach"
        return (
            f"To go along with {percent(share)} of the variance in outcome, r would have to be {coefficient(needed)}; the strongest "
            f"element here, {strongest['element']} with {coefficient(strongest['effect'])}, {reach} that."
        )

    return Question(
        label="Claimed share of the variance in outcome",
        unit="%",
        low=0,
        high=100,
        step=1,
        start=50,
        show=lambda share: shown.claim(rows, share),
        say=say,
    )


def _say_success(r: float) -> str:
    stronger, weaker = (round(share * 100) for share in success(r))
    if stronger == weaker:
        return "With r = 0 the alliance tells nothing about outcome: 50 of 100 do well in either group."
    return (
        f"With r = {coefficient(r)}, {percent(r * r)} of the variance, {stronger} of 100 clients with the stronger alliance do well "
        f"and {weaker} of 100 with the weaker one: {stronger - weaker} more."
    )
