"""A journey as an Excel workbook: the map as seen, and a sheet a table."""

from __future__ import annotations

import io
from typing import Any

from journeywidgets.errors import JourneyError
from journeywidgets.export.written import Binary
from journeywidgets.model.document import Document

MAP = "Map"
"""The name of the sheet with the map as seen."""
INSTALL = 'Writing .xlsx needs openpyxl. Install it with: pip install "journeywidgets[export]"'


def to_xlsx(document: Document) -> Binary:
    """Return a journey as a workbook; `Journey.to_xlsx` says how.

    Raises
    ------
    JourneyError
        openpyxl is missing, or a table has more rows than a worksheet.
    """
    try:
        from openpyxl.styles import Font
        from openpyxl.workbook import Workbook
    except ImportError:
        raise JourneyError(INSTALL) from None
    from journeywidgets.export.content.brevity import shortened
    from journeywidgets.export.content.outline import Outline
    from journeywidgets.export.workbook.cells import FONT
    from journeywidgets.export.workbook.map import MapSheet
    from journeywidgets.export.workbook.tables import add_tables

    book = Workbook()
    book.properties.creator = "journeywidgets"
    # The widths of columns are counted in digits of this font.
    book._named_styles["Normal"].font = Font(FONT, 10)  # type: ignore[attr-defined] # noqa: SLF001 - it has no other name
    sheet: Any = book.active
    sheet.title = MAP
    # What is too long for the map stands whole in the sheets of the tables.
    MapSheet(sheet, Outline(shortened(document)[0])).fill()
    losses = list(add_tables(book, document))
    file = io.BytesIO()
    book.save(file)
    return Binary(file.getvalue(), losses)
