"""Mistakes in content files: the words replaced in a right file, and what must be said of it.

The remark ``# here`` in the new text marks the line that the error must name.
"""

from __future__ import annotations

from typing import NamedTuple

from tests.rapport.content.samples import ASSIGNMENT, KEYS


class Row(NamedTuple):
    """One mistake: the words replaced, their replacement, what must be said of it, and other fields that are wrong in consequence."""

    old: str
    new: str
    field: str
    problem: str
    mend: str
    follows: tuple[str, ...] = ()


ADVICE = "sensitivities: {advice: {trust: -0.1}}"
BASIS = 'basis: "Hill: helping skills"\n'
VERSION = "schema_version: 1"
START = "start: {trust: 0.4,"

CASE_ROWS = {
    "no schema version": Row(VERSION, "", "schema_version", "is missing", "add the line `schema_version: …`"),
    "too new": Row(VERSION, "schema_version: 2 # here", "schema_version", "newer than this program", "install a newer"),
    "too old": Row(VERSION, "schema_version: 0 # here", "schema_version", "too old", "the form in docs/schemas"),
    "version as text": Row(VERSION, "schema_version: '1' # here", "schema_version", "a whole number", "without quotes"),
    "version as a boolean": Row(VERSION, "schema_version: true # here", "schema_version", "whole number (found 'yes')", ""),
    "huge version": Row(VERSION, f"schema_version: {'9' * 40} # here", "schema_version", "newer than", "install a newer"),
    "unknown strategy": Row(
        "strategies: [validation]", "strategies: [validaton] # here", "beats[0].strategies[0]",
        "there is no strategy 'validaton'", "did you mean 'validation'?",
    ),
    "unknown behaviour": Row(
        "[why-question]", "[why-qestion] # here", "beats[0].replies[1].behaviours[0]",
        "there is no behaviour 'why-qestion'", "did you mean 'why-question'?",
    ),
    "behaviour like none": Row(
        "[why-question]", "[zzzzzz] # here", "beats[0].replies[1].behaviours[0]", "no behaviour 'zzzzzz'", "use one of: welcome",
    ),
    "behaviour as a key": Row(
        ADVICE, "sensitivities: {advise: {trust: -0.1}} # here", "sensitivities.advise",
        "no behaviour 'advise'", "did you mean 'advice'?",
    ),
    "no behaviours": Row("[why-question]", "[] # here", "beats[0].replies[1].behaviours", "0 of at least 1", "add entries"),
    "dangling link": Row(
        "next: leaves\n", "next: leavs # here\n", "beats[0].replies[1].next", "leads to 'leavs'", "correct the id",
    ),
    "dangling route": Row(
        "- {to: leaves}", "- {to: leavs} # here", "beats[0].replies[2].next[1].to", "leads to 'leavs'", "correct the id",
    ),
    "link that is no id": Row(
        "next: leaves\n", "next: She Leaves # here\n", "beats[0].replies[1].next", "not an id", "small letters, digits",
    ),
    "no such opening": Row("opening: hello", "opening: hullo # here", "opening", "no beat 'hullo'", "use one of: hello"),
    "opening is an ending": Row("opening: hello", "opening: leaves # here", "opening", "no beat 'leaves'", "hello"),
    "time runs out nowhere": Row(
        "turns: 6", "turns: 6\nout_of_time: hello # here", "out_of_time", "no ending 'hello'", "use one of: goes-on, leaves",
    ),
    "reply id twice": Row("- id: why", "- id: welcome # here", "beats[0].replies[1].id", "used twice", "another id"),
    "ending id twice": Row(
        "{id: leaves,", "{id: goes-on, # here\n   ", "endings[1].id", "used twice", "another id",
        ("beats[0].replies[1].next", "beats[0].replies[2].next[1].to",),
    ),
    "beat and ending of one id": Row(
        "{id: goes-on,", "{id: hello, # here\n   ", "endings[0].id", "used twice", "another id",
        ("beats[0].replies[0].next", "beats[0].replies[2].next[0].to",),
    ),
    "routes may run out": Row(
        "          - {to: leaves}\n", "", "beats[0].replies[2].next", "in some states none", "an entry that has no `when`",
    ),
    "route hides the next": Row(
        "- {when: {at_least: {openness: 0.25}}, to: goes-on}\n          - {to: leaves}",
        "- {to: leaves}\n          - {when: {at_least: {openness: 0.25}}, to: goes-on}",
        "beats[0].replies[2].next", "in some states none", "an entry that has no `when`",
    ),
    "line hides the next": Row(
        '{when: {at_least: {trust: 0.5}}, says: "Fine."}', '{says: "Fine."}', "beats[0].replies[2].client",
        "hides the ones after it", "move it to the end",
    ),
    "nothing said otherwise": Row(
        'basis: "Hill', 'own_words: {advice: [{says: [a, b]}]} # here\nbasis: "Hill', "own_words", "no behaviour fits", "add the entry",
    ),
    "answers may run out": Row(
        'basis: "Hill', 'own_words: {otherwise: [{when: {at_most: {trust: 0.2}}, says: [a, b]}]} # here\nbasis: "Hill',
        "own_words.otherwise", "in some states none", "an entry that has no `when`",
    ),
    "one answer": Row(
        'basis: "Hill', 'own_words: {otherwise: [{says: [a]}]} # here\nbasis: "Hill',
        "own_words.otherwise[0].says", "1 of at least 2", "add entries",
    ),
    "answer to nothing": Row(
        'basis: "Hill', 'own_words: {otherwis: [{says: [a, b]}]} # here\nbasis: "Hill',
        "own_words.otherwis", "no behaviour 'otherwis'", "did you mean 'otherwise'",
    ),
    "number for text": Row("name: Ada", "name: 12 # here", "name", "must be text (found '12')", "put quotes around a number"),
    "yes for text": Row("name: Ada", "name: Yes # here", "name", "must be text (found 'yes')", "quotes around"),
    "nothing for text": Row("name: Ada", "name: # here", "name", "nothing stands here", "write text"),
    "blank text": Row("name: Ada", "name: '  ' # here", "name", "is empty", "write the text"),
    "list for text": Row("setting: first visit", "setting: [first, visit] # here", "setting", "must be text", "write text"),
    "endless text": Row("name: Ada", f"name: {'Ada' * 2000} # here", "name", "longer than 4000", "shorten it"),
    "number for a line or lines": Row(
        'client: "Is that a crime?"', "client: 5 # here", "beats[0].replies[1].client",
        "it must be text or a list", "write text",
    ),
    "no words in a line": Row(
        '{says: "Another form."}', "{} # here", "beats[0].replies[2].client[1].says", "is missing", "`says: …`",
    ),
    "number for a line": Row(
        '{says: "Another form."}', "{says: 3} # here", "beats[0].replies[2].client[1].says", "must be text", "write text",
    ),
    "empty answer": Row('client: "Is that a crime?"', 'client: "" # here', "beats[0].replies[1].client", "is empty", "write"),
    "missing feedback": Row(
        "        feedback: She hears an accusation.\n", "", "beats[0].replies[1].feedback", "is missing", "`feedback: …`",
    ),
    "text for a number": Row(START, "start: {trust: '0.4', # here\n ", "start.trust", "must be a number", "without quotes"),
    "yes for a number": Row(START, "start: {trust: yes, # here\n ", "start.trust", "must be a number (found 'yes')", "plain"),
    "not a number": Row(START, "start: {trust: .nan, # here\n ", "start.trust", "must be a number (found 'nan')", "plain"),
    "infinite": Row(START, "start: {trust: .inf, # here\n ", "start.trust", "must be a number", "plain"),
    "above the scale": Row(START, "start: {trust: 1.1, # here\n ", "start.trust", "too large", "write 1 or less"),
    "below the scale": Row(START, "start: {trust: -1, # here\n ", "start.trust", "too small", "write 0 or more"),
    "huge": Row(START, f"start: {{trust: {'9' * 40}, # here\n ", "start.trust", "too large", "write 1 or less"),
    "finer than a step": Row(START, "start: {trust: 0.333, # here\n ", "start.trust", "two decimals", "write 0.33"),
    "large effect": Row("{openness: -0.05}", "{openness: -0.3} # here", "beats[0].replies[2].effect.openness", "small", "-0.25"),
    "no such scale": Row(
        "{openness: -0.05}", "{hope: 0.05} # here", "beats[0].replies[2].effect.hope", "no such field", "check its spelling",
    ),
    "no such scale in a band": Row(
        "{at_least: {openness: 0.25}}", "{at_least: {hope: 0.25}}", "beats[0].replies[2].next[0].when.at_least.hope",
        "none of the words allowed", "'trust', 'openness', 'defensiveness' or 'distress'",
    ),
    "no such tone": Row(
        "{tone: cool,", "{tone: icy, # here\n         ", "beats[0].replies[1].delivery.tone", "found 'icy'", "use one of: 'warm'",
    ),
    "no such field": Row("setting: first visit", "seting: first # here\nsetting: x", "seting", "no such field", "spelling"),
    "text with a comma in braces": Row(
        "text: The door closes.}", "text: The door closes, and opens.} # here", "endings[1].and opens.",
        "there is no such field", "put the whole text in quotes",
    ),
    "merge key": Row("setting: first visit", "<<: {a: 1} # here\nsetting: x", "<<", "no such field", "check its spelling"),
    "group for a list": Row("behaviours: [why-question]", "behaviours: {why-question: 1} # here",
        "beats[0].replies[1].behaviours", "must be a list", "a hyphen"),
    "text for a group": Row(
        "delivery: {tone: cool, posture: upright, gaze: fixed}", "delivery: cool # here",
        "beats[0].replies[1].delivery", "must be a group of fields (found 'cool')", "indented under it",
    ),
    "half a turn": Row("turns: 6", "turns: 6.5 # here", "turns", "whole number", "decimal point"),
    "too many turns": Row("turns: 6", "turns: 6000 # here", "turns", "too large", "write 60 or less"),
    "id with capitals": Row("id: ada", "id: Ada # here", "id", "not an id (found 'Ada')", "small letters"),
    "id with a line break": Row("id: ada", 'id: "ada\\n" # here', "id", "not an id", "small letters"),
    "no basis": Row(BASIS, "", "basis", "is missing", "add the line `basis: …`"),
}  # fmt: skip

