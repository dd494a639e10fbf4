"""Values as cells: what a field holds as the number, truth or text of a cell, and back."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from journeywidgets.errors import TableError, shorten
from journeywidgets.export.workbook.strings import LIMIT, fitting
from journeywidgets.model.fields import Field

Cell = str | float | bool | None
"""What a cell holds: text, a number, true or false; None leaves it empty."""

LONG = f"a cell holds {LIMIT:,} characters"

_JSON = ("{", "[", '"')


def to_cell(field: Field, value: Any) -> tuple[Cell, str]:
    """Return the cell of a field's value, and why it is not all of it; "" where it is."""
    if field.kind == "list":
        return _short(_lines(value))
    if field.kind == "map":
        return _short(_json(value) if value else None)
    if not isinstance(value, str):
        return value, ""
    if field.nullable and (not value or value.startswith('"')):
        return _short(_json(value))  # an empty cell is a missing value
    if not value:
        return None, ""
    # Half a sentence says something, half a picture nothing.
    return _cut(value) if field.kind == "text" else _short(value)


def from_cell(field: Field, cell: Any, table: str, row: str | None) -> Any:
    """Return what the cell of a field says, for the intake to check; None where it is empty.

    Raises
    ------
    TableError
        The cell of named values is not an object in JSON.
    """
    cell = _plain(cell)
    if cell is None or cell == "":
        return None
    if field.kind == "list":
        return _items(_text(cell))
    if field.kind == "map":
        found = _parsed(_text(cell))
        if not isinstance(found, dict):
            raise TableError(
                f"{shorten(cell)} is not an object in JSON",
                table=table,
                row=row,
                column=field.name,
                value=cell,
                remedy='Write names and values such as {"calm": 0.5}, or leave the cell empty.',
            )
        return found
    if field.kind in {"number", "integer", "boolean"}:
        return cell
    marked = _parsed(cell) if field.nullable and isinstance(cell, str) and cell.startswith('"') else None
    return marked if isinstance(marked, str) else _text(cell)


def own_to_cell(value: Any) -> tuple[Cell, str]:
    """Return the cell of a value of the caller's own, and why it is not all of it; "" where it is.

    A list or a mapping is written in JSON, and so is a text that would be read as JSON, or as nothing.
    """
    if isinstance(value, (bool, int, float)):
        return value, ""
    if not isinstance(value, str):
        return _short(_json(value))
    if value and (not value.startswith(_JSON) or _parsed(value) is None):
        return _cut(value)
    return _short(_json(value))


def own_from_cell(cell: Any) -> Any:
    """Return what the cell of a value of the caller's own says; None where it is empty."""
    cell = _plain(cell)
    if not isinstance(cell, str):
        return cell
    found = _parsed(cell) if cell.startswith(_JSON) else None
    return (cell or None) if found is None else found


def _lines(items: list[str]) -> str | None:
    """Return texts one a line; in JSON where the lines would not be the texts."""
    text = "\n".join(items)
    return text if _items(text) == items else _json(items)


def _items(text: str) -> list[str]:
    found = _parsed(text) if text.startswith("[") else None
    if isinstance(found, list) and all(isinstance(item, str) for item in found):
        return found
    return [line for line in text.split("\n") if line]


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def _parsed(text: str) -> Any:
    """Return what a text says in JSON; None where it is none, or null."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _short(text: str | None) -> tuple[Cell, str]:
    if text is None or fitting(text) == text:
        return text or None, ""
    return None, LONG


def _cut(text: str) -> tuple[Cell, str]:
    kept = fitting(text)
    return kept, "" if kept == text else LONG


def _plain(cell: Any) -> Any:
    """Return days and times, which a person's workbook may hold, as text."""
    if isinstance(cell, dt.datetime) and cell.time() == dt.time():
        return cell.date().isoformat()
    if isinstance(cell, (dt.date, dt.time)):
        return cell.isoformat()
    return str(cell) if isinstance(cell, dt.timedelta) else cell


def _text(cell: Any) -> str:
    """Return a cell as text, as the workbook shows it."""
    return str(cell).upper() if isinstance(cell, bool) else str(cell)
