"""A map as a picture and on paper: PNG and PDF, made from the drawing without a browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from journeywidgets.export.written import Binary
    from journeywidgets.model.document import Document

_KEPT_SCALES = (2.0, 1.0)
_KEPT_PIXELS, _KEPT_BYTES = 12_000_000, 2_000_000


def to_png(document: Document, *, scale: float | None = None, theme: str = "light") -> Binary:
    """Return a journey's map as PNG; see `Journey.to_png`."""
    from journeywidgets.export.content.outline import Outline
    from journeywidgets.export.drawing.layout import scene
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
    from journeywidgets.export.content.outline import Outline
    from journeywidgets.export.print.pages import bound
    from journeywidgets.export.print.sheets import paper, sheets
    from journeywidgets.export.written import Binary

    outline = Outline(document)
    return Binary(bound(sheets(outline, paper(page, orientation), theme), outline))


def to_keep(document: Document) -> tuple[bytes, float] | None:
    """Return a map as PNG so small that a notebook may keep it, and its pixels to a px.

    None where the extra is not installed, or the map is too large for that.
    """
    from journeywidgets.errors import JourneyError
    from journeywidgets.export.content.outline import Outline
    from journeywidgets.export.drawing.layout import scene
    from journeywidgets.export.png import tight
    from journeywidgets.export.print.convert import installed
    from journeywidgets.export.print.picture import draw

    if not installed():
        return None
    drawn = scene(Outline(document))
    scale = next((one for one in _KEPT_SCALES if drawn.width * drawn.height * one * one <= _KEPT_PIXELS), None)
    if scale is None:
        return None
    try:
        picture = tight(draw(drawn, scale), scale)
    except JourneyError:
        return None  # the table stands beside it
    return (picture, scale) if len(picture) <= _KEPT_BYTES else None
