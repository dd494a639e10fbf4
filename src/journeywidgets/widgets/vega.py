"""The Vega runtime: one widget model of a kernel holds its code, and every chart gets it from there."""

from __future__ import annotations

import threading
from typing import Any, ClassVar
from weakref import WeakSet

from journeywidgets.widgets.bundle import bundle
from journeywidgets.widgets.view import View

PIECE = 200_000
"""Characters of one piece of the code, where a page asks for it."""
_lock = threading.RLock()


class VegaRuntime(View):
    """Holds Vega, Vega-Lite and Vega's interpreter for the charts of a page. It shows nothing.

    A widget stores its page code in the notebook: code of this size only once.
    """

    _bundle: ClassVar[str] = "vega"
    _shared: ClassVar[VegaRuntime | None] = None

    def __init__(self) -> None:
        super().__init__()
        self.users: WeakSet[Any] = WeakSet()

    @classmethod
    def hold(cls, user: Any) -> VegaRuntime:
        """Return the runtime for a chart, to be given back with `release`."""
        with _lock:
            runtime = cls._shared
            if runtime is None or runtime.comm is None:
                runtime = cls()
                # marimo ends a model with the cell that made it, and stores equal code once by
                # itself: there each chart has one of its own, which lives as long as its cell.
                cls._shared = None if _is_marimo(runtime.comm) else runtime
            runtime.users.add(user)
            return runtime

    def release(self, user: Any) -> None:
        """Take the runtime back; without charts it is closed."""
        with _lock:
            self.users.discard(user)
            if self.users:
                return
            if VegaRuntime._shared is self:
                VegaRuntime._shared = None
        self.close()


def _is_marimo(comm: Any) -> bool:
    return type(comm).__module__.partition(".")[0] == "marimo"


def pieces() -> list[dict[str, Any]]:
    """Return the code as messages, for a page that cannot get at the model that holds it."""
    text = bundle("vega")
    parts = [text[start : start + PIECE] for start in range(0, len(text), PIECE)]
    head = {"jw": 1, "type": "runtime", "parts": len(parts)}
    return [{**head, "part": number, "text": part} for number, part in enumerate(parts)]
