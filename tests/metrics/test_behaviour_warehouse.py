"""The behaviour metrics as SQL for warehouses that no test can reach: it compiles, and brings only counts back."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import Any

import pytest
from tests.metrics import behaviour_logs as make
from tests.metrics.behaviour_logs import COLUMNS, FULL
from tests.metrics.engines import ibis_table

from journeywidgets import Journey
from journeywidgets.metrics import churn, deviations, retention, time_in_stage, transitions
from journeywidgets.metrics.engine import ACTOR

ibis = pytest.importorskip("ibis", reason="the extra [warehouse] is not installed")

WAREHOUSES = ("bigquery", "snowflake", "trino", "postgres")
OPTIONS: dict[str, Any] = {**COLUMNS, "by": "plan", "min_n": 0}
CALLS: dict[str, Callable[[Any], Any]] = {
    "time_in_stage": lambda data: time_in_stage(data, FULL, **OPTIONS, period="month"),
    "retention": lambda data: (retention(data, **OPTIONS), retention(data, **OPTIONS, kind="rolling", period="week")),
    "churn": lambda data: (churn(data, **OPTIONS, cohorts=True), churn(data, **OPTIONS, lost="c", period="day")),
    "transitions": lambda data: transitions(data, FULL, **OPTIONS, period="quarter"),
    "deviations": lambda data: deviations(data, Journey("Rides", stages=list(FULL)), FULL, **OPTIONS, examples=0),
}


@pytest.mark.parametrize("name", CALLS)
def test_every_query_compiles(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    module = importlib.import_module(f"journeywidgets.metrics.behaviour.{name}")
    asked: list[Any] = []
    run = module.rows

    def spy(frame: Any) -> Any:
        asked.append(frame)
        return run(frame)

    monkeypatch.setattr(module, "rows", spy)
    CALLS[name](ibis_table(make.frame(make.many(3, actors=20))))
    assert asked
    for frame in asked:
        assert ACTOR not in frame.collect_schema()
        for warehouse in WAREHOUSES:
            assert "group by" in str(ibis.to_sql(frame.to_native(), dialect=warehouse)).lower()
