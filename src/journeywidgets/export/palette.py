"""The colours of the light theme, as literals, and how personas are told apart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from journeywidgets.export.escape import safe_color

BACKGROUND = "#fff"
SOFT = "#f7f8fa"
LINE = "#e3e6eb"
STRONG_LINE = "#c6ccd6"
INK = "#1c2430"
SOFT_INK = "#556070"
BRAND = "#3454d1"
PAIN, PAIN_SOFT = "#b42318", "#fdecea"
GAIN, GAIN_INK, GAIN_SOFT = "#1b7f4b", "#176b40", "#e6f5ec"
WARN = "#8a5a00"
FONT = "system-ui,-apple-system,Segoe UI,Roboto,DejaVu Sans,sans-serif"

COLORS = ("#3454d1", "#c2410c", "#0f766e", "#9d174d", "#6d28d9", "#4d6b0b", "#0369a1", "#7a4b12")
_SHAPES = ("circle", "diamond", "square", "triangle", "hexagon", "wedge", "pentagon", "octagon")
_DASHES = ("", "7 4", "2 4", "10 3 2 3", "12 4", "4 2", "7 3 2 3 2 3", "1 3")


@dataclass(frozen=True)
class Mark:
    """What tells a persona apart: shape and dash, and colour on top of these."""

    color: str
    shape: str
    dash: str


EVERYONE = Mark(SOFT_INK, "circle", "3 3")


def mark_of(persona: Mapping[str, Any], place: int) -> Mark:
    """Return the mark of the persona at `place` among all; its own colour where it has one."""
    turn = place % len(COLORS)
    return Mark(safe_color(persona["color"]) or COLORS[turn], _SHAPES[turn], _DASHES[turn])
