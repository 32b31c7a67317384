"""Inputs: valid files, and what becomes of them when bytes, words or whole branches of their JSON are changed."""

from __future__ import annotations

import copy
import io
import json
import re
import zipfile
from collections.abc import Callable
from random import Random
from typing import Any

from autograder.solving import model_answers
from fuzz.targets import CELLS, NAME, SCHEME
from rapport.journal import bundle

EVENTS = [event.line() for event in model_answers(SCHEME).values()]

WORDS: list[bytes] = [
    b"NaN", b"-Infinity", b"1e999", b"9" * 400, b"-0", b"null", b"true", b"{}", b"[]", b'""', b'"\\ud800"', b'"\\u0000"',
    b"\xff\xfe", b"\xef\xbb\xbf", b"\x00", b"\n", b"\r\n", b"\xe2\x80\xa8", b"[" * 2000, b'{"a":' * 1200, b"../", b"..\\",
    b"C:", b"/", b"PK\x01\x02", b"PK\x03\x04", b"PK\x05\x06", b"\xff\xff\xff\xff", b"<script>", b"=1+1", b"\x1b[2J",
    b'"schema_version": 99', b"exercise.ask", b"_assignsubmission_file_", b"_LATE_1_2_", b"LATE", b"2025-13-45", b"UTC", b"+99:99",
]  # fmt: skip

DEEP = "nested "
"""Stands, with a number, for lists within lists, until the JSON is written: Python can't copy those that are as deep."""
VALUES: list[Callable[[Random], Any]] = [
    lambda _: None,
    lambda _: True,
    lambda drawn: drawn.choice(
        [0, -1, 1, 2**31, 2**63, 10**400, -(10**30), 0.5, 1e308, float("nan"), float("inf"), -0.0]
    ),
    lambda drawn: drawn.choice(
        ["", "x" * 70, "x" * 9000, "\ud800", "\0", "<script>", "=cmd|' /C calc'!A0", "../../x", "abby", "é" * 40]
    ),
    lambda drawn: [] if drawn.random() < 0.5 else [[]],
    lambda drawn: {} if drawn.random() < 0.5 else {"": None},
    lambda drawn: f"{DEEP}{drawn.choice([3, 60, 900, 3000])}",
    lambda drawn: [drawn.randrange(9) for _ in range(200)],
    lambda drawn: drawn.choice(
        [
            "best-reply",
            "dialogue",
            "free-text",
            "rank",
            "classify",
            "code",
            "markdown",
            "display_data",
            "2025-01-01T00:00:00Z",
        ]
    ),
]


def notebook(cells: int) -> bytes:
    """Return a small submission: the last cells of the assignment, with model answers as receipts."""
    answers = model_answers(SCHEME)
    held = []
    for cell in CELLS[-cells:]:
        plain = json.loads(json.dumps(cell))
        if plain["cell_type"] == "code":
            item = next((item for item in SCHEME.assignment.items if f'"{item.id}"' in plain["source"]), None)
            data = bundle(item, answers.get(item.id)) if item else {"text/plain": "nothing"}
            plain["outputs"] = [{"output_type": "display_data", "metadata": {}, "data": data}]
        held.append(plain)
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": held}).encode()


