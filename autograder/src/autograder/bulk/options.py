"""nbgrader's options that grading depends on, read as nbgrader reads them but without its converters, which take long to import.

Names, parents and defaults are nbgrader's, by which its settings are found; the texts about them are in nbgrader. Options that grading does
not depend on are there to be known, and may hold anything.
"""

from __future__ import annotations

import typing
from collections.abc import Callable

from nbgrader.coursedir import CourseDirectory
from nbgrader.plugins import BasePlugin, LateSubmissionPlugin
from traitlets import Any, Bool, Dict, Instance, Integer, List, Type, default
from traitlets.config import Config, LoggingConfigurable

from autograder.bulk.lean import is_known


class BaseConverter(LoggingConfigurable):
    """What all of nbgrader's converters are told."""

    coursedir = Instance(CourseDirectory)
    pre_convert_hook = Any(None).tag(config=True)
    post_convert_hook = Any(None).tag(config=True)
    permissions = Integer().tag(config=True)
    exporter_class = Any(None).tag(config=True)
    force = Any(False).tag(config=True)

    @default("permissions")
    def _read_only(self) -> int:
        return 664 if self.coursedir.groupshared else 444


class Autograde(BaseConverter):
    """What `nbgrader autograde` is told; its steps by their names."""

    create_student = Bool(True).tag(config=True)
    exclude_overwriting: Dict[str, typing.Any] = Dict({}).tag(config=True)
    sanitize_preprocessors: List[typing.Any] = List(
        ["ClearOutput", "DeduplicateIds", "OverwriteKernelspec", "OverwriteCells", "CheckCellMetadata"]
    ).tag(config=True)
    autograde_preprocessors: List[typing.Any] = List(
        [
            "Execute",
            "IgnorePattern",
            "ClearMetadataPreprocessor",
            "LimitOutput",
            "SaveAutoGrades",
            "AssignLatePenalties",
            "CheckCellMetadata",
        ]
    ).tag(config=True)


class GenerateFeedback(BaseConverter):
    """What `nbgrader generate_feedback` is told."""

    preprocessors = Any(None).tag(config=True)

    @default("permissions")
    def _for_students(self) -> int:
        return 664 if self.coursedir.groupshared else 644


class NbConvertBase(LoggingConfigurable):
    """The first parent of nbgrader's steps, by whose name they can be told something too."""


class Preprocessor(NbConvertBase):
    """The second."""

    enabled = Bool(True).tag(config=True)


class NbGraderPreprocessor(Preprocessor):
    """The third."""


class AssignLatePenalties(NbGraderPreprocessor):
    """The step that asks what a late submission loses."""

    plugin_class = Type(LateSubmissionPlugin, klass=BasePlugin).tag(config=True)


class Classes(typing.NamedTuple):
    """The classes whose options are read."""

    autograde: Callable[..., typing.Any]
    feedback: Callable[..., typing.Any]
    penalties: Callable[..., typing.Any]


def classes(config: Config) -> Classes:
    """Return these here where they are known to be right, or nbgrader's own."""
    # nbgrader reads the name that GenerateFeedback had long ago too.
    if is_known() and "Feedback" not in config:
        return Classes(Autograde, GenerateFeedback, AssignLatePenalties)
    from nbgrader import converters, preprocessors  # noqa: PLC0415 - takes long

    return Classes(converters.Autograde, converters.GenerateFeedback, preprocessors.AssignLatePenalties)
