"""An instructor's desk for collecting: an archive folder to put downloads into, and nbgrader's `zip_collect` over it."""

from __future__ import annotations

import io
import logging
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from nbgrader.apps.zipcollectapp import ZipCollectApp
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config

NOTEBOOK = b'{"cells": [], "of": "the student"}'
RELEASED = b'{"cells": [], "of": "the instructor"}'
ANSWERS = b'{"notebook": "mira", "item": "late-bus"}\n'
Content = Mapping[str, bytes]


@dataclass
class Desk:
    """An instructor's folders."""

    root: Path
    log: pytest.LogCaptureFixture

    @property
    def archive(self) -> Path:
        return self.root / "autograder" / "downloaded" / "mira" / "archive"

    @property
    def submitted(self) -> Path:
        return self.root / "autograder" / "submitted"

    def lay(self, files: Content) -> None:
        """Put files into the archive folder."""
        for name, content in files.items():
            path = self.archive / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)

    def collect(self, platform: str = "folders", **settings: str) -> dict[str, bytes]:
        """Run zip_collect and return the submissions, by path."""
        course = CourseDirectory(root=str(self.root), assignment_id="mira", release_directory="exercises")
        course.submitted_directory = "autograder/submitted"
        course.db_url = f"sqlite:///{self.root}/gradebook.db"
        config = Config({"PlatformExtractor": {"platform": platform, **settings}})
        plugins = {name: f"autograder.collectors.{name}" for name in ("PlatformExtractor", "AnswerCollector")}
        app = ZipCollectApp(config=config, force=True, downloaded_directory="autograder/downloaded")
        app.extractor_plugin, app.collector_plugin = plugins.values()
        app.coursedir = course
        app.log = logging.getLogger("collecting")
        self.log.set_level(logging.INFO)
        app.init_plugins()
        app.extract_archive_files()
        app.process_extracted_files()
        return {
            str(path.relative_to(self.submitted)): path.read_bytes()
            for path in sorted(self.submitted.rglob("*"))
            if path.is_file()
        }

    def told(self, who: str) -> str:
        """Return the warnings that begin with a name."""
        messages = [record.getMessage() for record in self.log.records if record.levelno == logging.WARNING]
        return " ".join(message for message in messages if message.startswith(f"{who}: "))


def packed(files: Content | list[tuple[str, bytes]], **times: int) -> bytes:
    """Return a zip; `times` are the years of its files, by stem."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in files.items() if isinstance(files, Mapping) else files:
            info = zipfile.ZipInfo(name, (times.get(name.split("/")[0], 2025), 3, 1, 12, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            made.writestr(info, content)
    return held.getvalue()


BOTH = {"mira/mira.ipynb": NOTEBOOK, "mira/mira.responses.jsonl": ANSWERS}


def of(student: str, notebook: bytes | None = NOTEBOOK, answers: bytes | None = ANSWERS) -> dict[str, bytes]:
    """Return what a student's folder should hold."""
    files = {"mira.ipynb": notebook, "mira.responses.jsonl": answers}
    return {f"{student}/mira/{name}": content for name, content in files.items() if content is not None}


def desk_in(folder: Path, log: pytest.LogCaptureFixture) -> Desk:
    """Return the folders of an instructor who has released an assignment and downloaded nothing."""
    desk = Desk(folder / "course", log)
    released = desk.root / "exercises" / "mira" / "mira.ipynb"
    released.parent.mkdir(parents=True)
    released.write_bytes(RELEASED)
    desk.archive.mkdir(parents=True)
    return desk
