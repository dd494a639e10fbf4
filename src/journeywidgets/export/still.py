"""Still: what a view leaves where no page code runs, ready to be shown by a notebook."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from typing import Any

from journeywidgets.export.png import size

_PNG = "image/png"


class Still:
    """A view as it stood at one moment: a table, a picture and plain text, with no page code behind them.

    A notebook shows and keeps it as it is: it needs no kernel, no script and no network, and a
    host takes of it the richest form that it can show.

    Parameters
    ----------
    data
        The forms, by mime type.
    picture
        The same as PNG; None where nothing draws it.
    scale
        Pixels of the picture to a CSS pixel.

    Examples
    --------
    >>> from journeywidgets import Journey
    >>> Journey("Bike rental", stages=["Awareness"], seed=1).static()
    <Still: text/html, text/plain, image/png>
    """

    def __init__(self, data: Mapping[str, str], picture: bytes | None = None, *, scale: float = 1) -> None:
        # Plain strings: what marimo sends by takes no others.
        self._data = {mime: str(text) for mime, text in data.items()}
        self._metadata: dict[str, Any] = {}
        if picture:
            self._data[_PNG] = b64encode(picture).decode()
            width, height = (round(pixels / scale) for pixels in size(picture))
            self._metadata[_PNG] = {"width": width, "height": height}

    @property
    def data(self) -> dict[str, str]:
        """The forms, by mime type; the picture in base64."""
        return dict(self._data)

    @property
    def metadata(self) -> dict[str, Any]:
        """What hosts want to know of the forms: the size of the picture in CSS pixels."""
        return dict(self._metadata)

    def __repr__(self) -> str:
        """Return a line that names the forms."""
        return f"<Still: {', '.join(self._data)}>"

    def __str__(self) -> str:
        """Return the plain text."""
        return self._data.get("text/plain", "")

    def _mime_(self) -> tuple[str, str]:
        # marimo would offer every form behind a tab of its own.
        mime = next(iter(self._data))
        return mime, self._data[mime]

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> tuple[dict[str, str], dict[str, Any]]:
        del include, exclude  # the host chooses among all of them
        return self.data, self.metadata
