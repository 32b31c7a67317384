"""Collecting from hostile and damaged files: each is told for its student, stops nobody else, and leaves nothing anywhere."""

from __future__ import annotations

import io
import os
import stat
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.collecting import archive
from autograder.collecting.archive import Entry, parts
from autograder.collecting.choose import Chosen, choose
from autograder.collecting.names import fits
from tests.autograder.collecting import BOTH, NOTEBOOK, Desk, desk_in, of, packed


@pytest.fixture
def desk(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> Desk:
    """An instructor's folders, with an assignment released and nothing downloaded."""
    return desk_in(tmp_path, caplog)


def _link() -> bytes:
    info = zipfile.ZipInfo("mira.ipynb")
    info.create_system, info.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as made:
        made.writestr(info, "/etc/passwd")
    return held.getvalue()


def _encrypted() -> bytes:
    raw = bytearray(packed({"mira.ipynb": NOTEBOOK}))
    for header, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        raw[raw.index(header) + flags] |= 1
    return bytes(raw)


def _bomb() -> bytes:
    return packed({"mira.ipynb": bytes(20_000_000)})


def _lying_bomb() -> bytes:
    """Return a zip whose notebook claims to be small and is large."""
    raw = bytearray(_bomb())
    struct.pack_into("<L", raw, raw.index(b"PK\x01\x02") + 24, 1000)
    return bytes(raw)


def _huge_claim() -> bytes:
    raw = bytearray(packed({"mira.ipynb": NOTEBOOK}))
    struct.pack_into("<L", raw, raw.index(b"PK\x01\x02") + 24, 4_000_000_000)
    return bytes(raw)


def _nested() -> bytes:
    raw = packed(BOTH)
    for _ in range(archive.MAX_DEPTH):
        raw = packed({"inner.zip": raw})
    return raw


def _odd_method() -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_LZMA) as made:
        made.writestr("mira.ipynb", NOTEBOOK)
    return held.getvalue()


def _bad_checksum() -> bytes:
    raw = bytearray(packed({"mira.ipynb": NOTEBOOK}))
    raw[raw.index(b"PK\x01\x02") + 16] ^= 1
    return bytes(raw)


def _long_contents() -> bytes:
    return packed({"mira.ipynb": NOTEBOOK, **{f"{'x' * 1500}{number}": b"" for number in range(700)}})


TROUBLE: dict[str, tuple[Callable[[], bytes], str]] = {
    "link": (_link, "mira.ipynb"),
    "password": (_encrypted, "has a password"),
    "bomb": (_bomb, "unpacks to far more than it is"),
    "lying": (_lying_bomb, "can't be read"),
    "claim": (_huge_claim, "unpacks to far more than it is"),
    "nested": (_nested, "zips in zips"),
    "method": (_odd_method, "packed in an unusual way"),
    "checksum": (_bad_checksum, "can't be read"),
    "contents": (_long_contents, "table of contents is too large"),
    "torn": (lambda: packed(BOTH)[:-30], "no zip, or damaged"),
    "none": (lambda: b"Rar!", "no zip, or damaged"),
    "many": (lambda: packed({**BOTH, **{f"{number}.txt": b"" for number in range(1000)}}), "more than 1000 files"),
    "empty": (lambda: packed({}), "there is no mira.ipynb"),
    "other": (lambda: packed({"essay\x1b[2J.docx": b"x"}), "what came is: essay\N{REPLACEMENT CHARACTER}[2J.docx"),
    "parent": (lambda: packed({"../mira.ipynb": NOTEBOOK}), "there is no mira.ipynb"),
    "absolute": (lambda: packed({"/mira.ipynb": NOTEBOOK}), "there is no mira.ipynb"),
    "drive": (lambda: packed({"C:\\mira.ipynb": NOTEBOOK}), "there is no mira.ipynb"),
    "backslash": (lambda: packed({"..\\..\\zoe\\mira\\mira.ipynb": NOTEBOOK}), "there is no mira.ipynb"),
    "long": (lambda: packed({"x/" * 2000 + "mira.ipynb": NOTEBOOK}), "there is no mira.ipynb"),
}


