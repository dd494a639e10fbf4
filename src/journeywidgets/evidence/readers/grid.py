"""Grid: a table as it stands, cell by cell, before anybody says which row is the header."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from journeywidgets.errors import EvidenceError, describe
from journeywidgets.evidence.readers.decoding import MAX_TEXT, decode
from journeywidgets.evidence.readers.workbook import workbook_rows
from journeywidgets.model.intake import is_missing

TABLE_SUFFIXES = (".csv", ".tsv", ".tab", ".xlsx", ".xlsm")
_WORKBOOKS = (".xlsx", ".xlsm")
_SNIFFED = 20
_UNNAMED = re.compile(r"Unnamed: \d+(_level_\d+)?")
# The csv module has one limit for the process: it is raised for the time of a reading, and put back.
_LIMIT = threading.Lock()

Given = Any
"""What a table is read from: a path, the bytes of a file, a frame (or what has `to_pandas`), or a `Grid`."""


@dataclass(frozen=True)
class Grid:
    """The cells of a table; a missing one is "".

    Attributes
    ----------
    rows
        All rows, those of the header among them, each of `width` cells: text, numbers, dates.
    title
        The file's name without its suffix; "" for a frame.
    framed
        Whether it was a frame, whose first row, the header, has no number.
    loose
        Whether quotation marks did not close and were read as they stand.
    """

    rows: list[list[Any]]
    title: str = ""
    framed: bool = False
    loose: bool = False

    @property
    def width(self) -> int:
        """How many columns there are."""
        return len(self.rows[0]) if self.rows else 0

    def place(self, index: int) -> str:
        """Return how messages name a row: as a spreadsheet counts it, or as the frame's n-th row."""
        return f"row {index if self.framed else index + 1}"

    def header(self, index: int = 0) -> list[str]:
        """Return a row as text."""
        return [cell_text(cell) for cell in self.rows[index]] if index < len(self.rows) else []


def cell_text(cell: Any) -> str:
    """Return a cell as text: a whole number without its point, a date as ISO 8601, a missing one as ""."""
    if isinstance(cell, str):
        return cell
    if is_missing(cell):
        return ""
    if isinstance(cell, bool):
        return str(cell)
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, (dt.date, dt.time)):
        return cell.isoformat()
    return str(cell)


def plain(text: str) -> str:
    """Return a title or category with one kind of space: a no-break space looks like another category."""
    return " ".join(text.split())


def read_grid(given: Given, *, sheet: str | int | None = None, encoding: str | None = None) -> Grid:
    """Return the cells of a CSV file, a workbook or a frame.

    Parameters
    ----------
    given
        See `Given`. The bytes of a file are those of a CSV file, or of a workbook.
    sheet
        The name or the place (from 0) of the workbook's sheet. Default: the first.
    encoding
        Of a CSV file. Default: that of its byte-order mark, else UTF-8.

    Raises
    ------
    EvidenceError
        It cannot be read; names the row.
    """
    if isinstance(given, Grid):
        return given
    if isinstance(given, (str, Path)):
        path = Path(given)
        if path.suffix.lower() in _WORKBOOKS:
            return _grid(workbook_rows(path, sheet), path.stem)
        return _csv(path, path.stem, encoding, "\t" if path.suffix.lower() in {".tsv", ".tab"} else None)
    if isinstance(given, bytes):
        return _grid(workbook_rows(given, sheet), "") if given.startswith(b"PK") else _csv(given, "", encoding, None)
    return _framed(given)


def _grid(rows: list[list[Any]], title: str, *, framed: bool = False, loose: bool = False) -> Grid:
    full = [row for row in rows if any(cell_text(cell).strip() for cell in row)] if not framed else rows
    width = max((_filled(row) for row in full), default=0)
    return Grid([[*row[:width], *[""] * (width - len(row))] for row in full], title, framed, loose)


def _filled(row: list[Any]) -> int:
    return max((number for number, cell in enumerate(row, 1) if cell_text(cell).strip()), default=0)


def _csv(given: Path | bytes, title: str, encoding: str | None, delimiter: str | None) -> Grid:
    text = decode(given, encoding=encoding).text
    between = delimiter or delimiter_of(text)
    try:
        return _grid(parse(text, between, strict=True), title)
    except csv.Error:
        # A quotation mark inside a cell, not doubled: spreadsheets read it as it stands, and so does this.
        try:
            return _grid(parse(text, between, strict=False), title, loose=True)
        except csv.Error as error:
            raise EvidenceError(f"the file is no table: {error}. Save it as CSV again.") from None


def parse(text: str, delimiter: str, *, strict: bool) -> list[list[Any]]:
    """Return the cells of CSV, row by row.

    Raises
    ------
    csv.Error
        It is none; `strict`: or has a quotation mark inside a cell that is not doubled.
    """
    with _LIMIT:
        before = csv.field_size_limit(MAX_TEXT)
        try:
            return [list(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=strict)]
        finally:
            csv.field_size_limit(before)


def delimiter_of(text: str) -> str:
    """Return what stands between the cells: what the first rows have most evenly, outside quotation marks."""
    bare = re.sub(r'"[^"]*"', '""', text[:200_000])
    lines = [line for line in bare.split("\n")[:_SNIFFED] if line.strip()]
    if not lines:
        return ","

    def evenness(mark: str) -> tuple[int, int]:
        counts = [line.count(mark) for line in lines]
        return (min(counts), counts[0])

    return max((",", ";", "\t"), key=evenness)


def _framed(given: Any) -> Grid:
    convert = getattr(given, "to_pandas", None)
    frame = convert() if callable(convert) and not isinstance(given, pd.DataFrame) else given
    if not isinstance(frame, pd.DataFrame):
        raise EvidenceError(
            f"{describe(given)} is neither a file nor a DataFrame. "
            "Give a path, or a pandas or polars DataFrame; pd.DataFrame(rows) makes one."
        )
    if any(name is not None for name in frame.index.names):
        frame = frame.reset_index()  # an index with a name is a column
    columns: pd.Index[Any] = frame.columns
    levels = [columns.get_level_values(level) for level in range(columns.nlevels)]
    header = [["" if _UNNAMED.fullmatch(str(name)) else cell_text(name) for name in level] for level in levels]
    body = list(_body(frame))
    return _grid([*header, *body], "", framed=True)


def _body(frame: pd.DataFrame) -> Iterator[list[Any]]:
    for row in frame.itertuples(index=False, name=None):
        yield ["" if not isinstance(cell, (str, list, dict)) and is_missing(cell) else cell for cell in row]
