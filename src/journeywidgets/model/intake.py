"""Intake: what a row may hold, value by value and row by row.

Works on plain Python values and on anything that quacks like a numpy or pandas scalar, so that
this module needs neither. A value that cannot be kept is an error that names its place.
"""

from __future__ import annotations

import datetime as dt
import math
import numbers
import re
import warnings
from collections.abc import Iterable, Mapping
from decimal import Decimal
from enum import Enum
from typing import Any, NoReturn

from journeywidgets.errors import TableError, describe, shorten
from journeywidgets.model.schema import IMAGE_LIMIT, TABLES, TEXT_LIMIT, Field, Table

Row = dict[str, Any]

_SURROGATE = re.compile("[\ud800-\udfff]")
COLOR = re.compile(r"#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})")
IMAGE = re.compile(r"data:image/(?:png|jpeg|webp|gif);base64,[A-Za-z0-9+/=\s]*")
ORDER = re.compile(r"[0-9A-Za-z]{1,200}")
_JS_SAFE = 2**53 - 1
_DEPTH_LIMIT = 8
ID_LIMIT = 200


class TextWarning(UserWarning):
    """Text was mended on its way in: a lone surrogate became U+FFFD."""


class _Place:
    """Where a value stands, for messages."""

    __slots__ = ("column", "row", "table")

    def __init__(self, table: str, row: str | None, column: str) -> None:
        self.table, self.row, self.column = table, row, column

    def fail(self, problem: str, value: Any, remedy: str) -> NoReturn:
        raise TableError(
            f"{shown(self.table, value)} {problem}",
            table=self.table,
            row=self.row,
            column=self.column,
            value=value,
            remedy=remedy,
        ) from None  # what Python says of a value quotes it


def shown(table: str, value: Any) -> str:
    """Return a value of a table as messages show it: what may be a person's words or name is only described."""
    return describe(value) if table in TABLES and TABLES[table].private else shorten(value)


def is_missing(value: Any) -> bool:
    """Return whether `value` is None, NaN, NaT or pandas' NA."""
    if value is None:
        return True
    if isinstance(value, float):
        return math.isnan(value)
    if isinstance(value, Decimal):
        return value.is_nan()
    if isinstance(value, (bool, int)) or hasattr(value, "__len__"):
        return False
    # NaT and NA are singletons of pandas; numpy's NaN and NaT are unequal to themselves.
    if type(value).__name__ in {"NAType", "NaTType"}:
        return True
    try:
        return bool(value != value)  # noqa: PLR0124 - NaN is what differs from itself
    except (TypeError, ValueError):
        return False


def _plain(value: Any) -> Any:
    """Return the Python scalar inside an Enum member or a numpy scalar; leave anything else."""
    if isinstance(value, Enum):
        return _plain(value.value)
    if (
        not isinstance(value, (str, bytes, bool, int, float))
        and getattr(value, "shape", None) == ()
        and hasattr(value, "item")
    ):
        return value.item()
    return value


def _mend(text: str, place: _Place) -> str:
    if not _SURROGATE.search(text):
        return text
    where = f"{place.table}, row {place.row!r}, column {place.column!r}"
    warnings.warn(
        f"{where}: a lone surrogate became U+FFFD (the replacement character).",
        TextWarning,
        stacklevel=2,
    )
    return _SURROGATE.sub("\ufffd", text)


def _as_text(value: Any, place: _Place, limit: int = TEXT_LIMIT) -> str:
    if isinstance(value, str):
        text = _mend(str(value), place)
    elif isinstance(value, bool):
        place.fail("is not text", value, "Give a string.")
    elif isinstance(value, (int, float, Decimal)):
        if isinstance(value, (float, Decimal)) and not math.isfinite(value):
            place.fail("is infinite", value, "Give a string or a finite number.")
        text = str(value)
    elif isinstance(value, (dt.date, dt.datetime, dt.time)):
        text = value.isoformat()
    else:
        place.fail("is not text", value, "Give a string.")
    if len(text) > limit:
        place.fail(
            f"has {len(text):,} characters",
            text,
            f"At most {limit:,} are kept; split it or shorten it.",
        )
    return text


