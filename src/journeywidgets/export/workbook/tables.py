"""The tables of a journey as worksheets: a row a row, a column a field, equal when they are read back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from journeywidgets.errors import JourneyError
from journeywidgets.export.palette import LINE, SOFT
from journeywidgets.export.workbook.cells import FONT, TEXT, put
from journeywidgets.export.workbook.color import argb
from journeywidgets.export.workbook.strings import fitting
from journeywidgets.export.workbook.values import own_to_cell, to_cell
from journeywidgets.export.written import Loss
from journeywidgets.model.document import Document
from journeywidgets.model.fields import Field, Table
from journeywidgets.model.intake import Row

ROWS, COLUMNS = 1_048_576, 16_384
"""What a worksheet holds, its header included."""

_HEAD = 1
_NAMELESS = "a column needs a name to be read back"
_CROWDED = f"a sheet has {COLUMNS:,} columns"
_WIDE = {"text", "quote", "description", "bio", "method"}  # what is written in sentences
_WIDTHS = {"number": 10, "integer": 10, "boolean": 10, "order": 8, "list": 28, "map": 28, "image": 12}
_USUAL, _SENTENCE = 18, 48

_BOLD = Font(FONT, 10, bold=True)
_GROUND = PatternFill("solid", fgColor=argb(SOFT))
_RULE = Border(bottom=Side("thin", color=argb(LINE)))
_WRAPPED = Alignment(vertical="top", wrap_text=True)
_PLAIN = Alignment(vertical="top")


def add_tables(book: Workbook, document: Document) -> Iterator[Loss]:
    """Add a worksheet for each table that has rows, called as the table; yield what has no place in them."""
    for name, table in document.schema.tables.items():
        rows = [document.meta] if name == document.schema.record else document.shown(name)
        if rows:
            yield from _Sheet(book.create_sheet(name), table, rows).fill()


class _Sheet:
    """One table on its way into a worksheet."""

    def __init__(self, sheet: Worksheet, table: Table, rows: list[Row]) -> None:
        if len(rows) >= ROWS:
            raise JourneyError(
                f"{table.name} has {len(rows):,} rows, and a worksheet holds {ROWS:,}. "
                "Save the journey as .journey.json, or write its tables as CSV."
            )
        self.sheet, self.table, self.rows = sheet, table, rows
        self.fields = [field for field in table.fields.values() if field.name != table.own]
        self.own: list[str] = []

    def fill(self) -> Iterator[Loss]:
        """Fill the sheet; yield what has no place in it."""
        yield from self._take_own()
        names = [*(field.name for field in self.fields), *self.own]
        for column, name in enumerate(names, 1):
            cell = put(self.sheet, _HEAD, column, name)
            cell.font, cell.fill, cell.border, cell.alignment = _BOLD, _GROUND, _RULE, _PLAIN
        for number, row in enumerate(self.rows, _HEAD + 1):
            yield from self._row(number, row)
        self._look(len(names))

    def _take_own(self) -> Iterator[Loss]:
        """Give a column to each name of the caller's own that can head one."""
        place = self.table.own
        room = COLUMNS - len(self.fields)
        kept: dict[str, str] = {}
        for row in self.rows if place else ():
            for name, value in row[str(place)].items():
                why = kept.get(name)
                if why is None:
                    full = len(self.own) >= room
                    why = _NAMELESS if not name or fitting(name) != name else _CROWDED if full else ""
                    kept[name] = why
                    if not why:
                        self.own.append(name)
                if why:
                    yield Loss(self.table.name, row["id"], name, value, why)

    def _row(self, number: int, row: Row) -> Iterator[Loss]:
        for column, field in enumerate(self.fields, 1):
            value, why = to_cell(field, row[field.name])
            if why:
                yield Loss(self.table.name, row["id"], field.name, row[field.name], why)
            if value is None and field.kind in {"number", "integer", "boolean"}:
                continue
            cell = put(self.sheet, number, column, value)
            cell.alignment = _PLAIN if field.kind in {"image", "order"} else _WRAPPED
            if field.kind not in {"number", "integer", "boolean"}:
                cell.number_format = TEXT
        values = row[self.table.own] if self.table.own else {}
        for column, name in enumerate(self.own, len(self.fields) + 1):
            if name not in values:
                continue
            own, why = own_to_cell(values[name])
            if why:
                yield Loss(self.table.name, row["id"], name, values[name], why)
            put(self.sheet, number, column, own).alignment = _WRAPPED

    def _look(self, columns: int) -> None:
        sheet: Any = self.sheet
        sheet.freeze_panes = "B2"
        sheet.page_setup.orientation, sheet.page_setup.fitToHeight = "landscape", 0
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
        sheet.print_title_rows = "1:1"
        sheet.auto_filter.ref = f"A1:{get_column_letter(columns)}{len(self.rows) + _HEAD}"
        for column in range(1, columns + 1):
            field = self.fields[column - 1] if column <= len(self.fields) else None
            letter = get_column_letter(column)
            sheet.column_dimensions[letter].width = max(
                _width(field), len(str(sheet.cell(_HEAD, column).value)[:_USUAL]) + 3
            )
            if field is not None and field.choices:
                # The words are the schema's own, so that this formula is no one's text.
                offered = DataValidation("list", formula1=f'"{",".join(field.choices)}"', allow_blank=field.nullable)
                offered.add(f"{letter}{_HEAD + 1}:{letter}{len(self.rows) + _HEAD}")
                sheet.add_data_validation(offered)


def _width(field: Field | None) -> float:
    if field is None:
        return _USUAL
    return _SENTENCE if field.name in _WIDE else _WIDTHS.get(field.kind, _USUAL)
