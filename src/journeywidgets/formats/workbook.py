"""A journey read from an Excel workbook: the sheets that are called as its tables."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from journeywidgets.errors import EvidenceError, FormatError
from journeywidgets.evidence.readers.workbook import opened, sheet_rows
from journeywidgets.export.workbook import MAP
from journeywidgets.export.workbook.values import from_cell, own_from_cell
from journeywidgets.export.written import Loss
from journeywidgets.formats.rows import document_of
from journeywidgets.model.document import Document
from journeywidgets.model.fields import Table
from journeywidgets.model.ids import IdMaker

_NO_TABLE = "the sheet is not called as a table"
_NO_COLUMN = "the table has no such column"
_NO_NAME = "its column has no name"
_TWICE = "a column of this name stands before"
_SECOND = "a journey has one record"


def from_xlsx(data: bytes, *, make_id: IdMaker) -> tuple[Document, list[Loss]]:
    """Return the journey that a workbook holds, as `Journey.to_xlsx` writes it or a person has edited it.

    Sheets are found by their names, columns by their headers. A row without an id is new, and stands where
    it was put. Columns of one's own are kept in the table of cards. The map as seen is not read: the tables hold all
    that it shows.

    Parameters
    ----------
    data
        The file.
    make_id
        Makes the ids of new rows.

    Returns
    -------
    Document, list of Loss
        The journey, and what had no place in it.

    Raises
    ------
    FormatError
        openpyxl is missing, the file is no workbook, or none of its sheets is called as a table.
    TableError
        A row cannot be; names table, row, column and the remedy.
    """
    sheets = _sheets(data)
    losses = [Loss(title, None, None, None, _NO_TABLE) for title in sheets if _table(title) is None and title != MAP]
    tables: dict[str, list[dict[str, Any]]] = {}
    for title, rows in sheets.items():
        table = _table(title)
        if table is not None:
            reading = _Reading(table, rows, losses)
            tables[table.name] = list(reading.rows())
    if not tables:
        raise FormatError(
            f"none of the workbook's sheets is called as a table of a journey ({', '.join(Document.schema.tables)}). "
            "For a sheet with a row a card, use Journey.from_cards(pandas.read_excel(…))."
        )
    record, *others = tables.pop(Document.schema.record, None) or [{}]
    losses += [Loss("meta", row.get("id"), None, None, _SECOND) for row in others]
    return document_of(record, tables, make_id), losses


def _sheets(data: bytes) -> dict[str, list[list[Any]]]:
    """Return the rows of the sheets that are tables by title; of any other none."""
    try:
        with opened(data) as book:
            return {page.title: sheet_rows(page) if _table(page.title) else [] for page in book.worksheets}
    except EvidenceError as error:
        raise FormatError(str(error)) from None


def _table(title: str) -> Table | None:
    return Document.schema.tables.get(title.strip().casefold())


class _Reading:
    """A sheet's rows, by the names of its columns."""

    def __init__(self, table: Table, rows: list[list[Any]], losses: list[Loss]) -> None:
        self.table, self.losses = table, losses
        self.names = ["" if cell is None else str(cell) for cell in rows[0]] if rows else []
        self.given = rows[1:]

    def rows(self) -> Iterator[dict[str, Any]]:
        """Yield each row that is not empty."""
        for cells in self.given:
            if any(cell != "" for cell in cells):
                yield self._row(cells)

    def _row(self, cells: list[Any]) -> dict[str, Any]:
        row: dict[str, Any] = {}
        own: dict[str, Any] = {}
        label = next((str(cell) for name, cell in zip(self.names, cells, strict=False) if name == "id"), "") or None
        for place, cell in enumerate(cells):
            name = self.names[place] if place < len(self.names) else ""
            if cell == "":
                continue
            why = self._misplaced(name, place)
            if why:
                self.losses.append(Loss(self.table.name, label, name or None, cell, why))
            elif name in self.table.fields:
                row[name] = from_cell(self.table.fields[name], cell, self.table.name, label)
            else:
                own[name] = own_from_cell(cell)
        if own and self.table.own:
            row[self.table.own] = {**(row.get(self.table.own) or {}), **own}
        return row

    def _misplaced(self, name: str, place: int) -> str:
        if not name:
            return _NO_NAME
        if self.names.index(name) != place:
            return _TWICE
        return "" if name in self.table.fields or self.table.own else _NO_COLUMN
