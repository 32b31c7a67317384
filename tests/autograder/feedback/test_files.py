"""`autograder.feedback.files`: what is laid aside for a student beside the page."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.feedback.files import MAX_GIVEN_BACK, Shelf


@pytest.mark.parametrize("read_before", [True, False])
def test_what_is_laid_aside(tmp_path: Path, read_before: bool) -> None:
    """Do a page's folder hold the page and the beginning of what its release needs, nothing else, whether or not that was read before?"""
    time, secret, other = tmp_path / "time", tmp_path / "secret", tmp_path / "other"
    time.write_bytes(b"2025-03-01 11:00:00 UTC")
    secret.write_bytes(b"x" * (MAX_GIVEN_BACK + 1))
    other.write_bytes(b"mine")
    files = {"timestamp.txt": time, "submission_secret.txt": secret, "notes.txt": other}
    known = {name: path.read_bytes() for name, path in files.items()} if read_before else {}
    if read_before:
        time.unlink()
    shelf = Shelf(tmp_path / "feedback", "mira", "rapport", 0o640, shared=False)
    laid = shelf.lay_aside(b"<p>page</p>", files, known)
    assert {path.name: path.read_bytes() for path in laid.iterdir()} == {
        "mira.html": b"<p>page</p>",
        "timestamp.txt": b"2025-03-01 11:00:00 UTC",
        "submission_secret.txt": b"x" * MAX_GIVEN_BACK,
    }
    assert {path.stat().st_mode & 0o777 for path in laid.iterdir()} == {0o640}
    assert laid.parent == shelf.work


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    """Is a file that has become a link since it was found refused rather than given back?"""
    (tmp_path / "secret").write_bytes(b"not yours")
    (tmp_path / "link").symlink_to(tmp_path / "secret")
    shelf = Shelf(tmp_path / "feedback", "mira", "rapport", 0o640, shared=False)
    with pytest.raises(OSError, match="link"):
        shelf.lay_aside(b"", {"timestamp.txt": tmp_path / "link"})
