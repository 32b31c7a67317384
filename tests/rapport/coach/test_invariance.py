"""What must not change a reading: names, contractions, case, slips of the finger."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rapport.coach import read

CLIENT = "I haven't told anyone that I lost the job."
REPLIES = [
    "What's that been like for you?",
    "You're ashamed of it, and you haven't told anyone.",
    "Have you told your wife?",
    "Tell me what happened, {name}.",
    "It sounds like you're really frightened, {name}.",
    "You should tell {name} tonight.",
    "I understand exactly how you feel, {name}.",
    "Don't worry, it'll all be fine.",
    "It makes sense that you're hiding it from {name}.",
    "A lot of people feel that way, {name}.",
    "Why didn't you tell {name}?",
    "{name}, do you think {name} knows?",
    "So you lost the job, and you've kept it from {name}.",
]
NAMES = ["Sam", "Priya", "Oluwaseun", "Mr Novák", "María José", "Li Wei", "Grace", "Hope", "Mark"]
APART = {
    "What's": "What is", "You're": "You are", "you're": "you are", "haven't": "have not", "Don't": "Do not", "it'll": "it will",
    "didn't": "did not", "you've": "you have",
}  # fmt: skip


def labels(reply: str) -> set[str]:
    """Return the behaviours surely done."""
    return set(read(CLIENT, reply).done)


@pytest.mark.parametrize("reply", REPLIES)
def test_the_replies_are_read_at_all(reply: str) -> None:
    """Is there a label that could flip?"""
    assert labels(reply.format(name="Sam"))


@given(reply=st.sampled_from(REPLIES), one=st.sampled_from(NAMES), other=st.sampled_from(NAMES))
@settings(deadline=None)
def test_names_change_nothing(reply: str, one: str, other: str) -> None:
    """Is a reply read alike whatever the name in it?"""
    assert labels(reply.format(name=one)) == labels(reply.format(name=other))


@pytest.mark.parametrize("reply", REPLIES)
def test_contractions_change_nothing(reply: str) -> None:
    """Is a reply read alike with contractions spelt out, with curly apostrophes, and with none?"""
    said = reply.format(name="Sam")
    apart = said
    for short, long in APART.items():
        apart = apart.replace(short, long)
    assert labels(apart) == labels(said)
    assert labels(said.replace("'", "\u2019")) == labels(said)
    assert labels(said.replace("'", "")) == labels(said) or "it'll" in said  # "itll" is a word of its own


@pytest.mark.parametrize("reply", REPLIES)
def test_case_changes_nothing(reply: str) -> None:
    """Is a reply read alike in small letters and in capitals?"""
    said = reply.format(name="Sam")
    assert labels(said.lower()) == labels(said)
    assert labels(said.upper()) == labels(said)


@given(reply=st.sampled_from(REPLIES), blanks=st.sampled_from(["  ", "\t", " \u00a0"]))
@settings(deadline=None)
def test_blanks_change_nothing(reply: str, blanks: str) -> None:
    """Is a reply read alike with other blanks between its words?"""
    said = reply.format(name="Sam")
    assert labels(said.replace(" ", blanks)) == labels(f" {said} ") == labels(said)


@pytest.mark.parametrize(
    ("right", "slip"),
    [
        ("It sounds like you are scared.", "It soudns like you are scared."),
        ("It sounds like you are scared.", "It sounds like you are scarred."),
        ("What happened next?", "What happend next?"),
        ("Tell me what happened.", "Tell me waht happened."),
        ("I understand exactly how you feel.", "I undrestand exactly how you feel."),
        ("You should tell her.", "You shoud tell her."),
        ("You should tell her.", "You shuold tell her."),
        ("Could you describe that?", "Could you descrbe that?"),
        ("I wonder what that was like.", "I wnoder what that was like."),
        ("Don't worry, everything will be fine.", "Dont wory, everthing will be fine."),
        ("A lot of people feel that way.", "A lot of poeple feel that way."),
        ("You're frustrated with him.", "Youre frustated with him."),
        ("It makes sense that you're angry.", "It makes sesne that youre angry."),
        ("I promise it will get better.", "I promisse it will get beter."),
        ("What would you like to change?", "What woud you like to chagne?"),
        ("Because of that you feel guilty.", "Becuase of that you feel gulity."),
    ],
)
def test_slips_change_nothing(right: str, slip: str) -> None:
    """Is a reply with a slip of the finger read like the right one?"""
    assert labels(slip) == labels(right)
