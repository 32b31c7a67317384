"""What the progress notebook calls, one line a cell. Every call reads the journals anew: there is no second state to keep in step."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from html import escape
from itertools import groupby
from pathlib import Path

from IPython import display as ipython

from rapport import lesson
from rapport.progress import draw, estimate, outset, sureness
from rapport.progress.course import FIRST, Course, titled
from rapport.progress.gather import gather
from rapport.progress.passport_file import MAX_BYTES, NotRestored, packed, restore, unpacked
from rapport.progress.plan import LISTED, Plan, comes, named, plan, waits
from rapport.progress.schedule import reviews
from rapport.sitting import NotOpen, readable
from rapport.widgets import Refused
from rapport.widgets.passport import PassportCard

_course: Course | None = None
_LINK = re.compile(r"\[([^\[\]]+)\]\(([a-z0-9-]+)\)")
_BULLET = "• "
_BEGIN = f"Begin with lesson [{titled(FIRST)}]({FIRST})."


def open(folder: Path | None = None) -> None:  # the one word a learner may read in a cell
    """Open the course in the notebook's folder, and say how many answers it holds and what could not be read."""
    global _course
    _course = Course(folder or Path.cwd())
    events, faults = gather(_course.folder)
    lines = [f"Ready. {_counted(_course)}" if events else f"Nothing is answered yet. {_BEGIN}"]
    if faults:
        where = "; ".join(f"{fault.where}: {fault.what}" for fault in faults[:3])
        lines.append(f"Some of what was kept could not be read ({where}). Everything else is here.")
    _say(lines)


def mastery() -> None:
    """Show how well each strategy is known, as far as the answers tell."""
    with readable():
        found = _opened().attempts()
    if not found:
        _say([f"There is nothing to draw yet: this fills as you answer practice cards in the lessons. {_BEGIN}"])
        return
    # matplotlib and pandas load with the first figure, not with the notebook's first cell.
    from rapport.charts import progress as charts

    ipython.display(charts.mastery(estimate.mastery(found)))


def calibration() -> None:
    """Show whether confidence matches credit."""
    with readable():
        found = sureness.calibration(_opened().attempts())
    _say([found.words])
    if found.over is not None:
        from rapport.charts import progress as charts

        ipython.display(charts.calibration(found))


def confidence() -> None:
    """Show how confident the learner was at the outset, and at the end."""
    course = _opened()
    events = course.answers()
    with readable():
        found = outset.comparison(course.begun(events), events)
    if found is None:
        _say(
            [f"Nothing is rated yet: lesson {_link(FIRST)} asks how confident you are, and the last lesson asks again."]
        )
        return
    _say([found.words])
    from rapport.charts import progress as charts

    ipython.display(charts.confidence(found))


def next() -> None:
    """Say what to review next, which lesson to read again, and which one comes after."""
    course, now = _opened(), _now()
    with readable():
        found = course.attempts()
    begun = {event.notebook for event in course.answers()}
    _say(_steps(course, plan(reviews(found, now), estimate.mastery(found), course.practised, begun, now), now))


def deck() -> None:
    """Show a few practice cards: what is due, then what is weak. Answers count in the lesson that each card belongs to."""
    course = _opened()
    events = course.answers()
    with readable():
        drawn = draw.draw(course.begun(events), events, _now())
    if not events:
        _say([f"Cards are drawn from lessons that you have begun. {_BEGIN}"])
    elif not drawn:
        _say(["No card waits: what you have begun is answered, and its feedback still fresh. Come back tomorrow."])
    sittings = {asked.lesson: lesson.sit(asked.lesson, course.folder) for asked in drawn}
    for sitting in sittings.values():
        sitting.record.answers.clear()  # the card begins blank: it would show the earlier answer and what was best
    for number, asked in enumerate(drawn, start=1):
        _say([f"Card {number} of {len(drawn)}, from lesson [{titled(asked.lesson)}]({asked.lesson})."])
        sittings[asked.lesson].ask(asked.practice.id)


