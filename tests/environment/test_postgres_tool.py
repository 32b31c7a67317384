"""tools/postgres.py, with a machine around it that the test makes up."""

from __future__ import annotations

import os
import runpy
import subprocess
from pathlib import Path
from typing import Any

import pytest

from .conftest import ROOT


class Machine:
    """A machine with or without a server, and with or without a way to install one."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, folder: Path, *, root: bool, apt_helps: bool) -> None:
        self.ran: list[str] = []
        self._folder, self._apt_helps = folder, apt_helps
        self.main = runpy.run_path(str(ROOT / "tools" / "postgres.py"))["main"]
        self.main.__globals__["PLACES"] = str(folder)
        monkeypatch.delenv("RAPPORT_POSTGRES", raising=False)
        monkeypatch.setattr("shutil.which", lambda name: name if name == "apt-get" else None)
        monkeypatch.setattr(os, "geteuid", lambda: 0 if root else 1000)
        monkeypatch.setattr(subprocess, "run", self._run)

    def install(self, version: str) -> Path:
        """Put a server's programs where Debian has them."""
        folder = self._folder / version / "bin"
        folder.mkdir(parents=True)
        for name in ("initdb", "postgres"):
            (folder / name).touch()
        return folder

    def _run(self, command: list[str], **_: Any) -> subprocess.CompletedProcess[str]:
        self.ran.append(command[1])
        if command[1] == "install" and self._apt_helps:
            self.install("15")
        return subprocess.CompletedProcess(command, 0)


def test_the_newest_server_is_taken(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Is nothing installed where there is a server, and is the newest taken, unless one is named?"""
    machine = Machine(monkeypatch, tmp_path, root=True, apt_helps=True)
    named, newest = machine.install("9.6"), machine.install("15")
    machine.main()
    assert machine.ran == []
    programs = machine.main.__globals__["programs"]
    assert programs() == newest
    monkeypatch.setenv("RAPPORT_POSTGRES", str(named))
    assert programs() == named


def test_debians_package_for_root(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """On Debian as root, is Debian's package installed?"""
    machine = Machine(monkeypatch, tmp_path, root=True, apt_helps=True)
    machine.main()
    assert machine.ran == ["update", "install"]


@pytest.mark.parametrize("root", [True, False])
def test_no_server_says_what_to_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, root: bool) -> None:
    """Where no server can be installed, does it stop and say what to install?"""
    with pytest.raises(SystemExit, match="Install the package postgresql"):
        Machine(monkeypatch, tmp_path, root=root, apt_helps=False).main()
