"""What a notebook's output keeps of a view, so that a report can show the view again: one more mime member.

Hosts do not know the member and show what they always showed. It is text: a mark, then base64 of zlib of
JSON, which `check_share` looks into as it does into anything packed.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import re
import zlib
from collections.abc import Callable, Mapping
from typing import Any

from journeywidgets.errors import JourneyError

RECORD = "application/vnd.journeywidgets.view"
"""The member's mime type."""
_MARK = "jw1:"
_MOST = 64_000_000
"""Bytes that a record may grow to: far beyond any journey, far below what stops a machine."""
_PICTURE = re.compile(r"data:image/[a-z]+;base64,[A-Za-z0-9+/=\s]+")
_WORTH = 200
"""Characters from which on a picture is named instead of kept: the figure beside it has it."""
_NAMED = "picture:"


def pack(view: Mapping[str, Any], html: str = "") -> str:
    """Return a view as one line of text, the same for the same view.

    Parameters
    ----------
    view
        Plain data: ``kind`` (``"map"``, ``"personas"``, ``"chart"`` or ``"dashboard"``) and what that kind
        shows, as the widgets' ``record`` gives it.
    html
        The figure that stands beside it in the output. Pictures that it has are named, not kept twice.
    """
    held = {match.group() for match in _PICTURE.finditer(html)}

    def named(text: str) -> str:
        return _named(text) if len(text) >= _WORTH and text in held else text

    plain = json.dumps(_each(view, named), ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    packed = zlib.compress(plain.encode("utf-8", "replace"), 9)
    return _MARK + base64.b64encode(packed).decode()


def unpack(text: str, html: str = "") -> dict[str, Any]:
    """Return a view that `pack` wrote; pictures that `html` does not have any more are left out.

    Raises
    ------
    JourneyError
        It is damaged, or of a later version.
    """
    text = "".join(text.split())
    if not text.startswith(_MARK):
        raise JourneyError(
            "the output's record is not of a kind that this version reads. Run the notebook again, or upgrade "
            "journeywidgets."
        )
    try:
        reader = zlib.decompressobj()
        plain = reader.decompress(base64.b64decode(text[len(_MARK) :], validate=True), _MOST)
        if not reader.eof:
            raise _damaged()
        view = json.loads(plain)
    except (binascii.Error, zlib.error, ValueError, RecursionError) as error:
        raise _damaged() from error
    if not isinstance(view, dict) or not isinstance(view.get("kind"), str):
        raise _damaged()
    pictures = {_named(match.group()): match.group() for match in _PICTURE.finditer(html)}
    return _each(view, lambda text: pictures.get(text, "") if _is_named(text) else text)  # type: ignore[no-any-return]


def _damaged() -> JourneyError:
    return JourneyError("the output's record is damaged: it is cut off or was changed. Run the notebook again.")


def _named(picture: str) -> str:
    return _NAMED + hashlib.sha256(picture.encode()).hexdigest()[:32]


def _is_named(text: str) -> bool:
    return text.startswith(_NAMED) and len(text) == len(_NAMED) + 32


def _each(part: Any, change: Callable[[str], str]) -> Any:
    """Return a copy of plain data with every text (names stay) as `change` gives it."""
    if isinstance(part, str):
        return change(part)
    if isinstance(part, Mapping):
        return {name: _each(inner, change) for name, inner in part.items()}
    if isinstance(part, (list, tuple)):
        return [_each(inner, change) for inner in part]
    return part
