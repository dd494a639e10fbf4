"""Lines in fonts that a PDF cannot hold: drawn as pictures, where nothing else helps."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import replace

from journeywidgets.export.drawing.scene import Block, Box, Line, Paragraph, Picture, Scene
from journeywidgets.export.markup import element
from journeywidgets.export.print.convert import png
from journeywidgets.export.print.glyphs import set_line

_SCALE = 3
_ABOVE, _BELOW = 1.0, 0.35


def without_foreign(scene: Scene, families: str) -> Scene:
    """Return a drawing whose lines without glyphs in its own font are pictures.

    Parameters
    ----------
    scene
        The drawing.
    families
        The fonts to draw them with.
    """
    return replace(scene, blocks=tuple(_block(block, families) for block in scene.blocks))


def _block(block: Block, families: str) -> Block:
    found: list[Picture] = []
    paragraphs = []
    for paragraph in block.paragraphs:
        lines = []
        for line in paragraph.lines:
            if set_line(paragraph, line) is None:
                found.append(_picture(paragraph, line, families))
            else:
                lines.append(line)
        paragraphs.append(replace(paragraph, lines=tuple(lines)))
    return replace(block, paragraphs=tuple(paragraphs), marks=(*block.marks, *found)) if found else block


def _picture(paragraph: Paragraph, line: Line, families: str) -> Picture:
    size = paragraph.font.size
    box = Box(line.x, line.y - _ABOVE * size, max(line.width, 1), (_ABOVE + _BELOW) * size)
    text = element(
        "text",
        line.text,
        x=f"{box.width if paragraph.rtl else 0:.2f}",
        y=f"{_ABOVE * size:.2f}",
        text_anchor="end" if paragraph.rtl else None,
        font_family=families,
        font_size=f"{size:g}",
        font_weight=600 if paragraph.font.bold else None,
        fill=paragraph.color,
    )
    svg = element("svg", text, xmlns="http://www.w3.org/2000/svg", width=f"{box.width:.2f}", height=f"{box.height:.2f}")
    return Picture(f"data:image/png;base64,{b64encode(png(svg, _SCALE)).decode()}", box, alt=line.text)
