"""A journey's tables as frames, and the operations that make a table equal to a frame."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

import numpy as np
import pandas as pd

from journeywidgets.errors import TableError, shorten
from journeywidgets.frames.columns import Columns, differing
from journeywidgets.frames.given import Column, Ids, as_frame, columns_of, ids_of
from journeywidgets.frames.placing import Placing
from journeywidgets.model.changes import Op, same
from journeywidgets.model.ids import id_maker
from journeywidgets.model.intake import Row, clean, clean_id, is_missing
from journeywidgets.model.schema import TABLES
from journeywidgets.model.tables import Tables

_NEVER = object()
_CHUNK = 256

NewId = Callable[[str], str]


class Frames:
    """A document's tables as frames.

    What a table looked like is kept by `Tables.versions`, so that reading it again, or
    comparing a frame with it, does not go through its rows again. Callers hold the lock of
    the store that the document belongs to.

    Parameters
    ----------
    document
        The rows.
    """

    def __init__(self, document: Tables) -> None:
        self._document = document
        self._held: dict[str, tuple[tuple[int, ...], Columns]] = {}

    def frame(self, table: str) -> pd.DataFrame:
        """Return a table as a frame indexed by id, in the order shown.

        Columns have the same dtype with every version of pandas, and in a table without rows:
        text and lists are ``object`` (missing text is None), numbers ``float64`` (missing is
        NaN), whole numbers ``Int64`` (missing is NA), booleans ``bool``. A card's own `fields`
        (a participant's `attributes`) are columns of their own, behind the others. Changing the
        frame changes nothing else.

        Raises
        ------
        TableError
            There is no such table.
        """
        return self.columns(self._document.table_of(table).name).frame()

    def difference(self, table: str, frame: Any, new_id: NewId | None = None) -> list[Op]:
        """Return the operations that make a table equal to `frame`, compared by id.

        * Rows left out are deleted, with all that hangs on them. Columns left out are left
          alone; a missing value (None, NaN, NaT, NA) empties a field.
        * Ids are in a column ``id`` or in the index. A row without one is new.
        * The sequence of the rows counts for new rows alone: each goes behind the row above
          it. To arrange rows, give numbers in ``order``.
        * Columns that the table does not know become the row's own.

        Parameters
        ----------
        table
            Its name.
        frame
            A pandas DataFrame, or a frame that has ``to_pandas()``. It is not changed.
        new_id
            Makes the id of a new row, given the table's name.

        Raises
        ------
        TableError
            The frame cannot be the table; names row, column, value and the remedy.
        """
        return self._ops(table, frame, new_id, replace=True)

    def updates(self, table: str, frame: Any, new_id: NewId | None = None) -> list[Op]:
        """Return the operations that insert and change the rows of `frame`, and delete none.

        As `difference` otherwise.
        """
        return self._ops(table, frame, new_id, replace=False)

    def columns(self, table: str) -> Columns:
        """Return a table column by column, to be read and never changed; kept until the table changes."""
        versions = self._document.versions
        version = tuple(versions[name] for name in (table, *self._document.shown_by.get(table, ())))
        before, held = self._held.get(table, ((), None))
        if held is None or before != version:
            kept = held is not None and before[1:] == version[1:] and held.refresh(self._document)
            held = held if held is not None and kept else Columns(self._document, table)
            self._held[table] = version, held
        return held

    def _ops(self, table: str, frame: Any, new_id: NewId | None, *, replace: bool) -> list[Op]:
        held = self.columns(self._document.table_of(table).name)
        frame = as_frame(table, frame)
        make_id = id_maker()
        ids = ids_of(table, frame, held.positions, lambda: new_id(table) if new_id else make_id())
        if replace and held.ids and len(frame) and not ids.given:
            raise TableError(
                f"the frame has no ids, so that each of the {len(held.ids)} rows would be lost",
                table=table,
                column="id",
                remedy="Keep the ids (before a merge: reset_index()). For rows that are all new: df.assign(id=None).",
            )
        return _Comparison(held, columns_of(table, frame), ids, replace=replace).ops()


class _Comparison:
    """One frame against one table.

    `kept` are the places in the frame of the rows that the table has, `found` those rows'
    places in the table.
    """

    def __init__(self, held: Columns, columns: dict[str, Column], ids: Ids, *, replace: bool) -> None:
        self.table, self.held, self.ids, self.replace = held.table, held, ids, replace
        self.order = columns.pop("order", None)
        # A column of the whole map comes before the columns that are put into it.
        self.columns = dict(sorted(columns.items(), key=lambda item: item[0] != held.own_field))
        self.kept = [place for place, found in enumerate(ids.places) if ids.aligned or found is not None]
        self.found = self.kept if ids.aligned else [found for found in ids.places if found is not None]

    def ops(self) -> list[Op]:
        """Return the adds, then the sets, then the deletes.

        Deletes come last: what moved away from a row that goes is not taken along.
        """
        changed, added = self._changed(), self._added()
        placing = Placing(self.held, self.ids, replace=self.replace)
        if self.order is not None:
            differing = self._differing("order", self.order)
            placing.take(differing, self.order.values() if differing or added else [])
        placing.place(changed, added)
        gone = self._gone() if self.replace else []
        self._check_kept(changed, added, set(gone))
        adds = [Op("add", self.table, self.ids.new[place], row) for place, row in added.items()]
        sets = [Op("set", self.table, self.held.ids[found], row) for found, row in changed.items() if row]
        sets += [Op("set", self.table, row_id, {"order": key}) for row_id, key in placing.gave_way.items()]
        return [*adds, *sets, *(Op("delete", self.table, row_id) for row_id in gone)]

    def _gone(self) -> list[str]:
        if len(self.found) == len(self.held.ids):
            return []
        found = set(self.found)
        return [row_id for n, row_id in enumerate(self.held.ids) if n not in found]

    def _changed(self) -> dict[int, Row]:
        """Return, by a row's place in the table, the values that are not what they were."""
        changed: dict[int, Row] = {}
        for name, column in self.columns.items():
            places = self._differing(name, column)
            values = column.values() if places else []
            for place in places:
                found = cast("int", self.ids.places[place])
                row = self.held.rows[found]
                self._put(changed.setdefault(found, {}), name, values[place], row.get(str(self.held.own_field), {}))
        return changed

    def _differing(self, name: str, column: Column) -> list[int]:
        """Return the places in the frame of the kept rows whose value may not be what it was."""
        floats, given = self.held.floats(name), column.floats()
        if floats is not None and given is not None:
            old, new = (floats, given) if self.ids.aligned else (floats[self.found], given[self.kept])
            differs = ~((old == new) | (np.isnan(old) & np.isnan(new)))
            return [self.kept[n] for n in np.flatnonzero(differs)]
        held, values = self.held.data.get(name) or [None] * len(self.held.ids), column.values()
        if not self.ids.aligned:
            held, values = [held[n] for n in self.found], [values[n] for n in self.kept]
        field = TABLES[self.table].fields.get(name)
        empty = None if field is None else _NEVER if field.required else field.default
        plain = self.held.words(name) and np.ndarray not in set(map(type, values))
        suspects = _unequal(held, values) if plain else differing(held, values)
        return [self.kept[n] for n in suspects if not _unchanged(held[n], values[n], empty)]

    def _added(self) -> dict[int, Row]:
        """Return, by their place in the frame, the values of the new rows; missing ones left out."""
        added: dict[int, Row] = {place: {} for place in self.ids.new}
        for name, column in self.columns.items() if added else ():
            values = column.values()
            for place, row in added.items():
                if not is_missing(values[place]):
                    self._put(row, name, self._said(place, name, values[place]), {})
        return added

    def _said(self, place: int, name: str, value: Any) -> Any:
        """Return a new row's value; what is wrong with a row whose id nobody knows is said here."""
        label = self.ids.labels.get(place)
        if label is None:
            return value
        if name in TABLES[self.table].fields:
            return clean(self.table, label, name, value)
        return clean(self.table, label, str(self.held.own_field), {name: value})[name]

    def _put(self, row: Row, name: str, value: Any, own: dict[str, Any]) -> None:
        """Put a value into a row of an op; `own` are the row's own fields before it."""
        if name in TABLES[self.table].fields:
            row[name] = value
            return
        place = str(self.held.own_field)
        fields = row.get(place, own)
        fields = {} if is_missing(fields) else fields
        row[place] = {**fields, name: value} if isinstance(fields, dict) else fields

    def _check_kept(self, changed: dict[int, Row], added: dict[int, Row], gone: set[str]) -> None:
        """Refuse to delete a row that a row of the frame hangs on: it would take that row along."""
        for field in TABLES[self.table].refs if gone else ():
            if field.ref != self.table:
                continue
            kept = {
                self.held.ids[n]: changed.get(n, {}).get(field.name, self.held.rows[n][field.name]) for n in self.found
            }
            new = {self.ids.labels.get(n, self.ids.new[n]): row.get(field.name) for n, row in added.items()}
            for row_id, value in {**kept, **new}.items():
                if not is_missing(value) and clean_id(value, self.table, field.name) in gone:
                    raise TableError(
                        f"the row {shorten(value)} that it belongs to was left out",
                        table=self.table,
                        row=row_id,
                        column=field.name,
                        value=value,
                        remedy=f"Leave this row out too, or give it another {field.name} (None for none).",
                        code="reference",
                    )


def _unequal(held: list[Any], given: list[Any]) -> list[int]:
    """Return the places where two lists differ, in columns where ``==`` mixes up no 1 and True.

    Nearly all values are what they were, and comparing slices finds that out without a step of
    Python for each.
    """
    places: list[int] = []
    if _equal(held, given):
        return places
    for start in range(0, len(held), _CHUNK):
        end = start + _CHUNK
        old, new = held[start:end], given[start:end]
        if not _equal(old, new):
            places += (start + n for n in differing(old, new))
    return places


def _equal(held: list[Any], given: list[Any]) -> bool:
    try:
        return held == given
    except (TypeError, ValueError):  # NA has no truth, nor has an array in a list
        return False


def _unchanged(old: Any, new: Any, empty: Any) -> bool:
    """Return whether a given value is certainly what the row holds.

    Values of another type (a Timestamp, a Decimal, an array) are left to the document, which
    compares them as cleaned.
    """
    if is_missing(new):
        return bool(old is empty or (empty is not _NEVER and old == empty))
    number = {int, float}
    if type(new) is not type(old) and not (type(new) in number and type(old) in number):
        return False
    return _plain(new) and same(old, new)


def _plain(value: Any) -> bool:
    """Return whether a value is made of JSON's types alone, so that it compares without surprise."""
    if type(value) is list:
        return all(map(_plain, value))
    if type(value) is dict:
        return all(map(_plain, value.values()))
    return value is None or type(value) in {str, bool, int, float}
