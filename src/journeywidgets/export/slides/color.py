"""Colours and strokes of shapes."""

from __future__ import annotations

from typing import Any

from pptx.dml.color import RGBColor
from pptx.oxml.ns import qn
from pptx.util import Length

_WHOLE = 100_000  # 100 %, as the format counts


def rgb(color: str) -> Any:
    """Return ``#rgb`` or ``#rrggbb`` as a colour of a presentation."""
    digits = color.removeprefix("#")
    pairs = [2 * digit for digit in digits] if len(digits) == 3 else [digits[:2], digits[2:4], digits[4:]]  # noqa: PLR2004 - #rgb
    made: Any = RGBColor
    return made(*(int(pair, 16) for pair in pairs))


def paint(fill: Any, color: str | None, opacity: float = 1) -> None:
    """Fill with a colour, or not at all."""
    if color is None:
        fill.background()
        return
    fill.solid()
    fill.fore_color.rgb = rgb(color)
    if opacity < 1:
        tone = fill._xPr.find(f"{qn('a:solidFill')}/{qn('a:srgbClr')}")  # noqa: SLF001 - it has no name for opacity
        alpha = tone.makeelement(qn("a:alpha"), {"val": str(round(opacity * _WHOLE))})
        tone.append(alpha)


def outline(line: Any, color: str | None, width: Length, dash: str = "", px: float = 1, opacity: float = 1) -> None:
    """Draw along with a colour, or not at all; `dash` and the line's own width `px` as in a drawing."""
    paint(line.fill, color, opacity)
    if color is None:
        return
    line.width = width
    if dash:
        lengths = [float(length) for length in dash.split()]
        drawn = line._get_or_add_ln()  # noqa: SLF001 - python-pptx names a few dashes only
        element = drawn.makeelement(qn("a:custDash"), {})
        for stroke, gap in zip(lengths[::2], lengths[1::2], strict=False):
            sizes = {"d": str(round(_WHOLE * stroke / px)), "sp": str(round(_WHOLE * gap / px))}
            element.append(element.makeelement(qn("a:ds"), sizes))
        drawn.append(element)
