"""What the progress notebook shows."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from rapport import progress
from rapport.journal import Event, append, journal_path, read
from rapport.progress import face
from rapport.progress.course import Course
from rapport.sitting import NotOpen
from rapport.widgets import ChoiceCard
from tests.rapport.wire import Wire

from .course import DAY, HOUR, NOON, course, said, wrote

LESSON = "03-active-listening"


@pytest.fixture(autouse=True)
def _closed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Begin with no course open, a day after noon."""
    monkeypatch.setattr(face, "_course", None)
    at(monkeypatch, NOON + DAY)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A course of two lessons."""
    return course(tmp_path / "course")


def at(monkeypatch: pytest.MonkeyPatch, now: datetime) -> None:
    """Set the clock."""
    monkeypatch.setattr(face, "_now", lambda: now)


def keep(folder: Path, *events: Event) -> None:
    """Write answers as lessons do."""
    for event in events:
        append(journal_path(folder, event.notebook), event)


def words(wire: Wire) -> str:
    """Return everything that was said."""
    return "\n".join(said["text/plain"] for said in wire.all("words"))


def test_nothing_answered_yet_says_where_to_begin(wire: Wire, folder: Path) -> None:
    """In an empty course, does every cell say something true, and link to the first lesson where there is nothing to show?"""
    progress.open(folder)
    assert words(wire) == "Nothing is answered yet. Begin with lesson 00 Welcome."
    assert '<a href="00-welcome.ipynb">00 Welcome</a>' in wire.all("words")[0]["text/html"]
    progress.mastery()
    progress.calibration()
    progress.next()
    progress.deck()
    assert words(wire).splitlines()[1:] == [
        "There is nothing to draw yet: this fills as you answer practice cards in the lessons. Begin with lesson 00 Welcome.",
        "Too few answers yet: it takes 8 that say how sure you were, and so far there are none.",
        "Not begun yet: lesson 03 Active listening.",
        "Cards are drawn from lessons that you have begun. Begin with lesson 00 Welcome.",
    ]
    assert wire.all("card") == []


@pytest.mark.parametrize("call", ["mastery", "calibration", "confidence", "next", "deck", "passport"])
def test_a_page_that_is_not_open_says_what_to_do(call: str) -> None:
    """Does a cell that is run too early say what to do?"""
    with pytest.raises(NotOpen, match=r"^This notebook is not open yet: choose Run, then Run All Cells\.$"):
        getattr(progress, call)()


def test_opening_counts_answers_and_tells_damage(wire: Wire, folder: Path) -> None:
    """Are items counted once, in how many lessons, and is what can't be read reported?"""
    keep(folder, said("validation-1"), wrote("S"), wrote("So", NOON + HOUR), said("honesty-1", lesson="06-honesty"))
    with journal_path(folder, LESSON).open("a") as file:
        file.write("<b>torn</b>\n")
    progress.open(folder)
    first, second = words(wire).splitlines()
    assert first == "Ready. 3 answers in 2 lessons are kept here."
    assert second.startswith("Some of what was kept could not be read (03-active-listening.responses.jsonl, line")


def test_mastery_is_a_figure_with_its_table(wire: Wire, folder: Path) -> None:
    """Is what is shown a picture for light and dark pages with words for it, and the same numbers as a table?"""
    keep(folder, *(said(f"active-listening-{number}") for number in (1, 2, 3)))
    progress.open(folder)
    progress.mastery()
    shown = wire.all("card")[0]._repr_mimebundle_()
    assert shown["text/html"].count('src="data:image/svg+xml') == 2
    assert "about 75 % for Active listening" in shown["text/plain"]
    assert '<th scope="row">Active listening</th><td>going well</td>' in shown["text/html"]


def test_calibration_is_drawn_from_eight_answers_on(wire: Wire, folder: Path) -> None:
    """Is confidence drawn once there is enough, with the finding in words first?"""
    events = [said(f"active-listening-{number}", "harm", confidence=90) for number in range(1, 7)]
    keep(folder, *events, *(said(f"validation-{number}", "harm", confidence=90) for number in (1, 2)))
    progress.open(folder)
    progress.calibration()
    assert "You are surer than right, by about 90 points of 100." in words(wire)
    assert "90 % sure, 0 % of the credit" in wire.all("card")[0]._repr_mimebundle_()["text/plain"]


