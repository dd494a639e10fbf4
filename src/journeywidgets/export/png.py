"""PNG pictures packed tighter: what a notebook keeps should be small."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator

_SIGNATURE = b"\x89PNG\r\n\x1a\n"


_PX = 96 / 0.0254
"""CSS pixels to a metre."""


def tight(picture: bytes, scale: float = 1) -> bytes:
    """Return the same PNG with its data compressed as far as zlib goes, and `scale` pixels to a CSS pixel.

    Programs that draw fast pack loosely: charts come out at about a third of their size. By their
    scale LaTeX and word processors give pictures their size.
    """
    dots = round(_PX * scale)
    chunks = list(_chunks(picture))
    data = zlib.decompress(b"".join(body for kind, body in chunks if kind == b"IDAT"))
    packed = (b"IDAT", zlib.compress(data, 9))
    first = next(at for at, (kind, _) in enumerate(chunks) if kind == b"IDAT")
    head = [chunk for chunk in chunks[:first] if chunk[0] != b"pHYs"]
    tail = [chunk for chunk in chunks[first:] if chunk[0] != b"IDAT"]
    density = (b"pHYs", struct.pack(">IIB", dots, dots, 1))
    return _SIGNATURE + b"".join(_chunk(*chunk) for chunk in (*head, density, packed, *tail))


def size(picture: bytes) -> tuple[int, int]:
    """Return width and height of a PNG in pixels."""
    width, height = struct.unpack_from(">II", picture, len(_SIGNATURE) + 8)
    return width, height


def _chunks(picture: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(_SIGNATURE)
    while at < len(picture):
        (length,) = struct.unpack_from(">I", picture, at)
        yield picture[at + 4 : at + 8], picture[at + 8 : at + 8 + length]
        at += 12 + length


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