def _as_number(value: Any, field: Field, place: _Place) -> float:
    if isinstance(value, str):
        try:
            value = float(value)
        except ValueError:
            place.fail("is not a number", value, "Give a number.")
    if isinstance(value, bool) or not isinstance(value, (numbers.Real, Decimal)):
        place.fail("is not a number", value, "Give a number.")
    number = float(value)
    if not math.isfinite(number):
        place.fail("is infinite", value, "Give a finite number, or None for none.")
    _in_range(number, value, field, place)
    return number


def _in_range(number: float, value: Any, field: Field, place: _Place) -> None:
    low, high = field.low, field.high
    if (low is not None and number < low) or (high is not None and number > high):
        bounds = f"from {low:g} to {high:g}" if low is not None and high is not None else f"of at least {low:g}"
        place.fail("is out of range", value, f"Give a number {bounds}.")


def _as_integer(value: Any, field: Field, place: _Place) -> int:
    number = _as_number(value, field, place)
    if number != int(number) or abs(number) > _JS_SAFE:
        place.fail("is not a whole number", value, "Give a whole number below 2**53.")
    return int(number)


def _as_boolean(value: Any, place: _Place) -> bool:
    if isinstance(value, bool):
        return value
    if isinstance(value, (int, float)) and value in (0, 1):
        return bool(value)
    return place.fail("is not true or false", value, "Give True or False.")


def _as_words(value: Any, place: _Place) -> list[str]:
    if isinstance(value, str) or not isinstance(value, Iterable) or isinstance(value, Mapping):
        place.fail("is not a list", value, "Give a list of strings.")
    items = sorted(value, key=str) if isinstance(value, (set, frozenset)) else value
    return [_as_text(_plain(item), place) for item in items]


def _as_date(value: Any, place: _Place) -> str:
    text = _as_text(value, place)
    try:
        return dt.date.fromisoformat(text[:10]).isoformat()
    except ValueError:
        place.fail("is not a date", value, "Give a date such as 2026-03-31.")


def _as_json(value: Any, place: _Place, depth: int = 0) -> Any:
    """Return a caller's own value as JSON can hold it, without loss, or fail."""
    value = _plain(value)
    if depth > _DEPTH_LIMIT:
        place.fail("is nested too deep", value, f"At most {_DEPTH_LIMIT} levels are kept.")
    if is_missing(value):
        return None
    if hasattr(value, "tolist"):
        value = value.tolist()  # an array: what parquet makes of a list
    if isinstance(value, Decimal) and value.is_finite():
        number = float(value)
        return number if Decimal(repr(number)) == value else str(value)
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) > _JS_SAFE:
        return str(value)  # a page would round it
    if isinstance(value, (float, Decimal)) and not math.isfinite(value):
        place.fail("is infinite", value, "Give a finite number, or None for none.")
    if isinstance(value, (bool, int, float)):
        return value
    if isinstance(value, Mapping):
        return {_as_text(key, place): _as_json(item, place, depth + 1) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_as_json(item, place, depth + 1) for item in value]
    return _as_text(value, place)


def _as_matching(value: Any, pattern: re.Pattern[str], place: _Place, remedy: str, limit: int = TEXT_LIMIT) -> str:
    text = _as_text(value, place, limit)
    if not pattern.fullmatch(text):
        place.fail("is not allowed here", value, remedy)
    return text


def clean_id(value: Any, table: str, column: str = "id", row: str | None = None) -> str:
    """Return an id as a string; whole numbers become their digits.

    Raises
    ------
    TableError
        The id is missing, empty, too long, or not a string or a whole number.
    """
    if type(value) is str and 0 < len(value) <= ID_LIMIT and value.isascii():
        return value  # nearly every id; a study has a hundred thousand
    place, value = _Place(table, row, column), _plain(value)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if is_missing(value) or isinstance(value, bool) or not isinstance(value, (str, int)) or value == "":
        place.fail("is not an id", value, "Give a non-empty string.")
    return _as_text(value, place, ID_LIMIT)


def clean(table: str, row: str | None, name: str, value: Any) -> Any:
    """Return `value` as field `name` of `table` keeps it.

    Parameters
    ----------
    table, row, name
        The place; `row` is only used in messages.
    value
        A Python, numpy or pandas value. None, NaN, NaT and NA become None, or the
        default of a field that is not nullable.

    Raises
    ------
    TableError
        Unknown table or column, or a value that the field cannot hold.
    """
    field = field_of(table, name, row)
    if _is_clean(field, value):
        return value
    place, value = _Place(table, row, name), _plain(value)
    if is_missing(value) or (field.kind == "ref" and field.nullable and value == ""):
        if field.required:
            place.fail("is missing", value, "Every row needs a value here.")
        return field.empty()
    return _cleaned(field, value, place)