def zipped(files: dict[str, bytes]) -> bytes:
    """Return a zip of these files."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in files.items():
            packed.writestr(name, content)
    return held.getvalue()


_NOTEBOOKS = [notebook(2), notebook(4)]
_ZIP = {f"{NAME}/{NAME}.ipynb": _NOTEBOOKS[0], f"{NAME}/{NAME}.responses.jsonl": b"\n".join(EVENTS[:2])}
_SEND = [json.dumps(json.loads(line)["response"]).encode() for line in EVENTS]
SEEDS: dict[str, list[bytes]] = {
    "event": EVENTS,
    "journal": [b"\n" + b"\n\n".join(EVENTS[:3]) + b"\n", EVENTS[0] + b"\n" + EVENTS[1][:-9]],
    "receipts": _NOTEBOOKS,
    "notebook": _NOTEBOOKS,
    "archive": [
        zipped(_ZIP),
        zipped({"a.zip": zipped(_ZIP)}),
        zipped({f"{NAME}.ipynb": b"{}", f"x/{NAME} (2).ipynb": b"{}"}),
    ],
    "names": [
        b"Ada Lovelace_815_assignsubmission_file_/abby.ipynb",
        b"lovelaceada_LATE_815_9001_abby-1.ipynb",
        b"ada/abby/abby.responses.jsonl",
        b"..\\..\\x\\abby.ipynb",
        "Čem Ünal_7_assignsubmission_file_abby.ipynb".encode(),
    ],
    "response": _SEND,
    "timestamp": [b"2025-03-01 12:00:01.25 UTC", b"2025-03-01 15:00 +0100", b"1 March 2025 3pm"],
    "source": [cell["source"].encode() for cell in CELLS if cell["cell_type"] == "code"],
}
JSON = ("event", "receipts", "notebook", "response")
"""Targets whose valid inputs are one JSON value."""


def drawn(target: str, dice: Random) -> bytes:
    """Return the next input: one in twenty is made of words alone; of JSON half are changed by branches, the rest by bytes."""
    if dice.random() < 0.05:
        return b"".join(dice.choice(WORDS) for _ in range(dice.randrange(6)))
    if target == "archive" and dice.random() < 0.6:
        seed = odd_zip(dice)
        return seed if dice.random() < 0.7 else changed(seed, dice)
    seed = dice.choice(SEEDS[target])
    if target in JSON and dice.random() < 0.6:
        seed = branches(seed, dice)
        if dice.random() < 0.7:
            return seed
    return changed(seed, dice)


STEPS = [
    "..",
    ".",
    "",
    "abby",
    "C:",
    "__MACOSX",
    ".hidden",
    "x" * 300,
    "a\\b",
    "\x1b[2J",
    "é",
    "abby.ipynb",
    "Abby (2).IPYNB",
    "abby.responses.jsonl",
    "b.zip",
]


def odd_zip(dice: Random, depth: int = 0) -> bytes:
    """Return a zip of a few files under odd paths and times, of any kind, some of them twice or within another zip."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as packed:
        for _ in range(dice.randrange(5)):
            path = "/".join(dice.choice(STEPS) for _ in range(dice.randrange(1, 4))) or "abby.ipynb"
            info = zipfile.ZipInfo(
                path, (dice.randrange(1980, 2108), dice.randrange(16), dice.randrange(32), dice.randrange(32), 0, 0)
            )
            info.compress_type = dice.choice(
                [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2]
            )
            info.external_attr = dice.choice([0, 0o120777 << 16, 0o100644 << 16, 0xFFFFFFFF])
            inner = (
                odd_zip(dice, depth + 1)
                if depth < 4 and path.endswith(".zip")
                else dice.choice([*_NOTEBOOKS, b"", EVENTS[0]])
            )
            packed.writestr(info, inner)
    return held.getvalue()


def changed(raw: bytes, dice: Random) -> bytes:
    """Return bytes with a few places flipped, cut, doubled, or filled with an odd word."""
    found = bytearray(raw)
    for _ in range(dice.choice([1, 1, 2, 3, 8])):
        at = dice.randrange(len(found) + 1)
        end = min(len(found), at + dice.choice([1, 2, 4, 16, 200]))
        deed = dice.randrange(5)
        if deed == 0 and at < len(found):
            found[at] ^= 1 << dice.randrange(8)
        elif deed == 1:
            del found[at:end]
        elif deed == 2:
            found[at:at] = found[at:end]
        elif deed == 3:
            found[at:end] = dice.choice(WORDS)
        else:
            found[at:end] = dice.randbytes(end - at)
    return bytes(found)


def branches(raw: bytes, dice: Random) -> bytes:
    """Return JSON with one to three of its branches replaced, removed, moved or doubled."""
    held = [json.loads(raw)]
    for _ in range(dice.choice([1, 1, 2, 3])):
        parent, key = dice.choice(list(_places(held)))
        deed = dice.randrange(5)
        if deed == 0 and isinstance(parent, dict):
            del parent[key]
        elif deed == 1 and isinstance(parent, dict):
            parent[dice.choice(["score", "points", "", "__class__", key.upper(), f"{key} "])] = parent[key]
        elif deed == 2 and isinstance(parent, list):
            parent.insert(dice.randrange(len(parent) + 1), copy.deepcopy(parent[key]))
        elif deed == 3:
            other, at = dice.choice(list(_places(held)))
            parent[key] = copy.deepcopy(other[at])
        else:
            parent[key] = dice.choice(VALUES)(dice)
    text = json.dumps(held[0] if held else None, ensure_ascii=dice.random() < 0.9)
    text = re.sub(f'"{DEEP}([0-9]+)"', lambda match: "[" * int(match[1]) + "]" * int(match[1]), text)
    return text.encode("utf-8", "surrogatepass")


def _places(held: Any) -> Any:
    """Yield every place of a JSON value: what holds it, and its key or index there."""
    pending = [held]
    while pending:
        found = pending.pop()
        for key, value in found.items() if isinstance(found, dict) else enumerate(found):
            yield found, key
            if isinstance(value, dict | list):
                pending.append(value)
