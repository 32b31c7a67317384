"""Whether what the browser loads is what lies in the source tree."""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from pathlib import Path

from rapport.widgets.card import module

SOURCE = Path(__file__).parents[2] / "src" / "rapport" / "labextension"
INSTALLED = Path(sys.prefix) / "share" / "jupyter" / "labextensions" / "rapport-start"
DECLARED = re.compile(r"^(?:async )?(?:function|const|let|class) (\w+)", re.MULTILINE)


def contents(folder: Path) -> dict[str, bytes]:
    """Return the files of a folder by their paths in it."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_installed_extension_is_the_one_in_the_tree() -> None:
    """Was the package installed since the start extension last changed? (An editable install copies it.)"""
    assert contents(INSTALLED) == contents(SOURCE), "install anew: pip install --no-deps --no-build-isolation -e ."


def test_extension_names_files_that_exist() -> None:
    """Does the extension's package.json name its entry, under the name by which pip would uninstall it?"""
    package = json.loads((SOURCE / "package.json").read_text())
    assert (SOURCE / package["jupyterlab"]["_build"]["load"]).is_file()
    assert package["name"] == INSTALLED.name
    assert json.loads((SOURCE / "install.json").read_text())["packageName"] == "rapport"


def test_parts_of_the_cards_share_no_name() -> None:
    """Does every top-level name occur once in the one module that the cards' parts become?"""
    twice = [name for name, times in Counter(DECLARED.findall(module())).items() if times > 1]
    assert twice == []