def _cleaned(field: Field, value: Any, place: _Place) -> Any:
    match field.kind:
        case "id" | "ref":
            return clean_id(value, place.table, place.column, place.row)
        case "number":
            return _as_number(value, field, place)
        case "integer":
            return _as_integer(value, field, place)
        case "boolean":
            return _as_boolean(value, place)
        case "list":
            return _as_words(value, place)
        case "map":
            return _as_map(value, place)
        case "date":
            return _as_date(value, place)
    return _clean_text(field, value, place)


def _is_clean(field: Field, value: Any) -> bool:
    """Return whether nothing is to be done: so it is with nearly every value of a large table."""
    return type(value) is str and field.kind == "text" and len(value) <= field.limit and value.isascii()


def _clean_text(field: Field, value: Any, place: _Place) -> str | None:
    match field.kind:
        case "choice":
            if value not in field.choices:
                place.fail("is not one of the choices", value, f"Use one of: {', '.join(field.choices)}.")
            return str(value)
        case "order":
            return _as_matching(value, ORDER, place, "Give a fractional key (letters and digits), or leave it out.")
        case "color":
            return _as_matching(value, COLOR, place, "Give #rgb or #rrggbb.") if value != "" else None
        case "image":
            remedy = "Give a data:image/png;base64,… URL (or jpeg, webp, gif): nothing is loaded."
            return _as_matching(value, IMAGE, place, remedy, IMAGE_LIMIT) if value != "" else ""
    return _as_text(value, place, field.limit)


def _as_map(value: Any, place: _Place) -> dict[str, Any]:
    table = TABLES[place.table]
    own = place.column == table.own
    if not isinstance(value, Mapping):
        place.fail("is not a mapping", value, "Give a dict.")
    plain: dict[str, Any] = {}
    for name, item in value.items():
        key = _as_text(name, place)
        if own and key in table.fields:
            place.fail("is the name of a column of the table", key, "Give your own column another name.")
        # In a frame these are columns, so messages name them as such.
        kept = _as_json(item, _Place(table.name, place.row, key) if own else place, depth=1)
        if kept is not None:
            plain[key] = kept
    if table.name == "personas":
        for key, trait in plain.items():
            if isinstance(trait, bool) or not isinstance(trait, (int, float)) or not -1 <= trait <= 1:
                place.fail(f"(trait {key!r}) is off its scale", trait, "Give a number from -1 to 1.")
    return plain


def table_of(name: str) -> Table:
    """Return the table called `name`, or raise TableError listing those there are."""
    if name not in TABLES:
        raise TableError("is not a table", table=str(name), remedy=f"Tables: {', '.join(TABLES)}.")
    return TABLES[name]


def field_of(table: str, name: str, row: str | None = None) -> Field:
    """Return a field of a table, or raise TableError listing those there are."""
    fields = table_of(table).fields
    if name not in fields:
        raise TableError(
            "is not a column",
            table=table,
            row=row,
            column=str(name),
            remedy=f"Columns: {', '.join(fields)}.",
        )
    return fields[name]


def complete(table: str, values: Mapping[str, Any]) -> Row:
    """Return a whole row: every value cleaned, every field present.

    Raises
    ------
    TableError
        A column is unknown or a required one missing.
    """
    row_id = clean_id(values.get("id"), table)
    unknown = [name for name in values if name not in table_of(table).fields]
    if unknown:
        field_of(table, unknown[0], row_id)
    row: Row = {}
    for name, field in TABLES[table].fields.items():
        if name == "id":
            row[name] = row_id
        elif name in values or field.required:
            row[name] = clean(table, row_id, name, values.get(name))
        else:
            row[name] = field.empty()
    return row


def sparse(table: str, row: Row) -> Row:
    """Return the fields of `row` that differ from their defaults, as files and messages hold."""
    fields = TABLES[table].fields
    return {name: value for name, value in row.items() if name == "id" or value != fields[name].default}
