"""Colours as a workbook writes them."""

from __future__ import annotations


def argb(color: str) -> str:
    """Return ``#rgb`` or ``#rrggbb`` as the eight digits of an opaque colour."""
    digits = color.removeprefix("#")
    return f"FF{''.join(2 * digit for digit in digits) if len(digits) == 3 else digits}".upper()  # noqa: PLR2004 - #rgb
