"""Time as whole microseconds since 1970 in UTC, on every engine.

The one conversion that narwhals does not have for lazy engines; everything after it is integers, which
all engines order, subtract and compare alike.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import narwhals as nw

from journeywidgets.errors import MetricError

_REMEDIES = {
    "text": "Parse it first, for instance with pd.to_datetime.",
    "numbers": "Say what they count, for instance with pd.to_datetime(..., unit='s').",
}


def with_microseconds(frame: nw.LazyFrame[Any], time: str, name: str) -> nw.LazyFrame[Any]:
    """Return `frame` with the column `name`: the column `time` in microseconds since 1970-01-01 UTC (int64).

    A time without a zone is taken as UTC; what is finer than a microsecond is cut off.

    Raises
    ------
    MetricError
        If `time` holds text, numbers or anything else that is no time.
    """
    kind = frame.collect_schema()[time]
    if not isinstance(kind, nw.Datetime | nw.Date):
        held = "text" if kind == nw.String else "numbers" if kind.is_numeric() else str(kind)
        remedy = _REMEDIES.get(held, "Convert it to a timestamp.")
        raise MetricError(f"Column {time!r} holds {held}, not times. {remedy}")
    for belongs, convert in _CONVERSIONS:
        if belongs(frame.implementation):
            converted: nw.LazyFrame[Any] = nw.from_native(convert(frame.to_native(), time, name))
            return converted
    as_time = nw.col(time).cast(nw.Datetime("us")) if kind == nw.Date else nw.col(time)
    return frame.with_columns(as_time.dt.timestamp("us").alias(name))


def _duckdb(relation: Any, time: str, name: str) -> Any:
    from duckdb import ColumnExpression, FunctionExpression, StarExpression

    return relation.select(StarExpression(), FunctionExpression("epoch_us", ColumnExpression(time)).alias(name))


def _spark(table: Any, time: str, name: str) -> Any:
    from pyspark.sql import functions as fn
    from pyspark.sql.types import TimestampType

    column = table[time]
    if not isinstance(table.schema[time].dataType, TimestampType):
        # A time without a zone would be read in the session's zone, so it is put together again in UTC.
        column = column.cast("timestamp_ntz")
        column = fn.make_timestamp(
            fn.year(column),
            fn.month(column),
            fn.dayofmonth(column),
            fn.hour(column),
            fn.minute(column),
            fn.date_part(fn.lit("SECOND"), column),
            fn.lit("UTC"),
        )
    return table.withColumn(name, fn.unix_micros(column))


def _ibis(table: Any, time: str, name: str) -> Any:
    column = table[time].cast("timestamp") if table[time].type().is_date() else table[time]
    # Whole seconds first: DuckDB's would round half a second up.
    seconds = column.truncate("s").epoch_seconds().cast("int64")
    return table.mutate(**{name: seconds * 1_000_000 + column.microsecond().cast("int64")})


_CONVERSIONS: tuple[tuple[Callable[[nw.Implementation], bool], Callable[[Any, str, str], Any]], ...] = (
    (nw.Implementation.is_duckdb, _duckdb),
    (nw.Implementation.is_pyspark, _spark),
    (nw.Implementation.is_pyspark_connect, _spark),
    (nw.Implementation.is_ibis, _ibis),
)
