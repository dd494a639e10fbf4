"""A frame on its way in: its form, its ids and its columns; the caller's frame is never changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from numbers import Real
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from journeywidgets.errors import TableError, shorten
from journeywidgets.model.intake import clean, clean_id, field_of, is_missing
from journeywidgets.model.schema import TABLES


def as_frame(table: str, given: Any) -> pd.DataFrame:
    """Return `given` as a pandas frame with one level of rows and columns, each name once.

    Raises
    ------
    TableError
        It is no frame, or has a MultiIndex, or a column twice or without a name.
    """
    if not isinstance(given, pd.DataFrame):
        convert = getattr(given, "to_pandas", None)
        given = convert() if callable(convert) else given
    if not isinstance(given, pd.DataFrame):
        raise TableError(
            f"{shorten(given)} is a {type(given).__name__}, not a DataFrame",
            table=table,
            value=given,
            remedy="Give a pandas DataFrame, or a frame that has to_pandas(): pd.DataFrame(rows) makes one.",
        )
    if isinstance(given.columns, pd.MultiIndex):
        remedy = 'Name each column by one string: df.columns = ["_".join(map(str, names)) for names in df.columns].'
        raise TableError("the columns are a MultiIndex", table=table, value=given.columns, remedy=remedy)
    names: list[Any] = given.columns.tolist()
    for name in names:
        if not isinstance(name, str):
            remedy = "Name it by a string: df.rename(columns={…})."
            raise TableError("the name is not text", table=table, column=shorten(name), value=name, remedy=remedy)
    twice = given.columns[given.columns.duplicated()]
    if len(twice):
        remedy = "Rename or drop one: each column once."
        raise TableError("is there twice", table=table, column=str(twice[0]), value=twice[0], remedy=remedy)
    return given


@dataclass(frozen=True)
class Column:
    """One column of a given frame."""

    series: pd.Series[Any]

    def values(self) -> list[Any]:
        """Return the values as Python or pandas scalars."""
        found: list[Any] = self.series.tolist()
        return found

    def floats(self) -> npt.NDArray[np.float64] | None:
        """Return a column of numbers as an array, NaN where there is none; None for other columns."""
        if self.series.dtype.kind not in "iuf":
            return None
        if isinstance(self.series.dtype, np.dtype):
            return self.series.to_numpy(dtype=np.float64)
        return self.series.to_numpy(dtype=np.float64, na_value=np.nan)


def columns_of(table: str, frame: pd.DataFrame) -> dict[str, Column]:
    """Return the columns of a frame but ``id``, by the names the table keeps them under.

    Raises
    ------
    TableError
        The table does not know a column, and has no place for columns of the caller's own.
    """
    fields, own, found = TABLES[table].fields, TABLES[table].own, {}
    for place, given in enumerate(map(str, frame.columns)):
        name = given
        if given not in fields:
            if own is None:
                field_of(table, given)
            (name,) = clean(table, None, str(own), {given: 0})
        if name in found:
            raise TableError("is there twice", table=table, column=name, value=given, remedy="Rename one of them.")
        if name != "id":
            found[name] = Column(frame.iloc[:, place])
    return found


@dataclass(frozen=True)
class Ids:
    """The ids of a frame's rows.

    Attributes
    ----------
    places
        For each row of the frame its place in the table; None for a row that is new.
    new
        The ids of the new rows, by their place in the frame.
    labels
        How messages name the new rows that came without an id, by their place in the frame.
    given
        Whether the frame said anything about ids.
    aligned
        Whether the frame has the table's rows, all of them, in the same sequence.
    """

    places: list[int | None]
    new: dict[int, str]
    labels: dict[int, str]
    given: bool
    aligned: bool = False


def ids_of(table: str, frame: pd.DataFrame, held: Mapping[str, int], make_id: Callable[[], str]) -> Ids:
    """Return the ids of a frame's rows; rows without one are new and get one.

    Ids are in a column ``id``, or else in an index named ``id``. In an index without a name,
    as concat and the like leave it, text is an id and a whole number is none.

    Parameters
    ----------
    table, frame
        The frame, as `as_frame` returns it.
    held
        The table's ids and their places.
    make_id
        Makes the id of a new row.

    Raises
    ------
    TableError
        An id is there twice, or cannot be one, or the index is something else.
    """
    labels, given = _labels(table, frame)
    places = _looked_up(labels, held)
    if places == list(range(len(held))):
        return Ids(places, {}, {}, given, aligned=True)
    new: dict[int, str] = {}
    unnamed: dict[int, str] = {}
    for place, (label, found) in enumerate(zip(labels, places, strict=True)):
        if found is not None:
            continue
        if is_missing(label):
            unnamed[place] = f"(new, at {label_at(frame, place)})"
            continue
        try:
            row_id = clean_id(label, table)
        except TableError as error:
            row = f"(at {label_at(frame, place)})"
            raise TableError(
                error.problem, table=table, row=row, column="id", value=label, remedy=error.remedy
            ) from None
        places[place] = held.get(row_id)
        if places[place] is None:
            new[place] = row_id
    _check_once(table, places, new, list(held))
    taken = {*held, *new.values()}
    for place in unnamed:
        while (row_id := make_id()) in taken:
            pass
        taken.add(row_id)
        new[place] = row_id
    return Ids(places, dict(sorted(new.items())), unnamed, given)


def label_at(frame: pd.DataFrame, place: int) -> str:
    """Return a row's label in the index as messages show it."""
    (label,) = frame.index[[place]].tolist()
    return shorten(label)


