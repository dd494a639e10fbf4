"""Every engine that a metric must run on, as pytest parameters: `engine(frame)` gives its native table."""

from __future__ import annotations

import functools
import tempfile
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest


@dataclass(frozen=True)
class Engine:
    """Turns a pandas frame into what this engine reads. Called with a frame of times without zones or in UTC."""

    name: str
    convert: Callable[[pd.DataFrame], Any]

    def __call__(self, frame: pd.DataFrame) -> Any:
        return self.convert(frame)


@functools.cache
def scratch() -> Path:
    return Path(tempfile.mkdtemp(prefix="jw-engines-"))


def fresh(suffix: str) -> Path:
    """Return a path in a scratch folder that nothing has written to."""
    handle = tempfile.NamedTemporaryFile(dir=scratch(), suffix=suffix, delete=False)  # noqa: SIM115
    handle.close()
    return Path(handle.name)


def parquet(frame: pd.DataFrame, parts: int = 1) -> str:
    """Write Parquet files and return their path, or the glob of their `parts`."""
    if parts == 1:
        path = fresh(".parquet")
        frame.to_parquet(path, index=False)
        return str(path)
    folder = Path(tempfile.mkdtemp(dir=scratch()))
    cuts = [len(frame) * number // parts for number in range(parts + 1)]
    for number in range(parts):
        frame.iloc[cuts[number] : cuts[number + 1]].to_parquet(folder / f"part-{number}.parquet", index=False)
    return str(folder / "part-*.parquet")


def csv(frame: pd.DataFrame) -> str:
    path = fresh(".csv")
    frame.to_csv(path, index=False)
    return str(path)


def relation(frame: pd.DataFrame) -> duckdb.DuckDBPyRelation:
    return duckdb.connect().from_arrow(pa.Table.from_pandas(frame, preserve_index=False))


def ibis_table(frame: pd.DataFrame) -> Any:
    import ibis

    table = pa.Table.from_pandas(frame, preserve_index=False)
    # An empty column of objects (text, with pandas 2) tells arrow no type, and DuckDB wants one.
    typed = [part.with_type(pa.string()) if pa.types.is_null(part.type) else part for part in table.schema]
    table = table.cast(pa.schema(typed))
    return ibis.duckdb.connect().create_table("events", table)


@contextmanager
def _quiet() -> Iterator[None]:
    """Spark tells of pandas 3, of its shell and of its log; none of it is ours."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


@functools.cache
def spark_session() -> Any:
    from pyspark.sql import SparkSession

    with _quiet():
        settings = {
            "spark.ui.enabled": "false",
            # For many small queries: no planning anew while they run, no code made for each of them.
            "spark.sql.adaptive.enabled": "false",
            "spark.sql.codegen.wholeStage": "false",
            "spark.sql.shuffle.partitions": "2",
            "spark.default.parallelism": "2",
            # Not UTC on purpose: a time without a zone must not follow the session's.
            "spark.sql.session.timeZone": "America/New_York",
            "spark.driver.memory": "2g",
            "spark.driver.host": "127.0.0.1",
            "spark.ui.showConsoleProgress": "false",
            "spark.sql.warehouse.dir": str(scratch() / "warehouse"),
        }
        builder = SparkSession.builder.master("local[2]").appName("journeywidgets")
        for name, value in settings.items():
            builder = builder.config(name, value)
        session = builder.getOrCreate()
        session.sparkContext.setLogLevel("OFF")
        return session


def spark_table(frame: pd.DataFrame) -> Any:
    session = spark_session()
    with _quiet():
        return session.read.parquet(parquet(frame))


def stop_spark() -> None:
    if spark_session.cache_info().currsize:
        spark_session().stop()
        spark_session.cache_clear()


FRAMES: dict[str, Callable[[pd.DataFrame], Any]] = {
    "pandas": lambda frame: frame,
    "polars": pl.from_pandas,
    "polars-lazy": lambda frame: pl.from_pandas(frame).lazy(),
    "pyarrow": lambda frame: pa.Table.from_pandas(frame, preserve_index=False),
    "duckdb": relation,
    "parquet": parquet,
    "parquet-glob": functools.partial(parquet, parts=3),
    "csv": csv,
    "ibis": ibis_table,
}
SPARK = pytest.param(Engine("spark", spark_table), id="spark", marks=pytest.mark.spark)
ENGINES = [pytest.param(Engine(name, convert), id=name) for name, convert in FRAMES.items()]
EVERY_ENGINE = [*ENGINES, SPARK]
LAZY_NAMES = ("polars-lazy", "duckdb", "ibis", "pandas")
