"""Submissions by the thousand: every answer there is, and what students may do to a notebook and an answer file."""

from __future__ import annotations

import copy
from itertools import permutations, product
from typing import Any

from hypothesis import strategies as st
from nbformat.notebooknode import from_dict

from rapport.content import load_case
from rapport.content.response import (
    AnyResponse,
    BestAndWorst,
    BestReply,
    Classify,
    Dialogue,
    FreeText,
    Order,
    RuptureTurn,
    SelfRatings,
    Silence,
)
from rapport.dialogue import beat_of, begin, choose
from rapport.journal import MIME, Event
from tests.autograder.course import FIXTURES, POINTS, Notebook, event, output

OPTIONS = {
    "late-bus": ["sit-first", "next-time", "no-worry", "clock"],
    "fine-really": ["tell-me", "what-name", "agree", "new-cat"],
    "long-quiet": ["stay", "fill", "guess"],
    "nearest": ["you-do", "hard", "why", "time"],
    "mending": ["see", "own", "ask"],
    "naming": ["so-quiet", "tell", "walk"],
    "cooling": ["brings", "sure", "hurry", "leave"],
}
LABELS = ["open-question", "paraphrase", "advice"]
REPLIES = ["choose", "there", "wait", "brought", "sorry", "plans"]


def _every_answer() -> list[Event]:
    """Return each option, pair, order, set of labels and turn, and each talk that the case offers, finished or broken off."""
    singles = [event(item, BestReply(option=option)) for item in ("late-bus", "long-quiet") for option in OPTIONS[item]]
    pairs = [
        event("fine-really", BestAndWorst(best=best, worst=worst))
        for best, worst in permutations(OPTIONS["fine-really"], 2)
    ]
    case = load_case(FIXTURES / "solutions" / "mira" / "cases" / "mira.yaml")
    talks, open_talks = [begin(case)], [begin(case)]
    while open_talks:
        talk = open_talks.pop()
        offered = beat_of(case, talk)
        following = [choose(case, talk, reply.id) for reply in offered.replies] if offered else []
        talks += following
        open_talks += following
    return [
        *singles,
        *pairs,
        *(event("nearest", Order(kind="rank", order=order)) for order in permutations(OPTIONS["nearest"])),
        *(event("mending", Order(kind="order-steps", order=order)) for order in permutations(OPTIONS["mending"])),
        *(event("naming", _labelled(labels)) for labels in product(LABELS, repeat=3)),
        *(event("cooling", RuptureTurn(turn=turn)) for turn in OPTIONS["cooling"]),
        *(event("first-talk", Dialogue(case="mira", choices=tuple(talk.choices))) for talk in talks),
    ]


def _labelled(labels: tuple[str, ...]) -> Classify:
    return Classify.model_validate({"labels": dict(zip(OPTIONS["naming"], labels, strict=True))})


EVERY_ANSWER = _every_answer()


ids = st.sampled_from([*(option for options in OPTIONS.values() for option in options), *REPLIES, "never-offered"])
responses: st.SearchStrategy[AnyResponse] = st.one_of(
    ids.map(lambda option: BestReply(option=option)),
    st.builds(BestAndWorst, best=ids, worst=ids),
    st.builds(
        Order,
        kind=st.sampled_from(["rank", "order-steps"]),
        order=st.lists(ids, max_size=5).map(tuple) | st.permutations(OPTIONS["nearest"]).map(tuple),
    ),
    st.builds(Classify, labels=st.dictionaries(ids, st.sampled_from([*LABELS, "judgement"]), max_size=6)),
    ids.map(lambda turn: RuptureTurn(turn=turn, confidence=60)),
    st.just(Silence(waited=9)),
    st.builds(
        Dialogue,
        case=st.sampled_from(["mira", "mira", "mira", "john"]),
        choices=st.lists(st.sampled_from(REPLIES), max_size=5).map(tuple),
    ),
    st.just(Dialogue(case="mira", choices=("choose", "brought"))),
    st.text(max_size=20).map(lambda text: FreeText(text=text)),
    st.just(SelfRatings(ratings={"calm": 4})),
)
events = st.builds(
    lambda sequence, **given: event(**given).model_copy(update={"sequence": sequence}),
    sequence=st.integers(0, 2),
    item=st.sampled_from([*POINTS, *POINTS, "own-words", "no-such-item"]),
    response=responses,
    minute=st.integers(-3, 3),
    notebook=st.sampled_from(["mira"] * 6 + ["john"]),
)
fitting = st.sampled_from(EVERY_ANSWER)
garbage = st.sampled_from(
    [b"", b"{", b"\xff\xfe", b"null", b"[]", b'{"schema_version": 2}', b"[" * 5000, b" " * 70_000 + b"x"]
)
lines = st.one_of(
    fitting.map(Event.line),
    events.map(Event.line),
    events.map(Event.line),
    events.map(lambda made: made.line()[:-7]),
    garbage,
)
journals = st.builds(
    lambda made, end: end.join(made), st.lists(lines, max_size=6), st.sampled_from([b"\n", b"\r\n", b"\n\n"])
)
no_answers = st.sampled_from([None, 3, [], {}, "", "{", {"item": "late-bus"}])
found = st.one_of(
    fitting.map(lambda made: made.model_dump(mode="json")),
    events.map(lambda made: made.model_dump(mode="json")),
    events.map(lambda made: made.line().decode()),
    no_answers,
)
kinds = st.sampled_from(["display_data", "display_data", "execute_result", "stderr", "error"])
places = st.sampled_from(["start", *POINTS, *POINTS, "own-words-card"])
deeds = st.sampled_from(["answer", "answer", "answer", "delete", "double", "own cell"])
sources = st.sampled_from(
    ["1 / 0", 'exercise.ask("late-bus")', 'exercise.ask("none")', "%magic exercise", "while True: pass"]
)


def _saved(kind: str, answer: Any) -> Any:
    """Return what a submitted cell may hold as an output: mostly receipts, some of them damaged or dressed up."""
    if kind == "stderr":
        return output("stream", name="stderr", text="careful")
    if kind == "error":
        return output("error", ename="E", evalue="v", traceback=[])
    return output(kind, {MIME: answer, "text/plain": "2.0", "text/html": "<script>alert(1)</script>"})


def _done(where: str, what: str, shown: Any, source: str) -> Any:
    """Return what a student may have done to the notebook, as a change of it."""

    def change(notebook: Notebook) -> None:
        cells = notebook.cells
        if what == "own cell":
            cells.append(from_dict({"cell_type": "code", "metadata": {}, "source": source, "outputs": [shown]}))
            return
        cell = next((cell for cell in cells if cell.metadata.get("nbgrader", {}).get("grade_id") == where), None)
        if cell is None:
            return
        if what == "delete":
            cells.remove(cell)
            return
        if what == "double":  # RestoreCells leaves nbgrader's metadata to the last
            cell = copy.deepcopy(cell)
            del cell.metadata["nbgrader"]
            cells.insert(0, cell)
        cell.outputs.append(shown)

    return change


changes = st.builds(_done, places, deeds, st.builds(_saved, kinds, found), sources)
