"""How the coach reads the course's own replies: `python -m tools.coach.replies [--list]`.

The best and the worst reply of each beat of the cases, by what they do to the alliance, against the behaviours that their authors declare.
The course was written without a look at the coach, so this is the nearest thing to a fair measure of typed replies.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rapport.coach import read
from rapport.content import load_case
from rapport.content.case import Beat, Reply
from rapport.content.vocabulary import behaviours

CASES = Path(__file__).parents[2] / "course" / "cases"
HARMFUL = {
    "advice", "challenge", "changing-the-subject", "claimed-understanding", "confrontation", "dismissal", "false-promise",
    "interpretation", "jargon", "judgement", "leading-question", "multiple-question", "reassurance", "self-defence",
    "taking-sides", "why-question",
}  # fmt: skip
"""Behaviours that an author declares in order to show what doesn't help."""


@dataclass(frozen=True)
class Compared:
    """What one reply of the course declares, and what the coach found in it."""

    place: str
    client: str
    says: str
    declared: frozenset[str]
    done: frozenset[str]

    @property
    def only_kind(self) -> bool:
        """Whether the client would warm to the reply: something that helps is found, and nothing that harms."""
        return bool(self.done & kind()) and not self.done & HARMFUL


def kind() -> set[str]:
    """Return the behaviours by which an average client's trust or openness rises."""
    return {
        name for name, one in behaviours().items() if (one.effect.trust or 0) > 0 or (one.effect.openness or 0) > 0
    } - HARMFUL


def best() -> list[Compared]:
    """Return the reply of each beat that does the alliance most good."""
    return [_compared(name, beat, max(beat.replies, key=good)) for name, beat in _beats()]


def worst() -> list[Compared]:
    """Return the reply of each beat that does it most harm, where it declares something harmful."""
    made = [_compared(name, beat, min(beat.replies, key=good)) for name, beat in _beats()]
    return [one for one in made if one.declared & HARMFUL]


def good(reply: Reply) -> float:
    """Return how much a reply moves the client's state for the better."""
    moved = reply.effect.model_dump(exclude_none=True)
    return sum(by if scale in {"trust", "openness"} else -by for scale, by in moved.items())


def _beats() -> Iterator[tuple[str, Beat]]:
    for path in sorted(CASES.glob("*.yaml")):
        for beat in load_case(path).beats:
            yield path.stem, beat


def _compared(case: str, beat: Beat, reply: Reply) -> Compared:
    client = beat.client if isinstance(beat.client, str) else beat.client[0].says
    done = frozenset(read(client, reply.says).done)
    return Compared(f"{case}/{beat.id}/{reply.id}", client, reply.says, frozenset(reply.behaviours), done)


def counted(replies: list[Compared], among: set[str] | None = None) -> Iterator[tuple[str, int, int]]:
    """Yield each declared behaviour, how often it is declared, and how often it is found there."""
    declared = Counter(name for one in replies for name in one.declared if among is None or name in among)
    found = Counter(name for one in replies for name in one.declared & one.done)
    for name, count in sorted(declared.items(), key=lambda pair: (-pair[1], pair[0])):
        yield name, count, found[name]


def main() -> int:
    """Print the shares, and with --list every reply of which nothing declared is found."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--list", action="store_true", help="print what is missed, and what is wrongly found to harm")
    listed = options.parse_args().list
    for title, replies, among in (("best", best(), kind() | {"information"}), ("worst", worst(), HARMFUL)):
        some = [one for one in replies if one.declared & one.done & (among | one.declared)]
        harmed = [one for one in replies if one.done & HARMFUL]
        only = [one for one in replies if one.only_kind]
        print(
            f"{title}: {len(replies)}; a declared behaviour found in {len(some)}, something harmful in {len(harmed)}, "
            f"read as kind alone {len(only)}"
        )
        for name, count, found in counted(replies, among if title == "worst" else None):
            print(f"  {name:24}{found:4} of {count}")
        for one in replies if listed else ():
            wrong = one.only_kind if title == "worst" else one.done & HARMFUL - one.declared
            if wrong or not one.declared & one.done:
                print(
                    f"- {one.place} {sorted(one.declared)} read {sorted(one.done)}\n    {one.client}\n    > {one.says}"
                )
    return 0


if __name__ == "__main__":
    sys.exit(main())
