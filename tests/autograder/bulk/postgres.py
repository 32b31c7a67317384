"""A PostgreSQL server of the tests' own: in a folder that goes again, on a socket in it, reached by nobody else."""

from __future__ import annotations

import os
import pwd
import runpy
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from tests.autograder.course import ROOT

STARTING = 60
"""Seconds for the server to answer on a busy machine."""
QUICK = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "listen_addresses=", "max_connections=20")
"""Settings: nothing here must outlive a power cut, and nobody is to connect but through the socket."""


@dataclass
class Server:
    """A running server; in each of its databases there may be a gradebook."""

    folder: Path

    def url(self, name: str) -> str:
        """Return nbgrader's ``db_url`` for a database."""
        return f"postgresql+psycopg://course@/{name}?host={self.folder}"

    def connect(self, name: str = "postgres", **more: Any) -> psycopg.Connection[Any]:
        """Return a connection to a database, past nbgrader."""
        return psycopg.connect(dbname=name, user="course", host=str(self.folder), **more)

    def create(self, name: str, like: str = "template1") -> str:
        """Make a database, like another one, and return its ``db_url``."""
        with self.connect(autocommit=True) as connection:
            connection.execute(f"create database {name} template {like}")
        return self.url(name)


@contextmanager
def server() -> Iterator[Server]:
    """Start a server, and stop it in the end.

    Raises
    ------
    RuntimeError
        If no server is installed: these tests don't skip themselves.
    """
    programs = runpy.run_path(str(ROOT / "tools" / "postgres.py"))["programs"]()
    if programs is None:
        raise RuntimeError("No PostgreSQL server is installed. Run `python tools/postgres.py`, which installs one.")
    with tempfile.TemporaryDirectory(prefix="postgres-") as name:
        folder, rights = Path(name), _rights(Path(name))
        data = f"--pgdata={folder / 'data'}"

        def run(program: str, *options: object) -> None:
            command = [programs / program, data, *options]
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=folder, **rights)

        run("initdb", "--username=course", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync")
        settings = " ".join(f"-c {setting}" for setting in (*QUICK, f"unix_socket_directories={folder}"))
        run("pg_ctl", "start", "--wait", f"--timeout={STARTING}", f"--log={folder / 'log'}", f"--options={settings}")
        try:
            yield Server(folder)
        finally:
            run("pg_ctl", "stop", "--wait", "--mode=immediate")


def _rights(folder: Path) -> dict[str, Any]:
    """Return what makes a process unprivileged: the server refuses to run as the superuser."""
    if os.geteuid() != 0:
        return {}
    known = {user.pw_name: user for user in pwd.getpwall()}
    user = known.get("postgres") or known["nobody"]
    shutil.chown(folder, user.pw_uid, user.pw_gid)
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
