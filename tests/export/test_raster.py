"""Pictures on their way into office files."""

from __future__ import annotations

import base64
import io
import struct
import zlib
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from tests.browser.journeys import PICTURE

from journeywidgets.export.raster import raster


def url(kind: str, data: bytes) -> str:
    return f"data:image/{kind};base64,{base64.b64encode(data).decode()}"


def encoded(kind: str, size: tuple[int, int] = (8, 6), **options: Any) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", size, "red").save(file, kind, **options)
    return file.getvalue()


@pytest.mark.parametrize("kind", ["png", "jpeg", "webp", "gif"])
def test_every_kind_becomes_a_png(kind: str) -> None:
    found = raster(url(kind, encoded(kind)))
    assert found is not None
    assert (found.width, found.height) == (8, 6)
    with Image.open(io.BytesIO(found.png)) as picture:
        assert picture.format == "PNG"


def test_what_a_camera_noted_is_not_kept() -> None:
    exif = Image.Exif()
    exif[0x013B] = "Vandle Quixby"
    given = encoded("jpeg", exif=exif)
    assert b"Vandle" in given
    found = raster(url("jpeg", given))
    assert found is not None
    assert b"Vandle" not in found.png


def test_large_pictures_are_made_smaller() -> None:
    found = raster(url("png", encoded("png", (4_000, 10))))
    assert found is not None
    assert found.width == 1_600


def test_a_bomb_is_not_unpacked() -> None:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0))
    bomb = b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")
    assert raster(url("png", bomb)) is None


@pytest.mark.parametrize(
    "given_url", ["", "https://example.com/x.png", "data:image/svg+xml;base64,PHN2Zy8+", "data:image/png;base64,A"]
)
def test_what_is_no_picture_is_none(given_url: str) -> None:
    assert raster(given_url) is None


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_damaged_pictures_are_none_or_drawn(data: st.DataObject) -> None:
    whole = base64.b64decode(PICTURE.partition(",")[2])
    at = data.draw(st.integers(0, len(whole) - 1))
    damaged = whole[:at] + data.draw(st.binary(max_size=8)) + whole[at + data.draw(st.integers(0, 8)) :]
    found = raster(url("png", damaged))
    assert found is None or found.width > 0