SINCE = (
    '{id: since-when, says: "Since when is it like that?", rating: 1, feedback: A fact comes., better: Stay with her.}'
)
REST = "{id: rest, says: You should rest for a week., rating: 0, feedback: She is told off., better: Ask first.}"

PRACTICE_ROWS = {
    "two best": Row(
        SINCE, SINCE.replace("rating: 1", "rating: 3") + " # here", "items[0].options[2].rating",
        "'tired' and 'since-when' are both rated 3", "exactly one option 3",
    ),
    "no best": Row(
        "rating: 3", "rating: 2", "items[0].options", "no option is rated 3", "exactly one option 3",
        ("items[0].options[0]",),
    ),
    "no worst": Row("rating: 0", "rating: 1", "items[0].options", "0 options are rated 0", "exactly one option 0"),
    "two worst": Row("rating: 1", "rating: 0", "items[0].options", "2 options are rated 0", "exactly one option 0"),
    "missing better": Row(
        SINCE, SINCE.replace(", better: Stay with her.", "") + " # here", "items[0].options[2]",
        "'since-when' has feedback but no better", "add the line `better: …`",
    ),
    "missing feedback": Row(
        REST, REST.replace("feedback: She is told off., ", "") + " # here", "items[0].options[1].feedback",
        "is missing", "`feedback: …`",
    ),
    "rating beyond 3": Row(SINCE, SINCE.replace("1,", "4,") + " # here", "items[0].options[2].rating", "too large", "3 or less"),
    "rating of a half": Row(SINCE, SINCE.replace("1,", "1.5,") + " # here", "items[0].options[2].rating", "whole", "decimal"),
    "rating as text": Row(SINCE, SINCE.replace("1,", "'1',") + " # here", "items[0].options[2].rating", "whole", "quotes"),
    "option id twice": Row("{id: rest,", "{id: tired, # here\n        ", "items[0].options[1].id", "used twice", "another id"),
    "item id twice": Row("{id: look-back,", "{id: flour, # here\n    ", "items[2].id", "used twice", "another id"),
    "unknown strategy": Row(
        "strategy: active-listening", "strategy: passive-listening # here", "items[0].strategy",
        "no strategy 'passive-listening'", "did you mean 'active-listening'?",
    ),
    "two options only": Row(f"      - {SINCE}\n", "", "items[0].options", "2 of at least 3 entries", "add entries"),
    "no such kind": Row(
        "kind: reflection", "kind: poem # here\n    ", "items[2].kind", "no such kind", "'reflection'",
    ),
    "no kind": Row("kind: reflection, ", "", "items[2].kind", "kind is missing", "`kind: …`"),
    "kind as a list": Row("kind: reflection", "kind: [reflection] # here\n    ", "items[2].kind", "no such kind", "'reflection'"),
    "no statements": Row("[{id: hear, says: I hear.}]", "[] # here\n    ", "items[1].statements", "0 of at least 1", "add"),
    "items as a group": Row(
        "items:\n", "more:\n", "items", "is missing", "`items: …`",
        ("more",),
    ),
}  # fmt: skip

