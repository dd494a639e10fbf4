"""Pictures of a journey as office files hold them: decoded, made small, and written anew as PNG."""

from __future__ import annotations

import base64
import binascii
import io
import struct
import warnings
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from journeywidgets.export.escape import safe_image

if TYPE_CHECKING:
    from PIL.Image import Image as Picture

_FORMATS = ("PNG", "JPEG", "WEBP", "GIF")
_PIXELS = 40_000_000
"""More than any camera's picture in a megabyte; a picture that claims more is a bomb."""
_SIDE = 1_600
"""Pixels of the longer side, at most: enough for a whole slide."""
# What Pillow raises on damaged files, whatever the format.
_DAMAGED = (OSError, ValueError, SyntaxError, EOFError, LookupError, TypeError, ArithmeticError, struct.error)


@dataclass(frozen=True)
class Raster:
    """A picture.

    Attributes
    ----------
    png
        The file, without anything that the camera or the author noted in the original.
    width, height
        In pixels.
    """

    png: bytes
    width: int
    height: int


@lru_cache(maxsize=64)
def raster(url: str) -> Raster | None:
    """Return the picture of a data URL, kept for the next time.

    None where it is none, is damaged, or would take too much memory.
    """
    from PIL import Image

    checked = safe_image(url)
    if checked is None:
        return None
    try:
        data = base64.b64decode(checked.partition(",")[2])
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=_FORMATS) as picture:
                if picture.width * picture.height > _PIXELS:
                    return None
                return _written(picture)
    except (*_DAMAGED, binascii.Error, Image.DecompressionBombError, Image.DecompressionBombWarning):
        return None


def _written(picture: Picture) -> Raster:
    plain = picture.convert("RGBA")
    plain.thumbnail((_SIDE, _SIDE))
    file = io.BytesIO()
    plain.save(file, "PNG", optimize=True)
    return Raster(file.getvalue(), plain.width, plain.height)
