"""Checks of the settings, the installed packages and Jupyter."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from fnmatch import fnmatchcase
from importlib.metadata import PackageNotFoundError, requires, version

from packaging.requirements import Requirement

from autograder.bulk.setup import NBGRADERS, OURS
from autograder.doctor.course import SETTINGS, Course, Finding
from autograder.release import withhold_answers

PACKAGES = ("rapport", "rapport-autograder")
SERVER_EXTENSIONS = ("formgrader", "assignment_list", "course_list", "validate_assignment")
LAB_EXTENSION = "@jupyter/nbgrader"


def steps(course: Course) -> Iterator[Finding]:
    """Check that grading takes our steps, and no others than nbgrader's."""
    sanitize, grade = (
        [step if isinstance(step, str) else step.__name__ for step in found]
        for found in (course.autograde.sanitize_preprocessors, course.autograde.autograde_preprocessors)
    )
    names = [step.rpartition(".")[2] for step in (*sanitize, *grade)]
    for wanted, where in (
        ("KeepReceipts", "in the place of ClearOutput"),
        ("RestoreCells", "right after KeepReceipts"),
    ):
        if wanted not in names:
            what = f"grading leaves out the step {wanted}, and answers or cells are lost"
            yield Finding(what, SETTINGS, f"put autograder.preprocessors.{wanted} {where}")
    if not {"KeyedExecute", "Execute"} & set(names):
        what = "grading has no step that marks: every cell would get full marks or none"
        yield Finding(what, SETTINGS, "begin autograde_preprocessors with autograder.preprocessors.KeyedExecute")
    if "SaveAutoGrades" not in names:
        what = "grading leaves out nbgrader's step SaveAutoGrades, and no marks are kept"
        yield Finding(what, SETTINGS, "add nbgrader.preprocessors.SaveAutoGrades")
    for other in sorted(set(names) - OURS - NBGRADERS):
        what = f"grading takes the step {other}, which `autograder grade` does not"
        yield Finding(what, SETTINGS, "take it out, or grade with `nbgrader autograde`")


def answer_files(course: Course) -> Iterator[Finding]:
    """Check that answer files come in with submissions, stay as they are, and never go out with an assignment."""
    hook = course.generate.post_convert_hook
    if getattr(hook, "func", hook) is not withhold_answers:
        what = "an answer file in a source folder would be released to students"
        yield Finding(what, SETTINGS, "set c.GenerateAssignment.post_convert_hook as this course's own settings do")
    for name in course.names:
        if f"{name}.responses.jsonl" not in course.autograde.exclude_overwriting.get(name, []):
            what = f"grading {name} would write an instructor's answers over a student's"
            yield Finding(what, SETTINGS, "set c.Autograde.exclude_overwriting = protected_answers(root / 'solutions')")
    if any("jsonl" in pattern or pattern == "*" for pattern in course.directory.ignore):
        what = "answer files are left out when students hand in"
        yield Finding(what, SETTINGS, "take them out of c.CourseDirectory.ignore")
    collector = str(course.config.ZipCollectApp.get("collector_plugin", ""))
    if "AnswerCollector" not in collector and ".jsonl" not in course.config.FileNameCollectorPlugin.get(
        "valid_ext", []
    ):
        what = "`nbgrader zip_collect` would drop answer files"
        yield Finding(
            what, SETTINGS, "set c.ZipCollectApp.extractor_plugin and collector_plugin to autograder.collectors"
        )


def names(course: Course) -> Iterator[Finding]:
    """Check that nbgrader, by its patterns of what to ignore, does not ignore what lies in an assignment's own folder."""
    for name in course.names:
        fitting = [pattern for pattern in course.directory.ignore if fnmatchcase(name, pattern)]
        if fitting:
            what = f"nbgrader drops all files beside the notebook of {name}, since its name fits the pattern {fitting[0]!r}"
            yield Finding(what, SETTINGS, "rename the assignment: students' own nbgrader drops them too")


def packages(_: Course, installed: Callable[[str], str] = version) -> Iterator[Finding]:
    """Check that every package is installed in a version that this program was made for."""
    wanted = [Requirement(line) for package in PACKAGES for line in requires(package) or ()]
    for need in wanted:
        if need.marker and not need.marker.evaluate():
            continue
        try:
            found = installed(need.name)
        except PackageNotFoundError:
            yield Finding(f"the package {need.name} is not installed", "this environment", "run `make formgrader` once")
            continue
        if not need.specifier.contains(found, prereleases=True):
            what = f"{need.name} is of version {found}, and {need.specifier} is needed"
            yield Finding(what, "this environment", "install from requirements.lock, as `make formgrader` does")


def jupyter(_: Course, found: tuple[Mapping[str, bool], Mapping[str, bool]] | None = None) -> Iterator[Finding]:
    """Check that Jupyter finds nbgrader's extensions, and that nobody switched them off."""
    server, lab = found or (_server_extensions(), _lab_extensions())
    for name in SERVER_EXTENSIONS:
        module = f"nbgrader.server_extensions.{name}"
        if not server.get(module, False):
            mend = f"run `jupyter server extension enable {module}`"
            yield Finding(f"Jupyter's server does not load nbgrader's {name}", "Jupyter's settings", mend)
    if not lab.get(LAB_EXTENSION, False):
        what = "JupyterLab does not show nbgrader"
        mend = f"run `jupyter labextension enable {LAB_EXTENSION}`; if it is not listed, install nbgrader anew"
        yield Finding(what, "Jupyter's settings", mend)


def _server_extensions() -> Mapping[str, bool]:
    from jupyter_core.paths import jupyter_config_path  # noqa: PLC0415
    from jupyter_server.extension.config import ExtensionConfigManager  # noqa: PLC0415 - only this check needs a server

    found: Mapping[str, bool] = ExtensionConfigManager(read_config_path=jupyter_config_path()).get_jpserver_extensions()  # type: ignore[no-untyped-call]
    return found


def _lab_extensions() -> Mapping[str, bool]:
    from jupyter_core.paths import jupyter_path  # noqa: PLC0415
    from jupyterlab_server.config import get_federated_extensions, get_page_config  # noqa: PLC0415

    folders = jupyter_path("labextensions")
    # A list of names, where nobody gave it as a mapping in a settings file.
    disabled = get_page_config(folders).get("disabledExtensions", [])
    off = {name for name in disabled if not isinstance(disabled, dict) or disabled[name]}
    return {name: name not in off for name in get_federated_extensions(folders)}
