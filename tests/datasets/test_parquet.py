"""A simulation in files is the one in memory, and needs no more memory for more riders."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pandas as pd
import pytest

from journeywidgets.datasets import riders, simulate, to_parquet
from journeywidgets.errors import MetricError


def test_the_files_hold_what_memory_holds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(riders, "PART", 400)
    world = to_parquet(tmp_path / "city", 1_000, seed=5)
    city = simulate(1_000, seed=5)
    pd.testing.assert_frame_equal(world.truth, city.truth)
    for table in ("riders", "events", "answers"):
        assert len(list((tmp_path / "city" / table).iterdir())) == 3
        found = duckdb.read_parquet(f"{tmp_path}/city/{table}/*.parquet").df()
        expected = getattr(city, table)
        order = list(expected)
        found, expected = (frame.sort_values(order, ignore_index=True) for frame in (found, expected))
        pd.testing.assert_frame_equal(found, expected, check_dtype=False)


def test_parts_are_of_one_city_and_differ(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(riders, "PART", 500)
    city = simulate(1_000, seed=5)
    assert list(city.riders["rider"]) == list(range(1_000))
    first, second = city.riders[:500], city.riders[500:].reset_index(drop=True)
    assert not first.drop(columns="rider").equals(second.drop(columns="rider"))


def test_files_of_two_runs_do_not_mix(tmp_path: Path) -> None:
    to_parquet(tmp_path, 10)
    with pytest.raises(MetricError, match="is no empty folder"):
        to_parquet(tmp_path, 10)
