"""The smallest files that are right, as text; tests spoil one line of them."""

from __future__ import annotations

from pathlib import Path

from rapport.check.own_words import EXPECTED
from rapport.content.case import Case, links
from rapport.content.load import validate
from rapport.content.source import parse_source

PATH = Path("ada.yaml")

CASE = """\
schema_version: 1
id: ada
name: Ada
pronouns: she/her
portrait: {age: 40, note: a baker with flour on her sleeves}
setting: first visit
hard_because: she came for her sister's sake
about: Her sister made the appointment.
start: {trust: 0.4, openness: 0.3, defensiveness: 0.5, distress: 0.5}
opening: hello
turns: 6
sensitivities: {advice: {trust: -0.1}}
beats:
  - id: hello
    client: "So here I am."
    strategies: [validation]
    replies:
      - id: welcome
        says: "Good that you came. Sit where you like."
        delivery: {tone: warm, posture: open, gaze: soft}
        behaviours: [welcome, autonomy]
        effect: {trust: 0.05}
        client: "The one by the door, then."
        next: goes-on
        feedback: She may choose, so she stays.
      - id: why
        says: "Why did you not come by yourself before?"
        delivery: {tone: cool, posture: upright, gaze: fixed}
        behaviours: [why-question]
        effect: {trust: -0.1, defensiveness: 0.1}
        client: "Is that a crime?"
        next: leaves
        feedback: She hears an accusation.
        better: "What made it possible to come today?"
      - id: forms
        says: "Before we begin I need this form from you."
        delivery: {tone: brisk, posture: upright, gaze: on notes}
        behaviours: [information]
        effect: {openness: -0.05}
        client:
          - {when: {at_least: {trust: 0.5}}, says: "Fine."}
          - {says: "Another form."}
        next:
          - {when: {at_least: {openness: 0.25}}, to: goes-on}
          - {to: leaves}
        feedback: The paper comes before the person.
        better: "The forms can wait; how was the way here?"
endings:
  - {id: goes-on, name: She stays, quality: good, text: She takes off her coat.}
  - {id: leaves, name: She leaves, quality: poor, text: The door closes.}
basis: "Hill: helping skills"
"""

ANSWERING = f"{CASE}own_words:\n" + "".join(
    f'  {behaviour}:\n    - says: ["To {behaviour}.", "To {behaviour} again."]\n' for behaviour in EXPECTED
)
"""The same, with an answer to every kind of own words."""


def staying(text: str) -> str:
    """Return the case as one in which every reply leads back to its only beat, until time runs out."""
    for ending in ("next: goes-on", "next: leaves", "- {to: leaves}"):
        text = text.replace(ending, ending.replace("goes-on", "hello").replace("leaves", "hello"))
    return text.replace("to: goes-on}", "to: hello}").replace("turns: 6", "turns: 6\nout_of_time: leaves")


PRACTICE = """\
schema_version: 1
lesson: 03-listening
items:
  - id: flour
    kind: best-and-worst
    strategy: active-listening
    skill: hear the feeling
    stem: What do you say?
    options:
      - {id: tired, says: You sound worn out by it., rating: 3, feedback: She feels heard.}
      - {id: rest, says: You should rest for a week., rating: 0, feedback: She is told off., better: Ask first.}
      - {id: since-when, says: "Since when is it like that?", rating: 1, feedback: A fact comes., better: Stay with her.}
    basis: "Hill: helping skills"
  - {id: baseline, kind: self-rating, stem: "How sure are you?", low: not at all, high: fully, statements: [{id: hear, says: I hear.}]}
  - {id: look-back, kind: reflection, stem: "What will you try?"}
"""

ASSIGNMENT = """\
schema_version: 1
assignment: ada
title: Ada
items:
  - id: flour
    kind: best-reply
    strategy: active-listening
    skill: hear the feeling
    stem: What do you say?
    options:
      - {id: tired, says: You sound worn out by it.}
      - {id: rest, says: You should rest for a week.}
      - {id: since-when, says: "Since when is it like that?"}
  - {id: talk, kind: dialogue, strategy: validation, skill: stay, stem: Talk with Ada., case: ada}
  - {id: words, kind: free-text, strategy: honesty, skill: be plain, stem: "What would you write?"}
"""

KEYS = """\
schema_version: 1
assignment: ada
keys:
  - item: flour
    kind: best-reply
    points: 2
    basis: "Hill: helping skills"
    options:
      tired: {rating: 3, feedback: She feels heard.}
      rest: {rating: 0, feedback: She is told off., better: Ask first.}
      since-when: {rating: 2, feedback: A fact comes., better: Stay with her.}
  - item: talk
    kind: dialogue
    points: 4
    basis: "Hill: helping skills"
    goal: {none: 0.4, full: 0.45}
    reached: She stays.
    partly: She nearly stays.
    missed: She goes.
  - item: words
    kind: free-text
    points: 3
    basis: "Hill: helping skills"
    rubric:
      - {level: 0, name: none, says: nothing}
      - {level: 1, name: some, says: one word of hers is kept}
      - {level: 2, name: most, says: nearly}
      - {level: 3, name: all, says: everything}
    model_reply: "I don't know yet."
"""

