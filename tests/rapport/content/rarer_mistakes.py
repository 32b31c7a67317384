"""Mistakes in items of the rarer kinds, as in `mistakes`."""

from __future__ import annotations

from tests.rapport.content.mistakes import Row

TOLD = "place: 3, feedback: She is told off., better: Ask first.}"
PUSH = '{id: push, by: therapist, says: "Let us do the form first."}'
SHORT = "seen: She closes her bag., rating: 3, feedback: The word is short and the bag is shut.}"

RARER_PRACTICE_ROWS = {
    "place twice": Row("place: 3", "place: 2", "items[0].options", "its places are 1, 2, 2", "each place from 1 to 3 once",
        ("items[1].options",),
    ),
    "place left out": Row(TOLD, TOLD.replace("3", "4"), "items[0].options", "its places are 1, 2, 4", "each place from 1 to 3 once"),
    "place of a half": Row(TOLD, TOLD.replace("3", "2.5") + " # here", "items[0].options[2].place", "whole number", "decimal"),
    "lower place without a better one": Row(
        ", better: Ask first.}", "} # here", "items[0].options[2]", "'told' has feedback but no better", "add the line `better: …`",
    ),
    "label not offered": Row(
        "label: advice,", "label: judgement, # here\n       ", "items[2].options[1].label",
        "the label 'judgement' of 'sleep' is not offered", "use one of: paraphrase, advice, open-question",
    ),
    "label that is none": Row(
        "label: advice,", "label: advise, # here\n       ", "items[2].options[1].label", "found 'advise'", "use one of: 'open-question'",
    ),
    "label offered twice": Row(
        "[paraphrase, advice, open-question]", "[paraphrase, advice, open-question, advice] # here", "items[2].labels[3]",
        "the label 'advice' stands there twice", "take one out",
    ),
    "two labels only": Row(
        "[paraphrase, advice, open-question]", "[paraphrase, advice] # here", "items[2].labels", "2 of at least 3", "add entries",
    ),
    "no first sign": Row("rating: 3", "rating: 1", "items[3].turns", "no option is rated 3", "exactly one option 3"),
    "two first signs": Row(
        "rating: 2,", "rating: 3, # here\n       ", "items[3].turns[4].rating", "'short' and 'door' are both rated 3", "exactly one",
    ),
    "client's turn without a rating": Row(
        SHORT, "seen: She closes her bag.} # here", "items[3].turns[2]", "'short' has no rating and feedback", "give it both",
    ),
    "therapist's turn with a rating": Row(
        PUSH, PUSH.replace("}", ", rating: 0, feedback: Pushed.} # here"), "items[3].turns[1]", "'push' can't be marked", "take its rating",
    ),
    "turn id twice": Row("{id: door,", "{id: short, # here\n       ", "items[3].turns[4].id", "used twice", "another id"),
    "too few turns of the client's": Row(
        '{id: warm, by: client, says: "I could tell you about the ovens.", rating: 0, feedback: She offers something.}',
        '{id: warm, by: therapist, says: "Tell me about the ovens."}', "items[3].turns",
        "only 2 of its turns are the client's", "3 turns or more",
    ),
    "turn of nobody": Row("by: therapist, says: \"Date", "by: doctor, says: \"Date", "items[3].turns[3].by", "found 'doctor'", "'therapist'"),
    "cues against time": Row("{at: 4,", "{at: 1,", "items[4].cues", "not in the order of time", "stay below 6"),
    "cue after the client has spoken": Row("{at: 4,", "{at: 6,", "items[4].cues", "after the client has spoken", "stay below 6"),
    "silence without end": Row("speaks_after: 6", "speaks_after: 600 # here", "items[4].speaks_after", "too large", "30 or less"),
    "one thing to say only": Row(
        '      - {id: when, says: "When was that?", answer: "In May.", feedback: A date comes., better: Wait.}\n', "",
        "items[4].options", "1 of at least 2", "add entries",
    ),
    "word without an answer": Row('answer: "In May.", ', "", "items[4].options[1].answer", "is missing", "`answer: …`"),
    "sureness as text": Row("skill: hear the feeling\n    confidence: true", "skill: hear\n    confidence: often # here",
        "items[0].confidence", "boolean", ""),
}  # fmt: skip

RARER_ASSIGNMENT_ROWS = {
    "place given away": Row(
        "says: You should rest for a week.}", "says: Rest., place: 3} # here", "items[0].options[2].place", "no such field", "remove it",
    ),
    "label given away": Row(
        'says: "Try to sleep at noon."}', 'says: "Sleep.", label: advice} # here', "items[2].options[1].label", "no such field", "remove it",
    ),
    "rating given away": Row(
        'says: "Is this needed?"}', 'says: "Why?", rating: 2} # here', "items[3].turns[4].rating", "no such field", "remove it",
    ),
    "graded silence": Row("kind: rank", "kind: silence # here", "items[0].kind", "no such kind", "'rank'"),
    "label offered twice": Row(
        "[paraphrase, advice, open-question]", "[paraphrase, advice, advice] # here", "items[2].labels[2]", "there twice", "take one out",
    ),
    "turn id twice": Row("{id: door,", "{id: short, # here\n       ", "items[3].turns[4].id", "used twice", "another id"),
    "option id twice": Row("{id: plan,", "{id: own, # here\n       ", "items[1].options[2].id", "used twice", "another id"),
    "too few turns of the client's": Row(
        "{id: warm, by: client,", "{id: warm, by: therapist,", "items[3].turns", "only 2 of its turns", "3 turns or more",
    ),
}  # fmt: skip

RARER_KEYS_ROWS = {
    "place twice": Row(
        "told: {place: 3,", "told: {place: 2,", "keys[0].options", "its places are 1, 2, 2", "each place from 1 to 3 once",
    ),
    "lower place without a better one": Row(
        ", better: Ask first.}", "} # here", "keys[0].options.told", "no better alternative", "`better: …`",
    ),
    "label not offered": Row(
        "sleep: {label: advice,", "sleep: {label: judgement, # here\n       ", "keys[2].options.sleep.label",
        "'judgement' of 'sleep' is not offered", "use one of: paraphrase, advice, open-question",
    ),
    "therapist's turn rated": Row(
        "      door: {rating: 2", "      push: {rating: 0, feedback: Pushed.}\n      door: {rating: 2", "keys[3].options",
        "the option 'push' stands on one side only", "give it to both",
    ),
    "client's turn not rated": Row(
        "      warm: {rating: 0, feedback: She offers something.}\n", "", "keys[3].options", "'warm' stands on one side only", "both",
    ),
    "two first signs": Row(
        "door: {rating: 2,", "door: {rating: 3, # here\n       ", "keys[3].options.door.rating", "'short' and 'door' are both", "exactly one",
    ),
    "utterance without a label": Row(
        "      like: {label: open-question, feedback: It opens.}\n", "", "keys[2].options", "'like' stands on one side only", "both",
    ),
    "steps taken for a ranking": Row(
        "kind: order-steps", "kind: rank # here", "keys[1].kind", "the item is a order-steps", "`kind: order-steps`",
        ("keys[1].options.own", "keys[1].options.plan"),
    ),
}  # fmt: skip
