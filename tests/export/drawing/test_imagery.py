"""The sizes of pictures, read from their first bytes; another library made the pictures."""

from __future__ import annotations

import io
from base64 import b64encode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from journeywidgets.export.drawing.imagery import picture_size


def url(kind: str, size: tuple[int, int], **options: object) -> str:
    file = io.BytesIO()
    Image.new("RGB", size, "red").save(file, kind, **options)
    return f"data:image/{kind.lower()};base64,{b64encode(file.getvalue()).decode()}"


@pytest.mark.parametrize("size", [(1, 1), (300, 20), (641, 480)])
@pytest.mark.parametrize(
    ("kind", "options"),
    [
        ("PNG", {}),
        ("GIF", {}),
        ("JPEG", {}),
        ("JPEG", {"progressive": True, "comment": b"x" * 60_000}),
        ("WEBP", {}),
        ("WEBP", {"lossless": True}),
        ("WEBP", {"exif": b"Exif\0\0MM\0*\0\0\0\x08\0\0\0\0\0\0"}),
    ],
)
def test_the_size_of_a_picture_is_read(kind: str, options: dict[str, object], size: tuple[int, int]) -> None:
    assert picture_size(url(kind, size, **options)) == size


@settings(max_examples=80)
@given(st.sampled_from(["PNG", "JPEG", "GIF", "WEBP"]), st.integers(0, 60), st.binary(max_size=8))
def test_damaged_pictures_have_some_size(kind: str, at: int, junk: bytes) -> None:
    head, _, data = url(kind, (30, 20)).partition(",")
    broken = f"{head},{b64encode(__import__('base64').b64decode(data)[:at] + junk).decode()}"
    width, height = picture_size(broken)
    assert width > 0
    assert height > 0