RARER_PRACTICE = """\
schema_version: 1
lesson: 04-listening
items:
  - id: worn
    kind: rank
    strategy: active-listening
    skill: hear the feeling
    confidence: true
    client: Ada
    client_says: "I bake all night."
    stem: "Which comes nearest to her?"
    options:
      - {id: heard, says: You sound worn out by it., place: 1, feedback: She feels heard.}
      - {id: asked, says: "Since when is it like that?", place: 2, feedback: A fact comes., better: Stay with her.}
      - {id: told, says: You should rest for a week., place: 3, feedback: She is told off., better: Ask first.}
    basis: "Hill: helping skills"
  - id: mending
    kind: order-steps
    strategy: active-listening
    skill: mend in order
    stem: "What comes first?"
    options:
      - {id: see, says: See the strain., place: 1, feedback: Nothing is mended unseen.}
      - {id: own, says: Say your own part in it., place: 2, feedback: She need not defend herself.}
      - {id: plan, says: Agree on what is next., place: 3, feedback: Too early before.}
    basis: "Hill: helping skills"
  - id: sorting
    kind: classify
    strategy: active-listening
    skill: name what one does
    confidence: true
    stem: "What does each utterance do?"
    labels: [paraphrase, advice, open-question]
    options:
      - {id: nights, says: "So the nights are for baking.", label: paraphrase, feedback: Her own content.}
      - {id: sleep, says: "Try to sleep at noon.", label: advice, feedback: It tells her what to do.}
      - {id: like, says: "Tell me what a night is like.", label: open-question, feedback: It opens.}
    basis: "Hill: helping skills"
  - id: cooling
    kind: rupture-turn
    strategy: active-listening
    skill: notice the strain
    client: Ada
    stem: "Where does the strain first show?"
    turns:
      - {id: warm, by: client, says: "I could tell you about the ovens.", rating: 0, feedback: She offers something.}
      - {id: push, by: therapist, says: "Let us do the form first."}
      - {id: short, by: client, says: "Fine.", seen: She closes her bag., rating: 3, feedback: The word is short and the bag is shut.}
      - {id: date, by: therapist, says: "Date of birth?"}
      - {id: door, by: client, says: "Is this needed?", rating: 2, feedback: "Clear by now, yet not the first sign."}
    basis: "Hill: helping skills"
  - id: quiet
    kind: silence
    strategy: active-listening
    skill: wait
    client: Ada
    client_says: "And then he was gone."
    stem: Stay with her. Say something when you think it is time.
    speaks_after: 6
    cues:
      - {at: 2, seen: She looks at her hands.}
      - {at: 4, seen: She draws a breath.}
    then: "I never told anybody."
    feedback: She found the words herself.
    options:
      - {id: sorry, says: I am so sorry., answer: "It is all right.", feedback: She looks after you now., better: Wait.}
      - {id: when, says: "When was that?", answer: "In May.", feedback: A date comes., better: Wait.}
    basis: "Hill: helping skills"
"""
"""One practice item of each kind in which more is done than choosing a reply."""

RARER_ASSIGNMENT = """\
schema_version: 1
assignment: ada
title: Ada
items:
  - id: worn
    kind: rank
    strategy: active-listening
    skill: hear the feeling
    stem: "Which comes nearest to her?"
    options:
      - {id: heard, says: You sound worn out by it.}
      - {id: asked, says: "Since when is it like that?"}
      - {id: told, says: You should rest for a week.}
  - id: mending
    kind: order-steps
    strategy: active-listening
    skill: mend in order
    stem: "What comes first?"
    options:
      - {id: see, says: See the strain.}
      - {id: own, says: Say your own part in it.}
      - {id: plan, says: Agree on what is next.}
  - id: sorting
    kind: classify
    strategy: active-listening
    skill: name what one does
    stem: "What does each utterance do?"
    labels: [paraphrase, advice, open-question]
    options:
      - {id: nights, says: "So the nights are for baking."}
      - {id: sleep, says: "Try to sleep at noon."}
      - {id: like, says: "Tell me what a night is like."}
  - id: cooling
    kind: rupture-turn
    strategy: active-listening
    skill: notice the strain
    client: Ada
    stem: "Where does the strain first show?"
    turns:
      - {id: warm, by: client, says: "I could tell you about the ovens."}
      - {id: push, by: therapist, says: "Let us do the form first."}
      - {id: short, by: client, says: "Fine.", seen: She closes her bag.}
      - {id: date, by: therapist, says: "Date of birth?"}
      - {id: door, by: client, says: "Is this needed?"}
"""

RARER_KEYS = """\
schema_version: 1
assignment: ada
keys:
  - item: worn
    kind: rank
    points: 3
    basis: "Hill: helping skills"
    options:
      heard: {place: 1, feedback: She feels heard.}
      asked: {place: 2, feedback: A fact comes., better: Stay with her.}
      told: {place: 3, feedback: She is told off., better: Ask first.}
  - item: mending
    kind: order-steps
    points: 3
    basis: "Hill: helping skills"
    options:
      see: {place: 1, feedback: Nothing is mended unseen.}
      own: {place: 2, feedback: She need not defend herself.}
      plan: {place: 3, feedback: Too early before.}
  - item: sorting
    kind: classify
    points: 3
    basis: "Hill: helping skills"
    options:
      nights: {label: paraphrase, feedback: Her own content.}
      sleep: {label: advice, feedback: It tells her what to do.}
      like: {label: open-question, feedback: It opens.}
  - item: cooling
    kind: rupture-turn
    points: 2
    basis: "Hill: helping skills"
    options:
      warm: {rating: 0, feedback: She offers something.}
      short: {rating: 3, feedback: The word is short and the bag is shut.}
      door: {rating: 2, feedback: "Clear by now, yet not the first sign."}
"""


def saved(folder: Path, text: str | bytes, name: str = "ada.yaml") -> Path:
    """Write the text into the folder and return the file."""
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def case_from(text: str = CASE) -> Case:
    """Return the case that the text holds, with its links checked."""
    return validate(parse_source(PATH, text.encode()), Case, links)
