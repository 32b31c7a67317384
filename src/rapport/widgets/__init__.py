"""The cards: thin widgets that draw a view and send events."""

from rapport.widgets.card import Card, Refused
from rapport.widgets.choice import ChoiceCard
from rapport.widgets.classify import ClassifyCard
from rapport.widgets.dialogue import DialogueCard, MovedOn
from rapport.widgets.order import OrderCard
from rapport.widgets.rupture import RuptureCard
from rapport.widgets.silence import SilenceCard
from rapport.widgets.writing import RatingCard, ReplyCard, TextCard

__all__ = ["Card", "ChoiceCard", "ClassifyCard", "DialogueCard", "MovedOn", "OrderCard", "RatingCard", "Refused"]
__all__ += ["ReplyCard", "RuptureCard", "SilenceCard", "TextCard"]
