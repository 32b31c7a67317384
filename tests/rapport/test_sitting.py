"""A sitting: cards with receipts below them, what is restored, and what is said at the start."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from rapport.content import load_case
from rapport.content.item import ChoiceItem, DialogueItem
from rapport.content.response import BestReply, Dialogue, FreeText
from rapport.dialogue import talk_as_text
from rapport.journal import MIME, Record, read
from rapport.sitting import NotOpen, Sitting
from rapport.widgets import Card
from tests.rapport.content.samples import case_from, saved
from tests.rapport.widgets.cards import GOOD, LOOPING, RARER, assignment, best, practice, rarer
from tests.rapport.wire import Wire


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the case of a client."""
    (tmp_path / "cases").mkdir()
    saved(tmp_path / "cases", LOOPING)
    return tmp_path


def sit(folder: Path, practising: bool = False) -> Sitting:
    """Sit down with the sample items: six kinds, one of them in two forms."""
    items: dict[str, Any] = {item.id: item for item in assignment().items}
    items |= {item.id: item for item in practice().items if not isinstance(item, ChoiceItem) and item.id != "flour"}
    return Sitting("ada", folder, items, lambda case: load_case(folder / "cases" / f"{case}.yaml"), {}, practising)


def keep_receipts(folder: Path, wire: Wire) -> None:
    """Save the notebook as the front end does: each cell with the last receipt that was shown below it."""
    receipts = dict(zip(wire.handles, [what for kind, what in wire.sent if kind.startswith("receipt")], strict=True))
    outputs = [{"output_type": "display_data", "metadata": {}, "data": data} for data in receipts.values()]
    cells = [{"cell_type": "code", "source": "exercise.ask(…)", "outputs": [one]} for one in outputs]
    (folder / "ada.ipynb").write_text(json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells}))


def recorded(folder: Path) -> list[Any]:
    """Return every answer in the journal, in order."""
    events, faults = read(folder / "ada.responses.jsonl")
    assert faults == []
    return [event.response for event in events]


def reply(wire: Wire, card: Card, turn: int, choice: str) -> str | None:
    """Take a talk one turn on."""
    return wire.say(card, type="choose", turn=turn, reply=choice)


def test_a_card_comes_with_its_receipt(wire: Wire, folder: Path) -> None:
    """Does asking show the card and, below it, a receipt that says that there is no answer yet, and write nothing?"""
    sit(folder).ask("flour")
    assert wire.kinds == ["view", "card", "receipt"]
    assert wire.all("receipt")[0]["text/plain"] == "flour: no answer yet"
    assert MIME not in wire.all("receipt")[0]
    assert not (folder / "ada.responses.jsonl").exists()


def test_the_order_of_an_answer(wire: Wire, folder: Path) -> None:
    """Is an answer on the disk before its receipt, its receipt before the new view, and the acknowledgement last?"""
    card = sit(folder).ask("flour")
    wire.sent.clear()
    assert wire.say(card, type="answer", best="tired") is None
    assert wire.kinds == ["write", "receipt again", "view", "ack"]


def test_a_receipt_is_updated_in_place(wire: Wire, folder: Path) -> None:
    """Does each answer update the one receipt below its own card, with words and with what restores it?"""
    sitting = sit(folder)
    card = sitting.ask("flour")
    sitting.ask("words")
    wire.say(card, type="answer", best="rest")
    wire.say(card, type="answer", best="tired")
    assert wire.handles == ["rapport-ada-flour", "rapport-ada-words", "rapport-ada-flour", "rapport-ada-flour"]
    last = wire.all("receipt again")[-1]
    assert last["text/plain"] == "flour\nYou chose as best: You sound worn out by it."
    assert last[MIME]["response"] == {"kind": "best-reply", "option": "tired"}


def test_a_receipt_of_a_talk_tells_the_talk(wire: Wire, folder: Path) -> None:
    """Does the receipt of a talk hold what was said?"""
    card = sit(folder).ask("talk")
    reply(wire, card, 0, "welcome")
    assert "Good that you came. Sit where you like." in wire.all("receipt again")[-1]["text/plain"]


