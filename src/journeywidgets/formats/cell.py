"""Cells: a row's values as the text of a table's cells, and back without loss."""

from __future__ import annotations

import json
import re
from typing import Any, NoReturn

from journeywidgets.model.fields import Field

_JSON = frozenset('-0123456789tfn["{')
_BETWEEN = re.compile("[;,\n]")
_TRUTH = {"true": True, "false": False, "1": True, "0": False}


def cell(field: Field, value: Any) -> str:
    """Return a value of a field as the text of a cell; lists and mappings as JSON, nothing as an empty cell."""
    if value is None or value in ([], {}):
        return ""
    if isinstance(value, str):
        # An empty cell is a missing value; only where there is one to miss does empty text need marks.
        return _json(value) if field.nullable and (value == "" or value.startswith('"')) else value
    return number(value) if isinstance(value, float) else _json(value)


def value_of(field: Field, text: str) -> Any:
    """Return what a cell holds as a field takes it; None for an empty one. What fits nowhere is left as text."""
    if text == "":
        return None
    if field.kind == "map":
        found = _parsed(text)
        return found if isinstance(found, dict) else text
    if field.kind == "list":
        found = _parsed(text)
        # People write lists with commas between, and programs as JSON.
        return found if isinstance(found, list) else [part.strip() for part in _BETWEEN.split(text) if part.strip()]
    if field.kind == "boolean":
        return _TRUTH.get(text.strip().casefold(), text)
    if field.nullable and text.startswith('"'):
        found = _parsed(text)
        return found if isinstance(found, str) else text
    return text


def own_cell(value: Any) -> str:
    """Return a value of the caller's own as the text of a cell; text that would be read as something else as JSON."""
    if not isinstance(value, str):
        return number(value) if isinstance(value, float) else _json(value)
    return value if value and own_value(value) == value else _json(value)


def own_value(text: str) -> Any:
    """Return the caller's own value that a cell holds; None for an empty one."""
    if text == "":
        return None
    found = _parsed(text) if text[0] in _JSON else None
    return text if found is None else found


def number(value: float) -> str:
    """Return a number as it is read back, whole ones without a point."""
    return str(int(value)) if value.is_integer() and abs(value) < 2**53 else repr(value)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def _parsed(text: str) -> Any:
    """Return what JSON says; None where it is none."""
    try:
        return json.loads(text, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        return None


def _no_constant(word: str) -> NoReturn:
    raise ValueError(word)
