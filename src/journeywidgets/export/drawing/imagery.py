"""How large a raster picture is, read from the first bytes of its data URL."""

from __future__ import annotations

import binascii
import struct
from base64 import b64decode
from functools import lru_cache

_UNKNOWN = (160, 120)
_MOST = 400_000
"""Characters of a picture that are looked at: sizes stand at its beginning, behind small print at most."""
_NO_SIZE = frozenset({0xC4, 0xC8, 0xCC})  # of the JPEG markers C0 to CF, those that are no frame


@lru_cache(maxsize=512)
def picture_size(url: str) -> tuple[int, int]:
    """Return how wide and high a PNG, JPEG, GIF or WebP is, in px; 160 by 120 where that cannot be read."""
    text = "".join(url.partition(",")[2][:_MOST].split())
    try:
        data = b64decode(text[: len(text) // 4 * 4])
        width, height = _size(data)
    except (binascii.Error, struct.error, IndexError):
        return _UNKNOWN
    return (width, height) if width > 0 and height > 0 else _UNKNOWN


def _size(data: bytes) -> tuple[int, int]:
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        width, height = struct.unpack(">II", data[16:24])
    elif data[:6] in {b"GIF87a", b"GIF89a"}:
        width, height = struct.unpack("<HH", data[6:10])
    elif data.startswith(b"\xff\xd8"):
        return _jpeg(data)
    elif data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return _webp(data)
    else:
        return _UNKNOWN
    return width, height


def _jpeg(data: bytes) -> tuple[int, int]:
    """Return the size in the first frame: a JPEG is segments, each with a marker and its length."""
    at = 2
    while data[at] == 0xFF:  # noqa: PLR2004 - a marker
        marker = data[at + 1]
        if 0xC0 <= marker <= 0xCF and marker not in _NO_SIZE:  # noqa: PLR2004 - a frame
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            return width, height
        at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    return _UNKNOWN


def _webp(data: bytes) -> tuple[int, int]:
    kind = data[12:16]
    if kind == b"VP8X":
        return int.from_bytes(data[24:27], "little") + 1, int.from_bytes(data[27:30], "little") + 1
    if kind == b"VP8L":
        bits = int.from_bytes(data[21:25], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    width, height = struct.unpack("<HH", data[26:30])
    return width & 0x3FFF, height & 0x3FFF
