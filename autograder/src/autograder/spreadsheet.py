"""Text in files that people open in spreadsheets.

A student's name or an item's words can begin like a formula, which a spreadsheet would run. Such text gets an apostrophe in front, which
`shown` takes off again. Numbers are written as they are.
"""

from __future__ import annotations

import re

FORMULA = re.compile("'*(?:\\s*[=+\\-@\\uff0b\\uff0d\\uff1d\\uff20|%]|[\\t\\r\\n])")
"""How text begins that a spreadsheet may take for a formula (OWASP's list, wide forms too), or that `guarded` would make look guarded."""


def guarded(text: str) -> str:
    """Return text that no spreadsheet runs as a formula."""
    return f"'{text}" if FORMULA.match(text) else text


def shown(cell: str) -> str:
    """Return what `guarded` was given."""
    return cell[1:] if cell.startswith("'") and FORMULA.match(cell[1:]) else cell
