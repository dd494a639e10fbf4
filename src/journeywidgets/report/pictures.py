"""Pictures that a notebook refers to, as data URLs: attached ones, and files beside the notebook."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from journeywidgets.export.escape import safe_image

_SVG = "image/svg+xml"
_DRAWING = re.compile(r"data:image/svg\+xml(?:;[\w=-]+)*,[A-Za-z0-9+/=%._~!*();:@&$,?#'\s-]*")
_KINDS = {
    ".png": ("image/png", b"\x89PNG\r\n\x1a\n"),
    ".jpg": ("image/jpeg", b"\xff\xd8\xff"),
    ".jpeg": ("image/jpeg", b"\xff\xd8\xff"),
    ".gif": ("image/gif", b"GIF8"),
    ".webp": ("image/webp", b"RIFF"),
    ".svg": (_SVG, b""),
}
_MOST = 20_000_000
"""Bytes of a picture, at most."""
_MIME = re.compile(r"image/(?:png|jpeg|gif|webp|svg\+xml)")


def embedded(mime: str, data: Any) -> str | None:
    """Return the data URL of a picture as notebooks hold it; None where it is none.

    Parameters
    ----------
    mime
        Its mime type.
    data
        In base64; of a drawing (SVG) its text, or base64 too.
    """
    text = "".join(map(str, data)) if isinstance(data, list) else str(data)
    if not _MIME.fullmatch(mime):
        return None
    if mime == _SVG and "<" in text:
        return f"data:{mime};base64,{b64encode(text.encode('utf-8', 'replace')).decode()}"
    return _known(f"data:{mime};base64,{''.join(text.split())}")


class Pictures:
    """Finds the pictures of one notebook.

    Parameters
    ----------
    folder
        Where the notebook lies; None where it lies nowhere.
    missing
        Is told what is not to be had, and why.
    """

    def __init__(self, folder: Path | None, missing: Callable[[str], None]) -> None:
        self._folder, self._missing = folder, missing

    def of(self, attachments: Any) -> Callable[[str], str | None]:
        """Return what gives the pictures that one cell refers to, which has these attachments."""
        held = attachments if isinstance(attachments, Mapping) else {}
        return lambda address: self._find(address.strip(), held)

    def _find(self, address: str, attachments: Mapping[str, Any]) -> str | None:
        try:
            parts = urlsplit(address)
        except ValueError:
            self._missing("a picture whose address is broken")
            return None
        if parts.scheme == "data":
            found, why = _known(address), "a picture of a kind that a report cannot hold"
        elif parts.scheme == "attachment":
            found, why = (
                _attached(unquote(parts.path), attachments),
                "a picture that should be attached to the cell, and is not",
            )
        elif parts.scheme or parts.netloc:
            found, why = None, f"a picture from {parts.hostname or 'elsewhere'}: a report loads nothing"
        else:
            found, why = self._file(unquote(parts.path)), "a picture that is not beside the notebook, or cannot be read"
        if found is None:
            self._missing(why)
        return found

    def _file(self, name: str) -> str | None:
        """Return a picture in the notebook's folder or below; what lies elsewhere is not the notebook's to show."""
        kind = _KINDS.get(Path(name).suffix.lower())
        if self._folder is None or kind is None or "\0" in name:
            return None
        mime, begins = kind
        try:
            folder = self._folder.resolve()
            path = (folder / name).resolve()
            if not path.is_relative_to(folder) or not path.is_file() or path.stat().st_size > _MOST:
                return None
            data = path.read_bytes()
        except (OSError, RuntimeError):
            return None
        if not data.startswith(begins) or (mime == _SVG and b"<svg" not in data):
            return None
        return f"data:{mime};base64,{b64encode(data).decode()}"


def _known(address: str) -> str | None:
    return safe_image(address) or (address if _DRAWING.fullmatch(address) else None)


def _attached(name: str, attachments: Mapping[str, Any]) -> str | None:
    forms = attachments.get(name)
    pairs = forms.items() if isinstance(forms, Mapping) else ()
    return next((url for url in (embedded(str(mime), data) for mime, data in pairs) if url), None)
