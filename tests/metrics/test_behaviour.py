"""Time in stage, retention, churn, transitions and deviations are what plain Python says, on every engine."""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from tests.metrics import behaviour_logs as make
from tests.metrics import behaviour_reference as reference
from tests.metrics.behaviour_logs import COLUMNS, FULL, STAGES
from tests.metrics.behaviour_reference import Event, Log, Times
from tests.metrics.engines import EVERY_ENGINE, FRAMES, Engine

from journeywidgets import Journey
from journeywidgets.metrics.behaviour.churn import churn
from journeywidgets.metrics.behaviour.deviations import deviations
from journeywidgets.metrics.behaviour.retention import retention
from journeywidgets.metrics.behaviour.time_in_stage import time_in_stage
from journeywidgets.metrics.behaviour.transitions import transitions

# A stage that no event fits is told of; test_behaviour_input.py looks at that.
pytestmark = pytest.mark.filterwarnings("ignore:No event fits:journeywidgets.errors.JourneyWarning")

Convert = Callable[[pd.DataFrame], Any]
OPTIONS: dict[str, Any] = {**COLUMNS, "min_n": 0}
SMALL = [pytest.param(FRAMES[name], id=name) for name in ("duckdb", "polars-lazy")]


def end(log: Log) -> int:
    return max(row.time for row in log)


def cells(frame: pd.DataFrame, *columns: str) -> list[tuple[Any, ...]]:
    return list(frame[list(columns)].itertuples(index=False, name=None))


def close(found: float, wanted: float) -> bool:
    """Return whether times in seconds and in microseconds are the same; NaN is."""
    return math.isclose(found * 1e6, wanted, abs_tol=1e-3) or (math.isnan(found) and math.isnan(wanted))


def check_times(
    data: Any, log: Log, stages: dict[str, Any], *, by: str | None = None, period: str | None = None
) -> None:
    found = time_in_stage(data, stages, **OPTIONS, by=by, period=period, unit="s")
    wanted = reference.time_in_stage(log, make.sets(stages), until=end(log), by=by is not None, period=period)
    keys = list(stages)
    seen = {
        (keys.index(row["stage"]), row["persona"] or "", row["period"] or ""): row for row in found.to_dict("records")
    }
    assert set(wanted) <= set(seen)
    for key, row in seen.items():
        times = wanted.get(key, Times([], []))
        assert (row["moved_on"], row["still_inside"]) == (len(times.moved), len(times.inside))
        assert row["n"] == len(times.moved) + len(times.inside)
        survival = reference.kaplan_meier(times)
        assert [close(row[name], want) for name, want in zip(("value", "low", "high"), survival, strict=True)] == [
            True
        ] * 3
        assert close(row["km_median"], survival.median if times.inside else math.nan)
        for name, percent in (("p25", 25), ("median", 50), ("p75", 75), ("p90", 90)):
            share = Fraction(percent, 100)
            assert close(row[name], reference.quantile(times.moved, share) if times.moved else math.nan)


def check_retention(data: Any, log: Log, **options: Any) -> None:
    kind, by = options.get("kind", "bounded"), options.get("by")
    found = retention(data, **OPTIONS, incomplete=True, **options)
    start, active = (options.get(name) and frozenset(options[name]) for name in ("start", "active"))
    period = options.get("period", "month")
    wanted = reference.retention(log, start=start, active=active, period=period, until=end(log), by=by is not None)
    cohorts = found[found["cohort"].notna()]
    assert {
        (group or "", cohort, age): (size, active)
        for group, cohort, age, size, active in cells(cohorts, "persona", "cohort", "age", "n", "active")
    } == {key: (kept.size, kept.rolling if kind == "rolling" else kept.bounded) for key, kept in wanted.items()}


def check_churn(data: Any, log: Log, **options: Any) -> None:
    found = churn(data, **OPTIONS, incomplete=True, **options)
    active = options.get("active") and frozenset(options["active"])
    shared: dict[str, Any] = {"period": options.get("period", "month"), "until": end(log), "by": "by" in options}
    wanted = (
        reference.churn_by_events(log, start=active, lost=frozenset(options["lost"]), **shared)
        if "lost" in options
        else reference.churn_by_silence(log, active=active, **shared)
    )
    assert {
        (group or "", span): (start, lost)
        for group, span, start, lost in cells(found, "persona", "period", "n", "lost")
    } == wanted


def check_transitions(data: Any, log: Log, *, self_loops: bool, period: str | None) -> None:
    found = transitions(data, STAGES, **OPTIONS, self_loops=self_loops, period=period)
    wanted = reference.transitions(log, make.sets(STAGES), self_loops=self_loops, period=period)
    keys = list(STAGES)
    rows = found.to_dict("records")
    assert {
        (row["period"] or "", keys.index(row["source"]), keys.index(row["target"])): (
            row["count"],
            row["actors"],
            row["n"],
        )
        for row in rows
    } == {key: (moves.times, moves.actors, moves.at_source) for key, moves in wanted.items()}
    for row in rows:
        moves = wanted[row["period"] or "", keys.index(row["source"]), keys.index(row["target"])]
        assert math.isclose(row["move_share"], moves.times / moves.out_of_source)
        assert math.isclose(row["share"], moves.actors / moves.at_source)


