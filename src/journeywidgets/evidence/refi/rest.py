"""Rest: what REFI-QDA has no place for, in one note of its own, so that a project read again is the same study.

It is found out by reading what was written: a column that does not come back as it was goes into the note, and so
does a row that has no element, such as a suggestion that nobody has accepted, or a quote whose place is lost. Other
tools show the note as a memo.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from journeywidgets.errors import TableError
from journeywidgets.evidence.readers.reading import TABLES, Reading, Row, sha256
from journeywidgets.evidence.refi import guids
from journeywidgets.evidence.refi.guids import Guids
from journeywidgets.evidence.refi.markup import children, said
from journeywidgets.evidence.refi.notes import REST
from journeywidgets.evidence.refi.writer import Contents
from journeywidgets.model.intake import complete
from journeywidgets.model.schema import TABLES as SCHEMA

FORMAT = "journeywidgets-refi"
VERSION = 1
_WORDS = "words"
"""The digest of a source's text: what it was read from has another, and another tool may have changed the text."""
TITLE = "journeywidgets: what REFI-QDA has no place for"


def rest_of(contents: Contents, reading: Reading, record: Mapping[str, Any], known: Guids) -> str:
    """Return the note of a project, as JSON.

    Parameters
    ----------
    contents
        The complete rows that were written.
    reading, record
        What came back when the project was read.
    known
        The GUID of each row.
    """
    own = contents["study"][0]
    back = {known.of(table, row["id"]): row["id"] for table in TABLES for row in contents[table]}
    rows: dict[str, Row] = {}
    more: dict[str, list[Row]] = {}
    for table in TABLES:
        found = {row["id"]: row for row in getattr(reading, table)}
        for row in contents[table]:
            guid = known.of(table, row["id"])
            if guid in found:
                differs = _difference(table, row, renamed(table, found.pop(guid), back))
                rows[guid] = differs if guid == row["id"] else {"id": row["id"], **differs}
                if table == "sources":
                    rows[guid][_WORDS] = sha256(row["text"])
            else:
                more.setdefault(table, []).append(dict(row))
        rows.update({key: {"extra": True} for key in found})
    note = {
        "format": FORMAT,
        "version": VERSION,
        "study": {"id": own["id"], **_difference("study", own, {**record, "id": own["id"]})},
        "rows": {guid: values for guid, values in rows.items() if values},
        "more": more,
    }
    return json.dumps(note, sort_keys=True)


def _difference(table: str, row: Mapping[str, Any], found: Row) -> Row:
    """Return the columns of a row that did not come back as they were."""
    given = {name: value for name, value in found.items() if name in SCHEMA[table].fields}
    try:
        came = complete(table, {"order": "a0", **given} if SCHEMA[table].ordered else given)
    except TableError:
        came = {}
    came.pop("order", None)  # a project has an order, but no key of it
    return {name: value for name, value in row.items() if not _alike(came.get(name), value)}


def _alike(one: Any, other: Any) -> bool:
    """Return whether two values are the same in a file: 1 and 1.0 and True are three."""
    if isinstance(one, (list, dict)):
        return json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)
    return type(one) is type(other) and bool(one == other)


def renamed(table: str, row: Row, back: Mapping[str, str]) -> Row:
    """Return a row with ids in place of GUIDs."""
    refs = {field.name for field in SCHEMA[table].refs} | {"id"}
    return {
        name: back.get(value, value) if name in refs and isinstance(value, str) else value
        for name, value in row.items()
    }


class Rest:
    """The note of a project being read.

    Parameters
    ----------
    tree
        The root element.
    own
        Whether this package wrote the file last. Where another tool did, only the ids are taken, and the digests of
        sources whose words it left: what it changed must not be changed back.
    """

    def __init__(self, tree: Any, *, own: bool) -> None:
        note = next((note for note in children(tree, "Notes", "Note") if guids.normal(note.get("guid")) == REST), None)
        self._data = _loaded(said(note, "PlainTextContent")) if note is not None else {}
        self._own = own

    def put(self, reading: Reading, record: Row) -> None:
        """Make rows and record as they were before they were written."""
        kept = {guid: _mapping(values) for guid, values in _mapping(self._data.get("rows")).items()}
        back = {guid: str(values["id"]) for guid, values in kept.items() if "id" in values}
        for table in TABLES:
            rows: list[Row] = getattr(reading, table)
            columns = {row["id"]: _columns(kept.get(row["id"], {})) for row in rows} if self._own else {}
            _recognise(rows, kept)
            rows[:] = [
                {**renamed(table, row, back), **columns.get(row["id"], {})}
                for row in rows
                if not columns.get(row["id"], {}).get("extra")
            ]
        reading.names = {name: back.get(key, key) for name, key in reading.names.items()}
        if self._own:
            for table, more in _mapping(self._data.get("more")).items():
                if table in TABLES and isinstance(more, list):
                    getattr(reading, table).extend(row for row in more if isinstance(row, dict))
            record.update(_mapping(self._data.get("study")))


def _columns(values: Row) -> Row:
    return {name: value for name, value in values.items() if name != _WORDS}


def _recognise(rows: Iterable[Row], kept: Mapping[str, Row]) -> None:
    """Give sources the digest by which a study knows them, as long as their words are those that were written."""
    for row in rows:
        values = kept.get(row["id"], {})
        if "sha256" in values and values.get(_WORDS) == sha256(str(row.get("text"))):
            row["sha256"] = values["sha256"]


def _loaded(text: str) -> Row:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    fits = isinstance(found, dict) and found.get("format") == FORMAT and found.get("version") == VERSION
    return found if fits else {}


def _mapping(value: Any) -> Row:
    return value if isinstance(value, dict) else {}
