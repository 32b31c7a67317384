"""The sources that keys and lessons stand on."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Annotated

from pydantic import Field

from rapport.content.base import Id, Model, Text, Versioned
from rapport.content.case import duplicates
from rapport.content.load import Mistake

YEAR = re.compile(r"\b(?:19|20)\d{2}\b")


class Reference(Model):
    """One source, in full."""

    id: Id
    text: Annotated[Text, Field(description="The reference as a list of sources prints it, without the DOI.")]
    doi: Annotated[str | None, Field(pattern=r"^10\.\d{4,9}/\S+$", description="Without the address before it.")] = None

    @property
    def surname(self) -> str:
        """The first author's surname, by which texts cite it."""
        return self.text.split(",", 1)[0]

    @property
    def years(self) -> set[str]:
        """The years that a citation may name: when it appeared, in print and before."""
        return set(YEAR.findall(self.text))


class References(Versioned):
    """All sources of the course."""

    references: Annotated[list[Reference], Field(min_length=1)]

    def unknown(self, text: str) -> list[str]:
        """Return the years in `text` that no source named there explains, as of a citation without its source."""
        named = [reference for reference in self.references if reference.surname in text]
        return [year for year in YEAR.findall(text) if not any(year in reference.years for reference in named)]


def reference_rules(found: References) -> Iterable[Mistake]:
    """Find ids that stand twice, and references without a year."""
    places = [(("references", index, "id"), reference.id) for index, reference in enumerate(found.references)]
    yield from duplicates(places)
    for index, reference in enumerate(found.references):
        if not reference.years:
            yield ("references", index, "text"), "it names no year", "write the year in brackets after the authors"
