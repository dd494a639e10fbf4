"""`to_parquet`: a simulation of any size, written part by part."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from journeywidgets.datasets.riders import parts
from journeywidgets.datasets.simulation import checked, checked_mean
from journeywidgets.datasets.world import World
from journeywidgets.errors import MetricError

TABLES = ("riders", "events", "answers")


def to_parquet(
    path: str | Path,
    riders: int = 2_000,
    *,
    seed: int = 0,
    start: Any = "2026-07-01",
    days: int = 92,
    change: Any = "2026-09-01",
    others: float = 4.0,
) -> World:
    """Write the rows that `simulate` would give to Parquet files, never holding more than a part of them.

    Parameters
    ----------
    path
        A folder, new or empty. It gets the folders ``riders``, ``events`` and ``answers``, a file a part:
        read them as ``f"{path}/events/*.parquet"``.
    riders, seed, start, days, change, others
        As in `simulate`. A part of 65 536 riders takes some 0.3 GB of memory.

    Returns
    -------
    World
        The stages, the personas and the truth, as of `simulate`.

    Raises
    ------
    MetricError
        A setting cannot be, or the folder holds something.
    """
    world = World.of(seed, start, days, change)
    count, mean = checked(riders), checked_mean(others)
    folder = Path(path)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise MetricError(f"{folder} is there and is no empty folder. Name a new one: files of two runs must not mix.")
    import duckdb

    for table in TABLES:
        (folder / table).mkdir(parents=True)
    with duckdb.connect() as connection:
        for number, part in enumerate(parts(world, count, mean)):
            for table in TABLES:
                rows = connection.from_df(getattr(part, table))
                rows.write_parquet(str(folder / table / f"part-{number:05}.parquet"), compression="zstd")
    return world
