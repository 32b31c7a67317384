"""A submission that can't be graded stops nobody, keeps what it had, and is reported with what to do."""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

import pytest

from autograder.bulk import find
from rapport.content.response import BestReply
from tests.autograder.bulk.classes import bulk, everything, filed, recorded, submit
from tests.autograder.course import Course, event, received

HONEST = received(event("late-bus", BestReply(option="sit-first")))


def _write(content: str | bytes) -> Callable[[Path], None]:
    raw = content if isinstance(content, bytes) else content.encode()
    return lambda folder: (folder / "mira.ipynb").write_bytes(raw) and None


def _huge(folder: Path) -> None:
    with (folder / "mira.ipynb").open("r+b") as file:
        file.truncate(100_000_000)


def _deep_metadata(folder: Path) -> None:
    notebook = json.loads((folder / "mira.ipynb").read_text())
    notebook["cells"][0]["metadata"]["deep"] = "DEEP"
    text = json.dumps(notebook).replace('"DEEP"', "[" * 10_000 + "]" * 10_000)
    (folder / "mira.ipynb").write_text(text)


def _surrogate(folder: Path) -> None:
    notebook = json.loads((folder / "mira.ipynb").read_text())
    notebook["cells"].append({"cell_type": "raw", "id": "own", "metadata": {}, "source": "\ud800"})
    (folder / "mira.ipynb").write_text(json.dumps(notebook))


def _link_to_notebook(folder: Path) -> None:
    (folder / "mira.ipynb").rename(folder.parent / "elsewhere.ipynb")
    (folder / "mira.ipynb").symlink_to(folder.parent / "elsewhere.ipynb")


def _link_to_folder(folder: Path) -> None:
    folder.rename(folder.parent / "elsewhere")
    folder.symlink_to(folder.parent / "elsewhere")


def _dangling(folder: Path) -> None:
    (folder / "mira.ipynb").unlink()
    (folder / "mira.ipynb").symlink_to("nowhere")


def _pipe(folder: Path) -> None:
    (folder / "mira.ipynb").unlink()
    os.mkfifo(folder / "mira.ipynb")


def _folder_in_its_place(folder: Path) -> None:
    (folder / "mira.ipynb").unlink()
    (folder / "mira.ipynb").mkdir()


DAMAGE: dict[str, tuple[Callable[[Path], None], str]] = {
    "no JSON": (_write('{"cells": ['), "JSON is cut off or damaged"),
    "empty": (_write(""), "JSON is cut off or damaged"),
    "no text": (_write(b"\xff\xfe\x00"), "not text in UTF-8"),
    "a list": (_write("[]"), "holds no notebook"),
    "no cells": (_write('{"nbformat": 4, "nbformat_minor": 5, "metadata": {}}'), "holds no notebook"),
    "odd cells": (_write('{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [3]}'), "holds no notebook"),
    "odd minor": (_write('{"nbformat": 4, "nbformat_minor": "5", "metadata": {}, "cells": []}'), "holds no notebook"),
    "of the future": (_write('{"nbformat": 9, "metadata": {}, "cells": []}'), "version that can't be read"),
    "a long number": (_write('{"nbformat": ' + "9" * 5000 + "}"), "JSON is cut off or damaged"),
    "deep": (_write("[" * 10_000), "nested too deeply"),
    "deep metadata": (_deep_metadata, "nested too deeply"),
    "half a letter": (_surrogate, "characters that no file can hold"),
    "100 MB": (_huge, "larger than 64 MB"),
    "a link": (_link_to_notebook, "mira.ipynb is a link"),
    "a dangling link": (_dangling, "mira.ipynb is a link"),
    "a link to a folder": (_link_to_folder, "the folder mira is a link"),
    "a pipe": (_pipe, "it is not a file"),
    "a folder": (_folder_in_its_place, "mira.ipynb can't be read"),
    "no notebook": (lambda folder: (folder / "mira.ipynb").unlink(), "there is no mira.ipynb"),
    "no time": (lambda folder: (folder / "timestamp.txt").write_text("soon") and None, "holds no time"),
    "a path for a time": (
        lambda folder: (folder / "timestamp.txt").write_text("2025-01-01 10:00:00 /etc/passwd") and None,
        "holds no time",
    ),
}


