from __future__ import annotations

import io
import struct
import zlib

from PIL import Image

from journeywidgets.export.png import tight

SIGNATURE = b"\x89PNG\r\n\x1a\n"


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def chunks(picture: bytes) -> list[tuple[bytes, bytes]]:
    found, at = [], 8
    while at < len(picture):
        length = struct.unpack_from(">I", picture, at)[0]
        kind, body = picture[at + 4 : at + 8], picture[at + 8 : at + 8 + length]
        assert struct.unpack_from(">I", picture, at + 8 + length)[0] == zlib.crc32(kind + body)
        found.append((kind, body))
        at += 12 + length
    return found


def test_the_same_rows_in_fewer_bytes() -> None:
    rows = b"".join(b"\x00" + bytes((x * y) % 7 for x in range(300)) for y in range(200))
    loose = zlib.compress(rows, 0)
    header = struct.pack(">IIBBBBB", 100, 200, 8, 2, 0, 0, 0)
    parts = [chunk(b"IDAT", loose[:1000]), chunk(b"IDAT", loose[1000:])]
    text, end = chunk(b"tEXt", b"Title\x00A chart"), chunk(b"IEND", b"")
    picture = SIGNATURE + chunk(b"IHDR", header) + b"".join(parts) + text + end
    small = tight(picture)
    assert len(small) < len(picture) / 5
    assert small.startswith(SIGNATURE)
    kinds = chunks(small)
    assert [kind for kind, _ in kinds] == [b"IHDR", b"pHYs", b"IDAT", b"tEXt", b"IEND"]
    assert kinds[0][1] == header
    assert zlib.decompress(kinds[2][1]) == rows
    assert tight(small) == small
    twice = tight(small, 2)
    assert len(twice) == len(small)
    with Image.open(io.BytesIO(small)) as one, Image.open(io.BytesIO(twice)) as two:
        # A CSS pixel is 1/96 inch.
        assert [round(dots) for dots in (*one.info["dpi"], *two.info["dpi"])] == [96, 96, 192, 192]
