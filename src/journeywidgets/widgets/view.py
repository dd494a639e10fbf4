"""View: what every widget of the package is, whatever it shows."""

from __future__ import annotations

from typing import Any, ClassVar

import anywidget
import traitlets
from typing_extensions import Self

from journeywidgets.errors import JourneyError
from journeywidgets.widgets.bundle import bundle


class View(anywidget.AnyWidget):
    """A widget with its page code in itself, which frees all that it holds when it is closed."""

    _bundle: ClassVar[str]

    _esm = traitlets.Unicode("").tag(sync=True)

    @traitlets.default("_esm")
    def _default_esm(self) -> str:
        return bundle(self._bundle)

    @classmethod
    def check_settings(cls, settings: dict[str, Any]) -> None:
        """Raise where a setting is not one of the widget's traits."""
        known = sorted(name for name in cls.class_trait_names(sync=True) if not name.startswith("_"))
        unknown = sorted(set(settings) - set(known))
        if unknown:
            name = f"{cls.__name__} has no setting {unknown[0]!r}"
            raise JourneyError(f"{name}. Settings: {', '.join(known)}.")

    def open(self) -> None:
        """Open the channel to the page."""
        super().open()
        _let_any_shell_hear(self.comm)

    def _send(self, msg: Any, buffers: Any = None) -> None:
        super()._send(msg, buffers=buffers)
        _let_any_shell_hear(self.comm)

    def close(self) -> None:
        """Free the view: its channel, its traits and its layout."""
        if self.comm is None:
            return
        layout = self.layout
        super().close()
        layout.close()

    def __enter__(self) -> Self:
        """Return the view, to be closed at the end of a ``with`` block."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the view."""
        self.close()


def _let_any_shell_hear(comm: Any) -> None:
    """Let the page's next message go to the shell that the page names.

    Since version 7.4 ipykernel hands it to the shell that spoke last: after a cell has shown or
    changed the journey that is the main one, and an edit would wait until no cell is running.
    """
    if comm is not None:
        vars(comm).pop("_reply_subshell_id", None)
