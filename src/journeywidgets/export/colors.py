"""A persona's own colour as it can be read on either ground: what persona.ts does in the page."""

from __future__ import annotations

WHITE, DARK_GROUND = "#ffffff", "#262626"
_READABLE = 4.5
_STEPS = 10


def parts(color: str) -> tuple[int, int, int]:
    """Return the three parts of #rgb or #rrggbb, 0 to 255."""
    digits = color.removeprefix("#")
    if len(digits) == 3:  # noqa: PLR2004 - #rgb
        digits = "".join(digit * 2 for digit in digits)
    red, green, blue = (int(digits[at : at + 2], 16) for at in (0, 2, 4))
    return red, green, blue


def luminance(color: str) -> float:
    """Return the relative luminance (WCAG 2.2), 0 to 1."""
    shares = [part / 255 for part in parts(color)]
    red, green, blue = (share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares)  # noqa: PLR2004 - WCAG
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours (WCAG 2.2), 1 to 21."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def readable(color: str, ground: str) -> str:
    """Return `color`, mixed with black or white until text in it can be read on `ground`."""
    toward = 0 if luminance(ground) > 0.5 else 255  # noqa: PLR2004 - half
    for step in range(_STEPS):
        mixed = [int(part + (toward - part) * step / _STEPS + 0.5) for part in parts(color)]
        found = "#" + "".join(f"{part:02x}" for part in mixed)
        if contrast(found, ground) >= _READABLE:
            return found
    return "#ffffff" if toward else "#000000"
