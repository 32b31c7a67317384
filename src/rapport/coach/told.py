"""A reading as plain text, for the command line."""

from __future__ import annotations

from rapport.coach.reading import SURE, Reading


def told(reading: Reading, reply: str) -> str:
    """Return the reading in sentences, the surest finding first; no mark among them."""
    lines = []
    if reading.concern:
        lines += [reading.concern.message, ""]
    if reading.refused:
        return "\n".join([*lines, reading.refused])
    for finding in reading.findings:
        places = " … ".join(f"“{reply[start:end]}”" for start, end in finding.spans)
        perhaps = "" if finding.certainty >= SURE else "perhaps "
        lines.append(f"{perhaps}{finding.behaviour} ({finding.certainty:.2f}): {places}")
        lines.append(f"  {finding.reason}")
    if not reading.findings:
        lines.append("The coach is unsure what this reply does. Ask yourself: what would the client hear?")
    lines.extend(f"{note.id} ({note.certainty:.2f}): {note.reason}" for note in reading.notes)
    return "\n".join(lines)
