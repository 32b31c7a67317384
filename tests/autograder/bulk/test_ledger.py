"""The ledger of what graded folders were made from."""

from __future__ import annotations

import json
from pathlib import Path

from autograder.bulk import ledger

ADA = ledger.Entry("ada", "d1", "r1", "", 10)
BEN = ledger.Entry("bén\u2028", "d2", "r2", "2025-03-01T12:00:00", 20)


def test_what_was_written_is_read(tmp_path: Path) -> None:
    """Are entries read as they were written, the newest of each student?"""
    path = tmp_path / "hidden" / "mira.jsonl"
    assert ledger.read(path) == {}
    ledger.renew(path, {"ada": ADA})
    newer = ledger.Entry("ada", "d3", "r1", "", 11)
    ledger.append(path, [BEN, newer])
    assert ledger.read(path) == {"ada": newer, BEN.student: BEN}


def test_torn_and_foreign_lines(tmp_path: Path) -> None:
    """Are lines that a crash tore, or another version wrote, passed over without costing the others?"""
    path = tmp_path / "mira.jsonl"
    ledger.renew(path, {"ada": ADA})
    whole = path.read_text()
    odd = [whole[:-20], "[]", "\0\0", json.dumps({**json.loads(whole), "schema_version": 99}), '{"schema_version": 1}']
    path.write_text("\n".join(odd) + "\n" + whole)
    assert ledger.read(path) == {"ada": ADA}
