"""Receipts: the answers that a notebook carries, whoever wrote the notebook."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rapport.content import load_assignment, load_practice
from rapport.content.item import ChoiceItem, ClassifyItem, FreeTextItem, Option, SelfRating
from rapport.content.response import (
    AnyResponse,
    BestAndWorst,
    BestReply,
    Classify,
    Dialogue,
    FreeText,
    Order,
    OwnWords,
    RuptureTurn,
    SelfRatings,
    Silence,
)
from rapport.journal import MIME, Event, bundle, receipts, receipts_of, spelled_out
from rapport.journal import receipt as module
from rapport.journal.file import MAX_FAULTS
from tests.rapport.content.samples import ASSIGNMENT, PRACTICE, RARER_PRACTICE, saved
from tests.rapport.journal.answers import event, events

ATTACK = "</dd></dl><script>alert(1)</script><img src=x onerror=alert(2)>\"'&amp;"


@pytest.fixture
def items(tmp_path: Path) -> dict[str, Any]:
    practice = load_practice(saved(tmp_path, PRACTICE))
    return {item.id: item for item in (*practice.items, *load_assignment(saved(tmp_path, ASSIGNMENT)).items)}


class Tags(HTMLParser):
    """Collects what a browser would see."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.attributes: set[str] = set()
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_data(self, data: str) -> None:
        self.text += data


def notebook(*found: object) -> dict[str, Any]:
    """Return a notebook with one receipt a cell."""
    cells: list[dict[str, Any]] = [{"cell_type": "markdown", "source": "# Abby"}]
    cells += [{"cell_type": "code", "source": "ask", "outputs": [{"data": {MIME: one}}]} for one in found]
    return {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells}


def as_data(one: Event) -> Any:
    return json.loads(one.line())


@given(st.lists(events, max_size=5))
def test_a_receipt_gives_the_answer_back(answers: list[Event]) -> None:
    """Do answers of every kind come back from a notebook that was saved, whether kept as data or as a string of JSON?"""
    for shown in ([as_data(one) for one in answers], [one.line().decode() for one in answers]):
        kept = json.loads(json.dumps(notebook(*shown)))
        assert receipts_of(kept, "abby.ipynb") == (answers, [])


def test_a_bundle_is_read_from_the_file(tmp_path: Path, items: dict[str, Any]) -> None:
    """Is the bundle that a card displays, once saved in a notebook, the answer again?"""
    shown = bundle(items["words"], event())
    path = saved(tmp_path, json.dumps(notebook(shown[MIME])), "abby.ipynb")
    assert receipts(path) == ([event()], [])


def test_no_notebook_has_no_answers(tmp_path: Path) -> None:
    """Is a notebook that was never saved neither an error nor a fault?"""
    assert receipts(tmp_path / "abby.ipynb") == ([], [])


def test_an_answer_is_spelled_out(items: dict[str, Any]) -> None:
    """Does a person read words, not ids?"""
    assert isinstance(items["flour"], ChoiceItem)
    assert isinstance(items["words"], FreeTextItem)
    assert isinstance(items["baseline"], SelfRating)
    both = spelled_out(items["flour"], BestAndWorst(best="tired", worst="rest"))
    assert both == [
        ("You chose as best", "You sound worn out by it."),
        ("You chose as worst", "You should rest for a week."),
    ]
    assert spelled_out(items["flour"], BestReply(option="tired")) == [
        ("You chose as best", "You sound worn out by it.")
    ]
    assert spelled_out(items["words"], FreeText(text="")) == [("Your words", "(left empty)")]
    assert spelled_out(items["baseline"], SelfRatings(ratings={"hear": 7})) == [("I hear.", "7 of 10")]
    assert spelled_out(items["talk"], Dialogue(case="ada", choices=("a", "b"))) == [("The talk", "a → b")]
    own = Dialogue(case="ada", choices=("a", OwnWords(says="<b>You</b> sound tired.")))
    assert spelled_out(items["talk"], own) == [("The talk", "a → “<b>You</b> sound tired.”")]
    assert spelled_out(items["talk"], Dialogue(case="ada", choices=())) == [("The talk", "not begun")]
    assert spelled_out(items["talk"], Dialogue(case="ada", choices=("a",)), "Ada: …") == [("The talk", "Ada: …")]


def test_an_answer_to_a_changed_item_is_spelled_out_too(items: dict[str, Any]) -> None:
    """Does an option or a kind that the item no longer has leave something readable?"""
    assert spelled_out(items["flour"], BestReply(option="gone")) == [
        ("You chose as best", "gone (not an option of this item)")
    ]
    assert spelled_out(items["words"], BestReply(option="gone")) == [
        ("You chose as best", "gone (not an option of this item)")
    ]
    assert spelled_out(items["words"], SelfRatings(ratings={"hear": 7})) == [("hear", "7 of 10")]


