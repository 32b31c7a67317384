"""Read and write rows of the gradebook's tables, many at a time."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

MANY = 500
"""Values in one list of a query; SQLite takes 999 in its older versions."""


def parts(values: Sequence[str]) -> Iterator[Sequence[str]]:
    """Yield the values in parts of which each fits into one query."""
    return (values[start : start + MANY] for start in range(0, len(values), MANY))


def among(session: Session, query: Any, column: Any, values: Sequence[str]) -> list[Any]:
    """Return the rows whose column holds one of the values, however many those are."""
    return [tuple(row) for part in parts(values) for row in session.execute(query.where(column.in_(part)))]


def ids(session: Session, table: Any, notebooks: Iterable[str], cells: Iterable[str]) -> dict[tuple[str, str], str]:
    """Return the ids of the rows that are there for these cells of these submitted notebooks, by notebook and cell."""
    # Both are named since the index is of both, cells first; without, each batch would look through the whole class.
    query = select(table.notebook_id, table.cell_id, table.id).where(table.cell_id.in_(list(cells)))
    return {(notebook, cell): row for notebook, cell, row in among(session, query, table.notebook_id, list(notebooks))}


def new_id() -> str:
    """Return a new row's id, as random and of the same form as nbgrader's own."""
    return os.urandom(16).hex()


def add(session: Session, table: Any, rows: list[dict[str, Any]]) -> None:
    """Insert rows."""
    if rows:
        session.connection().execute(insert(table.__table__), rows)


def change(session: Session, table: Any, rows: list[dict[str, Any]]) -> None:
    """Update rows by their id."""
    if rows:
        session.execute(update(table), rows)