def passport() -> None:
    """Show the card that downloads all answers as one file and restores such a file."""
    course = _opened()
    ipython.display(
        PassportCard(lambda: _counted(course), lambda: _made(course), lambda raw: _restored(course, raw), MAX_BYTES)
    )


def _opened() -> Course:
    if _course is None:
        raise NotOpen("This notebook is not open yet: choose Run, then Run All Cells.")
    return _course


def _counted(course: Course) -> str:
    events = course.answers()
    kept = {(event.notebook, event.item) for event in events}
    lessons = {name for name, _ in kept}
    return f"{_number(len(kept), 'answer')} in {_number(len(lessons), 'lesson')} {'is' if len(kept) == 1 else 'are'} kept here."


def _steps(course: Course, found: Plan, now: datetime) -> list[str]:
    lines = []
    if found.due:
        lines.append(f"{_number(len(found.due), 'card')} worth another look; the deck below draws the first of them.")
        lines += [
            f"{_BULLET}{named(review.asked)}, lesson {_link(review.asked.lesson)}: {waits(review, now)}"
            for review in found.due[:LISTED]
        ]
        if len(found.due) > LISTED:
            lines.append(f"{_BULLET}and {len(found.due) - LISTED} more")
    elif found.upcoming:
        lines.append(f"Nothing is due. The next card is, {comes(found.upcoming, now)}.")
    for strategy in found.weak:
        name = course.lesson(strategy.lesson)
        lines.append(f"{strategy.name} is worth more practice: read lesson {_link(name)} again." if name else "")
    if found.onward:
        lines.append(f"Not begun yet: lesson {_link(found.onward)}.")
    return [line for line in lines if line] or ["You have begun every lesson, and nothing is due."]


def _made(course: Course) -> tuple[str, bytes]:
    events, now = course.answers(), _now()
    if not events:
        raise Refused("There is nothing to take along yet: a passport holds answers, and none is given so far.")
    try:
        return f"rapport-passport-{now:%Y-%m-%d}.json", packed(events, now)
    except NotRestored as error:
        raise Refused(str(error)) from None


def _restored(course: Course, raw: bytes) -> str:
    try:
        done = restore(course.folder, unpacked(raw))
    except NotRestored as error:
        raise Refused(str(error)) from None
    if not done.added:
        return f"Everything in this passport was here already ({_number(done.known, 'answer')}). Nothing was changed."
    known = f"; {done.known} {'was' if done.known == 1 else 'were'} here already" if done.known else ""
    return (
        f"Restored: {_number(done.added, 'answer')} in {_number(done.lessons, 'lesson')}{known}. Notebooks that are open now show them after "
        "Run, Run All Cells; this one too."
    )


def _number(count: int, word: str) -> str:
    return f"{count} {word}" if count == 1 else f"{count} {word}s"


def _link(name: str) -> str:
    return f"[{titled(name)}]({name})"


def _say(lines: Sequence[str]) -> None:
    """Show lines of words; ``[words](lesson)`` is a link to a lesson's notebook, and a line that begins with a bullet an entry of a list."""
    html = "".join(
        f'<ul style="margin:.2em 0">{"".join(f"<li>{_linked(line.removeprefix(_BULLET))}</li>" for line in group)}</ul>'
        if listed
        else "".join(f'<p style="margin:.2em 0">{_linked(line)}</p>' for line in group)
        for listed, group in groupby(lines, lambda line: line.startswith(_BULLET))
    )
    ipython.display({"text/plain": "\n".join(_plain(line) for line in lines), "text/html": html}, raw=True)


def _linked(line: str) -> str:
    return _LINK.sub(r'<a href="\2.ipynb">\1</a>', escape(line))


def _plain(line: str) -> str:
    return _LINK.sub(r"\1", line)


def _now() -> datetime:
    return datetime.now(UTC)
