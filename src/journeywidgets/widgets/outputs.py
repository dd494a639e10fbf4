"""Where a view stands in a notebook: outputs that can be given another content later.

A host replaces an output by the display id that it was sent with. IPython sends what ends a cell
without one, and `display` only where it is asked to; so each output of a view gets one here.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any
from weakref import WeakValueDictionary

from IPython.core.getipython import get_ipython

_VIEW = "application/vnd.jupyter.widget-view+json"
Bundle = tuple[Mapping[str, Any], Mapping[str, Any]]


class Outputs:
    """The outputs that show a view.

    Parameters
    ----------
    model
        The id of the view's model.
    """

    def __init__(self, model: str) -> None:
        self._own = f"journeywidgets-{model}"
        self._ids: dict[str, None] = {}
        self._entered = 0
        _of_model[model] = self

    def __bool__(self) -> bool:
        """Return whether there is an output to replace."""
        return bool(self._ids)

    def claims(self) -> bool:
        """Return whether what is shown now is for `show` to send, not for IPython.

        What `display` sends is left to IPython, since it may have been given a display id: the
        hook learns that one, or adds the view's own.
        """
        shell = get_ipython()
        if shell is None:
            return False
        publisher: Any = shell.display_pub
        if not hasattr(publisher, "register_hook"):
            return True
        # Hooks are kept for each thread: it goes where the message will go, and is there once.
        publisher.unregister_hook(_noted)
        publisher.register_hook(_noted)
        return _ends_a_cell(shell.displayhook)

    def show(self, bundle: Bundle) -> None:
        """Show the view in an output of its own."""
        _send(bundle, self.enter(None), update=False)

    def replace(self, bundle: Bundle) -> None:
        """Put another content in the place of every output of the view."""
        ids, self._ids = list(self._ids), {}
        for display_id in ids:
            _send(bundle, display_id, update=True)

    def enter(self, display_id: str | None) -> str:
        """Note an output that shows the view from now on, and return its display id."""
        # One id an output: a host gives all outputs of one id the last content. An earlier cell shows what was then.
        self._entered += display_id is None
        entered = display_id or f"{self._own}-{self._entered}"
        self._ids[entered] = None
        return entered

    def leave(self, display_id: str) -> None:
        """Forget an output: it shows something else from now on."""
        self._ids.pop(display_id, None)


_of_model: WeakValueDictionary[str, Outputs] = WeakValueDictionary()


def final() -> bool:
    """Return whether outputs that have been sent can no longer be replaced in the page.

    Voila sends a cell's outputs when the cell has run, and replaces them from then on in its own
    copy only: the page would look for a view that is gone.
    """
    return os.environ.get("SERVER_SOFTWARE", "").startswith("voila/")


def _send(bundle: Bundle, display_id: str, *, update: bool) -> None:
    shell = get_ipython()
    if shell is not None:
        data, metadata = map(dict, bundle)
        transient = {"display_id": display_id}
        shell.display_pub.publish(data=data, metadata=metadata, transient=transient, update=update)


def _ends_a_cell(hook: Any) -> bool:
    """Return whether what is shown is the value of a cell; ipykernel's hook knows it by its message."""
    return getattr(hook, "is_active", False) or getattr(hook, "msg", None) is not None


def _noted(message: dict[str, Any]) -> dict[str, Any]:
    """Learn from a message which view an output shows; give it a display id where it has none."""
    content = message["content"]
    if "data" in content:
        transient = content.setdefault("transient", {})
        display_id = transient.get("display_id")
        for outputs in [*_of_model.values()] if display_id else []:
            outputs.leave(display_id)
        shown = _of_model.get(content["data"].get(_VIEW, {}).get("model_id"))
        if shown is not None:
            transient["display_id"] = shown.enter(display_id)
    return message