ASSIGNMENT_ROWS = {
    "keys given away": Row(
        "says: You should rest for a week.}", "says: Rest., rating: 0} # here", "items[0].options[1].rating",
        "no such field", "remove it",
    ),
    "item id twice": Row("{id: words,", "{id: talk, # here\n    ", "items[2].id", "used twice", "another id"),
    "option id twice": Row("{id: rest,", "{id: tired, # here\n        ", "items[0].options[1].id", "used twice", "another id"),
    "no items": Row(ASSIGNMENT[ASSIGNMENT.index("items:") :], "items: [] # here", "items", "0 of at least 1", "add entries"),
}  # fmt: skip

KEYS_ROWS = {
    "two best": Row(
        "since-when: {rating: 2,", "since-when: {rating: 3, # here\n       ", "keys[0].options.since-when.rating",
        "both rated 3", "exactly one option 3",
    ),
    "no best": Row(
        "tired: {rating: 3,", "tired: {rating: 2,", "keys[0].options", "no option is rated 3", "exactly one",
        ("keys[0].options.tired",),
    ),
    "missing better": Row(
        ", better: Stay with her.}", "} # here", "keys[0].options.since-when", "no better alternative", "`better: …`",
    ),
    "missing feedback": Row(
        "feedback: She is told off., better: Ask first.}", "better: Ask first.} # here", "keys[0].options.rest.feedback",
        "is missing", "`feedback: …`",
    ),
    "option id that is none": Row("rest:", "Rest Well:", "keys[0].options.Rest Well", "is not an id", "small letters"),
    "key without an item": Row(
        "- item: talk", "- item: tlak # here", "keys[1].item", "no item 'tlak'", "correct the id",
        ("keys",),
    ),
    "item without a key": Row(
        KEYS[KEYS.index("  - item: words") :], "", "keys", "the item 'words' has no key", "add a key for it",
    ),
    "option on one side": Row(
        KEYS[KEYS.index("      since-when:") : KEYS.index("  - item: talk")], "", "keys[0].options",
        "the option 'since-when' stands on one side only", "give it to both",
    ),
    "key of another kind": Row(
        "kind: best-reply", "kind: best-and-worst # here", "keys[0].kind", "the item is a best-reply", "`kind: best-reply`",
    ),
    "key twice": Row(
        "- item: words", "- item: talk # here", "keys[2].item", "used twice", "another id",
        ("keys", "keys[2].kind",),
    ),
    "no points": Row("points: 2", "points: 0 # here", "keys[0].points", "too small", "a number above 0"),
    "points beyond counting": Row("points: 2", "points: .inf # here", "keys[0].points", "must be a number", "plain number"),
    "goal upside down": Row(
        "{none: 0.4, full: 0.45}", "{none: 0.5, full: 0.45} # here", "keys[1].goal", "`none` is not below", "lower alliance",
    ),
    "goal of one point": Row("full: 0.45", "full: 0.4", "keys[1].goal", "`none` is not below", "lower alliance"),
    "rubric of three": Row("      - {level: 0, name: none, says: nothing}\n", "", "keys[2].rubric", "3 of at least 4", "add"),
}  # fmt: skip
