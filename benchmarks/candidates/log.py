"""The logs that the candidates count: the project's simulated riders, in Parquet."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from journeywidgets.datasets import to_parquet

TEN_MILLION = 500_000
"""Riders with some ten million events: twenty a rider, of twelve kinds, four of which are the steps."""
FEW = 1_000
_OTHERS = 16


@contextmanager
def logs(*riders: int) -> Iterator[list[str]]:
    """Write a log of each number of riders; yield their file patterns, and delete them."""
    with TemporaryDirectory(prefix="journeywidgets-bench-") as folder:
        patterns = []
        for count in riders:
            path = Path(folder) / str(count)
            to_parquet(path, count, seed=1, others=_OTHERS)
            patterns.append(f"{path}/events/*.parquet")
        yield patterns


def rows(pattern: str) -> int:
    """Return how many events the files hold."""
    with duckdb.connect() as connection:
        return len(connection.read_parquet(pattern))