def test_markup_in_an_answer_stays_text(wire: Wire, folder: Path) -> None:
    """Is what a learner wrote escaped in the receipt?"""
    card = sit(folder).ask("words")
    wire.say(card, type="text", text="<img src=x onerror=alert(1)>")
    html = wire.all("receipt again")[-1]["text/html"]
    assert "<img" not in html
    assert "&lt;img src=x onerror=alert(1)&gt;" in html


def answer_all(wire: Wire, sitting: Sitting) -> None:
    """Answer one item of each kind."""
    assert wire.say(sitting.ask("flour"), type="answer", best="rest") is None
    assert wire.say(sitting.ask("words"), type="text", text="שלום") is None
    assert wire.say(sitting.ask("baseline"), type="rate", statement="hear", rating=4) is None
    assert reply(wire, sitting.ask("talk"), 0, "welcome") is None


def restored(sitting: Sitting) -> list[Any]:
    """Return what the cards show of those answers."""
    views = {item: sitting.ask(item).show() for item in ("flour", "words", "baseline", "talk")}
    return [views["flour"]["chosen"], views["words"]["text"], views["baseline"]["ratings"], len(views["talk"]["turns"])]


ANSWERED = [{"best": "rest"}, "שלום", {"hear": 4}, 1]


def test_answers_come_back_from_the_journal(wire: Wire, folder: Path) -> None:
    """In a new sitting, does each card show the answer recorded before?"""
    answer_all(wire, sit(folder))
    assert restored(sit(folder)) == ANSWERED


def test_answers_come_back_from_the_notebook_alone(wire: Wire, folder: Path) -> None:
    """Where the journal is gone, as after an upload of the notebook alone, does each card show the answer of its receipt?"""
    answer_all(wire, sit(folder))
    keep_receipts(folder, wire)
    (folder / "ada.responses.jsonl").unlink()
    assert restored(sit(folder)) == ANSWERED


def test_an_answer_after_receipts_alone_is_newer(wire: Wire, folder: Path) -> None:
    """Does an answer given on top of receipts count, although the journal starts anew?"""
    answer_all(wire, sit(folder))
    keep_receipts(folder, wire)
    (folder / "ada.responses.jsonl").unlink()
    assert wire.say(sit(folder).ask("flour"), type="answer", best="tired") is None
    assert reply(wire, sit(folder).ask("talk"), 1, "why") is None
    assert restored(sit(folder)) == [{"best": "tired"}, "שלום", {"hear": 4}, 2]


def test_the_newer_of_journal_and_receipt_is_shown(wire: Wire, folder: Path) -> None:
    """Where the notebook was saved before the last answer, is the journal's newer one shown?"""
    sitting = sit(folder)
    card = sitting.ask("flour")
    wire.say(card, type="answer", best="tired")
    keep_receipts(folder, wire)
    wire.say(card, type="answer", best="rest")
    assert sit(folder).ask("flour").show()["chosen"] == {"best": "rest"}


def test_a_talk_that_was_rewritten_stays_on_record(wire: Wire, folder: Path) -> None:
    """When a case has been rewritten, does the talk begin anew, its receipt name the old replies, and the journal keep them?"""
    card = sit(folder).ask("talk")
    reply(wire, card, 0, "welcome")
    before = (folder / "ada.responses.jsonl").read_bytes()
    saved(folder / "cases", LOOPING.replace("id: welcome", "id: come-in"))
    wire.sent.clear()
    again = sit(folder).ask("talk")
    assert again.show()["status"].startswith("This talk has been rewritten")
    assert wire.all("receipt")[0]["text/plain"] == "talk\nThe talk: welcome"
    assert (folder / "ada.responses.jsonl").read_bytes() == before


