"""What the report says in sentences: who is in it, how far to trust it, and what the whole test is worth."""

from __future__ import annotations

from collections.abc import Sequence

from autograder.report.analysis import Analysis
from autograder.report.look import FEW, Finding, judged, two_digits
from rapport.charts.measures import percent

ENOUGH = 100
"""Learners below whom the report warns: a share of one half is then uncertain by ten points and more, either way."""


def head(analysis: Analysis) -> str:
    """Return who is in the report."""
    collected = analysis.collected
    made = int(collected.learners["simulated"].sum())
    told = f"{_learners(analysis.learners)} with marks in nbgrader's gradebook"
    if made:
        told += f"; {'all' if made == len(collected.learners) else made} of them simulated"
    if collected.left_out:
        told += f". {_learners(collected.left_out, 'simulated')} left out"
    return f"{told}."


def cautions(analysis: Analysis) -> list[str]:
    """Return what to know before reading a figure, the weightiest first."""
    collected = analysis.collected
    made = int(collected.learners["simulated"].sum())
    told = []
    if made == len(collected.learners):
        told.append("All learners here are simulated. Nothing in this report is about people.")
    elif made:
        told.append(f"{made} simulated learners are among the real ones. Leave them out with --without-simulated.")
    told += _size(analysis.learners) + _keys(analysis) + _gaps(analysis)
    return told


def reliability(analysis: Analysis) -> list[str]:
    """Return how reliable the totals are."""
    found = analysis.reliability
    if found is None:
        return [
            "How reliable the totals are can't be said: that takes two items and two learners at least, and totals that are not all alike."
        ]
    alpha = found.alpha
    told = [
        f"{found.coefficient} is {two_digits(alpha.value)} (95 % interval {two_digits(alpha.low)} to {two_digits(alpha.high)}), "
        f"from {found.items} items and {_learners(found.learners)}."
    ]
    if found.error is not None:
        told.append(
            f"The standard error of measurement is {found.error:.1f} points: about two totals in three lie that near to what the learner would "
            "earn on average, with other items of the same kind."
        )
    else:
        told.append("It is below 0: the items contradict each other. Look at the keys first.")
    told.append(
        "For decisions about single people, .90 is asked for; .70 is enough to describe a group (Nunnally & Bernstein, 1994). Few items "
        "on many strategies can't reach the first."
    )
    return told


def scores(analysis: Analysis) -> list[str]:
    """Return mean and spread of the totals, and what is not in them."""
    found = analysis.scores
    if found is None:
        return ["There are no totals yet: no item has marks for everybody."]
    spread = "" if found.deviation is None else f", standard deviation {percent(found.deviation)}"
    told = [
        f"Mean {percent(found.mean)}, median {percent(found.median)}{spread}, of {found.points:g} points; {_learners(found.learners)}."
    ]
    out = analysis.items[~analysis.items["in_total"]]
    if len(out):
        names = "; ".join(out["title"])
        told.append(f"Not in these totals, since marks are still to come: {names}.")
    return told


def looked(found: Sequence[Finding], analysis: Analysis) -> str:
    """Return how many findings are clear, and how many of those chance alone would bring."""
    if not found:
        return "No item breaks a rule."
    clear, figures = sum(one.clear for one in found), judged(analysis)
    # A 95 % interval lies on the wrong side of a bound in one case of forty.
    expected = "fewer than one" if figures < 40 else f"about {figures / 40:.0f}"
    return (
        f"{clear} of {len(found)} {'is' if clear == 1 else 'are'} clear: the whole 95 % interval breaks the rule. Where {figures} figures are "
        f"looked at, chance alone may bring {expected}."
    )


def _size(learners: int) -> list[str]:
    if learners < FEW:
        return [
            f"Only {_learners(learners)}. These figures say next to nothing about an item: read them as questions, and change or drop nothing "
            "on them."
        ]
    if learners < ENOUGH:
        return [f"Only {_learners(learners)}: the intervals are wide. Drop no item on these figures alone."]
    return []


def _keys(analysis: Analysis) -> list[str]:
    keys = [one.key for one in analysis.collected.asked if one.key]
    own = sum(key.panel is None for key in keys)
    if not own:
        return []
    whose = "All keys are" if own == len(keys) else f"{own} of {len(keys)} keys are"
    return [
        f"{whose} the authors' own, not yet rated by a panel. Where an item's figures are odd, the key may be wrong, and the learners right."
    ]


def _gaps(analysis: Analysis) -> list[str]:
    collected, told = analysis.collected, []
    if analysis.blank:
        told.append(f"{_learners(analysis.blank)} handed in and answered nothing; they are in no figure.")
    if collected.ungraded:
        told.append(
            f"{collected.ungraded} handed in and are not graded yet. Run `autograder grade {collected.name}` first."
        )
    if collected.changed:
        told.append(
            f"What {_learners(collected.changed)} handed in would now earn other marks than those recorded. Run `autograder grade "
            f"{collected.name}` again."
        )
    if collected.unread:
        told.append(
            f"The submissions of {_learners(collected.unread)} could not be found or read: their marks count here, their choices don't, and a "
            "missing answer can't be told from a wrong one."
        )
    if analysis.scores and analysis.scores.learners < analysis.learners:
        short = analysis.learners - analysis.scores.learners
        told.append(f"Who has no marks for some item is in no total: {_learners(short)}. Grade them again.")
    return told


def _learners(number: int, what: str = "") -> str:
    return " ".join(part for part in (str(number), what, "learner" if number == 1 else "learners") if part)
