"""A journey as an Excel workbook: the map as seen, and a sheet a table."""

from __future__ import annotations

import io

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
        from openpyxl.workbook import Workbook
    except ImportError:
        raise JourneyError(INSTALL) from None
    from journeywidgets.export.workbook.tables import add_tables

    book = Workbook()
    book.properties.creator = "journeywidgets"
    book.active.title = MAP
    losses = list(add_tables(book, document))
    file = io.BytesIO()
    book.save(file)
    return Binary(file.getvalue(), losses)