SPELLED_OUT: list[tuple[str, AnyResponse, list[tuple[str, str]]]] = [
    (
        "worn",
        Order(kind="rank", order=("asked", "heard", "told"), confidence=70),
        [
            ("You put in place 1", "Since when is it like that?"),
            ("You put in place 2", "You sound worn out by it."),
            ("You put in place 3", "You should rest for a week."),
            ("How sure you were", "70 %"),
        ],
    ),
    (
        "sorting",
        Classify(labels={"nights": "open-question", "sleep": "advice"}, confidence=0),
        [
            ("Open question", "So the nights are for baking."),
            ("Advice", "Try to sleep at noon."),
            ("How sure you were", "0 %"),
        ],
    ),
    ("cooling", RuptureTurn(turn="short"), [("You marked the turn", "Fine.")]),
    ("cooling", RuptureTurn(turn="push"), [("You marked the turn", "push (not an option of this item)")]),
    ("quiet", Silence(waited=6.4), [("You waited", "6 seconds"), ("Then", "the client spoke")]),
    ("quiet", Silence(waited=2, said="when"), [("You waited", "2 seconds"), ("Then you said", "When was that?")]),
]


@pytest.mark.parametrize(("item", "response", "parts"), SPELLED_OUT)
def test_answers_of_the_rarer_kinds_are_spelled_out(
    tmp_path: Path, item: str, response: AnyResponse, parts: list[tuple[str, str]]
) -> None:
    """Does a person read words, and where it was asked how sure the learner was?"""
    asked = {each.id: each.item for _, each in load_practice(saved(tmp_path, RARER_PRACTICE)).scored}
    assert spelled_out(asked[item], response) == parts


def test_no_answer_yet_is_said(items: dict[str, Any]) -> None:
    """Does the receipt of an item not answered yet say so, and carry no answer?"""
    shown = bundle(items["flour"], None)
    assert MIME not in shown
    assert shown["text/plain"] == "flour: no answer yet"
    assert "none yet" in Tags(shown["text/html"]).text


@given(st.text(max_size=40) | st.just(ATTACK), st.text(max_size=40) | st.just(ATTACK))
def test_nothing_a_learner_writes_becomes_html(words: str, transcript: str) -> None:
    """Whatever is written, does the receipt hold our own tags only, and the words as text?"""
    item = FreeTextItem(
        id="words", kind="free-text", strategy="honesty", skill="be plain", stem="What would you write?"
    )
    said = Tags(bundle(item, event(words))["text/html"])
    talk = event().model_copy(update={"response": Dialogue(case="ada", choices=("a",))})
    talked = Tags(bundle(item, talk, transcript)["text/html"])
    assert said.tags == talked.tags == ["dl", "dt", "dd"]
    assert said.attributes | talked.attributes == {"class", "data-item", "style", "dir"}
    if "\r" not in words and "\0" not in words:
        assert said.text.endswith(words or "(left empty)")


def nested(depth: int) -> str:
    return "[" * depth + "]" * depth


HOSTILE: dict[str, tuple[bytes, str]] = {
    "not JSON": (b"{", "it is not a notebook: its JSON can't be read"),
    "empty": (b"", "it is not a notebook: its JSON can't be read"),
    "10,000 deep": (nested(10_000).encode(), "it is not a notebook: its JSON can't be read"),
    "500,000 deep": (b'{"cells":' * 500_000, "it is not a notebook: its JSON can't be read"),
    "not UTF-8": (b'{"cells": "\xff"}', "it is not a notebook: its JSON can't be read"),
    "huge number": (b'{"cells": ' + b"9" * 5_000 + b"}", "it is not a notebook: its JSON can't be read"),
}


@pytest.mark.parametrize(("raw", "told"), HOSTILE.values(), ids=HOSTILE.keys())
def test_what_is_no_notebook_is_one_fault(tmp_path: Path, raw: bytes, told: str) -> None:
    """Is a file that can't be read as a notebook told in one sentence?"""
    found, faults = receipts(saved(tmp_path, raw, "abby.ipynb"))
    assert found == []
    assert [(fault.where, fault.what) for fault in faults] == [("abby.ipynb", told)]


ODD: list[Any] = [None, 1, "cells", [], {}, {"cells": None}, {"cells": {}}, {"cells": [None, 1, "x", []]}]
ODD += [{"cells": [{"outputs": 1}, {"outputs": [None, 1, {"data": 1}, {"data": {MIME: None}}]}]}]


