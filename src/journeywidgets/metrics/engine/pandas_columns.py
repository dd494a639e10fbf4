"""pandas columns as DuckDB can read them, with what only pandas can hold refused by name."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

import pandas as pd

from journeywidgets.errors import MetricError

_TEXT = ("string", "empty")
_DATES = ("datetime", "date")
_MASKED: dict[str, Any] = {"integer": "Int64", "boolean": "boolean"}
_NUMBERS = ("floating", "mixed-integer-float", "decimal")


def plain(data: pd.DataFrame, wanted: Sequence[str]) -> pd.DataFrame:
    """Return a new frame of the columns `wanted` in types that DuckDB reads; `data` is not changed.

    Raises
    ------
    MetricError
        If a column mixes types or time zones. The message names the column.
    """
    columns = {name: _column(name, data[name]) for name in wanted}
    # Without the index: columns of a frame whose labels occur twice would not line up again.
    frame: pd.DataFrame = pd.DataFrame({name: column.array for name, column in columns.items()}, copy=False)
    return frame


def _column(name: str, column: pd.Series[Any]) -> pd.Series[Any]:
    if isinstance(column.dtype, pd.CategoricalDtype):
        kind_ = column.cat.categories.dtype
        # Whole numbers and truths have no missing value of their own: pandas refuses, or makes it True.
        column = column.astype(object if kind_.kind in "iub" and column.hasnans else kind_)
    if column.dtype != object:
        return column
    kind = pd.api.types.infer_dtype(column, skipna=True)
    if kind in _DATES:
        zones = {getattr(value, "tzinfo", None) for value in column.dropna()}
        if len({str(zone) for zone in zones}) > 1:
            shown = ", ".join(sorted("none" if zone is None else str(zone) for zone in zones))
            raise MetricError(
                f"Column {name!r} mixes time zones: {shown}. Bring it to one with pd.to_datetime(..., utc=True)."
            )
        return pd.to_datetime(column)
    if kind in _TEXT:
        return column.astype("string")
    if kind in _MASKED:
        try:
            return column.astype(_MASKED[kind])  # not float, where large whole numbers would run together
        except (OverflowError, TypeError, ValueError) as error:
            raise MetricError(f"Column {name!r} holds numbers that do not fit 64 bits. Convert it to text.") from error
    if kind in _NUMBERS:
        return pd.to_numeric(column)
    if kind == "mixed" and all(isinstance(value, uuid.UUID) for value in column.dropna()):
        return column.map(str, na_action="ignore").astype("string")
    held = f"values of several types ({kind})" if kind.startswith("mixed") else kind
    raise MetricError(f"Column {name!r} holds {held}. Convert it to text, numbers or times.")
