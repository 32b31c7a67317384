"""The level that the coach suggests to whoever grades a free-text reply: it follows from the key, and it never becomes a mark."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from nbgrader.api import Gradebook
from pydantic import ValidationError

from autograder import suggesting
from autograder.keys import find
from autograder.reading import ReadableCells
from autograder.suggesting import Suggestion, as_html, suggest
from rapport.coach import Concern, Finding, Reading
from rapport.content.item import FreeTextItem
from rapport.content.key import FreeTextKey, LooksFor
from rapport.content.response import FreeText
from tests.autograder.course import ROOT, Course, cell_of, event, received

ASSIGNMENTS = sorted(path.stem for path in (ROOT / "autograder" / "keys").glob("*.yaml"))
REPLY = "You may begin anywhere. Perhaps take a walk."


@pytest.fixture(scope="module")
def mira() -> tuple[FreeTextItem, FreeTextKey]:
    """The fixture's item and key: an open question, and autonomy or information; no advice, no reassurance."""
    fixtures = Path(__file__).parent / "fixtures"
    scheme = find("mira", fixtures / "keys", fixtures / "solutions" / "mira")
    item, key = scheme.item("own-words"), scheme.key("own-words")
    assert isinstance(item, FreeTextItem)
    assert isinstance(key, FreeTextKey)
    return item, key


Mira = tuple[FreeTextItem, FreeTextKey]


def as_read(patch: pytest.MonkeyPatch, *found: tuple[str, float], **more: Any) -> None:
    """Let the coach find this in whatever it reads."""
    findings = tuple(Finding(name, ((0, 23),), certainty, "So it seems.") for name, certainty in found)
    patch.setattr(suggesting, "read", lambda *_: Reading(findings, (), "other", {}, **more))


@pytest.mark.parametrize(
    ("found", "level"),
    [
        ([("advice", 0.9)], 0),
        ([("advice", 0.9), ("open-question", 0.9)], 1),
        ([("open-question", 0.9)], 2),
        ([("open-question", 0.9), ("information", 0.9), ("autonomy", 0.9)], 3),
        ([("open-question", 0.9), ("autonomy", 0.7), ("advice", 0.5)], 3),
        ([("open-question", 0.6)], None),
        ([("paraphrase", 0.9)], None),
    ],
)
def test_the_level_follows_from_the_key(
    monkeypatch: pytest.MonkeyPatch, mira: Mira, found: list[tuple[str, float]], level: int | None
) -> None:
    """Do what the key looks for and what it would avoid decide, where the coach is fairly sure, and is there no level else?"""
    as_read(monkeypatch, *found)
    suggestion = suggest(*mira, REPLY)
    assert suggestion is not None
    assert suggestion.level == level
    assert (f"level {level} (of 0 to 3)" in suggestion.lead) == (level is not None)


def test_evidence_and_doubts_are_told_apart(monkeypatch: pytest.MonkeyPatch, mira: Mira) -> None:
    """Does each piece of evidence quote the reply, and is what is unsure or missing named as such, once?"""
    as_read(monkeypatch, ("advice", 0.7), ("autonomy", 0.5), ("jargon", 0.5))
    suggestion = suggest(*mira, REPLY)
    assert suggestion is not None
    assert suggestion.evidence == ("It does what the key would avoid: advice (“You may begin anywhere.”).",)
    assert suggestion.doubts == (
        "It may also hold: emphasising autonomy. The coach is unsure.",
        "Looked for and not found, though it may be there: open question.",
    )
    assert "“Absent”. It is fairly sure" in suggestion.lead


@pytest.mark.parametrize(
    "more",
    [{"refused": "Too long."}, {}, {"concern": Concern("self", 0, 5, "Please talk to somebody.")}],
    ids=["refused", "unsure", "concern"],
)
def test_there_is_not_always_a_suggestion(monkeypatch: pytest.MonkeyPatch, mira: Mira, more: dict[str, Any]) -> None:
    """Is no level suggested for a reply that was not read, that can't be told, or that may not be about the client?"""
    as_read(monkeypatch, *([("advice", 0.9)] if "concern" in more else []), **more)
    suggestion = suggest(*mira, REPLY)
    assert suggestion is not None
    assert suggestion.level is None
    assert suggestion.lead.startswith("The coach suggests no level")


def test_a_key_may_leave_it_out(mira: Mira) -> None:
    """Is nothing said where the key looks for nothing, or nothing was written?"""
    item, key = mira
    assert suggest(item, key.model_copy(update={"looks_for": None}), REPLY) is None
    assert suggest(item, key, " \n") is None


def test_nothing_is_both_kept_and_avoided() -> None:
    """Is a key refused that looks for what it would avoid?"""
    with pytest.raises(ValidationError, match="stands in `kept` and in `avoid`"):
        LooksFor(kept=["summary", ["advice", "information"]], avoid=["advice"])


@pytest.mark.parametrize("name", ASSIGNMENTS)
def test_no_model_reply_is_suggested_a_poor_level(name: str) -> None:
    """Does each assignment say what to look for, and is its own model reply never taken for a poor one, nor a poor one for good?"""
    scheme = find(name)
    (key,) = [key for key in scheme.keys.keys if isinstance(key, FreeTextKey)]
    item = scheme.item(key.item)
    assert isinstance(item, FreeTextItem)
    good = suggest(item, key, key.model_reply)
    poor = suggest(item, key, "Don't worry, it will all be fine. You should just talk to them about it.")
    assert good is not None
    assert poor is not None
    assert good.level not in (0, 1), good
    assert poor.level == 0, poor


def test_only_the_formgrader_shows_it(course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    """Is it on the page where one grades, escaped, and on no page that a student may get, and does no mark come of it?"""
    as_read(monkeypatch, ("advice", 0.9), ("open-question", 0.9))
    course.submit("ada", received(event("own-words", FreeText(text="<script>x</script> You may begin anywhere."))))
    assert course.autograde()
    course.config()  # tells where the keys are

    def page(**resources: Any) -> str:
        shown, _ = ReadableCells().preprocess(course.graded("ada"), resources)
        html: str = cell_of(shown, "own-words-card").outputs[0]["data"]["text/html"]
        return html

    grading = page(notebook_id="mira", submission_id="7")
    assert "The coach suggests level 1" in grading
    assert "The mark is yours." in grading
    assert "&lt;script&gt;x&lt;/script&gt; You" in grading.split("The coach suggests")[1]
    assert "<script>" not in grading
    assert "coach suggests" not in page(nbgrader={"notebook": "mira"})
    assert "coach suggests" not in page(nbgrader={"notebook": "mira"}, submission_id="7")
    assert "coach suggests" not in str(course.graded("ada"))
    with Gradebook(f"sqlite:///{course.root}/autograder/gradebook.db") as gradebook:
        grade = gradebook.find_grade("own-words", "mira", "mira", "ada")
        assert (grade.auto_score, grade.manual_score, grade.needs_manual_grade) == (None, None, True)


def test_a_students_words_stay_text() -> None:
    """Is all of a suggestion escaped?"""
    hostile = "<img src=x onerror=alert(1)>"
    html = as_html(Suggestion(1, hostile, (hostile,), (hostile,)))
    assert html.count("&lt;img") == 3
    assert "<img" not in html