def test_next_names_what_is_due_and_what_to_read(wire: Wire, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Does it name due cards by their clients and not by their skill, the lesson of a weak strategy, and the lesson to begin?"""
    keep(folder, *(said(f"active-listening-{number}", "harm") for number in (1, 2, 3)))
    at(monkeypatch, NOON + 4 * DAY)
    progress.open(folder)
    progress.next()
    assert words(wire).splitlines()[1:] == [
        "3 cards worth another look; the deck below draws the first of them.",
        "• Client 1, lesson 03 Active listening: due for 3 days",
        "• Client 2, lesson 03 Active listening: due for 3 days",
        "• Client 3, lesson 03 Active listening: due for 3 days",
        "Active listening is worth more practice: read lesson 03 Active listening again.",
        "Not begun yet: lesson 06 Honesty.",
    ]
    html = wire.all("words")[-1]["text/html"]
    assert (html.count("<ul"), html.count("<li>"), html.count("<p")) == (1, 3, 3)
    assert (
        '<li>Client 1, lesson <a href="03-active-listening.ipynb">03 Active listening</a>: due for 3 days</li>' in html
    )


def test_next_says_when_something_will_be_due(wire: Wire, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nothing is due, is it said when the next card is?"""
    keep(folder, said("active-listening-1"), said("honesty-1", lesson="06-honesty"))
    at(monkeypatch, NOON)
    progress.open(folder)
    progress.next()
    assert words(wire).splitlines()[1:] == ["Nothing is due. The next card is, in 2 days."]


def test_deck_answers_count_in_their_lesson(wire: Wire, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Does a card of the deck begin blank, is its answer journalled by its lesson, newer than the one before, and counted?"""
    keep(folder, said("validation-1", "harm"), said("validation-2", "harm"))
    at(monkeypatch, NOON + 2 * DAY)
    progress.open(folder)
    progress.deck()
    cards = wire.all("card")
    assert len(cards) == 5
    assert all(isinstance(card, ChoiceCard) and card.response is None for card in cards)
    assert [card.item.id for card in cards][:2] == ["validation-1", "validation-2"]
    assert "Card 1 of 5, from lesson 03 Active listening." in words(wire)
    assert wire.say(cards[0], type="answer", best="best", confidence=80) is None
    assert cards[0].show()["feedback"]
    events, faults = read(journal_path(folder, LESSON))
    assert (len(events), faults) == (3, [])
    last = max(events, key=lambda event: event.order)
    assert (last.item, last.notebook) == ("validation-1", LESSON)
    assert last.sequence == 2
    assert [attempt.credit for attempt in Course(folder).attempts()] == [0, 0, 1]


def test_deck_leaves_out_what_was_just_answered(wire: Wire, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Is everything fresh: no card, and a sentence that says so?"""
    events = [said(f"active-listening-{number}") for number in range(1, 7)]
    keep(folder, *events, *(said(f"validation-{number}") for number in (1, 2)))
    at(monkeypatch, NOON + HOUR)
    progress.open(folder)
    progress.deck()
    assert wire.all("card") == []
    assert "No card waits" in words(wire)


def test_damaged_content_is_one_message(wire: Wire, folder: Path) -> None:
    """Does a damaged practice file lead to the sentence that says whom to show it to?"""
    keep(folder, said("validation-1"))
    (folder / "practice" / f"{LESSON}.yaml").write_text("schema_version: 1\n")
    progress.open(folder)
    for call in (progress.mastery, progress.calibration, progress.confidence, progress.next, progress.deck):
        with pytest.raises(NotOpen, match="Show this to your instructor"):
            call()


def test_passport_travels(wire: Wire, tmp_path: Path, folder: Path) -> None:
    """Does what one card sends restore every answer in another folder, and say so, and the second time that it was there?"""
    keep(folder, said("validation-1"), wrote("My own words."), said("honesty-1", lesson="06-honesty"))
    progress.open(folder)
    progress.passport()
    card = wire.all("card")[-1]
    assert wire.say(card, type="make") is None
    sent: dict[str, Any] = wire.all("sent")[0]["file"]
    assert sent["name"] == "rapport-passport-2026-05-05.json"
    other = course(tmp_path / "other")
    progress.open(other)
    progress.passport()
    card = wire.all("card")[-1]
    assert card.view["count"] == "0 answers in 0 lessons are kept here."
    assert wire.say(card, type="restore", packed=sent["packed"]) is None
    assert card.view["status"].startswith("Restored: 3 answers in 2 lessons.")
    assert card.view["count"] == "3 answers in 2 lessons are kept here."
    assert wire.say(card, type="restore", packed=sent["packed"]) is None
    assert card.view["status"].startswith("Everything in this passport was here already (3 answers).")
    assert sorted(path.name for path in other.glob("*.jsonl")) == sorted(path.name for path in folder.glob("*.jsonl"))


def test_an_empty_passport_is_not_made(wire: Wire, folder: Path) -> None:
    """Is it said that there is nothing to take along?"""
    progress.open(folder)
    progress.passport()
    assert wire.say(wire.all("card")[0], type="make") == (
        "There is nothing to take along yet: a passport holds answers, and none is given so far."
    )
