"""What travels between a kernel and a front end, captured in order."""

from __future__ import annotations

import json
from typing import Any

import pytest
from comm.base_comm import BaseComm

import rapport.journal
from rapport.journal import Event
from rapport.widgets import Card


class Wire:
    """Everything that a kernel sent, in order, as pairs of what it is and what it holds.

    What it is: ``view`` and ``ack`` on a card's comm, ``card`` and ``receipt`` shown below a cell, ``receipt again`` updated in place,
    ``sent`` anything else that a card sends, ``write`` an answer that reached the disk.
    """

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.sent: list[tuple[str, Any]] = []
        self.handles: list[str] = []
        append = rapport.journal.append

        def written(path: Any, event: Event) -> None:
            append(path, event)
            self.sent.append(("write", event))

        monkeypatch.setattr("rapport.journal.record.append", written)
        monkeypatch.setattr("comm.create_comm", lambda **options: _Comm(self, **options))
        monkeypatch.setattr("IPython.display.display", self._display)
        monkeypatch.setattr("IPython.display.update_display", self._update)

    def deliver(self, card: Card, event: Any) -> None:
        """Bring the card a message as the front end sends it."""
        message = {"content": {"data": {"method": "custom", "content": json.loads(json.dumps(event))}}, "buffers": []}
        card.comm.handle_msg(message)

    def say(self, card: Card, **event: Any) -> str | None:
        """Send the card an event, and return None when it says that it was saved, else the reason why not."""
        before = len(self.all("ack"))
        self.deliver(card, {"id": f"event-{before}", **event})
        acks = self.all("ack")[before:]
        assert len(acks) == 1, f"one event, {len(acks)} acknowledgements"
        assert acks[0]["ack"] == f"event-{before}"
        assert acks[0]["saved"] is (acks[0]["reason"] is None)
        reason: str | None = acks[0]["reason"]
        return reason

    def all(self, kind: str) -> list[Any]:
        """Return everything of one kind that was sent."""
        return [what for each, what in self.sent if each == kind]

    @property
    def kinds(self) -> list[str]:
        """What was sent, in order."""
        return [kind for kind, _ in self.sent]

    def _display(self, shown: Any, raw: bool = False, display_id: str | None = None) -> None:
        if raw:
            self.handles.append(display_id or "")
            self.sent.append(("receipt" if display_id else "words", shown))
        else:
            self.sent.append(("card", shown))

    def _update(self, shown: Any, *, display_id: str, raw: bool) -> None:
        self.handles.append(display_id)
        self.sent.append(("receipt again", shown))


class _Comm(BaseComm):
    def __init__(self, wire: Wire, **options: Any) -> None:
        self._wire = wire
        super().__init__(**options)

    def publish_msg(self, msg_type: str, data: dict[str, Any] | None = None, *_: Any, **__: Any) -> None:
        """Note what the front end would get."""
        said = json.loads(json.dumps(data or {}))
        if said.get("method") == "custom":
            self._wire.sent.append(("ack" if "ack" in said["content"] else "sent", said["content"]))
        elif "view" in said.get("state", {}):
            self._wire.sent.append(("view", said["state"]["view"]))
