"""nbgrader for this course. Stock but for where folders are, and for the steps in which answers are read and shown.

Grading reads each student's answers and the keys and runs no student code. To execute the notebooks as stock nbgrader does, which gives the
same marks, set an environment variable:

    RAPPORT_GRADING=execute nbgrader autograde abby

Keys in another place, such as a private repository: set RAPPORT_KEYS to the folder that holds abby.yaml.
"""

import os
import sys
from functools import partial
from pathlib import Path

from autograder.release import protected_answers, withhold_answers

c = get_config()  # noqa: F821 - given by traitlets
root = Path(__file__).resolve().parent

# Kernels and worker processes find keys and items through these; a value set outside wins.
os.environ.setdefault("RAPPORT_KEYS", str(root / "autograder" / "keys"))
os.environ.setdefault("RAPPORT_SOURCE", str(root / "solutions"))

# nbgrader starts a new gradebook through the command `alembic`, which is on the PATH only where the environment was activated.
scripts = str(Path(sys.executable).parent)
if scripts not in os.environ["PATH"].split(os.pathsep):
    os.environ["PATH"] = os.pathsep.join([scripts, os.environ["PATH"]])

c.CourseDirectory.course_id = "rapport"
c.CourseDirectory.root = str(root)
c.CourseDirectory.source_directory = "solutions"
c.CourseDirectory.release_directory = "exercises"
c.CourseDirectory.submitted_directory = "autograder/submitted"
c.CourseDirectory.autograded_directory = "autograder/autograded"
c.CourseDirectory.feedback_directory = "autograder/feedback"
c.CourseDirectory.solution_directory = "autograder/solution"
c.CourseDirectory.source_with_tests_directory = "autograder/source_with_tests"
c.CourseDirectory.db_url = f"sqlite:///{root / 'autograder' / 'gradebook.db'}"

# An answer file is the student's: never released with an assignment, never overwritten in a submission. It must not be added to
# CourseDirectory.ignore, which would also drop it when students hand in.
c.GenerateAssignment.post_convert_hook = partial(withhold_answers, root / "exercises")
c.Autograde.exclude_overwriting = protected_answers(root / "solutions")

WAYS = {"keyed": "autograder.preprocessors.KeyedExecute", "execute": "nbgrader.preprocessors.Execute"}
way = os.environ.get("RAPPORT_GRADING", "keyed")
if way not in WAYS:
    raise ValueError(f"RAPPORT_GRADING is {way!r}. Set it to one of: {', '.join(WAYS)}.")
# The first replaces nbgrader's ClearOutput and keeps answers, since the notebook may be all that was handed in. The second does in one go,
# several times as fast, what DeduplicateIds, OverwriteKernelspec, OverwriteCells and CheckCellMetadata do, and restores what a student
# copied, edited or deleted.
c.Autograde.sanitize_preprocessors = [
    "autograder.preprocessors.KeepReceipts",
    "autograder.preprocessors.RestoreCells",
]
# nbgrader's own list, with its Execute replaced unless executing was asked for, and without CheckCellMetadata: no step changes the
# metadata that RestoreCells gave back.
c.Autograde.autograde_preprocessors = [
    WAYS[way],
    "nbgrader.preprocessors.IgnorePattern",
    "nbconvert.preprocessors.ClearMetadataPreprocessor",
    "nbgrader.preprocessors.LimitOutput",
    "nbgrader.preprocessors.SaveAutoGrades",
    "nbgrader.preprocessors.AssignLatePenalties",
]

# The formgrader's pages show words in place of code, and students get a feedback page of our own; notebooks without our cells stay as
# they are.
c.HTMLExporter.preprocessors = ["autograder.reading.ReadableCells"]
c.GenerateFeedback.exporter_class = "autograder.feedback.exporter.FeedbackExporter"

# Where cells do run: seconds for one cell (the first imports the cards), and for a kernel to start on a busy machine.
c.Execute.timeout = 60
c.Execute.startup_timeout = 120

# What a learning platform gave out, in downloaded/NAME/archive; by default one file or folder for each student, named by the student's id.
# For Moodle or Canvas set c.PlatformExtractor.platform to "moodle" or "canvas", or give --PlatformExtractor.platform=moodle.
c.ZipCollectApp.downloaded_directory = "autograder/downloaded"
c.ZipCollectApp.extractor_plugin = "autograder.collectors.PlatformExtractor"
c.ZipCollectApp.collector_plugin = "autograder.collectors.AnswerCollector"
