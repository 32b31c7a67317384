"""tools/: what makes the environments, run with nothing but Python's own library."""

from __future__ import annotations

import ast
import os
import runpy
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from .conftest import ROOT

TOOLS = sorted(ROOT.glob("tools/*.py"))


@pytest.mark.parametrize("tool", TOOLS, ids=lambda path: path.name)
def test_tool_needs_nothing_installed(tool: Path) -> None:
    """Does the tool import only what Python itself brings? It makes what everything else needs."""
    tree = ast.parse(tool.read_text(encoding="utf-8"))
    imported = [alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names]
    imported += [str(node.module) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    assert {name.partition(".")[0] for name in imported} <= sys.stdlib_module_names


def test_old_python_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Is somebody with too old a Python told which one is needed, before anything is made?"""
    main = runpy.run_path(str(ROOT / "tools" / "environment.py"))["main"]
    monkeypatch.setattr(sys, "version_info", (3, 10, 4, "final", 0))
    with pytest.raises(SystemExit, match=r"Python 3\.11 or newer is needed, this is 3\.10\.4\..*make PYTHON="):
        main(tmp_path / "environment", tmp_path / "no.lock", [])
    assert list(tmp_path.iterdir()) == []


def test_broken_run_is_not_marked_done(tmp_path: Path) -> None:
    """When the lock can't be installed, is it said what failed, and is the environment left to be taken up again?"""
    lock = tmp_path / "broken.lock"
    lock.write_text(
        "rapport-no-such-package==1\n", encoding="utf-8"
    )  # without a hash, so that pip refuses before it asks
    folder = tmp_path / "environment"
    ran = subprocess.run(
        [sys.executable, ROOT / "tools" / "environment.py", folder, lock], capture_output=True, text=True, check=False
    )
    assert ran.returncode == 1
    assert "This failed: " in ran.stderr
    assert "Then run make again." in ran.stderr
    assert not (folder / ".done").exists()


class Chromium:
    """tools/chromium.py with a machine around it that the test makes up."""

    def __init__(
        self, monkeypatch: pytest.MonkeyPatch, found: set[str], root: bool, apt_helps: bool, playwright: int
    ) -> None:
        self.ran: list[list[str]] = []
        self._found, self._apt_helps, self._playwright = set(found), apt_helps, playwright
        self.main = runpy.run_path(str(ROOT / "tools" / "chromium.py"))["main"]
        monkeypatch.delenv("RAPPORT_CHROMIUM", raising=False)
        monkeypatch.setattr("shutil.which", lambda name: name if name in self._found else None)
        monkeypatch.setattr(os, "geteuid", lambda: 0 if root else 1000)
        monkeypatch.setattr(subprocess, "run", self._run)

    def _run(self, command: list[str], **_: Any) -> subprocess.CompletedProcess[str]:
        self.ran.append(command)
        if "install" in command and command[0] == "apt-get" and self._apt_helps:
            self._found.add("chromium")
        return subprocess.CompletedProcess(command, self._playwright if "playwright" in command else 0)


def test_chromium_that_is_there_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    """Is nothing installed where there is a browser?"""
    machine = Chromium(monkeypatch, {"google-chrome", "apt-get"}, root=True, apt_helps=True, playwright=0)
    machine.main()
    assert machine.ran == []


def test_debians_package_for_root(monkeypatch: pytest.MonkeyPatch) -> None:
    """On Debian as root, is Debian's package installed, and Playwright's browser left alone?"""
    machine = Chromium(monkeypatch, {"apt-get"}, root=True, apt_helps=True, playwright=1)
    machine.main()
    assert [command[0] for command in machine.ran] == ["apt-get", "apt-get"]


@pytest.mark.parametrize(("root", "found"), [(False, {"apt-get"}), (True, set()), (True, {"apt-get"})])
def test_playwrights_browser_elsewhere(monkeypatch: pytest.MonkeyPatch, root: bool, found: set[str]) -> None:
    """Where Debian's package can't be had, is Playwright's browser installed?"""
    machine = Chromium(monkeypatch, found, root=root, apt_helps=False, playwright=0)
    machine.main()
    assert machine.ran[-1] == [sys.executable, "-m", "playwright", "install", "chromium"]


def test_no_browser_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no browser can be installed, does it stop and say what to install?"""
    machine = Chromium(monkeypatch, set(), root=False, apt_helps=False, playwright=1)
    with pytest.raises(SystemExit, match="Install the package chromium or Google Chrome"):
        machine.main()


def test_slim_environment_keeps_what_runs(tmp_path: Path) -> None:
    """Does slimming take out tests, foreign stubs and source maps only, and let twins share their content under both names?"""
    tool = runpy.run_path(str(ROOT / "tools" / "environment.py"))
    packages = tmp_path / "lib" / "python3.11" / "site-packages"
    content = {
        packages / "numpy" / "core" / "tests" / "test_core.py": "x",
        packages / "numpy" / "testing" / "__init__.py": "x",
        packages / "numpy" / "tests.py": "x",
        packages / "jedi" / "third_party" / "typeshed" / "stubs" / "six" / "six.pyi": "x",
        packages / "jedi" / "third_party" / "typeshed" / "stdlib" / "os.pyi": "x",
        packages / "lab" / "static" / "lab.js": "y" * 5000,
        tmp_path / "share" / "lab" / "lab.js": "y" * 5000,
        tmp_path / "share" / "lab" / "lab.js.map": "z",
    }
    for path, words in content.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(words, encoding="utf-8")
    tool["take_out_unread"](tmp_path)
    tool["share_twins"](tmp_path)
    gone = {path.name for path in content if not path.exists()}
    assert gone == {"test_core.py", "six.pyi", "lab.js.map"}
    one, other = packages / "lab" / "static" / "lab.js", tmp_path / "share" / "lab" / "lab.js"
    assert one.samefile(other)
    assert one.read_text(encoding="utf-8") == "y" * 5000
    assert {path.name for path in tmp_path.rglob("*.twin")} == set()
