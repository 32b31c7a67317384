"""What a reply in the learner's own words does: behaviours with their places, certainty and reasons. Offline, and never a mark.

A typed reply gets its behaviours here, a written one declares them; a client reacts to both through `rapport.dialogue.reaction`.
"""

from rapport.coach.coach import mostly, read
from rapport.coach.reading import SURE, UNSURE, Context, Finding, Note, Reading
from rapport.coach.safety import Concern, concern

__all__ = ["SURE", "UNSURE", "Concern", "Context", "Finding", "Note", "Reading", "concern", "mostly", "read"]
