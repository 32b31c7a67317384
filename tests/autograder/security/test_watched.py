"""What grading and collecting a hostile class does to the machine: no process, no connection, nothing outside the course."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from autograder.keys import find
from autograder.simulate.kinds import TRICKS
from autograder.simulate.run import simulate
from tests.autograder.course import FIXTURES, ROOT, Course, code

SECRET = "the secret of another"
Events = list[list[str]]

CHANGES = {
    "os.chmod", "os.chown", "os.link", "os.mkdir", "os.remove", "os.rename", "os.rmdir", "os.symlink", "os.truncate", "os.utime",
    "os.lockf", "os.setxattr", "os.removexattr", "os.chdir", "shutil.rmtree", "shutil.copyfile", "shutil.copymode", "shutil.copystat",
    "shutil.move", "shutil.chown",
}  # fmt: skip
"""Events about files; every other event of these modules starts, stops or reaches something."""


def watched(course: Course, *command: str) -> tuple[int, Events]:
    """Run a command in the course's folder; return its exit code and what it did."""
    report = course.root.parent / "report.json"
    environment = os.environ | {
        "PYTHONPATH": str(ROOT),
        "PYTHONDONTWRITEBYTECODE": "1",
        "HOME": str(course.root / "home"),
    }
    program = [sys.executable, "-W", "ignore", "-m", "tests.autograder.security.watched", str(report), *command]
    done = subprocess.run(
        program, cwd=course.root, env=environment, capture_output=True, text=True, timeout=300, check=False
    )
    assert report.exists(), done.stderr
    code_, events = json.loads(report.read_text())
    return code_, events


@pytest.fixture(scope="module")
def hostile(released_course: Course, tmp_path_factory: pytest.TempPathFactory) -> Course:
    """Return a course in which everybody who hands in is hostile: every trick, code that would act, links to a secret."""
    root = tmp_path_factory.mktemp("hostile") / "course"
    course = Course(Path(shutil.copytree(released_course.root, root)))
    (root.parent / "secret.txt").write_text(SECRET)
    scheme = find("mira", FIXTURES / "keys", FIXTURES / "solutions" / "mira")
    submitted = root / "autograder" / "submitted"
    simulate(scheme, root / "exercises" / "mira" / "mira.ipynb", submitted, len(TRICKS), 4, shares={"hostile": 1})
    acts = f"import os, socket\nopen({str(root.parent / 'ran')!r}, 'w')\nos.system('id')\nsocket.create_connection(('localhost', 9))"
    eve = course.submit("eve", lambda notebook: notebook.cells.insert(0, code(acts)))
    for name in ("mira.responses.jsonl", "items.yaml", "notes.txt", "timestamp.txt", "autograder.py"):
        (eve / name).unlink(missing_ok=True)
        (eve / name).symlink_to(root.parent / "secret.txt")
    (eve / "folder").symlink_to(root.parent)
    (submitted / "mal").symlink_to(root.parent)
    (submitted / "x" / "mira").mkdir(parents=True)
    (submitted / "x" / "mira" / "mira.ipynb").symlink_to(root.parent / "secret.txt")
    time = course.submit("tim") / "timestamp.txt"
    time.write_text(f"2025-01-01 10:00:00 {root.parent}/secret.txt")
    return course


