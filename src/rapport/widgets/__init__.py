"""The cards: thin widgets that draw a view and send events."""

from rapport.widgets.card import Card, Refused
from rapport.widgets.choice import ChoiceCard
from rapport.widgets.dialogue import DialogueCard, MovedOn
from rapport.widgets.writing import RatingCard, TextCard

__all__ = ["Card", "ChoiceCard", "DialogueCard", "MovedOn", "RatingCard", "Refused", "TextCard"]
