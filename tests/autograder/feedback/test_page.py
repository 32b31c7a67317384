"""`autograder.feedback.page`: what stands on a page, what does not, and that nothing on it runs."""

from __future__ import annotations

import re
from collections import Counter
from datetime import datetime
from typing import Any

import nbformat
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.feedback.held import Held, Mark
from autograder.feedback.page import Pages, as_bytes, number, total, with_total
from rapport.content.key import FreeTextKey
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
)
from tests.autograder.course import event, source_notebook
from tests.autograder.feedback.pages import Reader, held_for, mira, page, scheme
from tests.autograder.generated import EVERY_ANSWER, responses

HOSTILE = "</style></main><script>window.ran = 1</script><img src=x onerror='window.ran = 1'>\"'&{{ 7 * 7 }}<!--total--><!--gap-->"
MIXED = [
    event("late-bus", BestReply(option="next-time")),
    event("fine-really", BestAndWorst(best="what-name", worst="agree")),
    event("nearest", Order(kind="rank", order=("hard", "you-do", "why", "time"))),
    event(
        "naming", Classify.model_validate({"labels": {"so-quiet": "advice", "tell": "open-question", "walk": "advice"}})
    ),
    event("cooling", RuptureTurn(turn="leave")),
    event("first-talk", Dialogue(case="mira", choices=("there", "brought"))),
    event("own-words", FreeText(text="Begin where you like.\nI listen.")),
]


def read(events: list[Any], about: Any = None, **more: Any) -> Reader:
    return Reader(page(about or mira(), events, **more))


def part(source: str, place: int) -> str:
    """Return the words of one question's part of a page."""
    return Reader(source.split('<article class="part">')[place].split("</article>", maxsplit=1)[0]).seen


def test_the_head() -> None:
    """Does the head name course, assignment, student, time, marks, and what waits for a person?"""
    answers = {one.item: one for one in MIXED}
    held = held_for(mira(), answers, name="Ada Byron", at=datetime(2025, 3, 1, 11, 5))
    seen = read(MIXED, student="ada-1", held=held).seen
    earned = number(sum(mark.score for mark in held.marks.values()))
    for words in ("Mira's first quarter of an hour", "ada-1, Ada Byron", "1 March 2025, 11:05 UTC", "Course rapport"):
        assert words in seen
    assert f"Marks {earned} of 20.2 points" in seen
    assert "Some of it waits for a person's marks" in seen


def test_a_choice_its_effect_and_a_better_reply() -> None:
    """Does a poor choice come with what it does, what to say instead, the best reply with its reason, and all other verdicts?"""
    shown = part(page(mira(), MIXED), 1)
    order = [
        *("The bus stood still", "Which reply helps", "You chose as best", "Next time, take the bus", "Does harm"),
        *(
            "She is told off.",
            "Instead, try: You're here now.",
            "A better reply",
            "Sit down and get your breath",
            "She arrives.",
        ),
        *(
            "What the others would do",
            "Please don't worry",
            "Kind, and a little quick.",
            "That leaves us forty",
            "She hears the clock.",
        ),
    ]
    places = [shown.find(words) for words in order]
    assert -1 not in places
    assert places == sorted(places)
    assert "0 of 2 points" in shown


def test_the_best_choice_needs_no_better() -> None:
    """Is a student who chose best told why, and of no better reply?"""
    shown = part(page(mira(), [event("late-bus", BestReply(option="sit-first"))]), 1)
    assert "She arrives." in shown
    assert "A better reply" not in shown


def test_other_kinds() -> None:
    """Are orders, labels, turns and missing answers told as what they are?"""
    source = page(mira(), MIXED)
    assert "You put in place 1 That must be a hard thing" in part(source, 4)
    assert "In the key: place 2" in part(source, 4)
    assert "There is no answer." in part(source, 5)
    assert "Place 1 Say what you see." in part(source, 5)
    assert "You said: advice So it has gone quiet" in part(source, 6)
    assert "In the key: paraphrase" in part(source, 6)
    assert "The turn in the key Sure." in part(source, 7)


def test_a_talk() -> None:
    """Is a talk a transcript with the alliance after each turn, what each turn did, the ending, and the line's numbers in words?"""
    source = page(mira(), MIXED)
    shown = part(source, 8)
    for words in ("There, please; the other one is mine.", "Oh. Right.", "She is put in her place.", "How it ended:"):
        assert words in shown
    steps = re.findall(r"Alliance: (\d+) before, (\d+) after", shown)
    assert len(steps) == 2
    assert steps[0][1] == steps[1][0]
    (label,) = re.findall(r'aria-label="The alliance with Mira, [^:]*: ([\d, ]+)\."', source)
    assert label.split(", ") == [steps[0][0], *(after for _, after in steps)]


