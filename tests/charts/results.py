"""Results and journeys for the charts' tests."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
import pandas as pd

from journeywidgets import Journey, charts, metrics
from journeywidgets.metrics.intervals import wilson
from journeywidgets.metrics.result import result

STAGES = {
    "aw": "Awareness",
    "co": "Consideration",
    "si": "Sign-up: create an account and pay the deposit",
    "ri": "First ride",
    "re": "Retention",
}
METHOD = "Ordered, 7-day window, best chain; share of those who reached the stage before; 95 % Wilson interval."
FUNNEL = {"entered": "Int64", "converted": "Int64", "drop_off": "Int64"}
SPANS = {**dict.fromkeys(["median", "p25", "p75", "p90"], "float64"), "moved_on": "Int64", "still_inside": "Int64"}


def bikes(stages: dict[str, str] = STAGES) -> Journey:
    """Return a journey of two personas with scored emotion cards; a stage of theirs has none."""
    journey = Journey(
        "Bike rental",
        stages=[{"id": key, "title": title} for key, title in stages.items()],
        lanes=[{"id": "mood", "title": "Emotion", "kind": "emotion"}],
        personas=[{"id": "com", "name": "Commuter"}, {"id": "vis", "name": "Visitor", "color": "#ffee00"}],
        seed=1,
    )
    scores = {"com": [(0.2, 0.6), (0.8, 0.5, 0.3), (-1.6, -2, -1), (), (1.4,)], "vis": [(1, 0.8), (-0.4,), (-0.9, -1)]}
    for persona, along in scores.items():
        for stage, found in zip(stages, along, strict=False):
            for score in found:
                journey.add("cards", stage=stage, lane="mood", persona=persona, score=score)
    return journey


def rate(part: int, whole: int) -> dict[str, Any]:
    """Return a percentage with its interval."""
    low, high = wilson(part / whole, whole)
    return {"value": 100 * part / whole, "low": 100 * float(low), "high": 100 * float(high), "n": whole}


def steps(counts: list[int], **place: Any) -> list[dict[str, Any]]:
    """Return the rows of a funnel."""
    keys = place.pop("keys", list(STAGES))
    pairs = zip(keys, [counts[0], *counts], counts, strict=False)
    return [
        {**place, "stage": key, **rate(now, before), "entered": before, "converted": now, "drop_off": before - now}
        for key, before, now in pairs
    ]


def funnel(rows: list[dict[str, Any]], **options: Any) -> pd.DataFrame:
    """Return rows as `metrics.funnel` would."""
    made: pd.DataFrame = result(rows, metric="Conversion", method=METHOD, extras=FUNNEL, **options)
    return made


def drawn_rows(spec: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the rows of a chart's figures."""
    found: list[dict[str, Any]] = spec["datasets"][spec["data"]["name"]]
    return found


@cache
def answers() -> pd.DataFrame:
    """Return survey answers: one stage has too few, one none."""
    rng = np.random.default_rng(1)
    rows = [("aw", "com", 9.0), ("aw", "com", 3.0)]
    for stage, mean, n in (("si", 5.5, 46), ("ri", 8.6, 300), ("re", 8.8, 200)):
        for persona in ("com", "vis"):
            rows += [(stage, persona, score) for score in np.clip(np.round(rng.normal(mean, 2, n)), 0, 10)]
    asked: pd.DataFrame = pd.DataFrame(rows, columns=["at", "who", "score"])
    return asked


@cache
def log() -> pd.DataFrame:
    """Return events of riders who go on, back, and leave."""
    rng = np.random.default_rng(5)
    keys = list(STAGES)
    rows = []
    for rider in range(400):
        time, at = pd.Timestamp("2026-03-01") + pd.Timedelta(days=int(rng.integers(0, 150))), 0
        for _ in range(9):
            rows.append((rider, time, keys[at], "com" if rider % 2 else "vis"))
            time += pd.Timedelta(hours=float(rng.exponential(300)))
            chance = rng.random()
            if chance < 0.2:
                break
            at = min(4, at + 1) if chance < 0.7 else min(4, at + 2) if chance < 0.85 else max(0, at - 1)
    events: pd.DataFrame = pd.DataFrame(rows, columns=["rider", "at", "what", "who"])
    return events


@cache
def log_metric(name: str, **options: Any) -> pd.DataFrame:
    """Return a metric of the events."""
    columns = {"actor": "rider", "time": "at", "event": "what"}
    stages = () if name == "retention" else ({key: key for key in STAGES},)
    found: pd.DataFrame = getattr(metrics, name)(log(), *stages, **columns, **options)
    return found


@cache
def nps() -> pd.DataFrame:
    """Return the Net Promoter Score of the stages, by persona."""
    return metrics.nps(answers(), "score", stage="at", by="who", journey=bikes())


@cache
def shown() -> dict[str, Callable[..., Any]]:
    """Return every kind of chart, by name, as functions of its options."""
    journey = bikes()
    two = funnel(steps([300, 120, 44, 30, 4], persona="com") + steps([260, 180, 100, 33, 20], persona="vis"))
    months = [f"2026-{month:02}" for month in (1, 2, 3, 5, 6)]
    moved = funnel([row for month in months for row in steps([300, 120 + int(month[-1]) * 9, 44, 30, 4], period=month)])
    return {
        "funnel": lambda **more: charts.funnel(two, journey, **more),
        "funnel_share": lambda **more: charts.funnel(two, journey, y="share", **more),
        "funnel_periods": lambda **more: charts.funnel(
            log_metric("funnel", by="who", period="quarter"), journey, **more
        ),
        "funnel_bare": lambda **more: charts.funnel(log_metric("funnel"), **more),
        "emotion": lambda **more: charts.emotion(journey, **more),
        "trend": lambda **more: charts.trend(moved, journey, **more),
        "trend_one": lambda **more: charts.trend(moved[moved["stage"] == "si"], journey, **more),
        "time_in_stage": lambda **more: charts.time_in_stage(log_metric("time_in_stage", by="who"), journey, **more),
        "time_log": lambda **more: charts.time_in_stage(log_metric("time_in_stage"), journey, scale="log", **more),
        "retention": lambda **more: charts.retention(log_metric("retention", incomplete=True), journey, **more),
        "retention_two": lambda **more: charts.retention(log_metric("retention", by="who"), journey, **more),
        "retention_curve": lambda **more: charts.retention(
            log_metric("retention", by="who"), journey, view="curve", **more
        ),
        "transitions": lambda **more: charts.transitions(log_metric("transitions", ends=True), journey, **more),
        "transitions_two": lambda **more: charts.transitions(log_metric("transitions", by="who"), journey, **more),
        "compare": lambda **more: charts.compare(two, journey, **more),
        "compare_periods": lambda **more: charts.compare(moved, journey, **more),
        "compare_given": lambda **more: charts.compare(metrics.compare(nps()), journey, **more),
        "nps": lambda **more: charts.nps(nps(), journey, **more),
        "nps_one": lambda **more: charts.nps(metrics.nps(answers(), "score"), **more),
        "empty": lambda **more: charts.funnel(two.iloc[:0], journey, **more),
    }
