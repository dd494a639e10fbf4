"""A drawing as PNG."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace

from journeywidgets.errors import JourneyError, shorten
from journeywidgets.export.drawing.scene import Block, Line, Paragraph, Scene
from journeywidgets.export.drawing.svg import FAMILY, write
from journeywidgets.export.escape import escape_attribute
from journeywidgets.export.markup import Markup, element
from journeywidgets.export.print.convert import LONGEST, MOST_PIXELS, png
from journeywidgets.export.print.emoji import with_pictures
from journeywidgets.export.print.glyphs import face, left_of, path, set_line, style_of

_SCALE = 2.0
_CLOSE = "</svg>"
FOREIGN = (
    "Noto Sans CJK SC,Noto Sans CJK JP,Noto Sans SC,Source Han Sans SC,PingFang SC,Hiragino Sans,Microsoft YaHei,"
    "Yu Gothic,Malgun Gothic,DejaVu Sans"
)
"""A converter takes the first of them that the machine has, and looks elsewhere for what that one lacks."""


def draw(scene: Scene, scale: float | None) -> bytes:
    """Return a drawing as PNG.

    Parameters
    ----------
    scene
        The drawing.
    scale
        Pixels to a px; None is 2, and less for a map that would be too large.

    Raises
    ------
    JourneyError
        `scale` is not a number over 0, or the picture would be too large; it names the largest scale.
    """
    most = largest(scene)
    chosen = min(_SCALE, most) if scale is None else scale
    if not (math.isfinite(chosen) and chosen > 0):
        raise JourneyError(f"scale={shorten(scale)} is no number over 0.")
    if chosen > most:
        raise JourneyError(
            f"scale={chosen:g} makes a picture of {scene.width * chosen:,.0f} x {scene.height * chosen:,.0f} pixels, "
            f"which is too large. Give at most {_down(most):g}, or write SVG or PDF."
        )
    drawn = with_pictures(scene)
    return png(outlined(drawn), chosen)


def largest(scene: Scene) -> float:
    """Return the largest scale at which a picture of a drawing can be made."""
    side = LONGEST / max(scene.width, scene.height, 1)
    return min(side, math.sqrt(MOST_PIXELS / max(scene.width * scene.height, 1)))


def outlined(scene: Scene) -> str:
    """Return a drawing as SVG whose text is outlines, as far as its own font has the glyphs."""
    bare = without_own_text(scene)
    ground = element("rect", width=_number(scene.width), height=_number(scene.height), fill=scene.background)
    start = bare.index(">") + 1
    text = "".join(_outlines(scene))
    return f"{bare[:start]}{ground}{bare[start:].removesuffix(_CLOSE)}{text}{_CLOSE}"


def without_own_text(scene: Scene) -> str:
    """Return a drawing as SVG whose only text is what its own font has no glyphs for, in fonts that have them."""
    return write(without_text(scene)).replace(f"font-family='{FAMILY}'", f"font-family='{FOREIGN}'", 1)


def without_text(scene: Scene) -> Scene:
    """Return a drawing without the lines of text that `shaped` gives as glyphs."""
    return replace(scene, blocks=tuple(_bare(block) for block in scene.blocks))


def _bare(block: Block) -> Block:
    if not block.paragraphs:
        return block
    return replace(block, paragraphs=tuple(_left_over(paragraph) for paragraph in block.paragraphs))


def _left_over(paragraph: Paragraph) -> Paragraph:
    kept = tuple(line for line in paragraph.lines if set_line(paragraph, line) is None)
    return replace(paragraph, lines=kept, href=paragraph.href if kept else None)


def _outlines(scene: Scene) -> Iterator[Markup]:
    for block in scene.blocks:
        for paragraph in block.paragraphs:
            for line in paragraph.lines:
                drawn = _outline(paragraph, line)
                if drawn:
                    yield drawn


def _outline(paragraph: Paragraph, line: Line) -> Markup | None:
    style = style_of(paragraph.font, line.text)
    glyphs = set_line(paragraph, line)
    steps = path(glyphs, style) if glyphs else ""
    if not steps:
        return None
    size = paragraph.font.size / face(style).units
    x, y = _number(left_of(paragraph, line, glyphs or ())), _number(line.y)
    # Steps and numbers are the program's own: to look for what is to be escaped would take as long as to draw them.
    place = f"matrix({size:.6f} 0 0 {-size:.6f} {x} {y})"
    return Markup(f"<path d='{steps}' transform='{place}' fill='{escape_attribute(paragraph.color)}'/>")


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _down(scale: float) -> float:
    return math.floor(scale * 100) / 100