def designed(links: list[tuple[int, int]]) -> Journey:
    journey = Journey("Bike rental", stages=[{"id": f"id-{key}", "title": key} for key in STAGES], seed=1)
    for source, target in links:
        journey.add("links", source=f"id-{list(STAGES)[source]}", target=f"id-{list(STAGES)[target]}", kind="branch")
    return journey


def check_deviations(data: Any, log: Log, links: list[tuple[int, int]]) -> None:
    found = deviations(data, designed(links), STAGES, **OPTIONS, examples=10_000)
    wanted = reference.deviations(log, make.sets(STAGES), links)
    expected: dict[tuple[str, str], tuple[tuple[str, ...], int, int]] = {}
    for kind, stages, could in (
        ("missing", wanted.missing, wanted.beyond),
        ("repeated", wanted.repeated, wanted.at),
        ("out of order", wanted.disordered, wanted.at),
    ):
        for number, actors in stages.items():
            expected[kind, list(STAGES)[number]] = (tuple(sorted(actors)), len(actors), len(could[number]))
    for name, actors in wanted.unexpected.items():
        expected["unexpected", name] = (tuple(sorted(actors)), len(actors), len(wanted.everyone))
    assert {
        (row["kind"], row["stage"] or row["event"]): (row["examples"], row["actors"], row["n"])
        for row in found.to_dict("records")
    } == expected


# On every engine, many actors at once.


@pytest.fixture(scope="module")
def log() -> list[Event]:
    return make.many(1, actors=1_000)


@pytest.mark.parametrize("engine", EVERY_ENGINE)
def test_times_in_stages(engine: Engine, log: list[Event]) -> None:
    data = engine(make.frame(log))
    check_times(data, log, FULL)
    check_times(data, log, STAGES, by="plan", period="month")


@pytest.mark.parametrize("engine", EVERY_ENGINE)
def test_times_in_stages_that_share_events(engine: Engine, log: list[Event]) -> None:
    check_times(engine(make.frame(log)), log, make.AGAIN)


@pytest.mark.parametrize("engine", EVERY_ENGINE)
def test_retention(engine: Engine, log: list[Event]) -> None:
    data = engine(make.frame(log))
    check_retention(data, log)
    check_retention(data, log, start="a", active=["b", "d"], by="plan", period="week")
    check_retention(data, log, start="a", active=["b", "d"], by="plan", kind="rolling")


@pytest.mark.parametrize("engine", EVERY_ENGINE)
def test_churn(engine: Engine, log: list[Event]) -> None:
    data = engine(make.frame(log))
    check_churn(data, log, active=["a", "b"], by="plan", period="week")
    check_churn(data, log, active=["a", "b"], lost=["c", "x"], by="plan")


@pytest.mark.parametrize("engine", EVERY_ENGINE)
def test_transitions(engine: Engine, log: list[Event]) -> None:
    data = engine(make.frame(log))
    check_transitions(data, log, self_loops=False, period=None)
    check_transitions(data, log, self_loops=True, period="quarter")


@pytest.mark.parametrize("engine", EVERY_ENGINE)
def test_deviations(engine: Engine, log: list[Event]) -> None:
    check_deviations(engine(make.frame(log)), log, [(3, 0), (1, 3)])


# Small logs, which Hypothesis makes smaller still where something is wrong.


@pytest.mark.parametrize("engine", SMALL)
@given(log=make.logs)
@settings(max_examples=20)
def test_small_times_in_stages(engine: Convert, log: list[Event]) -> None:
    data = engine(make.frame(log))
    check_times(data, log, FULL, by="plan", period="week")
    check_times(data, log, make.AGAIN)


@pytest.mark.parametrize("engine", SMALL)
@pytest.mark.parametrize("kind", ["bounded", "rolling"])
@given(log=make.logs)
@settings(max_examples=20)
def test_small_retention(engine: Convert, kind: str, log: list[Event]) -> None:
    check_retention(engine(make.frame(log)), log, start="a", active="b", by="plan", kind=kind)


@pytest.mark.parametrize("engine", SMALL)
@given(log=make.logs)
@settings(max_examples=20)
def test_small_churn(engine: Convert, log: list[Event]) -> None:
    data = engine(make.frame(log))
    check_churn(data, log, period="week", by="plan")
    check_churn(data, log, period="week", lost="c", by="plan")


@pytest.mark.parametrize("engine", SMALL)
@given(log=make.logs)
@settings(max_examples=20)
def test_small_transitions(engine: Convert, log: list[Event]) -> None:
    check_transitions(engine(make.frame(log)), log, self_loops=True, period="month")


@pytest.mark.parametrize("engine", SMALL)
@given(log=make.logs)
@settings(max_examples=20)
def test_small_deviations(engine: Convert, log: list[Event]) -> None:
    check_deviations(engine(make.frame(log)), log, [(3, 1)])
