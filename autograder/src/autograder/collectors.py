"""nbgrader's `zip_collect` for files from a learning platform: keeps answer files, and lets no student's files stop the others'.

Set in nbgrader_config.py, or on the command line: ``nbgrader zip_collect abby --PlatformExtractor.platform=moodle``.
"""

from __future__ import annotations

import re
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from nbgrader.plugins.zipcollect import ExtractorPlugin, FileNameCollectorPlugin
from traitlets import Enum, Unicode

from autograder.collecting.archive import Refused, plain
from autograder.collecting.choose import Chosen, choose
from autograder.collecting.names import PATTERNS, fits
from autograder.collecting.roster import read_roster
from autograder.collecting.sorting import HandedIn, by_owner, by_student

NOTEBOOK, ANSWERS = ".ipynb", ".responses.jsonl"


class PlatformExtractor(ExtractorPlugin):  # type: ignore[misc] # nbgrader has no types
    """Takes each student's notebook and answer file out of what a platform gave out, into ``extracted/STUDENT/``.

    nbgrader's own extractor unpacks all that a zip holds, whatever its size, and stops at the first damaged one.
    """

    platform = Enum(
        sorted(PATTERNS),
        default_value="folders",
        help="How the files are named: 'folders' for STUDENT.zip, STUDENT/... or STUDENT.ipynb, 'moodle' or 'canvas' for what these give out.",
    ).tag(config=True)
    pattern = Unicode(
        "",
        help="A regular expression of your own, in place of a platform's, for the path within the archive folder. It names the groups "
        "'student', or 'name' and 'number'; and 'file', the rest of the path.",
    ).tag(config=True)

    def extract(self, archive_path: str, extracted_path: str) -> None:
        """Take in every student's files; what is wrong with one is said in the log and stops nobody else."""
        course, extracted = self.parent.coursedir, Path(extracted_path)
        released = Path(course.format_path(course.release_directory, ".", course.assignment_id))
        notebooks = sorted(path.stem for path in released.glob("*.ipynb")) or [course.assignment_id]
        taken = late = strangers = 0
        with ExitStack() as opened:
            found = by_owner(
                Path(archive_path), re.compile(self.pattern or PATTERNS[self.platform]), opened, self._tell
            )
            for student, handed_in, known in by_student(found, read_roster(course.db_url), self._tell):
                if self._take(student, handed_in, notebooks, extracted, released):
                    taken, late, strangers = taken + 1, late + handed_in.late, strangers + (not known)
        self.log.info("Taken in: files of %d students.", taken)
        if late:
            self.log.warning(
                "%d are marked as late, but not how late. For a penalty write the time into submitted/STUDENT/%s/timestamp.txt.",
                late,
                course.assignment_id,
            )
        if strangers:
            self.log.warning(
                "%d are not in the gradebook, and are called as the platform calls them. For ids of your own add your students first, with "
                "name and lms_user_id: nbgrader db student import students.csv",
                strangers,
            )

    def _take(self, student: str, handed_in: HandedIn, notebooks: list[str], extracted: Path, released: Path) -> bool:
        """Take in one student's files; return whether that went well."""
        try:
            chosen = choose(handed_in.entries, notebooks)
            self._write(extracted / student, chosen, released)
        except Refused as error:
            self._tell(student, error.what, error.mend)
            return False
        except Exception as error:  # noqa: BLE001 - nothing that one student hands in may stop the others
            self._tell(
                student, f"unexpected, {type(error).__name__}: {plain(str(error))}", "report this, with the files"
            )
            return False
        for note in chosen.notes:
            self.log.warning("%s: %s.", plain(student), note)
        return True

    def _write(self, folder: Path, chosen: Chosen, released: Path) -> None:
        """Write a student's files under names of our own; where only answers came, put the released notebook beside them."""
        folder.mkdir()
        for name, content in chosen.files.items():
            (folder / name).write_bytes(content)
            notebook = name.replace(ANSWERS, NOTEBOOK)
            if notebook in chosen.files:
                continue
            if (released / notebook).is_file():
                (folder / notebook).write_bytes((released / notebook).read_bytes())
                note = f"only {name} came, which holds the answers: the released {notebook} is put beside it to grade them in"
            else:
                note = f"only {name} came: ask for {notebook}, without which the answers can't be graded"
            self.log.warning("%s: %s.", plain(folder.name), note)

    def _tell(self, who: str, what: str, mend: str) -> None:
        self.log.warning("%s: %s. To mend it: %s.", plain(who), what, mend)


class AnswerCollector(FileNameCollectorPlugin):  # type: ignore[misc] # nbgrader has no types
    """Tells nbgrader whose the files are that `PlatformExtractor` laid out: the folder is the student, the file keeps its name."""

    def collect(self, submitted_file: str) -> dict[str, Any] | None:
        """Return student and file; None for any other file."""
        path = Path(submitted_file)
        student = path.parent.name
        return (
            {"student_id": student, "file_id": path.name}
            if path.name.endswith((NOTEBOOK, ANSWERS)) and fits(student)
            else None
        )
