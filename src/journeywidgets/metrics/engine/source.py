"""The caller's data as a lazy narwhals frame of the columns that are needed."""

from __future__ import annotations

import difflib
import os
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import narwhals as nw
import pandas as pd

from journeywidgets.errors import MetricError, shorten
from journeywidgets.metrics.engine import pandas_columns

if TYPE_CHECKING:
    from narwhals.typing import IntoFrame

_PARQUET = (".parquet", ".pq")
_CSV = (".csv", ".tsv", ".csv.gz", ".tsv.gz", ".csv.zst", ".tsv.zst", ".txt")
_ACCEPTED = (
    "Give a pandas, polars or pyarrow table, a DuckDB relation, a Spark or Ibis table, "
    "or the path or glob of Parquet or CSV files."
)


def table(data: Any, columns: Iterable[str]) -> nw.LazyFrame[Any]:
    """Return the named columns of `data`, lazily, on the engine they belong to.

    Parameters
    ----------
    data
        A pandas, polars (eager or lazy) or pyarrow table, a DuckDB relation, a PySpark or Ibis table, or a path,
        glob, folder or list of paths of Parquet or CSV files. pandas, pyarrow and files run on an embedded DuckDB.
        Nothing is changed, copied or read yet.
    columns
        The names of the columns that are needed; only these are read.

    Returns
    -------
    narwhals.LazyFrame
        The columns, under their own names and in the order given. NaN is null, categories are text.

    Raises
    ------
    MetricError
        If a column is missing, or two have one name, or the data is nothing that is read here. The message
        names the column, or says what is accepted.
    """
    wanted = list(dict.fromkeys(columns))
    frame = _opened(data, wanted)
    kinds = frame.collect_schema()
    _check(list(kinds), wanted)
    return frame.select(*[_plain(name, kinds[name]) for name in wanted])


def _plain(name: str, kind: nw.dtypes.DType) -> nw.Expr:
    """Return the column as engines agree on it: pandas calls a missing number NaN, where others compare NaN."""
    column = nw.col(name)
    if kind.is_float():
        return nw.when(~column.is_nan()).then(column).alias(name)
    return column.cast(nw.String) if kind in {nw.Categorical, nw.Enum} else column


def _opened(data: Any, wanted: Sequence[str]) -> nw.LazyFrame[Any]:
    if isinstance(data, str | os.PathLike) or (isinstance(data, list | tuple) and data):
        return _lazy(_files(data))
    if isinstance(data, pd.DataFrame):
        _check(list(data.columns), wanted)
        return _lazy(_from_pandas(pandas_columns.plain(data, wanted)))
    native = nw.to_native(data, pass_through=True)
    if nw.dependencies.is_pyarrow_table(native):  # narwhals takes none with two columns of one name
        _check(native.column_names, wanted)
    try:
        frame: nw.DataFrame[Any] | nw.LazyFrame[Any] = nw.from_native(data)
    except TypeError:
        raise MetricError(f"{shorten(type(data).__name__)} is no table of rows. {_ACCEPTED}") from None
    if isinstance(frame, nw.LazyFrame):
        _check(_names(frame), wanted)
        return frame
    if frame.implementation.is_polars():
        return frame.lazy()
    return _lazy(_connection().from_arrow(frame.select(*wanted).to_arrow()))


def _names(frame: nw.LazyFrame[Any]) -> list[str]:
    """Return the names as the engine lists them: a schema of narwhals merges two columns of one name."""
    listed = frame.implementation.is_duckdb() or frame.implementation.is_pyspark()
    return list(frame.to_native().columns) if listed else list(frame.collect_schema())


def _from_pandas(frame: pd.DataFrame) -> duckdb.DuckDBPyRelation:
    try:
        return _connection().from_df(frame)
    except duckdb.Error as error:
        kinds = ", ".join(f"{name!r} ({kind})" for name, kind in frame.dtypes.items())
        raise MetricError(f"A column of {kinds} is of no type that is read here: {error}") from error


def _lazy(relation: IntoFrame) -> nw.LazyFrame[Any]:
    frame: nw.LazyFrame[Any] = nw.from_native(relation).lazy()
    return frame


def _connection() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    # What does not fit into memory is set aside in the system's folder for it, not beside the notebook.
    aside = Path(tempfile.gettempdir()) / f"journeywidgets-{os.getpid()}"
    connection.execute("SET temp_directory = $1", [str(aside)])
    connection.execute("SET preserve_insertion_order = false")
    # In a notebook it would show a bar as an output of the cell.
    connection.execute("SET enable_progress_bar = false")
    return connection


def _files(data: Any) -> duckdb.DuckDBPyRelation:
    paths = [os.fspath(path) for path in (data if isinstance(data, list | tuple) else [data])]
    paths = [os.path.join(path, "**", "*.parquet") if os.path.isdir(path) else path for path in paths]  # noqa: PTH112, PTH118 (globs are no paths)
    lower = [path.lower() for path in paths]
    connection = _connection()
    try:
        if all(path.endswith(_PARQUET) for path in lower):
            return connection.read_parquet(paths)
        if all(path.endswith(_CSV) for path in lower):
            return connection.read_csv(paths)  # type: ignore[arg-type] # a list is read too
    except duckdb.Error as error:
        raise MetricError(f"{shorten(data)} cannot be read: {error}") from error
    raise MetricError(f"{shorten(data)} does not say whether it is Parquet or CSV. End the name in .parquet or .csv.")


def _check(names: Sequence[Any], wanted: Sequence[str]) -> None:
    twice = [name for name in wanted if list(names).count(name) > 1]
    if twice:
        raise MetricError(f"Two columns are named {shorten(twice[0])}. Rename one, so that it is clear which is meant.")
    for name in wanted:
        if name not in names:
            near = difflib.get_close_matches(str(name), [str(other) for other in names], n=1)
            hint = f" Did you mean {near[0]!r}?" if near else ""
            shown = ", ".join(repr(other) for other in names[:20])
            raise MetricError(f"There is no column {shorten(name)}.{hint} The columns are: {shown}.")
    folded: dict[str, str] = {}
    for name in wanted:
        other = folded.setdefault(name.casefold(), name)
        if other != name:
            raise MetricError(
                f"Columns {other!r} and {name!r} differ in case alone, which DuckDB and Spark do not tell apart. "
                "Rename one."
            )
