"""Cells of a worksheet: text that stays text, numbers that keep every digit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from openpyxl.cell.cell import Cell as SheetCell
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from journeywidgets.export.workbook.strings import encoded, fitting
from journeywidgets.export.workbook.values import Cell

FONT = "Arial"
"""The font of all cells: where it is missing, one of the same widths is known."""
TEXT = "@"
"""The number format of text: what a person types into such a cell stays text as well."""


@dataclass(frozen=True)
class Run:
    """A piece of a cell's text, set in one way."""

    text: str
    font: Font


def put(sheet: Worksheet, row: int, column: int, value: Cell) -> SheetCell:
    """Put a value into a cell, and return the cell.

    A text becomes no formula and no error, whatever it begins with.
    """
    cell: Any = sheet.cell(row, column)
    if isinstance(value, str):
        cell.value = encoded(value)
        cell.data_type = "s"
        cell.number_format = TEXT
    elif isinstance(value, (int, float)) and not isinstance(value, bool):
        cell.value = repr(value)  # as a number it would be written with 16 digits
        cell.data_type = "n"
    elif value is not None:
        cell.value = value
    return cell  # type: ignore[no-any-return]


def put_runs(sheet: Worksheet, row: int, column: int, runs: list[Run]) -> SheetCell:
    """Put a text of several fonts into a cell, cut to what a cell holds; return the cell."""
    cell: Any = sheet.cell(row, column)
    kept: list[TextBlock] = []
    held = ""
    for run in runs:
        more = fitting(held + run.text)[len(held) :]
        held += more
        if more:
            kept.append(TextBlock(_inline(run.font), encoded(more)))
    if kept:
        cell.value = CellRichText(kept)
        cell.data_type = "s"
        cell.number_format = TEXT
    return cell  # type: ignore[no-any-return]


def _inline(font: Font) -> InlineFont:
    return InlineFont(rFont=font.name, sz=font.sz, b=font.b, i=font.i, color=font.color)