@pytest.mark.parametrize("content", ODD, ids=repr)
def test_a_notebook_of_another_shape_has_no_answers(content: Any) -> None:
    """Is a notebook in which nothing is where it should be read without an error?"""
    assert receipts_of(content, "abby.ipynb") == ([], [])


DAMAGED: dict[str, Any] = {
    "another schema": {**as_data(event()), "schema_version": 9},
    "another field": {**as_data(event()), "<script>": 1},
    "a number": 7,
    "a list": [as_data(event())],
    "long": {**as_data(event()), "item": "x" * 70_000},
    "long string": "x" * 70_000,
    "surrogates": {**as_data(event()), "item": "\ud800"},
    "NaN": {**as_data(event()), "sequence": float("nan")},
    "year 9999": {**as_data(event()), "at": "9999-12-31T23:59:59Z"},
}


@pytest.mark.parametrize("damaged", DAMAGED.values(), ids=DAMAGED.keys())
def test_a_damaged_receipt_spoils_no_other(damaged: Any) -> None:
    """Are the receipts around a damaged one read, and is the damaged one told with its cell?"""
    found, faults = receipts_of(notebook(as_data(event("one")), damaged, as_data(event("two"))), "abby.ipynb")
    assert found == [event("one"), event("two")]
    assert [fault.where for fault in faults] == ["abby.ipynb, cell 3"]
    assert faults[0].what.startswith("it is ")
    assert "script" not in faults[0].what


def test_a_receipt_ten_thousand_deep(tmp_path: Path) -> None:
    """Is a receipt nested too deeply for JSON refused, in memory and in a file?"""
    deep: Any = []
    for _ in range(10_000):
        deep = [deep]
    found, faults = receipts_of(notebook(as_data(event()), deep), "abby.ipynb")
    assert (found, [fault.what for fault in faults]) == ([event()], ["it is nested too deeply to be an answer"])
    text = json.dumps(notebook("@")).replace('"@"', nested(10_000))
    assert [fault.where for fault in receipts(saved(tmp_path, text, "abby.ipynb"))[1]] == ["abby.ipynb"]


def test_faults_do_not_pile_up() -> None:
    """Does a notebook full of damage give a short list?"""
    assert len(receipts_of(notebook(*[7] * 500), "abby.ipynb")[1]) == MAX_FAULTS


def test_a_huge_notebook_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Is a notebook beyond the limit told so, without being parsed?"""
    monkeypatch.setattr(module, "MAX_NOTEBOOK", 1000)
    path = saved(tmp_path, json.dumps(notebook(*[as_data(event())] * 50)), "abby.ipynb")
    assert [fault.what for fault in receipts(path)[1]] == ["it is larger than 64 MB"]


PLACES: list[Callable[[Path], None]] = [
    lambda path: path.symlink_to(path.parent / "other.ipynb"),
    lambda path: path.mkdir(),
    os.mkfifo,
]


@pytest.mark.parametrize("place", PLACES, ids=["link", "folder", "pipe"])
def test_what_is_no_file_is_a_fault(tmp_path: Path, place: Callable[[Path], None]) -> None:
    """Is something else in the notebook's place neither followed nor waited for?"""
    saved(tmp_path, json.dumps(notebook(as_data(event()))), "other.ipynb")
    place(tmp_path / "abby.ipynb")
    found, faults = receipts(tmp_path / "abby.ipynb")
    assert found == []
    assert len(faults) == 1
    assert faults[0].what.startswith("it can't be read: ")


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=10) | st.just(as_data(event())),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(["cells", "outputs", "data", MIME, "x"]), inner)
    ),
    max_leaves=15,
)


@given(anything)
def test_no_notebook_escapes(content: Any) -> None:
    """Does any JSON whatever give answers and faults and nothing else?"""
    found, faults = receipts_of(content, "abby.ipynb")
    assert all(isinstance(one, Event) for one in found)
    assert all(fault.what and len(fault.what) <= 200 for fault in faults)


def test_labels_are_told_in_the_order_of_the_item() -> None:
    """Do labels read alike before and after a notebook was saved, which sorts their keys?"""
    item = ClassifyItem(
        id="x",
        kind="classify",
        strategy="respect",
        skill="s",
        stem="Which?",
        labels=["advice", "paraphrase", "information"],
        options=[Option(id=name, says=name.upper()) for name in ("c", "a", "b")],
    )
    sorted_keys = Classify(labels={"a": "advice", "b": "paraphrase", "c": "advice"})
    assert [words for _, words in spelled_out(item, sorted_keys)] == ["C", "A", "B"]
