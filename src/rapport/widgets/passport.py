"""The card with which a learner takes all answers along and brings them back."""

from __future__ import annotations

import zlib
from base64 import b64decode, b64encode
from collections.abc import Callable
from typing import Any

from rapport.widgets.card import Card, Refused

MAX_SENT = 4_000_000
"""Most characters that a packed passport may have on its way; a server closes the line at 10 MB."""
GZIP = 31
"""What zlib calls gzip with its largest window; browsers pack and unpack it by themselves."""


class PassportCard(Card):
    """Show a button that downloads the passport, and a place to choose one and restore it.

    Files travel packed: a server passes on 3 MB at once and then cuts off.

    Parameters
    ----------
    count : callable
        Says in one sentence how many answers there are.
    make : callable
        Returns the passport's file name and its bytes, or raises `Refused`.
    restore : callable
        Takes the bytes of a file, restores it and says what was done, or raises `Refused` or `NotSaved`.
    limit : int
        Largest file that `restore` takes, in bytes.
    """

    def __init__(
        self,
        count: Callable[[], str],
        make: Callable[[], tuple[str, bytes]],
        restore: Callable[[bytes], str],
        limit: int,
    ) -> None:
        self._count = count
        self._make = make
        self._restore = restore
        self._limit = limit
        self._status = ""
        super().__init__()

    def show(self) -> dict[str, Any]:
        """Return the view."""
        return {
            "kind": "passport",
            "id": "passport",
            "label": "Your passport",
            "count": self._count(),
            "limit": self._limit,
            "status": self._status,
        }

    def act(self, event: dict[str, Any]) -> None:
        """Make the passport and send it, or restore the one that came."""
        self._status = ""
        if event["type"] == "make":
            name, raw = self._make()
            self.send({"file": {"name": name, "packed": b64encode(_packed(raw)).decode()}})
            self._status = f"Saved as {name}, where your browser keeps downloads."
        elif event["type"] == "restore":
            self._status = self._restore(self._unpacked(event["packed"]))
        else:
            raise Refused("Nothing was done: this card can't do that.")

    def _unpacked(self, packed: Any) -> bytes:
        if not isinstance(packed, str) or len(packed) > MAX_SENT:
            raise Refused("Nothing was changed: this file is too large to be a passport.")
        unpacking = zlib.decompressobj(GZIP)
        try:
            # No more than the limit is ever unpacked, however much the file would become.
            raw = unpacking.decompress(b64decode(packed, validate=True), self._limit + 1)
        except (ValueError, zlib.error):
            raise Refused("Nothing was changed: the file did not arrive whole. Try again.") from None
        if len(raw) <= self._limit and not unpacking.eof:
            raise Refused("Nothing was changed: the file did not arrive whole. Try again.")
        return raw


def _packed(raw: bytes) -> bytes:
    packing = zlib.compressobj(wbits=GZIP)
    return packing.compress(raw) + packing.flush()
