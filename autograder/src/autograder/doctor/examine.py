"""All checks, in the order in which an instructor should mend what they find."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from autograder.doctor import content, places, release, settings
from autograder.doctor.course import Broken, Course, Finding, read_course


@dataclass(frozen=True)
class Check:
    """One check: its name, what to say if nothing is found, and the function that looks."""

    name: str
    well: str
    look: Callable[[Course], Iterable[Finding]]


CHECKS = (
    Check("packages", "the packages are of the right versions", settings.packages),
    Check("jupyter", "Jupyter finds nbgrader's extensions", settings.jupyter),
    Check("steps", "grading takes our steps", settings.steps),
    Check("answer files", "answer files come in, and don't go out", settings.answer_files),
    Check("names", "no assignment's name is one that nbgrader ignores", settings.names),
    Check("keys' folder", "the folder of the keys is there", content.keys_place),
    Check("keys", "keys and items fit", content.keys),
    Check("points", "cells are worth what their keys are", content.points),
    Check("leaks", "nothing that students get holds a key", content.leaks),
    Check("gradebook", "the gradebook is of this version of nbgrader, or not needed yet", places.gradebook),
    Check("release", "what is released is what the sources make", release.released),
    Check("cells", "the gradebook holds the sources' cells", release.gradebook_cells),
    Check("exchange", "the exchange can be used, or there is none", places.exchange),
    Check("handed out", "what students fetch is what is released", release.handed_out),
    Check("submissions", "submissions lie where they belong", places.submissions),
    Check("permissions", "you may read and write what grading needs, and nobody else", places.permissions),
)


@dataclass
class Examination:
    """What was found, by check, and what is well."""

    findings: list[tuple[str, Finding]] = field(default_factory=list)
    well: list[str] = field(default_factory=list)


def examine(root: Path, name: str | None = None) -> Examination:
    """Look at a course, or at one assignment of it."""
    done = Examination()
    try:
        course = read_course(root, name)
    except Broken as broken:
        done.findings.append(("settings", broken.finding))
        return done
    done.well.append("the settings can be read")
    for check in CHECKS:
        found = _look(check, course)
        done.findings += [(check.name, finding) for finding in found]
        if not found:
            done.well.append(check.well)
    return done


def _look(check: Check, course: Course) -> list[Finding]:
    """Return what a check finds; one that fails itself says so and hides nothing that others find."""
    try:
        return list(check.look(course))
    except Exception as error:  # noqa: BLE001 - a set-up may be broken in ways that nobody thought of
        what = f"this could not be checked: {type(error).__name__}: {error}"
        return [Finding(what, str(course.root), "look at what it names; if all is well there, report this")]
