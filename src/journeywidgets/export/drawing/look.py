"""How things look in a drawing: fonts and colours by what they say, and the marks of personas."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from journeywidgets.export.content.outline import Outline, initials
from journeywidgets.export.drawing.measure import width
from journeywidgets.export.drawing.scene import Box, Disc, Font, Mark, Path, Picture, px
from journeywidgets.export.drawing.setting import Piece, Style
from journeywidgets.export.drawing.theme import Theme
from journeywidgets.export.escape import safe_color, safe_image
from journeywidgets.export.palette import Mark as PersonaMark
from journeywidgets.export.plain.curve_svg import POLYGONS
from journeywidgets.model.intake import Row

SMALL = Font(11)
_TURNING = re.compile(
    "[\u0590-\u08ff\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
"""Letters of scripts that are read from the right, and marks of direction."""
KEY = 15
"""How much room a persona's shape needs before a name, in px."""
_LINE_KEY = 40
_STROKE = 2.5
_CORNERED = 0.85
"""Of a circle's radius: what reaches into corners looks larger."""
_LETTERS = {"triangle": (0.3, 0.08), "wedge": (0.3, -0.08), "diamond": (0.38, 0.0)}
_TONES = {"good": ("gain_ink", "gain_soft"), "bad": ("pain", "pain_soft"), "warn": ("warn", "warn_soft")}


@dataclass(frozen=True)
class Look:
    """The looks of one drawing: its rows and its theme."""

    outline: Outline
    theme: Theme

    def small(self, kind: str = "note", color: str | None = None, *, bold: bool = False) -> Style:
        """Return the style of small print."""
        return Style(kind, Font(SMALL.size, bold), color or self.theme.soft_ink)

    def faint(self, kind: str = "note") -> Style:
        """Return the style of small print that is the least needed."""
        return Style(kind, SMALL, self.theme.faint_ink)

    def badge(self, tone: str, kind: str = "badge") -> Style:
        """Return the style of a badge: "good", "bad" or "warn", or plain."""
        ink, ground = _TONES.get(tone, ("soft_ink", "soft"))
        return Style(kind, Font(SMALL.size, bold=True), getattr(self.theme, ink), getattr(self.theme, ground))

    def mark(self, persona: str | None) -> PersonaMark:
        """Return what tells a persona apart on this ground."""
        return self.theme.readable(self.outline.marks[persona])

    def who(self, persona: str | None, style: Style | None = None) -> Piece:
        """Return a persona's name behind its shape."""
        mark = self.mark(persona)
        drawn = (shape(mark, 0, 0, 4, self.theme.background, 1.5),)
        return Piece(self.outline.who(persona), style or self.small("persona", bold=True), drawn, KEY)

    def line_key(self, persona: str | None) -> Piece:
        """Return a persona's name behind its line and shape: the key to the curves."""
        mark = self.mark(persona)
        half = _LINE_KEY / 2 - 4
        line = Path(f"M{px(-half)} 0H{px(half)}", stroke=mark.color, width=_STROKE, dash=mark.dash)
        point = shape(mark, 0, 0, 5, self.theme.soft, 2)
        return Piece(self.outline.who(persona), self.small("persona"), (line, point), _LINE_KEY)

    def avatar(self, persona: Row, x: float, y: float, size: float) -> tuple[tuple[Mark, ...], Piece | None]:
        """Return a persona's badge around a point: its picture; or its shape, and the letters to set in it."""
        picture = safe_image(persona["image"])
        if picture:
            box = Box(x - size / 2, y - size / 2, size, size)
            return (Picture(picture, box, self.outline.who(persona["id"]), round=True),), None
        own, mark = self.outline.marks[persona["id"]], self.mark(persona["id"])
        color = own.color if safe_color(persona["color"]) else mark.color
        letters, share = initials(persona), _LETTERS.get(mark.shape, (0.42, 0.0))[0]
        ink = self.theme.ink_on(color) if safe_color(persona["color"]) else self.theme.on_brand
        font = Font(size * share, bold=True)
        # Letters are as large as the shape has room for.
        font = Font(min(font.size, font.size * 0.8 * size / max(width(letters, font), 1)), bold=True)
        drawn = filled(mark.shape, x, y, size / 2 * (1 if mark.shape == "circle" else _CORNERED), color)
        return (drawn,), Piece(letters, Style("initials", font, ink)) if letters else None


def shape(mark: PersonaMark, x: float, y: float, radius: float, ground: str, stroke: float) -> Mark:
    """Return a persona's shape around a point, as it stands on the curve."""
    if mark.shape == "circle":
        return Disc(x, y, radius, ground, mark.color, stroke)
    return Path(_polygon(mark.shape, radius), ground, mark.color, stroke, x=x, y=y)


def filled(name: str, x: float, y: float, radius: float, color: str) -> Mark:
    """Return a shape around a point, filled."""
    return Disc(x, y, radius, color) if name == "circle" else Path(_polygon(name, radius), color, x=x, y=y)


def _polygon(name: str, radius: float) -> str:
    corners, turn, scale = POLYGONS[name]
    angles = [math.radians(turn + 360 * corner / corners) for corner in range(corners)]
    wide = radius * scale
    return "M" + "L".join(f"{wide * math.sin(a):.2f} {-wide * math.cos(a):.2f}" for a in angles) + "Z"


def isolated(text: str) -> str:
    """Return words to be set among others: where they may turn, so that they do not turn the others."""
    return f"\u2068{text}\u2069" if _TURNING.search(text) else text


def labelled(label: str, text: str) -> str:
    """Return words behind what they are called; without a label they stand for themselves."""
    return f"{label}{isolated(text)}" if label else text
