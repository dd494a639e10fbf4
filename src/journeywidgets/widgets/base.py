"""TabularWidget and JourneyWidget: views over a document, and the one place that speaks to the browser."""

from __future__ import annotations

import hashlib
import json
from abc import abstractmethod
from collections.abc import Mapping
from typing import Any

import traitlets

from journeywidgets.errors import JourneyError
from journeywidgets.journey import Journey
from journeywidgets.model.document import Document
from journeywidgets.storage.format import VERSION
from journeywidgets.tabular import Tabular
from journeywidgets.widgets.journey_lens import JourneyLens
from journeywidgets.widgets.lens import Lens
from journeywidgets.widgets.visible import Visible
from journeywidgets.widgets.wire import Wire

_SETTINGS = {"height", "personas", "selection", "theme"}
_LIGHT = 3_000_000
"""Characters up to which a first paint has the words of evidence: one message over 10 MB kills the socket."""


def _paint(_value: Any, widget: TabularWidget) -> str:
    paint = {**widget.wire.paint(), "home": _home(widget.tabular)}
    text = _compact(paint)
    return text if len(text) <= _LIGHT or not paint["document"].get("evidence") else _compact(_silent(paint))


def _compact(paint: Mapping[str, Any]) -> str:
    # Text, not a dict: a notebook writes each member of a dict on a line of its own.
    return json.dumps(paint, ensure_ascii=False, separators=(",", ":"))


def _silent(paint: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a page is painted with, without the words of evidence: a live page gets them in pieces."""
    document = paint["document"]
    rows = [{name: value for name, value in row.items() if name != "quote"} for row in document["evidence"]]
    # A revision that never was: the page's first hello is then answered by the whole document.
    return {**paint, "revision": -1, "document": {**document, "evidence": rows}}


def _home(tabular: Tabular[Any]) -> str:
    """Return what keeps the document: its file, else this very object.

    Pages hand pending edits on only within it, since a copied file has the same ids, and so has a
    seeded notebook that runs twice. A digest, so that no path goes into a notebook.
    """
    if tabular.path is None:
        return tabular.store.epoch
    return hashlib.sha256(str(tabular.path.resolve()).encode()).hexdigest()[:16]


class TabularWidget(Visible):
    """A view over a journey or a study.

    The document travels by custom messages only; traits hold small view settings. Closing a
    view frees it; the document stays.

    Parameters
    ----------
    tabular
        What to show.
    lens
        What reaches the page; default: everything.
    **settings
        Any of the traits below.

    Raises
    ------
    JourneyError
        A setting is unknown.
    """

    # Sent when the state is read (on opening, on saving), never per edit.
    _snapshot = traitlets.Unicode().tag(sync=True, to_json=_paint, echo_update=False)

    theme = traitlets.Enum(["auto", "light", "dark"], "auto").tag(sync=True, echo_update=False)
    """Light or dark; ``auto`` follows the host."""
    read_only = traitlets.Bool(False).tag(sync=True, echo_update=False)
    """Whether the page offers no edits."""
    revision = traitlets.Int(0).tag(sync=True, echo_update=False)
    """The last revision that the page has seen acknowledged. Set by the page, so that hosts which
    re-run cells on trait changes notice edits."""
    file = traitlets.Unicode("", read_only=True).tag(sync=True, echo_update=False)
    """The journey file's name; empty where the journey is in memory only."""

    def __init__(self, tabular: Tabular[Any], lens: Lens | None = None, **settings: Any) -> None:
        self.check_settings(settings)
        self.tabular = tabular
        self.lens = lens or Lens(tabular)
        self.wire = Wire(tabular, self.send, lens=self.lens)
        super().__init__(**settings)
        self.set_trait("file", self.lens.text(tabular.path.name) if tabular.path else "")
        if tabular.store.read_only:
            self.read_only = True
        self.on_msg(_receive)

    def receive(self, message: Any) -> None:
        """Take a page's message."""
        self.wire.receive(message)

    def get_state(self, key: Any = None, drop_defaults: bool = False) -> dict[str, Any]:
        """Return the traits' values; the paint snapshot is fresh, and no patch is older than it."""
        self.wire.flush()
        state: dict[str, Any] = super().get_state(key, drop_defaults)
        return state

    def close(self) -> None:
        """Free the view: its channel, its traits and its layout. The document stays."""
        if self.comm is None:
            return
        self.wire.close()
        super().close()

    def __repr__(self) -> str:
        """Return a line that is the same in every run."""
        return f"{type(self).__name__}({self.tabular!r})"


class JourneyWidget(TabularWidget):
    """A view over a `Journey`.

    Parameters
    ----------
    journey
        What to show.
    share
        Who may see it: quotes of a narrower level are counted, but their words and whose they are
        never leave Python. ``"private"`` shows every quote, ``"public"`` only the public ones.
    **settings
        Any of the traits of the view.

    Raises
    ------
    JourneyError
        `journey` is not a Journey, or a setting is unknown.
    EvidenceError
        `share` is not a level.
    """

    lens: JourneyLens

    def __init__(self, journey: Journey, *, share: str = "team", **settings: Any) -> None:
        if not isinstance(journey, Journey):
            message = f"{type(self).__name__} shows a Journey, not {type(journey).__name__}."  # type: ignore[unreachable]
            raise JourneyError(message)
        self.journey = journey
        super().__init__(journey, JourneyLens(journey, share), **settings)

    @property
    def share(self) -> str:
        """Who may see what it shows: ``"private"``, ``"team"`` or ``"public"``."""
        return self.lens.share

    def readable(self) -> dict[str, str]:
        """Return what is readable without page code, by mime type."""
        with self.journey.store.lock:
            return self._written(self.lens.seen())

    def record(self) -> dict[str, Any]:
        """Return what a report shows the view again by: the journey as it may be seen, and the settings."""
        with self.journey.store.lock:
            document, revision = self.lens.seen().to_dict(), self.journey.store.revision
        traits = {name: trait for name, trait in sorted(self.traits().items()) if name in _SETTINGS}
        settings = {name: getattr(self, name) for name in traits if getattr(self, name) != traits[name].default()}
        held = {"revision": revision, "settings": settings, "document": document}
        return {"kind": self._bundle, "version": VERSION, "share": self.share, **held}

    @abstractmethod
    def _written(self, document: Document) -> dict[str, str]:
        """Return what stays readable of a document; what writes it is loaded when it is first shown."""


def _receive(widget: TabularWidget, content: Any, _buffers: Any) -> None:
    # A function, not a method: a bound method in the widget's own callbacks would be a circle.
    widget.receive(content)
