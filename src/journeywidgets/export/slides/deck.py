"""A presentation on its way: slides with titles and notes, in one theme."""

from __future__ import annotations

import io
from typing import Any

from pptx import Presentation
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE, PP_ALIGN
from pptx.util import Pt

from journeywidgets.export.drawing.scene import Box
from journeywidgets.export.drawing.theme import Theme
from journeywidgets.export.drawing.wrap import reads_from_right
from journeywidgets.export.escape import printable
from journeywidgets.export.slides.color import rgb
from journeywidgets.export.slides.frame import HEIGHT, MARGIN, WIDTH, Frame
from journeywidgets.export.slides.words import plain

_TITLE_ONLY = 5  # of the layouts that python-pptx comes with
_PLACE = Frame()
TITLE = Box(MARGIN, 22, WIDTH - 2 * MARGIN, 36)
"""Where the title of a slide stands, in px."""


class Deck:
    """A presentation.

    Parameters
    ----------
    title
        Its name.
    theme
        The colours of its grounds and titles.
    """

    def __init__(self, title: str, theme: Theme) -> None:
        self._deck: Any = Presentation()
        self._theme = theme
        self._deck.slide_width, self._deck.slide_height = _PLACE.length(WIDTH), _PLACE.length(HEIGHT)
        properties = self._deck.core_properties
        properties.title, properties.author = printable(title)[:255], "journeywidgets"
        properties.last_modified_by = ""

    def slide(self, title: str, notes: list[str], *, size: float = 20, box: Box = TITLE) -> Any:
        """Add a slide and return its shapes; its title is `size` points high, and without one is to be filled in."""
        slide = self._deck.slides.add_slide(self._deck.slide_layouts[_TITLE_ONLY])
        background = slide.background.fill
        background.solid()
        background.fore_color.rgb = rgb(self._theme.background)
        self._title(slide.shapes.title, title, size, box)
        if notes:
            slide.notes_slide.notes_text_frame.text = "\n".join(line for note in notes for line in plain(note))
        return slide.shapes

    def _title(self, shape: Any, title: str, size: float, box: Box) -> None:
        shape.left, shape.top, shape.width, shape.height = _PLACE.box(box)
        frame = shape.text_frame
        frame.word_wrap, frame.auto_size, frame.vertical_anchor = True, MSO_AUTO_SIZE.NONE, MSO_ANCHOR.TOP
        frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
        paragraph = frame.paragraphs[0]
        rtl = reads_from_right(title)
        paragraph.alignment = PP_ALIGN.RIGHT if rtl else PP_ALIGN.LEFT
        if rtl:
            paragraph._p.get_or_add_pPr().set("rtl", "1")  # noqa: SLF001 - python-pptx has no name for it
        if not title:
            return
        run = paragraph.add_run()
        run.text = printable(" ".join(title.split()))
        run.font.size, run.font.bold = Pt(size), True
        run.font.color.rgb = rgb(self._theme.ink)

    def data(self) -> bytes:
        """Return the file."""
        file = io.BytesIO()
        self._deck.save(file)
        return file.getvalue()
