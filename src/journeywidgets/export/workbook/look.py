"""How blocks of a drawing look as cells: their words in several fonts, their lines, where they stand."""

from __future__ import annotations

from openpyxl.styles import Alignment, Border, Font, Side

from journeywidgets.export.drawing.scene import Block, Paragraph
from journeywidgets.export.palette import LINE
from journeywidgets.export.signs import signs_of
from journeywidgets.export.workbook.cells import FONT, Run
from journeywidgets.export.workbook.color import argb

POINTS = 0.75
"""Points in a px."""


def runs(block: Block) -> list[Run]:
    """Return the words of a block: paragraphs one below the other, those of one row side by side."""
    signs = signs_of(block)
    made: list[Run] = []
    bottom: float | None = None
    for place, each in enumerate(block.paragraphs):
        if bottom is not None:
            between = "   " if each.box.y < bottom - each.box.height / 2 else "\n"
            made.append(Run(between, font(each)))
        if place in signs:
            _, sign, color = signs[place]
            made.append(Run(f"{sign} ", font(each, color)))
        made.append(Run(each.text.replace("\r\n", "\n"), font(each)))
        bottom = max(each.box.bottom, bottom or 0)
    return made


def font(each: Paragraph, color: str | None = None, *, bold: bool = False) -> Font:
    """Return the font of a paragraph, in another colour or bold where that is given."""
    own = each.font
    return Font(FONT, own.size * POINTS, b=own.bold or bold, i=own.italic, color=argb(color or each.color))


def alignment(block: Block | None, *, below: bool = False) -> Alignment:
    """Return how the text of a block stands in its cell; `below` a picture, at its bottom."""
    rtl = block is not None and any(each.rtl for each in block.paragraphs[:1])
    return Alignment(
        horizontal="right" if rtl else "left",
        vertical="bottom" if below else "top",
        indent=1,
        wrap_text=True,
        readingOrder=2 if rtl else 0,
    )


def border(block: Block) -> Border:
    """Return the lines around a cell that is a card."""
    line = Side("thin", color=argb(block.stroke)) if block.stroke else Side("thin", color=argb(LINE))
    edge = Side("thick", color=argb(block.edge)) if block.edge else line
    left, right = (line, edge) if block.rtl else (edge, line)
    return Border(left=left, right=right, top=line, bottom=line)
