"""Fill the templates in ``templates/`` with a name and put them where the course looks for them."""

from __future__ import annotations

import re
from pathlib import Path
from string import Template

TEMPLATES = Path(__file__).parent / "templates"
FORM = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
MAX_NAME = 48

KINDS: dict[str, dict[str, str]] = {
    "case": {"case.yaml": "course/cases/$name.yaml"},
    "items": {"items.yaml": "course/practice/$name.yaml"},
    "lesson": {"items.yaml": "course/practice/$name.yaml", "lesson.md": "drafts/$name.md"},
    "assignment": {
        "graded.yaml": "solutions/$name/items.yaml",
        "keys.yaml": "autograder/keys/$name.yaml",
        "assignment.md": "drafts/$name.md",
    },
}
"""What is drafted for each kind: template to place."""


class DraftError(ValueError):
    """A draft that can't be made; the text says why and what to do."""


def draft(root: Path, kind: str, name: str) -> list[Path]:
    """Write the first draft of a case, of practice items, of a lesson or of an assignment; return the files.

    Raises
    ------
    DraftError
        If the name is no id, or one of the files is there already: nothing is ever written over, and nothing is half made.
    """
    if not FORM.fullmatch(name) or len(name) > MAX_NAME:
        raise DraftError(
            f"{name!r} is no name for a file of the course: use small letters, digits and single hyphens, such as `night-shift`."
        )
    title = name.lstrip("0123456789-").replace("-", " ").capitalize() or name
    texts = {
        root / Template(place).substitute(name=name): _filled(template, name, title)
        for template, place in KINDS[kind].items()
    }
    there = [path for path in texts if path.exists()]
    if there:
        raise DraftError(f"{there[0]} is there already. Choose another name, or delete it first.")
    for path, text in texts.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return list(texts)


def _filled(template: str, name: str, title: str) -> str:
    text = (TEMPLATES / template).read_text(encoding="utf-8")
    return Template(text).substitute(name=name, title=title)
