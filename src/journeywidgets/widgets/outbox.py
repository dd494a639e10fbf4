"""Outbox: changes that hold, merged into patches, at most twenty a second."""

from __future__ import annotations

import threading
from collections.abc import Callable
from time import monotonic

from journeywidgets.model.changes import Change

INTERVAL = 0.05
"""Seconds between two patches: a server drops for good what comes faster than 1 000 a second."""

Send = Callable[[list[Change]], None]
Later = Callable[[float, Callable[[], None]], None]
Clock = Callable[[], float]


def in_a_while(seconds: float, call: Callable[[], None]) -> None:
    """Run `call` after `seconds` on its own thread: it comes even while a cell is running."""
    timer = threading.Timer(seconds, call)
    timer.daemon = True
    timer.start()


class Outbox:
    """Collects changes and hands them to `send` in runs.

    A page's own change is a run of its own, sent at once: it is the answer that the page waits
    for. Python's changes are merged, the first of a burst at once and the rest in time.
    """

    def __init__(self, send: Send, *, later: Later = in_a_while, clock: Clock = monotonic) -> None:
        self._send, self._later, self._clock = send, later, clock
        self._changes: list[Change] = []
        self._lock = threading.Lock()
        self._sending = threading.RLock()
        self._last = float("-inf")
        self._due = False

    def put(self, change: Change) -> None:
        """Take a change; send now, or have it sent when its time comes."""
        with self._lock:
            self._changes.append(change)
            wait = self._last + INTERVAL - self._clock()
            if change.seq is None and wait > 0:
                if not self._due:
                    self._due = True
                    self._later(wait, self.flush)
                return
        self.flush()

    def flush(self) -> None:
        """Send what is there."""
        # One sender at a time, so that patches leave in the order of their revisions.
        with self._sending:
            with self._lock:
                changes, self._changes = self._changes, []
                self._due = False
                self._last = self._clock()
            for run in _runs(changes):
                self._send(run)


def _runs(changes: list[Change]) -> list[list[Change]]:
    runs: list[list[Change]] = []
    for change in changes:
        if change.seq is None and runs and runs[-1][-1].seq is None:
            runs[-1].append(change)
        else:
            runs.append([change])
    return runs
