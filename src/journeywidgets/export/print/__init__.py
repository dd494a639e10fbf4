"""A map as a picture and on paper: PNG and PDF, made from the drawing without a browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from journeywidgets.export.written import Binary
    from journeywidgets.model.document import Document


def to_png(document: Document, *, scale: float | None = None, theme: str = "light") -> Binary:
    """Return a journey's map as PNG; see `Journey.to_png`."""
    from journeywidgets.export.drawing.layout import scene
    from journeywidgets.export.outline import Outline
    from journeywidgets.export.print.picture import draw
    from journeywidgets.export.written import Binary

    return Binary(draw(scene(Outline(document), theme=theme), scale))


def to_pdf(
    document: Document,
    *,
    page: str | tuple[float, float] = "A4",
    orientation: str = "landscape",
    theme: str = "light",
) -> Binary:
    """Return a journey's map as PDF; see `Journey.to_pdf`."""
    from journeywidgets.export.outline import Outline
    from journeywidgets.export.print.pages import bound
    from journeywidgets.export.print.sheets import paper, sheets
    from journeywidgets.export.written import Binary

    outline = Outline(document)
    return Binary(bound(sheets(outline, paper(page, orientation), theme), outline))