def test_own_words_in_a_talk() -> None:
    """Is what a learner typed in a talk shown as text, whether or not the case answers it?"""
    talk = Dialogue(case="mira", choices=(OwnWords(says=f"Well. {HOSTILE}"),))
    reader = read([event("first-talk", talk)])
    assert "window.ran" in reader.seen
    assert not [tag for tag, _ in reader.elements if tag in ("script", "img")]


def test_free_text_and_a_persons_part() -> None:
    """Does a reply in own words stand as written, with the person's marks, extra credit, comment, and how it is marked?"""
    answers = {one.item: one for one in MIXED}
    before = held_for(mira(), answers)
    marks = {**before.marks, "own-words": Mark(None, 2.5, 0.5, waits=False)}
    source = page(mira(), MIXED, held=Held(marks=marks, comments={"own-words": "Warm.\nGo on."}))
    shown = part(source, 9)
    assert '<p class="own" dir="auto">Begin where you like.\nI listen.</p>' in source
    assert '<p dir="auto">Warm.\nGo on.</p>' in source
    for words in ("3 of 4 points, with 0.5 extra", "Gives her the choice", "You choose where we begin"):
        assert words in shown
    assert "waits for a person" not in Reader(source).seen


def test_a_cell_to_write_in() -> None:
    """Has nbgrader's own cell to write in a place, its text as written?"""
    notebook = source_notebook()
    told = {
        "schema_version": 3,
        "grade": True,
        "solution": True,
        "locked": False,
        "task": False,
        "grade_id": "essay",
        "points": 3,
    }
    notebook.cells.insert(1, nbformat.v4.new_markdown_cell("Write here.", metadata={"nbgrader": told}))
    about = mira(notebook=notebook)
    source = page(about, MIXED, essay="**Mine** <b>x</b>")
    assert about.points == pytest.approx(23.2)
    assert '<p class="own" dir="auto">**Mine** &lt;b&gt;x&lt;/b&gt;</p>' in source


def _told(key: Any) -> set[str]:
    """Return every text that only a key holds."""
    plain = key.model_dump(exclude={"item", "kind", "panel"})
    found: set[str] = set()
    todo = [plain]
    while todo:
        one = todo.pop()
        if isinstance(one, str) and len(one) > 6:
            found.add(one)
        todo += one.values() if isinstance(one, dict) else one if isinstance(one, list) else []
    return found


ITEMS = [key.item for key in scheme().keys.keys]