def test_two_sittings_lose_no_answer(wire: Wire, folder: Path) -> None:
    """When two windows answer in turn, is every answer on record, and does the later one to the same item count?"""
    here, there = sit(folder), sit(folder)
    cards = {name: (here.ask(name), there.ask(name)) for name in ("flour", "words")}
    wire.say(cards["flour"][0], type="answer", best="rest")
    wire.say(cards["words"][1], type="text", text="there")
    wire.say(cards["flour"][1], type="answer", best="tired")
    wire.say(cards["words"][0], type="text", text="here")
    assert len(recorded(folder)) == 4
    answers = Record(folder, "ada").answers
    assert answers["flour"].response == BestReply(option="tired")
    assert answers["words"].response == FreeText(text="here")


def test_a_talk_does_not_fork_unseen(wire: Wire, folder: Path) -> None:
    """When another window took the talk on, is a reply from this one refused, the talk shown as it stands, and then taken on?"""
    here, there = sit(folder).ask("talk"), sit(folder).ask("talk")
    reply(wire, there, 0, "welcome")
    reply(wire, there, 1, "welcome")
    before = recorded(folder)
    assert (reply(wire, here, 0, "why") or "").startswith("Not saved: this talk has moved on in another window.")
    assert recorded(folder) == before
    assert len(here.show()["turns"]) == 2
    assert reply(wire, here, 2, "why") is None
    assert recorded(folder)[-1] == Dialogue(case="ada", choices=("welcome", "welcome", "why"))


def test_a_folder_that_takes_nothing_reaches_the_learner(wire: Wire, folder: Path) -> None:
    """Where the journal can't be written, does the learner read why, is nothing shown as saved, and does a later try succeed?"""
    sitting = sit(folder)
    cards = [sitting.ask("flour"), sitting.ask("talk")]
    (folder / "ada.responses.jsonl").mkdir()
    wire.sent.clear()
    said = [wire.say(cards[0], type="answer", best="tired"), reply(wire, cards[1], 0, "welcome")]
    reason = "Not saved to ada.responses.jsonl: a folder stands where the answers belong: rename it, then send the answer again."
    assert said == [reason, reason]
    assert wire.kinds == ["ack", "ack"]
    assert sitting.record.answers == {}
    (folder / "ada.responses.jsonl").rmdir()
    assert wire.say(cards[0], type="answer", best="tired") is None
    assert reply(wire, cards[1], 0, "welcome") is None


def test_an_item_that_is_not_there_is_named(wire: Wire, folder: Path) -> None:
    """Does asking for an unknown item say so, and which there are, in one sentence each?"""
    with pytest.raises(NotOpen) as error:
        sit(folder).ask("flower")
    assert (
        str(error.value)
        == "There is no item 'flower' in 'ada'. The items are: flour, talk, words, baseline, look-back."
    )
    assert error.value._render_traceback_() == [str(error.value)]
    assert wire.sent == []


def welcomed(wire: Wire, sitting: Sitting) -> dict[str, str]:
    sitting.welcome()
    words: dict[str, str] = wire.all("words")[-1]
    return words


def test_the_welcome_says_where_answers_are(wire: Wire, folder: Path) -> None:
    """Does the welcome say where answers are kept and how many there are, as text and as HTML?"""
    answer_all(wire, sit(folder))
    words = welcomed(wire, sit(folder))
    assert words["text/plain"] == (
        "Ready. Your answers are kept in ada.responses.jsonl, and in this notebook when you save it. 4 of 5 answered so far."
    )
    assert words["text/plain"] in words["text/html"]


def test_the_welcome_names_what_could_not_be_read(wire: Wire, folder: Path) -> None:
    """Does the welcome name torn lines and a broken notebook, and say that the rest is here?"""
    wire.say(sit(folder).ask("flour"), type="answer", best="tired")
    with (folder / "ada.responses.jsonl").open("ab") as journal:
        journal.write(
            b'\n{"schema_version":1,"notebook":"ada","item":"words","response":{"kind":"free-text","text":"<b>torn by a crash'
        )
    (folder / "ada.ipynb").write_text("<html>")
    words = welcomed(wire, sit(folder))
    assert words["text/plain"].splitlines()[1] == (
        "Some of what was kept could not be read (ada.responses.jsonl, line 4: it is cut off or damaged; "
        "ada.ipynb: it is not a notebook: its JSON can't be read). Every other answer is here."
    )
    assert "1 of 5 answered" in words["text/plain"]
    assert "<b>" not in json.dumps(words)


