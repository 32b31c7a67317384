"""What every reading keeps to, whatever the words."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rapport.coach import SURE, Context, read
from rapport.content.vocabulary import behaviours
from rapport.dialogue import reaction
from tests.rapport.content.samples import CASE

ROOT = Path(__file__).parents[3]
WORDS = ["you", "feel", "what", "how", "do", "i", "so", "okay", "never", "should", "don't", "it's", "?", ".", ",", "'"]
ODD = ['"', "(", ")", "[", "]", "--", "…", "😀", "نعم", "<b>"]
TEXTS = st.text(max_size=300) | st.lists(st.sampled_from([*WORDS, *ODD]), max_size=40).map(" ".join)


@settings(deadline=None, max_examples=150)
@given(client=TEXTS, reply=TEXTS)
def test_any_text_is_read(client: str, reply: str) -> None:
    """Does any text give spans within it, certainties between 0 and 1, reasons, and behaviours of the vocabulary?"""
    reading = read(client, reply)
    for finding in reading.findings:
        assert finding.behaviour in behaviours()
        assert 0 <= finding.certainty <= 1
        assert finding.reason
        assert finding.spans
        assert all(0 <= start < end <= len(reply) for start, end in finding.spans)
    for note in reading.notes:
        assert 0 <= note.certainty <= 1
        assert all(0 <= start < end <= len(reply) for start, end in note.spans)
    assert sum(reading.likely.values()) == pytest.approx(1, abs=0.01)
    assert json.loads(json.dumps(reading.as_data()))["done"] == list(reading.done)
    assert bool(reading.refused) <= (not reading.findings)


@settings(deadline=None, max_examples=50)
@given(client=TEXTS, reply=TEXTS)
def test_same_words_same_reading(client: str, reply: str) -> None:
    """Does the same reply get the same reading twice?"""
    assert read(client, reply) == read(client, reply)


def test_same_reading_in_another_process() -> None:
    """Is the reading independent of hash seeds?"""
    command = "from rapport.coach import read; print(read('I lost my job and I feel ashamed', 'You feel ashamed. What now?').as_data())"
    said = {
        subprocess.run(
            [sys.executable, "-c", command],
            capture_output=True,
            text=True,
            check=True,
            cwd=ROOT,
            env={"PYTHONHASHSEED": seed, "PATH": ""},
        ).stdout
        for seed in ("0", "1", "2")
    }
    assert len(said) == 1


def test_inference_needs_no_package() -> None:
    """Does reading load nothing but Python itself and rapport?"""
    command = "import sys; before = set(sys.modules); from rapport.coach import read; read('a', 'What is it like?')\n"
    command += "print(*{name.split('.')[0] for name in set(sys.modules) - before} - set(sys.stdlib_module_names))"
    done = subprocess.run([sys.executable, "-c", command], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.split() == ["rapport"]


def test_a_client_reacts_to_what_was_read(tmp_path: Path) -> None:
    """Can a dialogue take the behaviours as they are?"""
    from rapport.content import load_case
    from tests.rapport.content.samples import saved

    case = load_case(saved(tmp_path, CASE))
    done = read("Nobody asks me.", "What would you have wanted them to ask?").done
    assert done == ("open-question",)
    assert reaction(case, done).openness == pytest.approx(0.05)


@pytest.mark.parametrize("reply", ["", "   ", "\n\n", "[looks at the clock]", "😀", "?!", "."])
def test_nothing_said(reply: str) -> None:
    """Is a reply without words refused politely?"""
    reading = read("I'm sad.", reply)
    assert reading.refused == "There are no words here yet. Write what you would say to the client."
    assert reading.done == ()


@pytest.mark.parametrize(
    "reply",
    [
        "Это звучит очень тяжело для вас",
        "你觉得很难过",
        "كيف تشعر اليوم؟",
        "Das klingt so schwer, und du fühlst dich allein",
    ],
)
def test_other_languages_are_refused(reply: str) -> None:
    """Does the coach say that it reads English only, instead of guessing?"""
    refused = read("I'm sad.", reply).refused
    assert refused
    assert "English" in refused


def test_fifty_thousand_characters() -> None:
    """Are 50,000 characters read as far as the first 2,000 words, and said to be?"""
    reading = read("I'm sad.", "What is that like for you? " * 1852)
    assert "open-question" in reading.done
    assert [note.reason for note in reading.notes if note.id == "long"] == [
        "Only the first 2000 of its words were read."
    ]


def test_far_too_long() -> None:
    """Is more than can be read refused politely, with its length?"""
    refused = read("", "word " * 20_000).refused
    assert refused == "This is too long to read: 100,000 characters. A reply of a few sentences is enough."


def test_permission_from_before() -> None:
    """Is a suggestion that the client welcomed earlier no unasked advice?"""
    client, reply = "It's the evenings.", "You could try a walk after supper."
    assert "advice" in read(client, reply).done
    done = read(client, reply, Context(permission=True)).done
    assert "advice-with-permission" in done
    assert "advice" not in done


def test_talking_more_than_the_client() -> None:
    """Is a long reply to a short turn noted, with both counts?"""
    reply = (
        "You know, when people come to see me they often tell me about their work and their families and how hard it all is, "
        * 2
    )
    [note] = [note for note in read("I feel sad today.", reply).notes if note.id == "talks-more"]
    assert "48 words for the client's 4" in note.reason


def test_a_feeling_passed_over() -> None:
    """Is a feeling word that the reply ignores noted, and one that it takes up not?"""
    client = "I feel so ashamed of it."
    assert "passes-feeling" in [note.id for note in read(client, "When did it happen?").notes]
    assert "passes-feeling" not in [note.id for note in read(client, "You're ashamed.").notes]
    assert "passes-feeling" not in [note.id for note in read("I left early.", "When did it happen?").notes]


def test_depth_is_said_with_little_certainty() -> None:
    """Is simple or complex never more than a low certainty, and never a behaviour?"""
    reading = read("I keep the house spotless.", "If the house is perfect, nobody can say that you are not coping.")
    depth = [note for note in reading.notes if note.id in {"simple-reflection", "complex-reflection"}]
    assert depth
    assert all(note.certainty <= 0.4 for note in depth)


def test_no_mark_anywhere() -> None:
    """Does a reading hold no field that could be taken for a mark?"""
    data = json.dumps(read("I left.", "You left. What happened next?").as_data())
    assert not {word for word in ("score", "mark", "points", "grade") if f'"{word}"' in data}


def test_unsure_is_said() -> None:
    """Does a reply that shows nothing surely say so?"""
    reading = read("I left.", "Blue Tuesday lamps.")
    assert reading.unsure or all(finding.certainty >= SURE for finding in reading.findings)


def test_suggestion_in_a_question_is_told() -> None:
    """Is advice dressed as a question noted as such?"""
    assert "advice-as-question" in [note.id for note in read("I can't sleep.", "Have you tried hot milk?").notes]


def test_a_story_of_ones_own_is_measured() -> None:
    """Is a long self-disclosure noted with its length?"""
    reply = "When I was young I lost my father, and I cried for weeks, and my brothers and I never spoke about it at all, not once."
    assert [note.id for note in read("My father died.", reply).notes if note.id == "own-story"] == ["own-story"]


def test_jargon_comes_with_plain_words() -> None:
    """Does a technical word come with something plainer to say?"""
    [finding] = [
        finding
        for finding in read("I can't stop thinking.", "That is rumination.").findings
        if finding.behaviour == "jargon"
    ]
    assert "say 'going over and over it'" in finding.reason