@pytest.mark.parametrize("item", ITEMS)
def test_a_withheld_key_stays_with_the_instructor(item: str) -> None:
    """Of a withheld item, are there only what was asked, the answer and the mark, and is that of this item alone?"""
    place = ITEMS.index(item) + 1
    labels = {"paraphrase", "open-question", "advice"}  # offered by the item itself
    secrets = _told(scheme().key(item)) - labels
    for one in (one for one in EVERY_ANSWER[:: max(1, len(EVERY_ANSWER) // 60)] if one.item == item):
        shown = part(page(mira(item), [*MIXED, one]), place)
        assert [text for text in secrets if text in shown] == []
        assert not re.search(
            r"Well chosen|Would do|Does little|Does harm|better reply|In the key|As the key|Alliance|rests on", shown
        )
    source = page(mira(item), MIXED)
    open_page = page(mira(), MIXED)
    assert f"<h2>{place}. " in source
    assert "points" in part(source, place)
    assert part(open_page, place) != part(source, place)
    others = [number for number in range(1, len(ITEMS) + 1) if number != place]
    assert [part(source, number) for number in others] == [part(open_page, number) for number in others]


def test_a_withheld_talk() -> None:
    """Of a withheld talk, are there the words but neither what a turn did nor the alliance?"""
    shown = part(page(mira("first-talk"), MIXED), 8)
    assert "There, please; the other one is mine." in shown
    for secret in ("She is put in her place.", "Wherever you like.", "Alliance", "She won't come again."):
        assert secret not in shown


def test_nothing_revealed_at_all() -> None:
    """May an instructor withhold a whole file?"""
    seen = read(MIXED, mira(whole=False)).seen
    for key in scheme().keys.keys:
        secrets = _told(key) - {"paraphrase", "open-question", "advice"}
        assert [text for text in secrets if text in seen] == [] or isinstance(key, FreeTextKey)
    assert "a person" in seen


def test_no_line_of_a_rubric_is_revealed() -> None:
    """Are rubric and model reply withheld with the key of free text?"""
    shown = part(page(mira("own-words"), MIXED), 9)
    assert "Gives her the choice" not in shown
    assert "half an hour" not in shown


def test_hostile_texts_stay_texts() -> None:
    """Wherever a student or a person can write, does markup stay text, and does the page hold what a clean one holds?"""
    answers = {one.item: one for one in MIXED}
    text = [*MIXED[:-1], event("own-words", FreeText(text=HOSTILE))]
    held = held_for(mira(), answers, name=HOSTILE)
    comments = dict.fromkeys(held.marks, HOSTILE)
    dirty = page(mira(), text, student=HOSTILE, held=Held(HOSTILE, None, None, held.marks, comments))
    clean = page(mira(), MIXED, student="x", held=Held("x", None, None, held.marks, dict.fromkeys(held.marks, "x")))
    reader, expected = Reader(dirty), Reader(clean)
    assert Counter(tag for tag, _ in reader.elements) == Counter(tag for tag, _ in expected.elements)
    assert reader.seen.count(" ".join(HOSTILE.split())) == len(held.marks) + 3
    assert "49" not in reader.seen
    changed = with_total(dirty, total(mira(), Held(penalty=1, marks=held.marks)))
    assert changed.count("Late penalty") == 1
    assert Reader(changed).seen.count(" ".join(HOSTILE.split())) == len(held.marks) + 3


def test_a_page_needs_and_runs_nothing() -> None:
    """Has a page no script, no handler, no address of anything, and a policy that would refuse them?"""
    reader = read(MIXED)
    assert reader.unclosed == []
    tags = {tag for tag, _ in reader.elements}
    assert not tags & {"script", "img", "link", "iframe", "a", "form", "object", "embed", "base"}
    names = {name for _, attributes in reader.elements for name in attributes}
    assert not [name for name in names if name.startswith("on") or name in ("src", "href", "style", "action")]
    assert "url(" not in page(mira(), MIXED)
    assert {"http-equiv": "Content-Security-Policy", "content": "default-src 'none'; style-src 'unsafe-inline'"} in [
        attributes for tag, attributes in reader.elements if tag == "meta"
    ]


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.sampled_from(ITEMS), responses), st.text(max_size=20), st.text(max_size=20))
def test_any_answer_makes_a_sound_page(given_: dict[str, AnyResponse], student: str, comment: str) -> None:
    """Whatever is answered to whatever, is the page sound HTML with the same parts, and the same when made twice?"""
    about = mira("nearest")
    events = {item: event(item, response) for item, response in given_.items()}
    held = held_for(about, events, comments={"late-bus": comment})
    pages = Pages(about)
    once = pages.page(student, held, events, {})
    assert Reader(once).unclosed == []
    assert once.count("<article") == len(ITEMS)
    assert pages.page(student, held, events, {}) == once == Pages(about).page(student, held, events, {})
    assert as_bytes(once)


def test_pages_made_one_after_another(monkeypatch: pytest.MonkeyPatch) -> None:
    """Is each page of a class what it would be alone: nobody's words, marks or comments on another's, however little is remembered?"""
    monkeypatch.setattr("autograder.feedback.page.REMEMBERED", 40)
    about = mira()
    pages = Pages(about)
    for at, one in enumerate(EVERY_ANSWER[::7]):
        words = FreeText(text="" if at % 5 == 0 else f"Mine, {at}. {HOSTILE}")
        answers = {given.item: given for given in (one, event("own-words", words))}
        held = held_for(about, answers, penalty=at % 3, comments={"own-words": f"Comment {at % 4}"})
        made = pages.page(f"student-{at}", held, answers, {})
        assert made == Pages(about).page(f"student-{at}", held, answers, {})
        assert (f"Mine, {at}." in made) == bool(words.text)


def test_the_table_holds_the_charts_numbers() -> None:
    """Do the bars, the words beside them and the table say the same, and is what waits left out?"""
    source = page(mira(), MIXED)
    summary = source.split("<section>")[1].split("</section>")[0]
    bars = [float(width) / 2.5 for width in re.findall(r'class="bar"[^>]*width="([\d.]+)"', summary)]
    beside = re.findall(r">(\d+) %</text>", summary)
    told = re.findall(r"<td>(\d+) %</td>", summary)
    assert [str(round(bar)) for bar in bars] == beside == told
    points = re.findall(r"<td>([\d.]+) of ([\d.]+)</td>", summary)
    assert [round(100 * float(earned) / float(of)) for earned, of in points] == [int(share) for share in told]
    assert points[0][1] == "16.2"
    assert "8 (1 waits)" in summary


def test_how_sure_and_how_right() -> None:
    """Is confidence told beside its answer, and over all of them next to what they earned?"""
    seen = read(
        [
            event("late-bus", BestReply(option="no-worry", confidence=90)),
            event("long-quiet", BestReply(option="stay", confidence=70)),
        ]
    ).seen
    assert "You were 90 % sure." in seen
    assert "On 2 questions you said how sure you were: 80 % on average. You earned 75 % of their points." in seen
    assert "too few to say" in seen
    assert "how sure you were" not in read(MIXED).seen
