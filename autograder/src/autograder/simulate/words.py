"""What simulated students write in their own words, put together from `data/phrases.yaml`."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import yaml

from rapport.content.item import FreeTextItem

DATA = Path(__file__).parent / "data" / "phrases.yaml"
HEARD = "{heard}"
LONGEST_HEARD = 60


def reply(item: FreeTextItem, able: bool, drawn: Random) -> str:
    """Return a reply that somebody might write: one that stays with the client, or one that soothes and advises."""
    parts: dict[str, list[str]] = _phrases()["able" if able else "unable"]
    heard = _start(item.client_says or "")
    said = [drawn.choice(_usable(parts["opening"], heard))]
    said += drawn.sample(parts["middle"], drawn.randrange(3))
    if drawn.random() < 0.8:
        said.append(drawn.choice(parts["closing"]))
    return " ".join(said).replace(HEARD, heard)[: item.max_chars]


def hostile_reply(drawn: Random) -> str:
    """Return a text that tries to be more than text."""
    texts: list[str] = _phrases()["hostile"]
    return drawn.choice(texts)


@cache
def _phrases() -> Any:
    return yaml.safe_load(DATA.read_text(encoding="utf-8"))


def _usable(phrases: list[str], heard: str) -> list[str]:
    return [phrase for phrase in phrases if heard or HEARD not in phrase]


def _start(words: str) -> str:
    """Return the first sentence of what the client said, without what is seen meanwhile; nothing where it is long."""
    first = re.split(r"(?<=[.!?…])\s", re.sub(r"\([^)]*\)", "", words).strip())[0].strip('"“”')
    return first if len(first) <= LONGEST_HEARD else ""
