"""The wire, `jw/1`: what pages and a store say to each other. Knows no widget."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterable, Mapping
from time import monotonic
from typing import Any, cast

from journeywidgets.model.changes import Change, Op, compact
from journeywidgets.model.inbox import GapError, Held, Reject
from journeywidgets.widgets.lens import Lens, Shared
from journeywidgets.widgets.messages import MESSAGE_LIMIT, ChangeMessage, HelloMessage
from journeywidgets.widgets.outbox import Clock, Later, Outbox, in_a_while

Message = dict[str, Any]
_PIECE = 120_000  # characters of ASCII JSON; quotes and backslashes double inside a message
_REJECTED_BYTES = 32 * 1024
_SEEN_KEPT = 200
_NUMBERS = ("seq", "first", "base", "undoes", "redoes", "revision")
_log = logging.getLogger("journeywidgets")


def size(message: Message) -> int:
    """Return a message's size in bytes."""
    return len(json.dumps(message, ensure_ascii=False, separators=(",", ":")).encode())


class Wire:
    """One channel between a document and the pages that show one widget of it.

    Parameters
    ----------
    shared
        The journey or study.
    send
        Takes a message to all pages; called from any thread, one call at a time.
    later, clock
        Runs a function after some seconds, and tells the seconds; tests give their own.
    lens
        What it lets through; default: everything.
    """

    def __init__(
        self,
        shared: Shared,
        send: Callable[[Message], None],
        *,
        later: Later = in_a_while,
        clock: Clock = monotonic,
        lens: Lens | None = None,
    ) -> None:
        self._lens = lens or Lens(shared)
        self._store, self._inbox, self._post = shared.store, shared.inbox, send
        self._outbox = Outbox(self._send_run, later=later, clock=clock)
        with self._store.lock:
            self._sent = self._store.revision
            self._stop = self._store.observe(self._outbox.put)
        self._lens.pages = self.renew

    def close(self) -> None:
        """Send nothing more."""
        self._stop()
        self._post = _nowhere
        self._lens.pages = None

    def renew(self) -> None:
        """Give every page the whole document."""
        self.flush()
        self._send_snapshot(None)

    def flush(self) -> None:
        """Send what waits."""
        self._outbox.flush()

    def receive(self, message: Any) -> None:
        """Take a page's message. One that is not of the wire is logged and left."""
        if not _is_from_page(message):
            # Never what it says: a notebook shows and keeps its log.
            _log.warning("left a message that is not of the wire jw/1: a %s", type(message).__name__)
        elif message["type"] == "hello":
            self._on_hello(cast("HelloMessage", message))
        else:
            self._on_change(cast("ChangeMessage", message))

    def paint(self) -> Message:
        """Return the document as a page first meets it, and as a notebook saves it."""
        with self._store.lock:
            saved = self._lens.saved()
            if saved is None:
                return self._live()
            # A revision that never was: the page's first hello is then answered by all that it may show.
            return {"epoch": self._store.epoch, "revision": -1, "document": saved}

    def _live(self) -> Message:
        return {
            "epoch": self._store.epoch,
            "revision": self._store.revision,
            "document": self._lens.document(),
        }

    def _on_hello(self, message: HelloMessage) -> None:
        self.flush()
        if message["epoch"] == self._store.epoch and message["revision"] == self._store.revision:
            self._post(self._patch(message["revision"], message["revision"], message["client"], None, []))
        else:
            self._send_snapshot(message["client"])

    def _on_change(self, message: ChangeMessage) -> None:
        client, seq = message["client"], message["seq"]
        if message["epoch"] != self._store.epoch:
            self._send_snapshot(client)
            return
        links = {name: message[name] for name in ("first", "undoes", "redoes") if name in message}
        try:
            answer = self._inbox.submit(
                message["ops"],
                message["label"],
                client=client,
                seq=seq,
                base=message["base"],
                into=self._lens.into,
                **links,
            )
        except GapError:
            self._send_snapshot(client)
            return
        if isinstance(answer, Reject):
            self._send_reject(answer)
        elif answer.change is None:
            self._acknowledge(answer)

    def _acknowledge(self, answer: Held) -> None:
        """Answer a change that needs no patch of its own: a duplicate, or one without effect."""
        self.flush()
        revision = self._sent
        self._post(self._patch(revision, revision, answer.client, answer.seq, []))

    def _send_reject(self, reject: Reject) -> None:
        message = {"jw": 1, "type": "reject", "epoch": self._store.epoch, **self._lens.reject(reject.to_wire())}
        if size(message) > MESSAGE_LIMIT:
            message.pop("current", None)
        self._post(message)

    def _send_run(self, run: list[Change]) -> None:
        first, last = run[0], run[-1]
        if last.revision <= self._sent:
            return
        ops = list(first.ops) if len(run) == 1 else compact(op for change in run for op in change.ops)
        client = first.actor if first.seq is not None else None
        seen = self._lens.out(ops)
        message = self._patch(first.revision - 1, last.revision, client, first.seq, seen or ())
        self._sent = last.revision
        if seen is None or size(message) > MESSAGE_LIMIT:
            self._send_snapshot(None)
        else:
            self._post(message)

    def _patch(self, base: int, revision: int, client: str | None, seq: int | None, ops: Iterable[Op]) -> Message:
        head = {
            "jw": 1,
            "type": "patch",
            "epoch": self._store.epoch,
            "base": base,
            "revision": revision,
        }
        return {**head, "client": client, "seq": seq, "ops": [op.to_wire() for op in ops]}

    def _send_snapshot(self, client: str | None) -> None:
        with self._store.lock:
            paint = self._live()
            seen = dict(list(self._inbox.seen.items())[-_SEEN_KEPT:])
            rejected = _newest(self._inbox.rejects.values(), self._lens)
        text = json.dumps(paint["document"], separators=(",", ":"))
        pieces = [text[start : start + _PIECE] for start in range(0, len(text), _PIECE)]
        for part, piece in enumerate(pieces):
            first = {"seen": seen, "rejected": rejected} if part == 0 else {"seen": {}, "rejected": []}
            head = {"jw": 1, "type": "snapshot", "epoch": paint["epoch"], "client": client}
            place = {"revision": paint["revision"], "part": part, "parts": len(pieces)}
            self._post({**head, **place, "document": piece, **first})


def _nowhere(message: Message) -> None:
    """Take a message of a closed wire."""


def _newest(rejects: Iterable[Reject], lens: Lens) -> list[Message]:
    """Return the newest rejects that fit into a message along with a piece of the document."""
    found: list[Message] = []
    room = _REJECTED_BYTES
    for reject in reversed(list(rejects)):
        entry = lens.reject(reject.to_wire())
        if size(entry) > room:
            entry.pop("current", None)
        room -= size(entry)
        if room < 0:
            break
        found.append(entry)
    return found


def _is_from_page(message: Any) -> bool:
    if not isinstance(message, Mapping) or message.get("jw") != 1:
        return False
    texts = ("client", "epoch") if message.get("type") == "hello" else ("client", "epoch", "label")
    needed = {"hello": {"revision"}, "change": {"seq", "first", "base", "ops"}}.get(str(message.get("type")))
    if needed is None or not needed <= set(message) or not all(isinstance(message.get(name), str) for name in texts):
        return False
    numbers = [message[name] for name in _NUMBERS if name in message]
    whole = all(isinstance(number, int) and not isinstance(number, bool) for number in numbers)
    return whole and isinstance(message.get("ops", []), list)
