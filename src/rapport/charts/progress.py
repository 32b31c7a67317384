"""The figures of the progress notebook: what is known in, matplotlib figure out, with its words and its table twin.

Marks carry gids as in `rapport.charts.evidence`: ``share:ID``, ``range:ID``, ``guessing:ID``, ``bin:LOW``, ``before:ID``,
``after:ID``.
"""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.figure import Figure

from rapport.charts.measures import percent
from rapport.charts.shown import Shown
from rapport.charts.style import LIGHT, SMALLEST, Palette, canvas, styled
from rapport.charts.table import Table
from rapport.content.vocabulary import strategies
from rapport.progress.estimate import WINDOW, Mastery
from rapport.progress.outset import Comparison, Rated
from rapport.progress.sureness import Bin, Calibration

ROW = 0.36
"""Inches for one strategy."""
TICKS = [0, 0.25, 0.5, 0.75, 1]


@styled
def mastery_figure(states: Sequence[Mastery], palette: Palette = LIGHT) -> Figure:
    """Draw each strategy's estimate with its likely range, and what guessing would earn; the first lesson's strategy on top."""
    figure, (axes,) = canvas(ROW * len(states) + 1.3)
    axes.grid(axis="x")
    for place, state in enumerate(states):
        name = state.strategy.id
        if state.share is None or state.low is None or state.high is None:
            words = state.words if not state.items else f"{state.words} ({state.items})"
            axes.annotate(words, (0.02, place), va="center", fontsize=SMALLEST, color=palette.soft)
            continue
        axes.plot([state.low, state.high], [place] * 2, color=palette.ink, linewidth=1.6, gid=f"range:{name}")
        axes.plot(state.guessing, place, marker="|", markersize=13, color=palette.soft, gid=f"guessing:{name}")
        axes.plot(state.share, place, marker="o", markersize=8, color=palette.accent, gid=f"share:{name}")
        words = f"{percent(state.share)}, {state.items} cards"
        axes.annotate(words, (1.01, place), xycoords=("axes fraction", "data"), va="center", fontsize=SMALLEST)
    axes.set_yticks(range(len(states)), [state.strategy.name for state in states])
    axes.set_ylim(len(states) - 0.4, -0.6)
    axes.set_xlim(0, 1)
    axes.set_xticks(TICKS, [percent(tick) for tick in TICKS])
    axes.set_xlabel("share of the credit")
    axes.set_title("Each strategy, so far")
    return figure


def mastery(states: Sequence[Mastery]) -> Shown:
    """Return the estimates with their words and their twin."""
    known = sorted((state for state in states if state.share is not None), key=lambda state: state.share or 0)
    few = len(states) - len(known)
    alt = f"{len(states)} strategies, one a row, on a scale of credit from 0 to 100 %. "
    if known:
        low, high = known[0], known[-1]
        alt += (
            f"Those with enough answers, {len(known)}, have a circle with a line for where it likely lies; they run from about "
            f"{percent(low.share or 0)} for {low.strategy.name} to about {percent(high.share or 0)} for {high.strategy.name}. "
        )
    alt += f"{few} have not enough answers yet. Every number is in the table that follows."
    caption = (
        f"Circle: your share of the credit, by your latest answer to each card, at most the last {WINDOW}. Line: where it likely lies. "
        "Upright tick: what guessing would earn. An answer that you changed after reading its feedback is not counted."
    )
    again = any(state.change is not None for state in states)
    rows = tuple(_row(state)[: None if again else -1] for state in states)
    heads = ("Strategy", "So far", "Cards answered", "Estimate", "Likely between", "By guessing", "When answered again")
    twin = Table("How well you know each strategy, as far as your answers tell.", heads[: len(rows[0])], rows)
    return Shown(lambda palette: mastery_figure(states, palette), alt, caption, twin)


@styled
def calibration_figure(found: Calibration, palette: Palette = LIGHT) -> Figure:
    """Draw credit against confidence; on the dashed line the two agree, below it one is surer than right."""
    figure, (axes,) = canvas(4.6)
    axes.grid()
    axes.plot([0, 100], [0, 100], color=palette.soft, linestyle=(0, (4, 3)), linewidth=1.2, gid="agreement")
    for one in found.bins:
        if one.confidence is None or one.credit is None:
            continue
        axes.plot(
            one.confidence,
            one.credit,
            marker="o",
            markersize=9,
            linestyle="none",
            markerfacecolor=palette.accent if one.enough else palette.paper,
            markeredgecolor=palette.accent if one.enough else palette.soft,
            markeredgewidth=1.8,
            zorder=3,
            gid=f"bin:{one.low}",
        )
        left = one.confidence > 80
        axes.annotate(
            _answers(one),
            (one.confidence, one.credit),
            (-10 if left else 10, 0),
            textcoords="offset points",
            ha="right" if left else "left",
            va="center",
            fontsize=SMALLEST,
        )
    axes.annotate("less sure than right", (4, 96), va="top", color=palette.soft, fontsize=SMALLEST)
    axes.annotate("surer than right", (96, 4), ha="right", color=palette.soft, fontsize=SMALLEST)
    axes.set_xlim(-3, 103)
    axes.set_ylim(-3, 103)
    axes.set_aspect("equal")
    ticks = [0, 20, 40, 60, 80, 100]
    axes.set_xticks(ticks, [f"{tick} %" for tick in ticks])
    axes.set_yticks(ticks, [f"{tick} %" for tick in ticks])
    axes.set_xlabel("how sure you said you were")
    axes.set_ylabel("credit that you earned")
    axes.set_title("How sure you were, and how right")
    return figure


