"""What the metrics return, on the map: the figures of the result, none twice, and no word on a rerun."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

from journeywidgets import Journey, TableError, metrics
from journeywidgets.datasets import simulate
from journeywidgets.errors import JourneyWarning
from journeywidgets.model.changes import Change

CITY = simulate(riders=600, seed=5)
EVENTS = CITY.events.merge(CITY.riders, on="rider")
ANSWERS = CITY.answers.merge(CITY.riders, on="rider")
LOG: dict[str, Any] = {"actor": "rider", "time": "time", "event": "event"}


def bikes() -> Journey:
    return Journey("Bike rental", stages=list(CITY.stages), personas=CITY.personas.drop(columns="share"), seed=1)


RESULTS: dict[str, Callable[[Journey], pd.DataFrame]] = {
    "funnel": lambda j: metrics.funnel(EVENTS, CITY.stages, window="7d", journey=j, **LOG),
    "funnel by persona": lambda j: metrics.funnel(EVENTS, CITY.stages, by="persona", journey=j, **LOG),
    "funnel by month": lambda j: metrics.funnel(EVENTS, CITY.stages, period="month", journey=j, **LOG),
    "time in stage": lambda j: metrics.time_in_stage(EVENTS, CITY.stages, journey=j, **LOG),
    "nps": lambda j: metrics.nps(ANSWERS, "recommend", stage="stage", drop=[99], journey=j),
    "csat": lambda j: metrics.csat(ANSWERS, "satisfaction", stage="stage", by="persona", journey=j),
    "ces": lambda j: metrics.ces(ANSWERS, "ease", stage="stage", time="time", period="quarter", journey=j),
    "score": lambda j: metrics.score(ANSWERS, "ease", stage="stage", journey=j),
}


@pytest.mark.parametrize("name", RESULTS)
def test_the_values_on_the_map_are_those_of_the_result(name: str) -> None:
    journey = bikes()
    result = RESULTS[name](journey)
    metric = journey.attach(result)
    row = journey.metrics.loc[metric]
    first = result.iloc[0]
    assert (row["title"], row["unit"], row["direction"]) == (first["metric"], first["unit"], first["direction"])
    assert str(row["method"]).startswith(first["method"])
    ids = {str(title): key for key, title in journey.stages["title"].items()}
    shown = result[result["note"] != "not asked"]
    assert len(shown) > 1
    assert len(journey.frame("values")) == len(shown)
    held = journey.frame("values").set_index(["stage", "persona", "period"])
    for one in shown.to_dict("records"):
        there: Any = held.loc[(ids[one["stage"]], one["persona"], one["period"])]
        assert there["n"] == one["n"]
        assert there["note"] == ("median not reached" if one["note"] == "median not reached" else "")
        for end in ("value", "low", "high"):
            assert there[end] == pytest.approx(one[end], rel=1e-5, nan_ok=True)
    revision = journey.store.revision
    journey.attach(RESULTS[name](journey))
    assert journey.store.revision == revision


def test_moves_are_links_and_what_has_no_stage_says_what_to_do() -> None:
    journey = bikes()
    deviations = metrics.deviations(EVENTS, journey, CITY.stages, **LOG)
    missing = deviations[deviations["kind"] == "missing"]
    journey.attach(missing)
    with pytest.raises(TableError, match=r"the result holds \d metrics"):
        journey.attach(deviations)
    moves = metrics.transitions(EVENTS, CITY.stages, journey=journey, **LOG)
    with pytest.raises(TableError, match=r'are links: journey.update\("links", metrics.links\(result, journey\)\)'):
        journey.attach(moves)
    journey.update("links", metrics.links(moves, journey))
    assert len(journey.links) == len(moves)
    with pytest.raises(TableError, match="no row names a stage"):
        journey.attach(metrics.retention(EVENTS, **LOG))
    found = metrics.churn(EVENTS, **LOG)
    churn = journey.attach(found.assign(stage="Retention"))
    assert (journey.frame("values")["metric"] == churn).sum() == len(found)


def test_a_metric_follows_what_its_segments_say() -> None:
    journey = bikes()

    def measure() -> str:
        return journey.attach(metrics.csat(ANSWERS, "satisfaction", stage="stage", by="persona", journey=journey))

    measure()
    before = journey.frame("values")["n"].sum()

    def again(change: Change) -> None:
        if any(op.table == "personas" for op in change.ops):
            measure()

    stop = journey.observe(again)
    with pytest.warns(JourneyWarning, match="of several personas, and count in each"):
        journey.set("personas", "visitor", segment="home == 'away' or weekday_share < 0.6")
    assert journey.frame("values")["n"].sum() > before
    assert [change.label for change in journey.store.history.changes[-2:]] == ["Set persona", "Attach CSAT"]
    stop()
