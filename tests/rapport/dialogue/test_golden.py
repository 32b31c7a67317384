"""Golden transcripts: a case and a list of choices give a transcript, kept in tests/golden/NAME and read by people.

``choices.txt`` names the case in its first line and then one reply a line; ``transcript.txt`` is what the talk must be, to the letter.
After a change that is meant, ``RAPPORT_UPDATE_GOLDEN=1 pytest tests/rapport/dialogue/test_golden.py`` writes the transcripts anew; read the
difference before you commit it.
"""

from __future__ import annotations

import os
from pathlib import Path

from rapport.content import load_case
from rapport.dialogue import replay, transcript

ROOT = Path(__file__).parents[3]
GOLDEN = ROOT / "tests" / "golden"


def told(folder: Path) -> str:
    """Return the transcript to which the choices of a golden folder lead."""
    case, *choices = (folder / "choices.txt").read_text(encoding="utf-8").split()
    loaded = load_case(ROOT / case)
    talk = replay(loaded, choices)
    assert talk.ending, f"{folder.name}: the choices do not lead to an ending"
    return transcript(loaded, talk)


def test_golden_transcripts_are_told_to_the_letter() -> None:
    """Does every golden list of choices give its transcript?"""
    now = {folder.name: told(folder) for folder in sorted(GOLDEN.iterdir()) if folder.is_dir()}
    if os.environ.get("RAPPORT_UPDATE_GOLDEN") == "1":
        assert not os.environ.get("CI"), "golden transcripts are updated by people, who read the difference"
        for name, text in now.items():
            (GOLDEN / name / "transcript.txt").write_text(text, encoding="utf-8", newline="\n")
    kept = {name: (GOLDEN / name / "transcript.txt").read_text(encoding="utf-8") for name in now}
    assert now == kept


def test_each_client_has_a_best_a_worst_and_a_mixed_talk() -> None:
    """Are the talks kept that show a client at both ends and in between?"""
    names = {folder.name for folder in GOLDEN.iterdir() if folder.is_dir()}
    clients = [path.stem for path in (ROOT / "course" / "cases").glob("*.yaml")]
    assert clients
    assert {f"{client}-{kind}" for client in clients for kind in ("best", "worst", "mixed")} <= names
