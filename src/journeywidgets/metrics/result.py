"""The tidy frame that every metric returns: one row a stage, group and period."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from journeywidgets.errors import MetricError, shorten

COLUMNS = (
    "metric",
    "stage",
    "persona",
    "period",
    "value",
    "low",
    "high",
    "n",
    "method",
    "unit",
    "direction",
    "note",
)
"""The columns of every result, in this order; those of the function follow."""
FLOATS = ("value", "low", "high")
DIRECTIONS = ("up", "down")
MIN_N = 5
TOO_SMALL = "n too small"
NOT_ASKED = "not asked"
NOT_REACHED = "median not reached"
NOTES = ("", TOO_SMALL, NOT_ASKED, NOT_REACHED)


def result(
    rows: Iterable[Mapping[str, Any]],
    *,
    metric: str,
    method: str,
    unit: str = "%",
    direction: str = "up",
    min_n: int = MIN_N,
    extras: Mapping[str, str] | None = None,
    hide: Iterable[str] = (),
) -> pd.DataFrame:
    """Build the result of a metric from its rows.

    Parameters
    ----------
    rows
        A mapping a row, in the order wanted: ``value``, ``low``, ``high`` (None or NaN where there is none),
        ``n``, and where they apply ``stage``, ``persona``, ``period`` (None: all), ``note``, the extra columns,
        and ``method``, ``unit``, ``direction`` or ``metric`` where a row has its own.
    metric
        The title: ``"Conversion"``.
    method
        One sentence: semantics, denominator, interval, weights.
    unit
        ``"%"`` (rates run from 0 to 100), ``"h"``, ``"days"``, or "" for a plain number.
    direction
        Whether more is better, ``"up"``, or worse, ``"down"``.
    min_n
        Below this n the value, its interval and the columns `hide` are empty and the note is ``"n too small"``.
    extras
        The function's own columns, in order, with their pandas dtypes: ``{"entered": "Int64"}``. A text column
        is ``"object"``, with None where there is none.
    hide
        The extra columns that say what the value says, and are as uncertain.

    Returns
    -------
    pandas.DataFrame
        The columns `COLUMNS`, then `extras`. Text is str or None, ``value``, ``low``, ``high`` are float64 with
        NaN, ``n`` is Int64.

    Raises
    ------
    MetricError
        If `min_n` is no whole number of 0 or more.
    """
    least = checked_min_n(min_n)
    kinds = dict(extras or {})
    shared = {"metric": metric, "method": method, "unit": unit, "direction": direction}
    hidden = frozenset(hide)
    built = [_row({**shared, **row}, kinds, least, hidden) for row in rows]
    names = [*COLUMNS, *kinds]
    columns = {name: _column([row[name] for row in built], _dtype(name, kinds)) for name in names}
    frame: pd.DataFrame = pd.DataFrame(columns)
    return frame


def checked_min_n(min_n: Any) -> int:
    """Return `min_n`, or raise a MetricError where it is no whole number of 0 or more."""
    if isinstance(min_n, bool) or not isinstance(min_n, int) or min_n < 0:
        raise MetricError(f"min_n={shorten(min_n)} is not a whole number of 0 or more. Give 0 to show every value.")
    return min_n


def _dtype(name: str, kinds: Mapping[str, str]) -> str:
    if name in FLOATS:
        return "float64"
    return "Int64" if name == "n" else kinds.get(name, "object")


def _column(cells: list[Any], dtype: str) -> pd.Series[Any]:
    if dtype == "float64":
        cells = [math.nan if cell is None else float(cell) for cell in cells]
    column: pd.Series[Any] = pd.Series(cells, dtype=dtype)
    return column


def _row(given: Mapping[str, Any], kinds: Mapping[str, str], least: int, hidden: frozenset[str]) -> dict[str, Any]:
    unknown = [name for name in given if name not in COLUMNS and name not in kinds]
    if unknown:
        raise ValueError(f"columns that were not announced: {unknown}")
    row: dict[str, Any] = {name: given.get(name) for name in (*COLUMNS, *kinds)}
    row["n"] = 0 if row["n"] is None else int(row["n"])
    row["note"] = row["note"] or ""
    if row["note"] not in NOTES or row["direction"] not in DIRECTIONS:
        raise ValueError(f"note {row['note']!r}, direction {row['direction']!r}: one of them is not known")
    if row["note"] in {"", NOT_REACHED} and row["n"] < least:
        row["note"] = TOO_SMALL
    # Where a median is not reached, its lower end and the times of those who moved on still say something.
    if row["note"] in {TOO_SMALL, NOT_ASKED}:
        row.update(dict.fromkeys([*FLOATS, *hidden]))
    if any(isinstance(row[name], float) and math.isinf(row[name]) for name in FLOATS):
        raise ValueError(f"an infinite value: {row}")
    return row