def _looked_up(labels: list[Any], held: Mapping[str, int]) -> list[int | None]:
    try:
        return list(map(held.get, labels))
    except TypeError:  # something unhashable, which `clean_id` refuses with its place
        return [None] * len(labels)


def _labels(table: str, frame: pd.DataFrame) -> tuple[list[Any], bool]:
    index = frame.index
    if isinstance(index, pd.MultiIndex):
        remedy = 'Keep the ids in a column: df.reset_index(), with a column named "id".'
        raise TableError("the index is a MultiIndex", table=table, value=index, remedy=remedy)
    if "id" in frame.columns:
        found = frame["id"].tolist()
        if index.name == "id" and list(map(str, found)) != list(map(str, index)):
            remedy = "Keep one of them: df.drop(columns='id'), or df.reset_index(drop=True)."
            raise TableError(
                "the column and the index named id differ", table=table, column="id", value=found, remedy=remedy
            )
        return found, True
    if index.name == "id":
        return index.tolist(), True
    if index.name is not None:
        remedy = 'Rename it with df.rename_axis("id") if it holds ids, or make it a column with df.reset_index().'
        raise TableError(
            f"the index is named {shorten(index.name)}, not id", table=table, value=index.name, remedy=remedy
        )
    if isinstance(index, pd.RangeIndex):
        return [None] * len(index), False
    labels = [None if is_number(label) else label for label in index.tolist()]
    return labels, any(label is not None for label in labels)


def is_number(value: Any) -> bool:
    """Return whether `value` is a number; True and False are none, and neither is NaN."""
    return not isinstance(value, bool) and isinstance(value, (Real, Decimal)) and not is_missing(value)


def _check_once(table: str, places: list[int | None], new: Mapping[int, str], held: list[str]) -> None:
    known = [held[place] for place in places if place is not None]
    if len(set(known)) == len(known) and len(set(new.values())) == len(new):
        return
    seen: set[str] = set()
    for row_id in [*known, *new.values()]:
        if row_id in seen:
            raise TableError(
                f"the id {shorten(row_id)} is there twice",
                table=table,
                row=row_id,
                column="id",
                value=row_id,
                remedy="Each row needs an id of its own; leave it empty (None) for a new row.",
                code="duplicate",
            )
        seen.add(row_id)
