"""ClickHouse's windowFunnel, in process, returns the same whole numbers where it is exact: distinct stages."""

from __future__ import annotations

import itertools
import json

import numpy as np
import pandas as pd
import pytest
from tests.metrics.engines import parquet

from journeywidgets.metrics import funnel

pytestmark = pytest.mark.oracle

chdb = pytest.importorskip("chdb", reason="chDB has no wheel for this system")

DAY = 86_400_000_000
NAMES = [f"event {number}" for number in range(6)]


def random_events(seed: int, rows: int) -> pd.DataFrame:
    """Many events at the same quarter hours; stages of a week's length."""
    chance = np.random.default_rng(seed)
    times = chance.integers(0, 20 * 96, rows) * (DAY // 96)
    frame: pd.DataFrame = pd.DataFrame(
        {
            "who": chance.integers(0, rows // 12, rows),
            "at": pd.to_datetime(times + 1_700_000_000_000_000, unit="us"),
            "what": np.array(NAMES)[chance.integers(0, len(NAMES), rows)],
        }
    )
    return frame


def window_funnel(path: str, names: list[str], window: int) -> list[int]:
    conditions = ", ".join(f"what = '{name}'" for name in names)
    counts = ", ".join(f"countIf(level >= {number + 1})" for number in range(len(names)))
    answer = chdb.query(
        f"SELECT {counts} FROM (SELECT who, windowFunnel({window})("  # noqa: S608 (names of the test's own)
        f"toUInt64(toUnixTimestamp64Micro(at)), {conditions}) AS level FROM file('{path}', Parquet) GROUP BY who)",
        "JSONCompact",
    )
    return [int(number) for number in json.loads(str(answer))["data"][0]]


@pytest.mark.parametrize("seed", range(3))
def test_best_chains_are_those_of_window_funnel(seed: int) -> None:
    path = parquet(random_events(seed, 60_000))
    for stages, days in itertools.product((2, 4, 6), (0, 1, 7, 30)):
        names = NAMES[:stages]
        mine = funnel(
            path, dict(zip(names, names, strict=True)), actor="who", time="at", event="what", window=f"{days}d"
        )
        assert mine["converted"].tolist() == window_funnel(path, names, days * DAY)


def test_window_funnel_takes_one_event_for_two_stages() -> None:
    """Where it is not exact: the reason why repeated stages are checked against the reference alone."""
    path = parquet(
        pd.DataFrame({"who": [1, 1], "at": pd.to_datetime(["2026-01-01", "2026-01-02"]), "what": ["a", "b"]})
    )
    assert window_funnel(path, ["a", "a", "b"], 7 * DAY) == [1, 1, 1]
    mine = funnel(path, {"1": "a", "2": "a", "3": "b"}, actor="who", time="at", event="what", window="7d")
    assert mine["converted"].tolist() == [1, 0, 0]
