"""The text of a ``.journey.json`` or ``.study.json`` file.

One row a line, so that git compares and merges a document row by row. Rows stand in the order of
their ids, not in the order shown: moving a stage then changes one line instead of moving the lines
of all its cards, and two people who both append a card rarely write to the same place.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NoReturn

from journeywidgets.errors import StorageError, TableError, VersionError, describe, shorten
from journeywidgets.model.fields import Schema
from journeywidgets.model.intake import sparse
from journeywidgets.model.schema import TABLES
from journeywidgets.model.tables import Tables
from journeywidgets.storage.kinds import JOURNEY, FileFormat

VERSION = 1
"""The version of the formats that this package writes."""
MIN_READER = 1
"""The oldest version of the format whose readers can write back what `VERSION` writes."""

MIGRATIONS: dict[int, Callable[[dict[str, Any]], dict[str, Any]]] = {}
"""By version N: a pure function from the members of a file of version N to those of N + 1."""

_DEPTH_LIMIT = 100
_HEAD = ("format", "version", "min_reader")
_MEMBERS = {*_HEAD, *TABLES, *(name for table in TABLES.values() for name in table.fields)}


@dataclass(frozen=True)
class Extras:
    """What a file says beyond what this version knows; it is written back as it was.

    Attributes
    ----------
    version, min_reader
        Of the file; a newer version stays what it is.
    members
        Unknown members of the top level.
    fields
        Unknown fields of rows, by (table, id).
    """

    version: int = VERSION
    min_reader: int = MIN_READER
    members: dict[str, Any] = field(default_factory=dict)
    fields: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)


@dataclass(frozen=True)
class Contents:
    """What a file holds.

    Attributes
    ----------
    document
        What it holds.
    extras
        What the document has no place for.
    read_only
        Why the file must not be written; None where it may be.
    notices
        What a person should know, a sentence each.
    """

    document: Tables
    extras: Extras = field(default_factory=Extras)
    read_only: str | None = None
    notices: tuple[str, ...] = ()


def dumps(
    tables: Mapping[str, Mapping[str, Mapping[str, Any]]], extras: Extras | None = None, kind: FileFormat = JOURNEY
) -> str:
    """Return the text of a file; the same rows give the same text.

    Parameters
    ----------
    tables
        ``{table: {id: row}}``, as `Document.tables`.
    extras
        What the file said beyond that, as `loads` gave it.
    kind
        The kind of file.
    """
    extras = extras or Extras()
    members = [f'"format": "{kind.name}"', f'"version": {extras.version}', f'"min_reader": {extras.min_reader}']
    for name in kind.schema.tables:
        rows = [
            {**sparse(name, dict(row)), **extras.fields.get((name, row_id), {})}
            for row_id, row in sorted(tables[name].items())
        ]
        members.append(f'"{name}": {_line(rows[0]) if name == kind.schema.record else _lines(rows)}')
    for name, value in sorted(extras.members.items()):
        members.append(f"{_line(name)}: {_lines(value) if isinstance(value, list) else _line(value)}")
    return "{\n" + ",\n".join(members) + "\n}\n"


def loads(data: bytes, name: str, kind: FileFormat = JOURNEY) -> Contents:
    """Read the content of a file; `name` is what messages call it.

    Raises
    ------
    VersionError
        A newer version wrote the file, and this one cannot even show it.
    StorageError
        It is not such a file, or is malformed; names line, column and remedy.
    """
    text = _decode(data, name)
    members = _parse(text, name, kind)
    version, min_reader = _versions(members, name)
    for number in range(version, VERSION):
        members = MIGRATIONS[number](members)
    try:
        known, fields = _split(members, kind.schema)
        document = kind.document.from_dict(known)
    except TableError as error:
        _not_readable(error, text, name, newer=min_reader > VERSION)
    unknown = {key: value for key, value in members.items() if key not in kind.schema.tables and key not in _HEAD}
    _check_depth([*unknown.values(), *fields.values()], name)
    extras = Extras(max(version, VERSION), max(min_reader, MIN_READER), unknown, fields)
    read_only = None
    if min_reader > VERSION:
        read_only = (
            f"{name} was written by a newer journeywidgets (format {version}); this one only shows it. "
            "Upgrade journeywidgets to edit it."
        )
    return Contents(document, extras, read_only, tuple(_misspelt(fields, version, name)))


def _line(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(", ", ": "))
    try:
        text.encode()
    except UnicodeEncodeError:  # a lone surrogate in an unknown member: only an escape can write it back
        return json.dumps(value, allow_nan=False, sort_keys=True)
    return text


def _lines(rows: Iterable[Any]) -> str:
    lines = ",\n".join(f"  {_line(row)}" for row in rows)
    return f"[\n{lines}\n]" if lines else "[\n]"


def _decode(data: bytes, name: str) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise StorageError(
            f"{name}, line {line}: is not UTF-8. Save it as UTF-8, or take an earlier version."
        ) from error


def _parse(text: str, name: str, kind: FileFormat) -> dict[str, Any]:
    try:
        members = json.loads(
            text, object_pairs_hook=_once, parse_constant=_no_constant, parse_float=_finite, parse_int=_whole
        )
    except json.JSONDecodeError as error:
        line = text.split("\n")[error.lineno - 1 : error.lineno]
        if line and line[0].startswith(("<<<<<<<", "=======", ">>>>>>>", "|||||||")):
            remedy = "These are the marks of a git merge: keep the lines of one side or of both, and delete the marks."
        else:
            remedy = "Mend it there, or take an earlier version of the file."
        raise StorageError(f"{name}, line {error.lineno}, column {error.colno}: {error.msg}. {remedy}") from error
    except (ValueError, RecursionError) as error:
        problem = "it is nested too deep" if isinstance(error, RecursionError) else str(error)
        raise StorageError(f"{name}: {problem}. Mend it, or take an earlier version of the file.") from error
    if not isinstance(members, dict) or members.get("format") != kind.name:
        found = members.get("format") if isinstance(members, dict) else members
        # A study's words must not be shown, whatever was made of its file.
        said = shorten(found) if kind is JOURNEY or isinstance(found, str) else describe(found)
        raise StorageError(
            f'{name}: is not a {kind.noun} file: its "format" is {said}, not "{kind.name}". '
            f"Open a file that {kind.noun.capitalize()}.save has written."
        )
    return members


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    # A merge may leave a member twice, and json would take the last without a word.
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [key for key, _ in pairs]
        twice = next(key for key in names if names.count(key) > 1)
        row = f" of the row {shorten(found['id'])}" if "id" in found else ""
        # Only what the schemas say is shown: anything else may be somebody's name.
        member = shorten(twice) if twice in _MEMBERS else "a member that no table has"
        raise ValueError(f"{'the member ' if twice in _MEMBERS else ''}{member}{row} is there twice")
    return found


def _no_constant(word: str) -> NoReturn:
    raise ValueError(f"{word} is not a number in JSON")


def _finite(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise ValueError(f"{digits} is too large a number")
    return number


def _whole(digits: str) -> int:
    try:
        return int(digits)
    except ValueError:  # Python refuses thousands of digits
        raise ValueError(f"a number has {len(digits):,} digits") from None


def _versions(members: Mapping[str, Any], name: str) -> tuple[int, int]:
    found = []
    for key in ("version", "min_reader"):
        number = members.get(key)
        if not isinstance(number, int) or isinstance(number, bool) or number < 1:
            raise StorageError(f'{name}: "{key}" is {shorten(number)}, not a number from 1. Write "{key}": 1.')
        found.append(number)
    return found[0], found[1]


def _split(members: Mapping[str, Any], schema: Schema) -> tuple[dict[str, Any], dict[tuple[str, str], dict[str, Any]]]:
    """Return the members with the fields that the tables have, and the other fields."""
    record = schema.record
    known: dict[str, Any] = {record: members.get(record)}
    unknown: dict[tuple[str, str], dict[str, Any]] = {}
    for name, table in schema.tables.items():
        fields = table.fields
        rows = [known[record]] if name == record else members.get(name, [])
        if not isinstance(rows, list):
            raise TableError("is not a list of rows", table=name, value=rows, remedy="Give a list of objects.")
        kept = []
        for row in rows:
            if isinstance(row, dict) and not row.keys() <= fields.keys():
                rest = {key: value for key, value in row.items() if key not in fields}
                unknown[name, str(row.get("id"))] = rest
                kept.append({key: value for key, value in row.items() if key in fields})
            else:
                kept.append(row)
        known[name] = kept[0] if name == record else kept
    return known, unknown


def _check_depth(values: list[Any], name: str) -> None:
    # What can be read only just could not be written again from a deeper stack.
    for _ in range(_DEPTH_LIMIT):
        values = [
            item
            for value in values
            if isinstance(value, (list, dict))
            for item in (value.values() if isinstance(value, dict) else value)
        ]
        if not values:
            return
    raise StorageError(f"{name}: an unknown member is nested more than {_DEPTH_LIMIT} deep. Take it out.")


def _not_readable(error: TableError, text: str, name: str, *, newer: bool) -> NoReturn:
    if newer:
        raise VersionError(
            f"{name} was written by a newer journeywidgets, and this one cannot read it ({error}). "
            "Upgrade journeywidgets."
        ) from error
    line = None if error.row is None else _line_of(text, error.table, error.row)
    raise StorageError(f"{name}{'' if line is None else f', line {line}'}: {error}") from error


def _line_of(text: str, table: str, row: str) -> int | None:
    """Return the last line of a table that has the id: of two equal ids the second is the one too many."""
    found, inside, sought = None, False, f'"id": {json.dumps(row, ensure_ascii=False)}'
    for number, line in enumerate(text.split("\n"), 1):
        if not line.startswith(" ") and line.startswith('"'):
            inside = line.startswith(f'"{table}"')
        if inside and sought in line:
            found = number
    return found


def _misspelt(fields: Mapping[tuple[str, str], Mapping[str, Any]], version: int, name: str) -> Iterable[str]:
    # A newer version may know more columns; in a file of this version an unknown one was typed by hand.
    if version <= VERSION:
        for (table, row), unknown in fields.items():
            names = ", ".join(map(repr, unknown))
            yield f"{name}: {table}, row {row!r}: {names} is not a column; it is kept but not shown."
