"""A table's rows as columns: what frames are made from, and compared with."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import compress
from operator import is_not
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from journeywidgets.model.changes import same
from journeywidgets.model.intake import Row
from journeywidgets.model.schema import TABLES
from journeywidgets.model.tables import Tables

_NOT_WORDS = {"number", "integer", "boolean", "map"}
_DTYPES = {"number": "float64", "integer": "Int64", "boolean": "bool"}


class Columns:
    """The rows of a table, column by column, in the order shown.

    Values are the rows' own and plain: None where there is none. Nobody else holds these
    lists; a change of a few rows is patched in, since rows are replaced and never changed.

    Attributes
    ----------
    ids, rows
        The rows and their ids.
    positions
        Each id's place in `rows`.
    own_field
        The field that holds the columns of the caller's own, each by its name; None: there is none.
    data
        The columns by name, without ``id``: those of the schema, then the caller's own.
    own
        The names of the caller's own columns, by first appearance.
    """

    def __init__(self, document: Tables, table: str) -> None:
        self.table = table
        self.own_field = TABLES[table].own
        self.siblings_key, self._placing = document.siblings_key, document.placing
        self.rows = document.shown(table)
        self.ids: list[str] = [row["id"] for row in self.rows]
        self.positions = {row_id: place for place, row_id in enumerate(self.ids)}
        names = [name for name in TABLES[table].fields if name != "id"]
        self.data: dict[str, list[Any]] = {name: [row[name] for row in self.rows] for name in names}
        fields: list[dict[str, Any]] = self.data.get(self.own_field or "", [])
        self.own = tuple(dict.fromkeys(name for own in fields for name in own))
        for name in self.own:
            self.data[name] = [own.get(name) for own in fields]
        # Changes of the caller's own columns are not patched in, so that their types hold.
        self._types = {name: set(map(type, self.data[name])) for name in self.own}
        self._floats: dict[str, npt.NDArray[np.float64] | None] = {}

    def refresh(self, document: Tables) -> bool:
        """Take in what changed, and return whether that was possible: no row came, went or moved."""
        table = document.tables[self.table]
        if len(table) != len(self.rows):
            return False
        changed = [(place, table.get(self.ids[place])) for place in differing(self.rows, map(table.get, self.ids))]
        if any(row is None or self._placed_anew(self.rows[place], row) for place, row in changed):
            return False
        schema = [name for name in self.data if name not in self.own]
        for place, row in changed:
            if row is not None:
                self._patch(place, row, schema)
        return True

    def _placed_anew(self, old: Row, new: Row) -> bool:
        moved = any(old.get(name) != new.get(name) for name in self._placing)
        return moved or (self.own_field is not None and not same(old[self.own_field], new[self.own_field]))

    def _patch(self, place: int, row: Row, names: Iterable[str]) -> None:
        for name in names:
            if self.data[name][place] is not row[name]:
                self.data[name][place] = row[name]
                self._floats.pop(name, None)
        self.rows[place] = row

    def kind(self, name: str) -> str:
        """Return a column's dtype, the same with every version of pandas and for no rows.

        Text is ``object``, and missing values in it are None. A column of the caller's own is
        a column of numbers or of booleans where all its values are such.
        """
        if name not in self.own:
            return _DTYPES.get(TABLES[self.table].fields[name].kind, "object")
        kinds = self._types[name] - {type(None)}
        missing = len(kinds) < len(self._types[name])
        if kinds == {bool}:
            return "boolean" if missing else "bool"
        if kinds == {int}:
            return "Int64" if missing else "int64"
        return "float64" if kinds <= {int, float} else "object"

    def words(self, name: str) -> bool:
        """Return whether a column holds text and lists of text alone."""
        if name not in self.own:
            return name in self.data and TABLES[self.table].fields[name].kind not in _NOT_WORDS
        return self._types[name] <= {str, type(None)}

    def floats(self, name: str) -> npt.NDArray[np.float64] | None:
        """Return a column of numbers as an array, NaN where there is none; None for other columns."""
        if name not in self._floats:
            numeric = name in self.data and self.kind(name) in {"float64", "Int64", "int64"}
            self._floats[name] = np.array(self.data[name], dtype=np.float64) if numeric else None
        return self._floats[name]

    def frame(self) -> pd.DataFrame:
        """Return the columns as a frame that shares nothing with the rows."""
        index = pd.Index(self.ids, dtype=object, name="id")
        names = [name for name in self.data if name != self.own_field]
        series = {name: pd.Series(self._copies(name), index, dtype=self.kind(name)) for name in names}
        frame: pd.DataFrame = pd.DataFrame(series, index=index, columns=pd.Index(names, dtype=object))
        return frame

    def _copies(self, name: str) -> list[Any]:
        """Return a column whose lists and mappings are nobody else's; text and numbers need no copy."""
        values = self.data[name]
        if name in self.own:
            return [copied(value) for value in values] if self._types[name] & {list, dict} else values
        kind = TABLES[self.table].fields[name].kind
        if kind == "map":
            return [copied(value) for value in values]
        return list(map(list.copy, values)) if kind == "list" else values


def differing(old: Sequence[Any], new: Iterable[Any]) -> list[int]:
    """Return the places where two sequences do not hold the very same object."""
    return list(compress(range(len(old)), map(is_not, old, new)))


def copied(value: Any) -> Any:
    """Return a plain value that can be changed without changing `value`."""
    if isinstance(value, list):
        return [copied(item) for item in value]
    if isinstance(value, dict):
        return {name: copied(item) for name, item in value.items()}
    return value
