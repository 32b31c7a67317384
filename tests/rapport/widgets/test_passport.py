"""The passport card: what it sends, what it takes, and what it refuses."""

from __future__ import annotations

import zlib
from base64 import b64decode, b64encode
from typing import Any

import pytest

from rapport.journal import NotSaved
from rapport.widgets import Refused
from rapport.widgets.passport import GZIP, MAX_SENT, PassportCard
from tests.rapport.wire import Wire

LIMIT = 1000


class Desk:
    """Where passports are made and restored."""

    def __init__(self) -> None:
        self.taken: list[bytes] = []
        self.error: Exception | None = None

    def make(self) -> tuple[str, bytes]:
        """Make a passport."""
        if self.error:
            raise self.error
        return "rapport-passport.json", b'{"format": "rapport-passport"}'

    def restore(self, raw: bytes) -> str:
        """Restore one."""
        if self.error:
            raise self.error
        self.taken.append(raw)
        return f"Restored: {len(raw)} bytes."

    def card(self) -> PassportCard:
        """Return the card on it."""
        return PassportCard(lambda: f"{len(self.taken)} kept.", self.make, self.restore, LIMIT)


def packed(raw: bytes) -> str:
    """Pack as a browser does."""
    packing = zlib.compressobj(wbits=GZIP)
    return b64encode(packing.compress(raw) + packing.flush()).decode()


def test_the_file_is_sent_packed_before_it_is_acknowledged(wire: Wire) -> None:
    """Does the card send the file's name and what unpacks to it, then say where it went?"""
    card = Desk().card()
    wire.deliver(card, {"id": "1", "type": "make"})
    assert wire.kinds[-3:] == ["sent", "view", "ack"]
    (file,), (ack,) = wire.all("sent"), wire.all("ack")
    assert file["file"]["name"] == "rapport-passport.json"
    assert zlib.decompress(b64decode(file["file"]["packed"]), GZIP) == b'{"format": "rapport-passport"}'
    assert ack == {"ack": "1", "saved": True, "reason": None}
    assert card.view["status"] == "Saved as rapport-passport.json, where your browser keeps downloads."


def test_what_comes_is_unpacked_and_restored(wire: Wire) -> None:
    """Does the desk get the very bytes of the file, and the card show what was done and what is kept then?"""
    desk = Desk()
    card = desk.card()
    assert wire.say(card, type="restore", packed=packed(b"x" * LIMIT)) is None
    assert desk.taken == [b"x" * LIMIT]
    assert (card.view["status"], card.view["count"]) == ("Restored: 1000 bytes.", "1 kept.")


def test_a_bomb_is_not_unpacked(wire: Wire) -> None:
    """Of a file that unpacks to 100 MB, does the desk see no more than one byte over the limit?"""
    desk = Desk()
    assert wire.say(desk.card(), type="restore", packed=packed(b"\0" * 100_000_000)) is None
    assert [len(raw) for raw in desk.taken] == [LIMIT + 1]


@pytest.mark.parametrize(
    ("sent", "reason"),
    [
        ("A" * (MAX_SENT + 1), "too large to be a passport"),
        (None, "too large to be a passport"),
        (12, "too large to be a passport"),
        ("", "did not arrive whole"),
        ("not base64!", "did not arrive whole"),
        ("é", "did not arrive whole"),
        (b64encode(b"no gzip").decode(), "did not arrive whole"),
        (packed(b"x" * 500)[:20], "did not arrive whole"),
    ],
)
def test_what_is_no_packed_file_is_refused(wire: Wire, sent: Any, reason: str) -> None:
    """Is anything else than a whole packed file refused with a sentence, before the desk sees it?"""
    desk = Desk()
    assert reason in str(wire.say(desk.card(), type="restore", packed=sent))
    assert desk.taken == []


@pytest.mark.parametrize("error", [Refused("This passport is damaged."), NotSaved("Not saved: the disk is full.")])
@pytest.mark.parametrize("event", [{"type": "make"}, {"type": "restore", "packed": packed(b"x")}])
def test_reasons_reach_the_learner(wire: Wire, error: Exception, event: dict[str, Any]) -> None:
    """Does the reason why something was refused stand on the card, and no older success beside it?"""
    desk = Desk()
    card = desk.card()
    wire.say(card, type="restore", packed=packed(b"first"))
    desk.error = error
    assert wire.say(card, **event) == str(error)
    assert card.view["status"] == ""


@pytest.mark.parametrize("event", [{"type": "answer"}, {"type": "restore"}, {}])
def test_strange_events_change_nothing(wire: Wire, event: dict[str, Any]) -> None:
    """Is an event that the card does not know answered with a reason?"""
    desk = Desk()
    assert wire.say(desk.card(), **event) is not None
    assert desk.taken == []