def test_trouble(desk: Desk) -> None:
    """Is each kind of trouble told with what to do, stops nobody else, and leaves nothing anywhere?"""
    for student, (made, _) in TROUBLE.items():
        desk.lay({f"{student}.zip": made()})
    desk.lay({"Zoe.zip": packed({"mira\\mira.ipynb": NOTEBOOK})})
    before = {path for path in desk.root.parent.rglob("*") if path.is_file()}
    assert desk.collect() == of("Zoe", answers=None)
    for student, (_, told) in TROUBLE.items():
        assert told in desk.told(student), student
        assert "To mend it: " in desk.told(student), student
    after = {path for path in desk.root.parent.rglob("*") if path.is_file()}
    extracted = desk.archive.parent / "extracted" / "Zoe" / "mira.ipynb"
    assert after - before == {extracted, desk.submitted / "Zoe" / "mira" / "mira.ipynb"}


def test_what_nobody_thought_of(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Does an error that nobody foresaw stop one student's collecting only?"""
    desk.lay({"ada/mira.ipynb": NOTEBOOK, "ben/mira.ipynb": NOTEBOOK})

    def failing(entries: list[Entry], notebooks: list[str]) -> Chosen:
        if desk.log.text.count("unexpected") == 0:
            raise KeyError("odd")
        return choose(entries, notebooks)

    monkeypatch.setattr("autograder.collectors.choose", failing)
    assert desk.collect() == of("ben", answers=None)
    assert "unexpected, KeyError" in desk.told("ada")


def test_large_notebooks(desk: Desk) -> None:
    """Is a notebook beyond measure refused, from a zip and from a folder?"""
    with (desk.archive / "ada").with_suffix(".ipynb").open("wb") as file:
        file.truncate(100_000_000)
    (desk.archive / "ben").mkdir()
    with (desk.archive / "ben" / "mira.ipynb").open("wb") as file:
        file.truncate(100_000_000)
    assert desk.collect() == {}
    for student in ("ada", "ben"):
        assert "is larger than 64 MB" in desk.told(student)


def test_links_and_pipes(desk: Desk) -> None:
    """Are links and pipes in the archive folder followed by nobody?"""
    secret = desk.root / "secret.ipynb"
    secret.write_bytes(NOTEBOOK)
    for student in ("ada", "ben", "cem"):
        (desk.archive / student).mkdir()
    (desk.archive / "ada" / "mira.ipynb").symlink_to(secret)
    (desk.archive / "ben" / "mira").symlink_to(desk.root)
    os.mkfifo(desk.archive / "cem" / "mira.ipynb")
    (desk.archive / "dee").symlink_to(desk.root)
    assert desk.collect() == {}


@pytest.mark.parametrize(
    "name", ["..", "../../x", "a/b", "a\\b", ".hidden", "x" * 129, "ü" * 101, "a\nb", "con:", "a.", "", "\ud800", "<b>"]
)
def test_ids_that_are_none(name: str) -> None:
    """Is what can't be a folder's name on every system no student's id?"""
    assert not fits(name)


def test_a_student_named_like_a_path(desk: Desk) -> None:
    """Does a zip of a class whose folders lead elsewhere write nothing elsewhere, and everybody else's files?"""
    names = ["../../x_1_", "..\\..\\y_2_", "/z_3_", "C:w_4_", "<img src=x>_5_", "._6_", "Ada_7_"]
    desk.lay({"class.zip": packed({f"{name}assignsubmission_file_/mira.ipynb": NOTEBOOK for name in names})})
    assert desk.collect("moodle") == of("Ada", answers=None)
    assert "leads out of the zip" in desk.told("class.zip")
    assert "can't be a student's id" in desk.told("<img src=x> 5")


@given(st.text(max_size=60) | st.text(alphabet="./\\aC:\0", max_size=12))
def test_paths_stay_inside(name: str) -> None:
    """Does no path that a zip can name lead out of the folder that it is joined to?"""
    found = parts(name)
    if found is not None:
        joined = os.path.normpath(os.path.join("/base/student", *found))
        assert joined.startswith("/base/student/")
