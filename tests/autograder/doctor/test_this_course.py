"""The repository's own course, as the doctor sees it."""

from __future__ import annotations

import pytest

from autograder.doctor import content, release, settings
from autograder.doctor.course import read_course
from tests.autograder.course import ROOT, nbgraders_warnings

CHECKS = [
    settings.steps,
    settings.answer_files,
    settings.names,
    settings.packages,
    content.keys_place,
    content.points,
    content.leaks,
    release.released,
]
"""What does not depend on who has handed in on this machine; that keys fit has tests of its own."""


def test_this_course_is_well(monkeypatch: pytest.MonkeyPatch) -> None:
    """Are settings, keys, points and every released assignment as the doctor wants them?"""
    monkeypatch.setenv("JUPYTER_CONFIG_DIR", str(ROOT / "none"))
    with nbgraders_warnings():
        course = read_course(ROOT)
        found = [finding for check in CHECKS for finding in check(course)]
    assert len(course.names) > 10
    assert found == []
