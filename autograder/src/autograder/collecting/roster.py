"""Under which id the gradebook knows a person whom a learning platform names in its own way."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from autograder.collecting.names import Owner


class Person(NamedTuple):
    """A student as the gradebook has them."""

    id: str
    first_name: str
    last_name: str
    number: str
    """The platform's number, nbgrader's `lms_user_id`."""


class Roster:
    """Finds students by the platform's number, else by id or name; a name that two have finds nobody."""

    def __init__(self, people: Iterable[Person]) -> None:
        self._numbers: dict[str, set[str]] = {}
        self._names: dict[str, set[str]] = {}
        for person in people:
            if person.number:
                self._numbers.setdefault(person.number, set()).add(person.id)
            first, last = person.first_name, person.last_name
            names = {person.id} | ({first + last, last + first} if first or last else set())
            for name in map(_squeezed, names):
                self._names.setdefault(name, set()).add(person.id)

    def find(self, owner: Owner) -> str | None:
        """Return the id of the one student who fits."""
        if owner.student:
            return owner.student
        for found in (self._numbers.get(owner.number), self._names.get(_squeezed(owner.name))):
            if found:
                return next(iter(found)) if len(found) == 1 else None
        return None


def read_roster(url: str) -> Roster:
    """Read who is in a gradebook; nobody where there is none or it can't be read, since collecting goes on without."""
    from nbgrader.api import Student  # noqa: PLC0415 - most of this package needs no database
    from sqlalchemy import create_engine, make_url, select  # noqa: PLC0415
    from sqlalchemy.exc import SQLAlchemyError  # noqa: PLC0415

    file = make_url(url).database if url.startswith("sqlite") else None
    if file and not Path(file).is_file():
        return Roster([])
    engine = create_engine(url)
    try:
        with engine.connect() as connection:
            rows = connection.execute(
                select(Student.id, Student.first_name, Student.last_name, Student.lms_user_id)
            ).all()
    except SQLAlchemyError:
        return Roster([])
    finally:
        engine.dispose()
    return Roster(Person(*(field or "" for field in row)) for row in rows)


def _squeezed(name: str) -> str:
    """Return a name as Canvas writes it: small letters, nothing between them."""
    return re.sub(r"[\W_]+", "", name).casefold()
