"""Results of an engine as plain Python rows."""

from __future__ import annotations

from typing import Any

import narwhals as nw

from journeywidgets.errors import JourneyError, MetricError


def rows(frame: nw.LazyFrame[Any]) -> list[dict[str, Any]]:
    """Run `frame` and return its rows, one dict each, null as None.

    For results alone: a few rows a stage and group. Nothing is converted through pandas or pyarrow where the
    engine hands out Python values itself.

    Raises
    ------
    MetricError
        With the engine's own message, where it cannot run: a CSV cell that does not fit its column, a file that
        is gone.
    """
    try:
        return _rows(frame)
    except (JourneyError, MemoryError):
        raise
    except Exception as error:
        engine = frame.implementation.name.lower()
        raise MetricError(f"The rows could not be read ({engine}): {error}") from error


def _rows(frame: nw.LazyFrame[Any]) -> list[dict[str, Any]]:
    implementation = frame.implementation
    native: Any = frame.to_native()
    if implementation.is_duckdb():
        names = list(native.columns)
        return [dict(zip(names, row, strict=True)) for row in native.fetchall()]
    if implementation.is_pyspark() or implementation.is_pyspark_connect():
        return [row.asDict() for row in native.collect()]
    if implementation.is_ibis():
        found: list[dict[str, Any]] = native.to_pyarrow().to_pylist()
        return found
    if implementation.is_polars():
        return list(native.collect(engine="streaming").rows(named=True))
    return list(frame.collect().rows(named=True))
