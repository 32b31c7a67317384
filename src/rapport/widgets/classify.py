"""The card on which one says of each utterance what it does."""

from __future__ import annotations

from typing import Any

from rapport.content.item import ClassifyItem, Label, label_name
from rapport.content.key import ClassifyKey
from rapport.content.response import AnyResponse, Classify
from rapport.dialogue import delivery_words
from rapport.widgets.card import Refused
from rapport.widgets.marked import RELOAD, MarkedCard, shuffled


class ClassifyCard(MarkedCard[ClassifyItem, ClassifyKey, Classify]):
    """Show a therapist's utterances, each with labels to choose from; see `MarkedCard`."""

    def _label(self) -> str:
        return "Say what each utterance does"

    def _fitting(self, response: AnyResponse | None) -> Classify | None:
        return response if isinstance(response, Classify) and self._offered(response.labels) else None

    def _offered(self, labels: Any) -> bool:
        known = {option.id for option in self.item.options}
        return (
            isinstance(labels, dict)
            and labels.keys() == known
            and all(label in self.item.labels for label in labels.values())
        )

    def _asked(self) -> dict[str, Any]:
        return {
            "labels": [{"id": label, "name": _name(label)} for label in self.item.labels],
            "options": [
                {"id": option.id, "says": option.says, "delivery": option.delivery and delivery_words(option.delivery)}
                for option in shuffled(self.item.options, self._seed)
            ],
            "chosen": dict(self.response.labels) if self.response else None,
        }

    def _read(self, event: dict[str, Any], sure: int | None) -> Classify:
        labels = event["labels"]
        if not self._offered(labels):
            raise Refused(f"Not saved: each utterance needs one of the labels of this card. {RELOAD}")
        return Classify(labels=labels, confidence=sure)

    def _told(self, key: ClassifyKey, response: Classify) -> dict[str, Any]:
        parts = []
        for option in shuffled(self.item.options, self._seed):
            given, labelled = response.labels[option.id], key.options[option.id]
            right = given == labelled.label
            name = _name(labelled.label)
            parts.append(
                {
                    "label": "",
                    "mark": f"✓ {name}" if right else f"○ {name}; you said {_name(given).lower()}",
                    "right": right,
                    "says": option.says,
                    "words": labelled.feedback,
                    "better": None,
                }
            )
        return {"feedback": parts, "result": _result(sum(part["right"] is True for part in parts), len(parts))}


def _name(label: Label) -> str:
    return label_name(label).capitalize()


def _result(right: int, of: int) -> str:
    if right == of:
        return "You named them all as the key does."
    if right > of / 2:
        return "You named most of them as the key does."
    return "You named some of them as the key does." if right else "You named none of them as the key does."
