"""What lesson notebooks import."""

from __future__ import annotations

from pathlib import Path

import pytest

from rapport import lesson
from rapport.sitting import NotOpen
from tests.rapport.content.samples import CASE, PRACTICE, saved
from tests.rapport.widgets.cards import LOOPING
from tests.rapport.wire import Wire


@pytest.fixture(autouse=True)
def _closed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Begin with no lesson open."""
    monkeypatch.setattr(lesson, "_sitting", None)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A course with one lesson, one client and one scene."""
    for name in ("practice", "cases", "scenes"):
        (tmp_path / name).mkdir()
    saved(tmp_path / "practice", PRACTICE, "03-listening.yaml")
    saved(tmp_path / "cases", CASE)
    saved(tmp_path / "scenes", LOOPING.replace("id: ada", "id: ben").replace("name: Ada", "name: Ben"), "ben.yaml")
    return tmp_path


def test_a_lesson_opens_where_its_notebook_lies(wire: Wire, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Does `open` find the lesson in the notebook's own folder, keep answers there, and say so?"""
    monkeypatch.chdir(folder)
    lesson.open("03-listening")
    assert wire.all("words")[0]["text/plain"].startswith("Ready. Your answers are kept in 03-listening.responses.jsonl")
    lesson.ask("look-back")
    assert wire.say(wire.all("card")[0], type="text", text="To wait.") is None
    assert (folder / "03-listening.responses.jsonl").exists()


def test_practice_tells_at_once(wire: Wire, folder: Path) -> None:
    """Does a practice card show feedback as soon as it is answered, and again in the next sitting?"""
    lesson.open("03-listening", folder)
    lesson.ask("flour")
    card = wire.all("card")[0]
    assert wire.say(card, type="answer", best="tired", worst="rest") is None
    assert [part["rating"] for part in card.show()["feedback"]] == [3, 0]
    lesson.open("03-listening", folder)
    lesson.ask("flour")
    assert wire.all("card")[1].show() == card.show()


@pytest.mark.parametrize(("client", "name"), [("ada", "Ada"), ("ben", "Ben")])
def test_a_client_or_a_scene_is_met(wire: Wire, folder: Path, client: str, name: str) -> None:
    """Does `meet` begin a talk with feedback, kept under a name of its own, and go on with it later?"""
    lesson.open("03-listening", folder)
    lesson.meet(client)
    card = wire.all("card")[0]
    assert (card.show()["label"], card.show()["stem"], card.show()["id"]) == (
        f"Talk with {name}",
        f"Meet {name}.",
        f"meet-{client}",
    )
    assert wire.say(card, type="choose", turn=0, reply="welcome") is None
    assert card.show()["turns"][0]["feedback"] == "She may choose, so she stays."
    lesson.open("03-listening", folder)
    lesson.meet(client)
    assert len(wire.all("card")[1].show()["turns"]) == 1


def test_a_lesson_that_is_not_open_says_what_to_do() -> None:
    """Does a card asked for too early say what to do?"""
    for ask in (lesson.ask, lesson.meet):
        with pytest.raises(NotOpen, match=r"^This lesson is not open yet: choose Run, then Run All Cells\.$"):
            ask("flour")


def test_a_client_who_is_not_there_is_named(wire: Wire, folder: Path) -> None:
    """Does meeting an unknown client say so in one sentence?"""
    lesson.open("03-listening", folder)
    with pytest.raises(NotOpen, match=r"^There is no client 'eve' in .*cases\.$"):
        lesson.meet("eve")


@pytest.mark.parametrize(
    ("spoil", "line"),
    [(None, "03-listening.yaml"), ("lesson: 03-listening", "03-listening.yaml:1: lesson: it is missing")],
    ids=["missing", "damaged"],
)
def test_content_that_cannot_be_used_is_for_the_instructor(
    wire: Wire, folder: Path, spoil: str | None, line: str
) -> None:
    """Does a missing or damaged file lead to one message that says whom to show it to, and where the fault is?"""
    path = folder / "practice" / "03-listening.yaml"
    if spoil:
        path.write_text(PRACTICE.replace(f"{spoil}\n", ""))
    else:
        path.unlink()
    with pytest.raises(NotOpen) as error:
        lesson.open("03-listening", folder)
    assert str(error.value).startswith("This notebook's content can't be used. Show this to your instructor:\n")
    assert line in str(error.value)
    assert error.value.__suppress_context__
    with pytest.raises(NotOpen, match="not open yet"):
        lesson.ask("flour")
