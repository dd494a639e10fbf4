"""The map as a drawing: laid out once, written as SVG, and from there as PNG, PDF and slides."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from journeywidgets.export.written import Text
    from journeywidgets.model.document import Document


def to_svg(
    document: Document,
    *,
    theme: str = "light",
    stages: Collection[str] | None = None,
    lanes: Collection[str] | None = None,
    column: float | None = None,
) -> Text:
    """Return a journey's map as an SVG document; see `Journey.to_svg`."""
    from journeywidgets.export.content.outline import Outline
    from journeywidgets.export.drawing.layout import scene
    from journeywidgets.export.drawing.svg import write
    from journeywidgets.export.written import Text

    return Text(write(scene(Outline(document), theme=theme, stages=stages, lanes=lanes, column=column)))