def calibration(found: Calibration) -> Shown:
    """Return confidence and credit with their words and their twin."""
    read = [one for one in found.bins if one.enough]
    points = "; ".join(f"{_mean(one.confidence)} sure, {_mean(one.credit)} of the credit" for one in read)
    alt = (
        f"Credit earned against confidence said, both from 0 to 100 %, with a broken line where the two agree. {found.words} "
        f"Circles, from the least to the most sure: {points or 'none with enough answers'}. Every number is in the table that follows."
    )
    caption = "Below the broken line you were surer than right. An open circle stands on fewer than three answers and says nothing yet."
    rows = tuple(
        (f"{one.low} to {one.high} %", _answers(one), _mean(one.confidence), _mean(one.credit)) for one in found.bins
    )
    heads = ("You said you were sure", "Answers", "Sure, on average", "Credit, on average")
    return Shown(
        lambda palette: calibration_figure(found, palette),
        alt,
        caption,
        Table("How sure you were, and how right.", heads, rows),
    )


@styled
def confidence_figure(found: Comparison, palette: Palette = LIGHT) -> Figure:
    """Draw each statement's rating at the outset and at the end; the first lesson's strategy on top."""
    figure, (axes,) = canvas(ROW * len(found.rated) + 1.3)
    axes.grid(axis="x")
    known = strategies()
    for place, one in enumerate(found.rated):
        if one.before is not None and one.after is not None:
            axes.plot([one.before, one.after], [place] * 2, color=palette.line, linewidth=1.6)
        if one.before is not None:
            axes.plot(
                one.before,
                place,
                marker="o",
                markersize=11,
                markerfacecolor=palette.paper,
                markeredgecolor=palette.ink,
                gid=f"before:{one.id}",
            )
        if one.after is not None:
            axes.plot(one.after, place, marker="o", markersize=7, color=palette.accent, gid=f"after:{one.id}")
    names = [known[one.id].name if one.id in known else one.id for one in found.rated]
    axes.set_yticks(range(len(names)), names)
    axes.set_ylim(len(names) - 0.4, -0.6)
    axes.set_xlim(-0.4, 10.4)
    axes.set_xticks(range(0, 11, 2))
    axes.set_xlabel("how confident, 0 to 10")
    axes.set_title("Your confidence, at the outset and at the end")
    return figure


def confidence(found: Comparison) -> Shown:
    """Return confidence before and after with its words and its twin."""
    alt = (
        f"{len(found.rated)} strategies, one a row, on a scale from 0 to 10: an open circle for the outset, a filled one for the end. "
        f"{found.words} Every number is in the table that follows."
    )
    caption = "Open circle: what you said in the first lesson. Filled circle: what you said in the last."
    rows = tuple((one.says, _rating(one.before), _rating(one.after), _step(one)) for one in found.rated)
    twin = Table("How confident you were, and are.", ("Statement", "At the outset", "At the end", "Change"), rows)
    return Shown(lambda palette: confidence_figure(found, palette), alt, caption, twin)


def _rating(value: int | None) -> str:
    return "not rated" if value is None else str(value)


def _step(one: Rated) -> str:
    if one.before is None or one.after is None:
        return "none yet"
    change = one.after - one.before
    return "as before" if change == 0 else f"{abs(change)} {'up' if change > 0 else 'down'}"


def _mean(value: float | None) -> str:
    return "none" if value is None else f"{value:.0f} %"


def _row(state: Mastery) -> tuple[str, ...]:
    return (
        state.strategy.name,
        state.words,
        str(state.items),
        "none yet" if state.share is None else f"about {percent(state.share)}",
        _range(state),
        f"about {percent(state.guessing)}" if state.items else "none yet",
        _change(state),
    )


def _answers(one: Bin) -> str:
    words = "1 answer" if one.answers == 1 else f"{one.answers} answers"
    return words if one.enough or not one.answers else f"{words}, too few to read"


def _range(state: Mastery) -> str:
    return "none yet" if state.low is None or state.high is None else f"{percent(state.low)} and {percent(state.high)}"


def _change(state: Mastery) -> str:
    if state.change is None:
        return "too few to say"
    points = round(state.change * 100)
    return "as before" if points == 0 else f"{abs(points)} points {'better' if points > 0 else 'worse'} than at first"
