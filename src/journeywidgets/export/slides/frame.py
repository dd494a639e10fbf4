"""Where a drawing lies on a slide: px of the drawing to the units of a presentation."""

from __future__ import annotations

from dataclasses import dataclass

from pptx.util import Emu, Pt

from journeywidgets.export.drawing.scene import Box

WIDTH, HEIGHT, MARGIN = 1280, 720, 32
"""A slide, 16 to 9, and the room left free around it, in px."""
_EMU = 9_525  # in a px
_POINTS = 0.75  # in a px


@dataclass(frozen=True)
class Frame:
    """The place of a drawing on a slide.

    Attributes
    ----------
    scale
        How many px of the slide a px of the drawing is.
    x, y
        Where the drawing's (0, 0) lies on the slide, in px of the slide.
    """

    scale: float = 1
    x: float = 0
    y: float = 0

    def across(self, x: float) -> Emu:
        """Return a place along the slide."""
        return Emu(round((x * self.scale + self.x) * _EMU))

    def down(self, y: float) -> Emu:
        """Return a place down the slide."""
        return Emu(round((y * self.scale + self.y) * _EMU))

    def length(self, px: float) -> Emu:
        """Return a length."""
        return Emu(round(px * self.scale * _EMU))

    def points(self, px: float) -> Pt:
        """Return a distance of lines."""
        return Pt(px * self.scale * _POINTS)

    def font(self, px: float) -> Pt:
        """Return the size of a font: no presentation has one below a point."""
        return Pt(max(px * self.scale * _POINTS, 1))

    def box(self, box: Box) -> tuple[Emu, Emu, Emu, Emu]:
        """Return left, top, width and height."""
        left, top = self.across(box.x), self.down(box.y)
        return left, top, Emu(self.across(box.right) - left), Emu(self.down(box.bottom) - top)