def test_a_talk_without_its_case_is_told_by_its_choices() -> None:
    """Where a talk can't be replayed, are at least its choices told?"""
    assert talk_as_text(case_from(), ("welcome", "gone")) == "welcome → gone"
    assert talk_as_text(case_from(), ("welcome",)).startswith("Ada: first visit")


def test_a_machine_that_knows_no_user_still_asks(wire: Wire, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no user name can be had, as in Pyodide and on Windows, is the card still shown?"""

    def nobody() -> str:
        raise ModuleNotFoundError("pwd")

    monkeypatch.setattr("getpass.getuser", nobody)
    assert sit(folder).ask("flour").show()["options"]


def seen_by(folder: Path, monkeypatch: pytest.MonkeyPatch, hub: str | None, user: str, host: str) -> tuple[str, ...]:
    """Return the orders in which somebody sees the replies of many items."""
    if hub is None:
        monkeypatch.delenv("JUPYTERHUB_USER", raising=False)
    else:
        monkeypatch.setenv("JUPYTERHUB_USER", hub)
    monkeypatch.setattr("getpass.getuser", lambda: user)
    monkeypatch.setattr("platform.node", lambda: host)
    items: dict[str, Any] = {f"flour-{at}": best().model_copy(update={"id": f"flour-{at}"}) for at in range(12)}
    sitting = Sitting("ada", folder, items, lambda case: case_from(), {}, False)
    return tuple(option["id"] for item in items for option in sitting.ask(item).show()["options"])


def test_learners_see_different_orders(wire: Wire, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Do learners see different orders where all are called the same, on a hub and in containers, and each the same again?"""
    learners = [("kim", "jovyan", "pod-1"), ("lou", "jovyan", "pod-1"), (None, "jovyan", "pod-1")]
    learners += [(None, "jovyan", "pod-2"), (None, "kim", "pod-1")]
    orders = [seen_by(folder, monkeypatch, *learner) for learner in learners]
    assert len(set(orders)) == len(learners)
    assert orders == [seen_by(folder, monkeypatch, *learner) for learner in learners]
    assert seen_by(folder, monkeypatch, "kim", "root", "pod-9") == orders[0], (
        "a hub's learner has moved to another machine"
    )


def test_cards_of_every_kind_are_asked(wire: Wire, folder: Path) -> None:
    """Does a sitting in practice show each kind by its own card, with its key, and restore its answer?"""
    scored = [rarer(kind) for kind in RARER]
    items: dict[str, Any] = {each.id: each.item for each in scored}
    keys = {each.id: each.key for each in scored}
    for each in scored:
        sitting = Sitting("ada", folder, items, lambda case: case_from(), keys, True)
        assert wire.say(sitting.ask(each.id), **GOOD[each.kind]) is None
        again = Sitting("ada", folder, items, lambda case: case_from(), keys, True).ask(each.id).show()
        assert again["kind"] == each.kind
        assert again["chosen"]
        assert again["feedback"]


def test_a_case_is_loaded_once(wire: Wire, folder: Path) -> None:
    """Is a client loaded once in a sitting, however many cards ask for them?"""
    loads: list[str] = []
    talk = next(item for item in assignment().items if isinstance(item, DialogueItem))

    def load(case: str) -> Any:
        loads.append(case)
        return load_case(folder / "cases" / f"{case}.yaml")

    sitting = Sitting("ada", folder, {"talk": talk, "flour": best()}, load, {}, False)
    for _ in range(2):
        reply(wire, sitting.ask("talk"), 0, "welcome")
    assert loads == ["ada"]
