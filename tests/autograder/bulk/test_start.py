"""What the command imports before it grades: what it needs, and what it leaves out without anybody missing it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest
from nbgrader import converters, preprocessors
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config

from autograder.bulk import lean, options

OURS = {"autograde": options.Autograde, "feedback": options.GenerateFeedback, "penalties": options.AssignLatePenalties}
THEIRS = {
    "autograde": converters.Autograde,
    "feedback": converters.GenerateFeedback,
    "penalties": preprocessors.AssignLatePenalties,
}
NOT_COMPARED = {"exporter_class", "force", "preprocessors"}
"""Options that grading does not depend on."""
SETTINGS: dict[str, dict[str, Any]] = {
    "none": {},
    "shared": {"CourseDirectory": {"groupshared": True}},
    "told to all converters": {"BaseConverter": {"permissions": 640}},
    "told to each": {
        "Autograde": {"permissions": 600, "create_student": False, "exclude_overwriting": {"mira": ["mine.py"]}},
        "GenerateFeedback": {"permissions": 604},
        "AssignLatePenalties": {"plugin_class": "autograder.collectors.AnswerCollector"},
    },
    "told within": {"Autograde": {"AssignLatePenalties": {"enabled": False}}},
    "told to all steps": {"Preprocessor": {"enabled": False}, "NbGraderPreprocessor": {"enabled": True}},
    "other steps": {"Autograde": {"sanitize_preprocessors": ["a.Step"], "autograde_preprocessors": ["another.Step"]}},
    "hook": {"Autograde": {"post_convert_hook": print}},
}
fitted = pytest.mark.skipif(not lean.is_known(), reason=f"of nbgrader, only {lean.KNOWN} is imported in part")


def run(program: str) -> None:
    """Run a program in a Python of its own."""
    done = subprocess.run([sys.executable, "-c", dedent(program)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def told(name: str, classes: dict[str, Any], config: Config) -> dict[str, Any]:
    """Return an object's options."""
    course = CourseDirectory(config=config, assignment_id="mira")
    parent = classes["autograde"](coursedir=course, config=config)
    if name == "autograde":
        found = parent
    elif name == "feedback":
        found = classes[name](coursedir=course, config=config)
    else:
        found = classes[name](parent=parent, config=config)
    values = {option: getattr(found, option) for option in found.trait_names(config=True) if option not in NOT_COMPARED}
    return {
        option: [getattr(step, "__name__", step) for step in value] if option.endswith("_preprocessors") else value
        for option, value in values.items()
    }


@fitted
@pytest.mark.parametrize("settings", SETTINGS.values(), ids=SETTINGS)
@pytest.mark.parametrize("name", OURS)
def test_options_are_nbgraders(name: str, settings: dict[str, Any]) -> None:
    """Do our classes take from settings what nbgrader's take, and have their defaults?"""
    assert told(name, OURS, Config(settings)) == told(name, THEIRS, Config(settings))


@fitted
@pytest.mark.parametrize("name", OURS)
def test_options_that_nbgrader_knows(name: str) -> None:
    """Are the same options known, so that nobody is warned of one that nbgrader has?"""
    assert OURS[name].section_names() == THEIRS[name].section_names()
    assert set(OURS[name].class_trait_names(config=True)) == set(THEIRS[name].class_trait_names(config=True))


@pytest.mark.parametrize(
    ("version", "settings"), [("0.0.1", {}), (lean.KNOWN, {"Feedback": {"permissions": 600}})], ids=["version", "name"]
)
def test_nbgraders_own(monkeypatch: pytest.MonkeyPatch, version: str, settings: dict[str, Any]) -> None:
    """Are nbgrader's own classes taken where it is of another version, or told of an option in its old way?"""
    monkeypatch.setattr(lean, "KNOWN", version)
    assert options.classes(Config(settings))._asdict() == THEIRS


@fitted
def test_only_what_is_needed(tmp_path: Path) -> None:
    """Does the command start without nbgrader's servers, exporters and kernels, and without what only people at a screen need?"""
    run(
        f"""
        import sys
        from autograder.cli import app
        assert "rapport" not in sys.modules  # workers are to be started before it is imported
        open({str(tmp_path / "nbgrader_config.py")!r}, "w").close()
        try:
            app(["grade", "mira", "--root", {str(tmp_path)!r}])
        except SystemExit as end:
            assert end.code == 2
        assert "nbgrader.api" in sys.modules
        much = "jupyter_server nbconvert nbclient zmq requests setuptools nbformat jsonschema rich".split()
        found = {{*much, "sqlalchemy.dialects.postgresql", "nbgrader.converters"}} & sys.modules.keys()
        assert not found, found
        """
    )


@fitted
def test_nothing_is_missed(tmp_path: Path) -> None:
    """Is all that was left out there as soon as somebody asks for it?"""
    run(
        f"""
        import sys, zipfile
        from autograder.bulk.lean import LEFT_OUT, import_nbgrader
        import_nbgrader()
        assert not LEFT_OUT.keys() & sys.modules.keys()
        from nbgrader import api, utils
        with zipfile.ZipFile({str(tmp_path / "x.zip")!r}, "w") as archive:
            archive.writestr("inside.txt", "well")
        utils.unzip({str(tmp_path / "x.zip")!r}, {str(tmp_path)!r})
        authenticator = api.Authenticator()
        import nbgrader.auth, nbgrader.converters, nbgrader.preprocessors
        import nbgrader.server_extensions.formgrader.formgrader
        assert type(authenticator) is nbgrader.auth.Authenticator
        from nbformat import NotebookNode, from_dict
        assert type(from_dict({{}})) is NotebookNode
        """
    )
    assert (tmp_path / "inside.txt").read_text() == "well"


def test_another_version_is_imported_whole() -> None:
    """Is nothing left out of a version of nbgrader that nobody has looked through for what can be?"""
    run(
        """
        import sys
        from autograder.bulk import lean
        lean.KNOWN = "0.0.1"
        lean.import_nbgrader()
        import nbgrader.api
        assert {*lean.LEFT_OUT} - {"setuptools.archive_util"} <= sys.modules.keys()
        """
    )


def test_mark_is_there_for_graded_cells() -> None:
    """Can graded cells import `mark`, and is a misspelt name refused in Python's own words?"""
    import autograder

    assert autograder.mark.__module__ == "autograder.executed"
    with pytest.raises(AttributeError, match="module 'autograder' has no attribute 'marc'"):
        autograder.marc  # type: ignore[attr-defined]  # noqa: B018
