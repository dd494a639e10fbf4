"""Rows read from a file that people edit: new ones may lack an id, and stand where they were put."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from journeywidgets.model.changes import Op
from journeywidgets.model.document import Document
from journeywidgets.model.ids import IdMaker
from journeywidgets.model.intake import clean_id, is_missing
from journeywidgets.model.rows import place

Given = Mapping[str, Any]


def document_of(meta: Given, tables: Mapping[str, Iterable[Given]], make_id: IdMaker) -> Document:
    """Return the journey of rows as they stand in tables, a missing value being the default.

    A row without an id gets one; a row without an order stands behind the row above it that shares its place (the
    cell of cards, the parent of steps), and where there is none before those below it.

    Parameters
    ----------
    meta
        The journey's record.
    tables
        The rows by table, in the order of the file.
    make_id
        Makes ids.

    Raises
    ------
    TableError
        A row cannot be; names table, row, column and the remedy.
    """
    said = [(table, _said(row)) for table, rows in tables.items() for row in rows]
    # With the seed that made the ids of the file, the next ones would be those again.
    taken = {clean_id(row["id"], table) for table, row in said if "id" in row}
    record = _said(meta)
    document = Document({**record, "id": record.get("id") or _new(make_id, taken)})
    ops = [
        Op("add", table, clean_id(row.pop("id"), table) if "id" in row else _new(make_id, taken), row)
        for table, row in said
    ]
    document.apply(ops, literal=True)
    for table in tables:
        if document.table_of(table).ordered:
            _arrange(document, table, [op for op in ops if op.table == table])
    return document


def _new(make_id: IdMaker, taken: set[str]) -> str:
    """Return an id that no row has."""
    found = make_id()
    while found in taken:
        found = make_id()
    return found


def _said(row: Given) -> dict[str, Any]:
    return {name: value for name, value in row.items() if not is_missing(value)}


def _arrange(document: Document, table: str, ops: list[Op]) -> None:
    """Put rows without an order beside their neighbours in the file, where those have one."""
    if len({"order" in op.values for op in ops}) < 2:  # noqa: PLR2004 - with and without
        return
    rows = document.tables[table]
    groups: dict[tuple[Any, ...], list[Op]] = {}
    for op in ops:
        groups.setdefault(document.siblings_key(table, rows[op.id]), []).append(op)
    for group in groups.values():
        first = next((op.id for op in group if "order" in op.values), None)
        above: str | None = None
        for op in group if first else ():
            if "order" not in op.values:
                beside = (None, above) if above else (first, None)
                key, give_way = place(document, table, document.tables[table][op.id], *beside)
                document.apply([*give_way, Op("set", table, op.id, {"order": key})])
            above = op.id
