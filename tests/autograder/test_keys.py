"""Where items and keys are looked for."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from autograder import keys as module
from autograder.keys import NoKeys, find
from rapport.content import ContentError
from tests.autograder.course import FIXTURES


@pytest.fixture(name="root")
def _root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a course's root, with this package installed elsewhere."""
    shutil.copytree(FIXTURES / "solutions", tmp_path / "solutions")
    shutil.copytree(FIXTURES / "keys", tmp_path / "autograder" / "keys")
    monkeypatch.setattr(module, "__file__", str(tmp_path / "none" / "a" / "b" / "c" / "keys.py"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_in_the_course(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Are keys and items of the course found from a folder below it?"""
    below = root / "autograder" / "autograded" / "ada" / "mira"
    below.mkdir(parents=True)
    monkeypatch.chdir(below)
    assert find("mira").keys.assignment == "mira"


def test_around_the_package(
    root: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Are keys and items found from anywhere, where this package is installed from the course for editing?"""
    monkeypatch.setattr(module, "__file__", str(root / "autograder" / "src" / "autograder" / "keys.py"))
    monkeypatch.chdir(tmp_path_factory.mktemp("elsewhere"))
    assert find("mira").keys.assignment == "mira"


def test_keys_in_another_folder(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Does RAPPORT_KEYS lead to keys that lie outside the course?"""
    private = root.parent / "private-keys"
    shutil.move(root / "autograder" / "keys", private)
    with pytest.raises(NoKeys, match="set RAPPORT_KEYS"):
        find("mira")
    monkeypatch.setenv("RAPPORT_KEYS", str(private))
    assert find("mira").keys.assignment == "mira"


def test_source_in_another_folder(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Does RAPPORT_SOURCE lead to items that lie outside the course?"""
    shutil.move(root / "solutions", root / "elsewhere")
    with pytest.raises(NoKeys, match="Set RAPPORT_SOURCE"):
        find("mira")
    monkeypatch.setenv("RAPPORT_SOURCE", str(root / "elsewhere"))
    assert find("mira").assignment.assignment == "mira"


def test_beside_the_notebook(root: Path) -> None:
    """Are items taken from beside the notebook, but only where there is no source folder?"""
    beside = shutil.copytree(root / "solutions" / "mira", root / "handed-in")
    items = beside / "items.yaml"
    items.write_text(items.read_text().replace("first quarter", "last quarter"))
    assert "first quarter" in find("mira", beside=beside).assignment.title
    shutil.rmtree(root / "solutions")
    assert "last quarter" in find("mira", beside=beside).assignment.title


def test_keys_among_the_submissions(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Do keys that a student handed in, laid out like the course's, stay unused?"""
    below = root / "autograder" / "autograded" / "ada" / "mira"
    forged = below / "autograder" / "keys" / "mira.yaml"
    forged.parent.mkdir(parents=True)
    forged.write_text((FIXTURES / "keys" / "mira.yaml").read_text().replace("points: 2", "points: 20"))
    monkeypatch.chdir(below)
    assert find("mira").key("late-bus").points == 2


def test_a_changed_key_is_read_again(root: Path) -> None:
    """Is a key that was corrected in use at once, although keys are remembered?"""
    assert find("mira") is find("mira")
    key = root / "autograder" / "keys" / "mira.yaml"
    key.write_text(key.read_text().replace("points: 2", "points: 5"))
    os.utime(key, ns=(1, 1))
    assert find("mira").key("late-bus").points == 5


def test_keys_that_do_not_match(root: Path) -> None:
    """Are keys for another set of items refused, with the file and the mend?"""
    key = root / "autograder" / "keys" / "mira.yaml"
    key.write_text(key.read_text().replace("item: late-bus", "item: early-bus"))
    with pytest.raises(ContentError, match=r"mira\.yaml.*'early-bus'.*To mend it"):
        find("mira")


def test_an_unknown_item(root: Path) -> None:
    """Does a cell that marks an item which isn't there fail, and name those that are?"""
    scheme = find("mira")
    for lookup in (scheme.item, scheme.key):
        with pytest.raises(NoKeys, match=r"'early-bus'.*late-bus, fine-really"):
            lookup("early-bus")