def test_the_others_are_graded(course: Course) -> None:
    """Is each kind of damage reported for its student, with what to do, and everybody else graded?"""
    for index, (damage, _) in enumerate(DAMAGE.values()):
        damage(submit(course, f"bad-{index:02}", [HONEST]))
    submit(course, "ada", [HONEST])
    submit(course, "zoe", [HONEST])
    report = bulk(course)
    assert sorted(report.marked) == ["ada", "zoe"]
    told = {outcome.student: outcome for outcome in report.failed}
    for index, (name, (_, what)) in enumerate(DAMAGE.items()):
        assert what in told[f"bad-{index:02}"].what, name
        assert told[f"bad-{index:02}"].mend, name
    assert recorded(course).keys() == {"ada", "zoe"}
    assert everything(course)[1].keys() == {"ada", "zoe"}
    assert course.marks("zoe")["late-bus"] == 2


def test_no_permission(course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    """Is a notebook that may not be read reported, with the right that is missing? The superuser, as in containers, may read all."""
    submit(course, "eve", [HONEST])
    submit(course, "zoe", [HONEST])
    opened = find.open_carefully

    def refusing(path: str) -> BinaryIO:
        if "eve" in Path(path).parts:
            raise PermissionError(errno.EACCES, "Permission denied", path)
        return opened(path)

    monkeypatch.setattr(find, "open_carefully", refusing)
    report = bulk(course)
    assert report.marked == ["zoe"]
    assert [("chmod" in failed.mend, failed.student) for failed in report.failed] == [(True, "eve")]


@pytest.mark.parametrize("student", ["two\nlines", "x" * 200, "half-\udce9"])
def test_names_that_no_gradebook_takes(course: Course, student: str) -> None:
    """Is a folder whose name can be no student's id reported?"""
    submit(course, "ada", [HONEST])
    (course.root / "autograder" / "submitted" / "ada").rename(course.root / "autograder" / "submitted" / student)
    (failed,) = bulk(course).failed
    assert "can't be a student's id" in failed.what


def test_damage_after_grading(course: Course) -> None:
    """Does a submission that is replaced by a damaged one keep its marks and its graded folder?"""
    folder = submit(course, "ada", [HONEST])
    bulk(course)
    before = everything(course)
    (folder / "mira.ipynb").write_text("{")
    assert [outcome.student for outcome in bulk(course).failed] == ["ada"]
    assert everything(course) == before


def test_files_that_lead_elsewhere(course: Course) -> None:
    """Are links, pipes and files beyond measure left out of the graded folder, and said to be?"""
    folder = submit(course, "ada", [HONEST])
    keys = course.root / "autograder" / "keys"
    (folder / "keys.yaml").symlink_to(keys / "mira.yaml")
    (folder / "keys").symlink_to(keys)
    os.mkfifo(folder / "pipe")
    (folder / "cases" / "mira.yaml").unlink()
    (folder / "cases" / "mira.yaml").symlink_to(keys / "mira.yaml")
    with (folder / "mira.responses.jsonl").open("wb") as file:
        file.truncate(10_000_000_000)
    report = bulk(course)
    assert report.marked == ["ada"]
    names = {name for name in filed(course, "ada") if isinstance(name, str)}
    assert names == {"mira.ipynb", "items.yaml", "cases/mira.yaml"}
    told = "; ".join(report.notes["ada"])
    for path in ("keys.yaml is a link", "keys is a link", "pipe is no file", "mira.responses.jsonl is too large"):
        assert path in told
    source = course.root / "solutions" / "mira" / "cases" / "mira.yaml"
    assert filed(course, "ada")["cases/mira.yaml"] == source.read_bytes()