def outside(course: Course, events: Events, written: tuple[str, ...]) -> Events:
    """Return what was read outside of the course and of Python's own folders, changed outside of `written`, started or connected to."""
    readable = [
        Path(place).resolve()
        for place in (sys.prefix, sys.base_prefix, ROOT, "/usr", "/etc", "/proc", "/dev/null", "/dev/urandom")
    ]
    writable = [course.root / place for place in written]
    found = []
    for event, *arguments in events:
        if event == "open":
            path, flags = Path(os.path.abspath(arguments[0])), int(arguments[2])
            writes = flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
            linked = path.resolve() != path and path.is_relative_to(course.root) and not flags & os.O_NOFOLLOW
            fine = not linked and any(path.is_relative_to(place) for place in writable)
            fine = fine or (not writes and not linked and any(map(path.is_relative_to, [course.root, *readable])))
            fine = fine or arguments[0].isdigit() or str(path) == "/dev/null"
        elif event == "sqlite3.connect/handle":
            fine = True  # of a connection that was judged
        elif event == "sqlite3.connect":
            fine = arguments[0] in (str(course.root / "autograder" / "gradebook.db"), ":memory:")
        elif event in CHANGES:
            # What is named within an open folder is judged with the folder.
            paths = [Path(os.path.abspath(argument)) for argument in arguments if argument.startswith("/")]
            fine = all(any(path.is_relative_to(place) for place in writable) for path in paths)
        else:
            # A socket that is made and reaches nothing: to bind or connect it is an event of its own.
            fine = event in ("os.urandom", "os.getrandom", "socket.__new__")
        if not fine:
            found.append([event, *arguments])
    return found


def test_bulk_grading(hostile: Course) -> None:
    """Does `autograder grade` start nothing, connect to nothing, and touch nothing but the course's own folders?"""
    exit_code, events = watched(hostile, "autograder", "grade", "mira", "--jobs", "1")
    written = ("autograder/autograded", "autograder/feedback", "autograder/gradebook.db")
    assert exit_code == 1
    assert any(event == "open" and "submitted/simulated-0001" in path for event, path, *_ in events)
    found = outside(hostile, events, written)
    assert not found, "\n".join(map(str, found))
    assert not (hostile.root.parent / "ran").exists()
    made = [
        path
        for place in ("autograded", "feedback")
        for path in (hostile.root / "autograder" / place).rglob("*")
        if path.is_file()
    ]
    assert len([path for path in made if path.name == "mira.ipynb"]) == len(TRICKS) + 1
    assert [path for path in made if path.is_symlink() or SECRET in path.read_text(errors="replace")] == []


def test_collecting(hostile: Course) -> None:
    """Does `nbgrader zip_collect` write nothing but to the two folders of collecting, whatever paths a zip names?"""
    archive = hostile.root / "autograder" / "downloaded" / "mira" / "archive"
    archive.mkdir(parents=True)
    with zipfile.ZipFile(archive / "class.zip", "w") as packed:
        for number, name in enumerate(["../../x", "..\\..\\x", "/x", "C:\\x", "..", "x"]):
            packed.writestr(f"{name}_{number}_assignsubmission_file_/mira.ipynb", "{}")
    arguments = ("zip_collect", "mira", "--force", "--PlatformExtractor.platform=moodle")
    exit_code, events = watched(hostile, "nbgrader", *arguments)
    assert not exit_code
    assert (hostile.root / "autograder" / "submitted" / "x" / "mira" / "mira.ipynb").read_text() == "{}"
    found = outside(hostile, events, ("autograder/downloaded/mira/extracted", "autograder/submitted", "home"))
    assert not found, "\n".join(map(str, found))


def test_the_watch_sees(hostile: Course) -> None:
    """Would the watch have seen a file, a process and a connection, so that the tests above can fail?"""
    elsewhere = str(hostile.root.parent / "secret.txt")
    link = str(hostile.root / "autograder" / "submitted" / "eve" / "mira" / "notes.txt")
    seen: Events = [
        ["open", elsewhere, "r", "0"],
        ["open", link, "r", "0"],
        ["open", str(hostile.root / "exercises" / "x"), "w", str(os.O_WRONLY)],
        ["os.rename", str(hostile.root / "autograder" / "autograded"), elsewhere, "-1", "-1"],
        ["os.system", "id"],
        ["subprocess.Popen", "id"],
        ["socket.connect", "x"],
        ["os.fork"],
    ]
    assert outside(hostile, seen, ("autograder/autograded",)) == seen
