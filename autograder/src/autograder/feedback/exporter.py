"""The feedback page through nbgrader's own commands: `nbgrader generate_feedback` and the formgrader's buttons."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from nbconvert.exporters import HTMLExporter
from nbgrader.api import Gradebook

from autograder.feedback.gradebook import held
from autograder.feedback.graded import answers_in, written_in
from autograder.feedback.page import Pages
from autograder.feedback.sheet import sheet
from autograder.keys import NoKeys, Scheme, find
from autograder.restoring import given_cells
from autograder.showing import ours_in
from autograder.submission import assignment_of
from rapport.content import ContentError

__all__ = ["FeedbackExporter"]


class FeedbackExporter(HTMLExporter):
    """Write our page for a notebook of ours, and nbgrader's own for any other.

    For ``GenerateFeedback.exporter_class``. A notebook with graded code of the instructor's own beside our cards keeps nbgrader's page too,
    since ours has no place for code; `autograder.reading` keeps withheld keys out of that one.
    """

    def from_notebook_node(self, nb: Any, resources: Any = None, **more: Any) -> Any:  # HTMLExporter's own are text too
        """Return the page of one graded notebook."""
        told = (resources or {}).get("nbgrader", {})
        ours = ours_in(nb)
        scheme = self._scheme(nb, told) if (ours.marked or ours.asked) and not ours.others else None
        if scheme is None:
            return super().from_notebook_node(nb, resources, **more)
        return self._page(nb, scheme, told), self._init_resources(resources)  # type: ignore[no-untyped-call]

    def _scheme(self, nb: Any, told: Any) -> Scheme | None:
        """Return what the notebook was marked by; None where that is not to be found, or where no submission is known."""
        if not told.get("db_url"):
            return None
        course = getattr(self.parent, "coursedir", None)
        source = Path(course.format_path(course.source_directory, ".", told["assignment"])) if course else None
        keys = self.config.KeyedExecute.get("keys", "")
        try:
            return find(assignment_of(nb, told["notebook"]), Path(keys).expanduser() if keys else None, source)
        except (NoKeys, ContentError) as error:
            self.log.warning("The feedback is nbgrader's own page: %s", error)
            return None

    def _page(self, nb: Any, scheme: Scheme, told: Any) -> str:
        course = getattr(self.parent, "coursedir", None)
        with Gradebook(told["db_url"]) as gradebook:
            notebook = gradebook.find_notebook(told["notebook"], told["assignment"])
            about = sheet(course.course_id if course else "", scheme, given_cells(notebook))
            found = held(gradebook.db, notebook.id, [told["student"]])[told["student"]]
        return Pages(about).page(told["student"], found, answers_in(nb), written_in(nb, about))
