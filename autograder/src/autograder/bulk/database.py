"""The database under the gradebook: nbgrader's one SQLite file, or a PostgreSQL server that several machines write to."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, func, make_url, select, text
from sqlalchemy.exc import ArgumentError, NoSuchModuleError
from sqlalchemy.orm import Session

from autograder.bulk.kinds import Misuse

PATIENCE = 60
"""Seconds to wait for somebody else who writes, such as the formgrader."""


def connect(url: str, assignment: str) -> Engine:
    """Return an engine for nbgrader's ``db_url``; a server is not asked yet.

    Raises
    ------
    Misuse
        If there is no such file, no such kind of database, or no driver for it.
    """
    try:
        parts = make_url(url)
        if parts.get_backend_name() == "sqlite":
            if parts.database and not Path(parts.database).is_file():
                raise Misuse(
                    f"There is no gradebook {parts.database}. Run `nbgrader generate_assignment {assignment}`, which makes one."
                )
            return create_engine(url, connect_args={"timeout": PATIENCE})
        if parts.get_backend_name() != "postgresql":
            raise ArgumentError(f"no gradebook is kept in {parts.get_backend_name()} here")
        return create_engine(url)
    except (ArgumentError, NoSuchModuleError, ImportError) as error:
        raise Misuse(
            f"The db_url in nbgrader_config.py can't be used: {error}. Give one such as postgresql+psycopg://course@host/course, and install "
            "psycopg for that."
        ) from None


def told(engine: Engine) -> str:
    """Return the database's address without a password."""
    return engine.url.render_as_string(hide_password=True)


def be_patient(session: Session) -> None:
    """Have a server wait for a row that somebody else writes as long as for an SQLite file, and no longer."""
    if _is_postgresql(session.get_bind()):
        session.execute(text(f"set local lock_timeout = '{PATIENCE}s'"))


def insert_missing(session: Session, table: Any, rows: list[dict[str, Any]]) -> None:
    """Insert rows but for those that somebody else, such as the grading of another assignment, inserts at this very moment.

    In order of their keys: two that insert the same rows then wait for one another in one direction only.
    """
    if rows:
        # Either of the two kinds of database has this in a module of its own, which is there since the database is open.
        dialect = import_module(f"sqlalchemy.dialects.{session.get_bind().dialect.name}")
        statement = dialect.insert(table.__table__).on_conflict_do_nothing()
        session.connection().execute(statement, sorted(rows, key=lambda row: str(row["id"])))


@contextmanager
def alone(engine: Engine, assignment: str, row: str) -> Iterator[None]:
    """Keep out who grades the same assignment on another machine; a lock on a file only binds those who see that file.

    Parameters
    ----------
    engine : Engine
        The gradebook's.
    assignment, row : str
        The assignment's name, and its id in the gradebook.

    Raises
    ------
    Misuse
        If somebody else grades it.
    """
    if not _is_postgresql(engine):
        yield
        return
    key = int.from_bytes(sha256(f"autograder grade {row}".encode()).digest()[:8], signed=True)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        # Not to be used again by others: the lock goes with the connection, however this process ends.
        connection.detach()
        if not connection.scalar(select(func.pg_try_advisory_lock(key))):
            raise Misuse(f"Another run is grading {assignment!r}, perhaps on another machine. Wait until it is done.")
        yield


def _is_postgresql(bind: Any) -> bool:
    return bool(bind.dialect.name == "postgresql")
