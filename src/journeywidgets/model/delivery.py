"""Delivery: items to observers, in order, outside any lock."""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Callable
from typing import Generic, TypeVar

Item = TypeVar("Item")
_log = logging.getLogger("journeywidgets")


class Delivery(Generic[Item]):
    """A queue that whichever thread comes first empties.

    `put` is called under the caller's lock and sets the order; `run` is called after it is
    released. While one thread delivers, another leaves its items to it; an observer that puts
    something in is served after the round it was called in.
    """

    def __init__(self) -> None:
        self._items: deque[Item] = deque()
        self._observers: dict[object, Callable[[Item], None]] = {}
        self._turn = threading.Lock()

    def subscribe(self, notify: Callable[[Item], None]) -> Callable[[], None]:
        """Call `notify` with every item; return a function that stops it."""
        key = object()
        self._observers[key] = notify

        def stop() -> None:
            self._observers.pop(key, None)

        return stop

    def put(self, item: Item) -> None:
        """Queue an item."""
        self._items.append(item)

    def run(self) -> None:
        """Deliver what is queued, unless another thread or a caller further up does already."""
        # Looked at again after the turn is given up: an item put in between is not left lying.
        while self._items and self._turn.acquire(blocking=False):
            try:
                while self._items:
                    self._deliver(self._items.popleft())
            finally:
                self._turn.release()

    def _deliver(self, item: Item) -> None:
        for notify in list(self._observers.values()):
            try:
                notify(item)
            except Exception:  # noqa: BLE001 - a failing observer must not stop the others
                _log.exception("an observer of the journey failed; the change holds")
