"""A journey's tables as CSV: one of them, or all in an archive, with their ids."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Sequence
from typing import Any

from journeywidgets.errors import EvidenceError, FormatError, JourneyError, shorten
from journeywidgets.export.written import Binary, Loss
from journeywidgets.formats.cell import cell, own_cell, own_value, value_of
from journeywidgets.formats.rows import document_of
from journeywidgets.formats.separated import parsed, separated
from journeywidgets.model.document import Document
from journeywidgets.model.ids import IdMaker
from journeywidgets.model.intake import Row
from journeywidgets.model.schema import JOURNEY, TABLES

_SUFFIX = ".csv"
_EPOCH = (1980, 1, 1, 0, 0, 0)


def to_tables(document: Document, *, formulas: bool = False) -> Binary:
    """Return a journey as a zip archive with a CSV file a table; the same journey gives the same bytes.

    Parameters
    ----------
    document
        The journey.
    formulas
        Whether text that begins as a formula does is written as it is.
    """
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name in JOURNEY.tables:
            info = zipfile.ZipInfo(f"{name}{_SUFFIX}", _EPOCH)
            info.external_attr = 0o644 << 16
            text = separated(table_rows(document, name), formulas=formulas)
            archive.writestr(info, text.encode("utf-8-sig"), zipfile.ZIP_DEFLATED)
    return Binary(data.getvalue())


def table_rows(document: Document, name: str) -> list[list[str]]:
    """Return a table as rows of cells, its head first; a row's own columns stand behind the others."""
    table = TABLES[name]
    rows = [document.meta] if name == JOURNEY.record else document.shown(name)
    fields = [field for field in table.fields.values() if field.name != table.own]
    own = list(dict.fromkeys(key for row in rows for key in row[table.own])) if table.own else []
    head = [*(field.name for field in fields), *own]
    return [
        head,
        *(
            [
                *(cell(field, row[field.name]) for field in fields),
                *(own_cell(row[str(table.own)][key]) if key in row[str(table.own)] else "" for key in own),
            ]
            for row in rows
        ),
    ]


def from_tables(data: bytes, *, make_id: IdMaker, formulas: bool = False) -> tuple[Document, list[Loss]]:
    """Return the journey of an archive with a CSV file a table, and what had no place in it.

    Parameters
    ----------
    data
        The archive; files in it that are no table are losses, tables that are not there are empty.
    make_id
        Makes the ids of rows without one.
    formulas
        Whether a ``'`` in front of what looks like a formula belongs to the text.

    Raises
    ------
    FormatError
        It is no zip archive, is damaged, unpacks to too much or holds no table.
    TableError
        A value cannot be; names table, row, column and the remedy.
    """
    from journeywidgets.evidence.archive import Archive, Limits

    found: dict[str, list[list[str]]] = {}
    losses: list[Loss] = []
    try:
        with Archive(data, Limits(file=256_000_000, members=1_000, total=512_000_000)) as archive:
            for name in archive.names:
                table = name.rpartition("/")[2].removesuffix(_SUFFIX)
                if not name.endswith(_SUFFIX) or table not in TABLES or table in found:
                    losses.append(Loss(table, None, None, name, "a file that is no table of a journey"))
                else:
                    found[table] = parsed(archive.read(name), name, formulas=formulas)
    except EvidenceError as error:
        raise FormatError(f"the archive of tables: {error}") from error
    if not found:
        tables = ", ".join(f"{name}{_SUFFIX}" for name in JOURNEY.tables)
        raise FormatError(f"the archive holds no table of a journey. Tables: {tables}.")
    rows = {name: list(_rows(name, cells, losses)) for name, cells in found.items()}
    record = rows.pop(JOURNEY.record, [])
    if len(record) > 1:
        raise FormatError(f"meta has {len(record)} rows. A journey has one record of its own: leave one row.")
    return document_of(record[0] if record else {}, rows, make_id), losses


def _rows(name: str, rows: Sequence[Sequence[str]], losses: list[Loss]) -> Iterable[Row]:
    """Yield a table's rows, from its cells with their head first."""
    if not rows:
        return
    table, head = TABLES[name], [each.strip() if each.strip() in TABLES[name].fields else each for each in rows[0]]
    for column in head:
        if column and head.count(column) > 1:
            raise FormatError(f"{name}: the column {shorten(column)} is there twice. Leave one.")
    for cells in rows[1:]:
        row: Row = {}
        own: dict[str, Any] = {}
        unknown: dict[str, Any] = {}
        for column, text in zip(head, cells, strict=False):
            if column in table.fields and column != table.own:
                row[column] = value_of(table.fields[column], text)
            elif text:
                (own if table.own and column else unknown)[column] = own_value(text)
        row = {key: value for key, value in row.items() if value is not None}
        if own:
            row[str(table.own)] = own
        extra = [text for text in cells[len(head) :] if text]
        losses += [Loss(name, row.get("id"), key, value, "not a column of the table") for key, value in unknown.items()]
        losses += [Loss(name, row.get("id"), None, text, "a cell behind the last column") for text in extra]
        yield row


def check_table(name: str) -> None:
    """Raise unless a journey has a table of this name.

    Raises
    ------
    JourneyError
        It has none; lists those there are.
    """
    if name not in JOURNEY.tables:
        raise JourneyError(f"table={shorten(name)} is not a table. Give one of {', '.join(JOURNEY.tables)}, or 'map'.")
