"""Train the coach: `python -m tools.coach.train` reads tools/coach/utterances-*.jsonl and writes the weights of its linear model.

One logistic regression a label, over the features that `rapport.coach.features` names. The loss is convex and solved far beyond the
three decimals that are kept, so the file comes out the same wherever and whenever it is made.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from random import Random
from typing import Any

from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from rapport.coach.features import features, parse

ROOT = Path(__file__).parents[2]
UTTERANCES = ROOT / "tools" / "coach"
WEIGHTS = ROOT / "src" / "rapport" / "coach" / "data" / "en" / "weights.json"
RAREST = 8
"""Utterances that a feature must occur in to be kept: below it, weights say what one sentence was about."""
FEWEST = 15
"""Utterances of a behaviour below which no model of it is made."""
SMOOTHNESS = 0.08
"""Inverse strength of the ridge; strong, since what is to be read was said elsewhere."""
DECIMALS = 3
SMOOTHER = {"information-or-advice": 0.01, "main:input": 0.01}
"""Labels of few examples, which need a stronger ridge."""
FOLDS = 5
SOLVED = 1e-10
FOLD_SOLVED = 1e-4
"""How nearly the loss is solved; the folds give figures of two decimals, and five times the fits."""
LEAST = 0.04
"""Weights nearer to nought than this are left out."""
JOINED = 3000
"""Turns of two or three utterances joined, added so that the model meets long turns that do several things."""

QUESTION = {"open-question", "closed-question", "multiple-question", "leading-question", "why-question"}
REFLECTION = {"paraphrase", "reflection-of-feeling", "complex-reflection", "summary"}
INFORMING = {"information", "advice", "advice-with-permission", "options", "negotiation"}
"""Options and plans are told in the same words as information and advice; without them the model has too few examples."""
Labels = Mapping[str, "list[int | None]"]


def utterances(folder: Path = UTTERANCES) -> list[dict[str, Any]]:
    """Return every labelled utterance, in the order of file and line."""
    paths = sorted(folder.glob("utterances-*.jsonl"))
    lines = (line for path in paths for line in path.read_text(encoding="utf-8").splitlines())
    return [json.loads(line) for line in lines if line.strip()]


def joined(rows: Sequence[dict[str, Any]], count: int = JOINED, seed: int = 1) -> list[dict[str, Any]]:
    """Return turns made of two or three utterances each, with the labels of all and the main of the longest; `of` says which."""
    chance = Random(seed)
    made: list[dict[str, Any]] = []
    for _ in range(count):
        places = chance.sample(range(len(rows)), chance.choice((2, 2, 3)))
        parts = [rows[place] for place in places]
        replies = [part["reply"] if part["reply"][-1:] in ".?!-" else f"{part['reply']}." for part in parts]
        made.append(
            {
                "client": chance.choice(parts)["client"],
                "reply": " ".join(replies),
                "labels": sorted({label for part in parts for label in part["labels"]}),
                "main": max(parts, key=lambda part: len(part["reply"]))["main"],
                "of": places,
            }
        )
    return made


def labels(rows: Sequence[Mapping[str, Any]]) -> Labels:
    """Return for each label 1 or 0 a row, or None where the row has no say: only questions tell open from closed."""
    borne = [set(row["labels"]) for row in rows]
    made: dict[str, list[int | None]] = {
        "question": [int(bool(of & QUESTION)) for of in borne],
        "open": [_open(of) for of in borne],
        "reflection": [int(bool(of & REFLECTION)) for of in borne],
        "information-or-advice": [int(bool(of & INFORMING)) for of in borne],
    }
    for main in ("question", "reflection", "input", "other"):
        made[f"main:{main}"] = [int(row["main"] == main) for row in rows]
    counts = Counter(name for of in borne for name in of)
    for name in sorted(name for name, count in counts.items() if count >= FEWEST):
        made[f"behaviour:{name}"] = [int(name in of) for of in borne]
    return made


def _open(borne: set[str]) -> int | None:
    if borne & {"open-question", "why-question"}:
        return 1
    return 0 if borne & {"closed-question", "leading-question"} else None


def train(rows: Sequence[dict[str, Any]], only: Collection[str] = ()) -> dict[str, Any]:
    """Return the weights of every label, or `only` of some, as JSON-ready data."""
    every = [*({**row, "of": [place]} for place, row in enumerate(rows)), *joined(rows)]
    found = [features(parse(row["client"], row["reply"])) for row in every]
    common = _common(found, _names(rows))
    matrix = DictVectorizer(sparse=True)
    seen = matrix.fit_transform([{name: value for name, value in one.items() if name in common} for one in found])
    names = [str(name) for name in matrix.get_feature_names_out()]
    parts = [set(row["of"]) for row in every]
    taken = {label: says for label, says in labels(every).items() if not only or label in only}
    made = {label: _label(label, says, seen, parts, names) for label, says in taken.items()}
    return {
        "schema_version": 1,
        "note": "Made by `python -m tools.coach.train`; not to be edited. A weight adds to the log-odds of its label. "
        "`threshold` is the likelihood from which a typed reply bears the label, and `folds` how well that does in "
        "five-fold cross-validation over our own utterances; `count` says how many bear it.",
        "utterances": len(rows),
        "labels": made,
    }


def _label(
    label: str, says: Sequence[int | None], seen: Any, parts: Sequence[set[int]], names: Sequence[str]
) -> dict[str, Any]:
    taken = [place for place, value in enumerate(says) if value is not None]
    model = _fitted(label, says, seen, taken)
    kept = {name: round(float(value), DECIMALS) for name, value in zip(names, model.coef_[0], strict=True)}
    alone = [place for place in taken if len(parts[place]) == 1]
    held: dict[int, float] = {}
    for fold in range(FOLDS):
        train_on = [place for place in taken if all(part % FOLDS != fold for part in parts[place])]
        test_on = [place for place in alone if place % FOLDS == fold]
        likely = _fitted(label, says, seen, train_on, near=FOLD_SOLVED).predict_proba(seen[test_on])[:, 1]
        held.update({place: round(float(value), 4) for place, value in zip(test_on, likely, strict=True)})
    people = [bool(says[place]) for place in alone]
    threshold, figures = _best_threshold(people, [held[place] for place in alone])
    return {
        "intercept": round(float(model.intercept_[0]), DECIMALS),
        "threshold": threshold,
        "folds": {**figures, "count": sum(people)},
        "weights": {name: value for name, value in sorted(kept.items()) if abs(value) >= LEAST},
    }


def _fitted(
    label: str, says: Sequence[int | None], seen: Any, places: Sequence[int], near: float = SOLVED
) -> LogisticRegression:
    model = LogisticRegression(C=SMOOTHER.get(label, SMOOTHNESS), solver="newton-cg", tol=near, max_iter=1_000)
    return model.fit(seen[places], [says[place] for place in places])


def _best_threshold(people: Sequence[bool], likely: Sequence[float]) -> tuple[float, dict[str, float]]:
    """Return the threshold around which F1 is highest, and precision, recall and F1 there."""
    grid = [place / 50 for place in range(3, 46)]
    at = [_figures(people, [value >= threshold for value in likely]) for threshold in grid]
    around = [at[max(0, place - 2) : place + 3] for place in range(len(grid))]
    smooth = [round(sum(figures["f1"] for figures in near) / len(near), 4) for near in around]
    best = max(range(len(grid)), key=lambda place: (smooth[place], grid[place]))
    return grid[best], at[best]


def _figures(people: Sequence[bool], coach: Sequence[bool]) -> dict[str, float]:
    both = sum(one and other for one, other in zip(people, coach, strict=True))
    return {
        "precision": round(both / max(1, sum(coach)), 3),
        "recall": round(both / max(1, sum(people)), 3),
        "f1": round(2 * both / max(1, sum(people) + sum(coach)), 3),
    }


def _common(found: Iterable[Mapping[str, float]], names: set[str]) -> set[str]:
    counts = Counter(name for one in found for name in one)
    return {
        name for name, count in counts.items() if count >= RAREST and not names & set(name.partition(":")[2].split(" "))
    }


def _names(rows: Sequence[Mapping[str, Any]]) -> set[str]:
    """Return the words that stand with a capital inside sentences: names must not speak for a label."""
    inside: Counter[str] = Counter()
    small: Counter[str] = Counter()
    for row in rows:
        before = "."
        for word in row["reply"].split():
            plain = word.strip(".,?!;:\"'()-").removesuffix("'s")
            if plain[:1].isupper() and before[-1] not in '.?!"-':
                inside[plain.lower()] += 1
            elif plain.islower():
                small[plain] += 1
            before = word
    return {word for word, count in inside.items() if count > small[word] and word != "i" and not word.startswith("i'")}


def written(made: Mapping[str, Any]) -> str:
    """Return the weights as the text of their file, one label's weights a line group."""
    return json.dumps(made, indent=1, ensure_ascii=False) + "\n"


def main() -> int:
    """Write the weights, or with --check say whether the file is what training gives."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--check", action="store_true", help="write nothing; exit with 1 where the file differs")
    check = options.parse_args().check
    rows = utterances()
    text = written(train(rows))
    if check:
        same = WEIGHTS.exists() and WEIGHTS.read_text(encoding="utf-8") == text
        print("the weights are what training gives" if same else f"{WEIGHTS} differs: run python -m tools.coach.train")
        return 0 if same else 1
    WEIGHTS.write_text(text, encoding="utf-8")
    print(f"{WEIGHTS.name}: {len(rows)} utterances, {len(text) // 1024} KiB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
