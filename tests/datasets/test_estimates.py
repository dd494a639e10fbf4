"""The metrics of the project find what is true of the simulated city, as often as their intervals say."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from scipy.stats import binomtest

from journeywidgets import Journey, metrics
from journeywidgets.datasets import Simulation, simulate

SEEDS = range(4)
LOG: dict[str, Any] = {"actor": "rider", "time": "time", "event": "event"}
KEYS = ["metric", "stage", "persona"]


@pytest.fixture(scope="module", params=[None, "persona"])
def beside(request: pytest.FixtureRequest) -> pd.DataFrame:
    """Estimates with their intervals, and the truth: of everybody, or by persona."""
    found = [_beside(simulate(4_000, seed=seed, change=None), request.param) for seed in SEEDS]
    return pd.concat(found, ignore_index=True)


def _beside(city: Simulation, by: str | None) -> pd.DataFrame:
    journey = Journey("Bikes", stages=list(city.stages), personas=city.personas, seed=1)
    events, answers = (frame.merge(city.riders, on="rider") for frame in (city.events, city.answers))
    told: dict[str, Any] = {"by": by, "journey": journey, "min_n": 30}
    survey: dict[str, Any] = {"stage": "stage", "weight": "weight", **told}
    truth = city.truth[[*KEYS, "value"]]
    results = [
        (metrics.funnel(events, city.stages, **LOG, window="7d", **told), truth),
        (_funnel_of_first(events, city, told), city.conversion("first")),
        (metrics.time_in_stage(events, city.stages, **LOG, **told), truth),
        (metrics.nps(answers, "recommend", drop=[99], **survey), truth),
        (metrics.csat(answers, "satisfaction", **survey), truth),
        (metrics.ces(answers, "ease", **survey), truth),
    ]
    merged: pd.DataFrame = pd.concat(
        [found.merge(true[[*KEYS, "value"]], on=KEYS, how="left", suffixes=("", "_true")) for found, true in results],
        ignore_index=True,
    )
    return merged


def _funnel_of_first(events: pd.DataFrame, city: Simulation, told: dict[str, Any]) -> pd.DataFrame:
    """Count the matured entries of a log that ends before the last have ended: the rates are the same."""
    cut = events[events["time"] < "2026-09-20"]
    found = metrics.funnel(cut, city.stages, **LOG, window="7d", entry="first", matured_only=True, **told)
    held_back: int = found["held_back"].iloc[0]
    assert held_back > 100 / len(city.personas)
    return found


def test_intervals_hold_the_truth(beside: pd.DataFrame) -> None:
    known = beside[beside[["value", "value_true"]].notna().all(axis=1) & beside["stage"].ne("Awareness")]
    held = known["value_true"].between(known["low"], known["high"])
    interval = binomtest(int(held.sum()), len(held)).proportion_ci(0.999)
    assert len(known) > 70
    assert interval.low < 0.95 < interval.high


def test_what_was_asked_is_what_was_answered(beside: pd.DataFrame) -> None:
    survey = beside[beside["metric"].isin(["NPS", "CSAT", "CES"])]
    not_asked = survey["note"].eq("not asked")
    assert (survey.loc[not_asked, "value_true"].isna()).all()
    assert survey.loc[~not_asked, "value_true"].notna().all()


def test_medians_are_there_where_half_go_on(beside: pd.DataFrame) -> None:
    times = beside[beside["metric"].eq("Time in stage") & beside["n"].ge(300)]  # of fewer, half may go on by chance
    assert set(times["value"].notna()) == {True, False}
    assert times["value"].notna().equals(times["value_true"].notna())
