"""``by="persona"``: the figures of a segment are those of its rows alone, and who is in several or none is told."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest
from tests.metrics.engines import ENGINES, SPARK, Engine

from journeywidgets import Journey
from journeywidgets.errors import JourneyWarning
from journeywidgets.metrics import churn, funnel, retention, time_in_stage

COLUMNS = {"actor": "who", "time": "at", "event": "what"}
STAGES = {"Find": "search", "Ride": "unlock", "Pay": "pay"}
UNTIL = pd.Timestamp("2026-10-30")
SEGMENTS = {"pro": "plan == 'pro' and rides >= 3", "new": "rides < 3 or plan is None"}


def log() -> pd.DataFrame:
    chance = np.random.default_rng(3)
    people = pd.DataFrame(
        {
            "who": range(60),
            "plan": chance.choice(np.array(["pro", "free", None], object), 60),
            "rides": chance.integers(0, 9, 60),
        }
    )
    events = pd.DataFrame(
        {"who": chance.integers(0, 60, 600), "what": chance.choice(["search", "unlock", "pay", "look"], 600)}
    )
    events["at"] = pd.Timestamp("2026-09-01") + pd.to_timedelta(chance.integers(0, 60 * 24, 600), "h")
    made: pd.DataFrame = events.merge(people, on="who").sort_values(["at", "who"], ignore_index=True)
    return made


def members(frame: pd.DataFrame) -> dict[str, pd.DataFrame]:
    return {
        "pro": frame[(frame["plan"] == "pro") & (frame["rides"] >= 3)],
        "new": frame[(frame["rides"] < 3) | frame["plan"].isna()],
    }


def journey(segments: dict[str, str]) -> Journey:
    kinds = [{"id": key, "name": key.title(), "segment": text} for key, text in segments.items()]
    return Journey("Bike rental", stages=list(STAGES), personas=kinds, seed=1)


METRICS: dict[str, Callable[..., pd.DataFrame]] = {
    "funnel": lambda data, **options: funnel(data, STAGES, window="20D", **options),
    "time_in_stage": lambda data, **options: time_in_stage(data, STAGES, until=UNTIL, **options),
    "retention": lambda data, **options: retention(data, period="month", until=UNTIL, **options),
    "churn": lambda data, **options: churn(data, period="week", until=UNTIL, **options),
}


@pytest.mark.parametrize("metric", METRICS)
@pytest.mark.parametrize("engine", [*(one for one in ENGINES if one.id in {"pandas", "polars-lazy", "ibis"}), SPARK])
def test_a_persona_has_the_figures_of_its_rows(engine: Engine, metric: str) -> None:
    compute, frame = METRICS[metric], log()
    with pytest.warns(JourneyWarning, match=r"events are in no persona"):
        found = compute(engine(frame), by="persona", journey=journey(SEGMENTS), **COLUMNS)
    assert set(found["persona"]) == {"pro", "new"}
    assert found["value"].notna().sum() > 3
    for key, rows in members(frame).items():
        alone = compute(rows, **COLUMNS)
        one = found[found["persona"] == key].reset_index(drop=True)
        numbers = [name for name in alone.columns if pd.api.types.is_numeric_dtype(alone[name])]
        keys = [name for name in ("stage", "period", "cohort", "age", "note") if name in alone.columns]
        assert one[keys].astype(object).equals(alone[keys].astype(object))
        pd.testing.assert_frame_equal(one[numbers], alone[numbers])


def told(segments: dict[str, str], **options: Any) -> list[str]:
    with pytest.warns(JourneyWarning) as warned:
        funnel(log(), STAGES, by="persona", journey=journey(segments), **{**COLUMNS, **options})
    assert {one.filename for one in warned} == {__file__}
    return [str(one.message) for one in warned]


def test_who_is_in_several_personas_or_none_or_has_no_segment_is_told() -> None:
    frame = log()
    some, all_pro = int((frame["rides"] >= 3).sum()), int((frame["plan"] == "pro").sum())
    both = int(((frame["rides"] >= 3) & (frame["plan"] == "pro")).sum())
    assert told({"a": "rides >= 3", "b": "plan == 'pro'", "c": ""}) == [
        "1 persona has no segment and is left out: 'C'.",
        f"{both} events are of several personas, and count in each.",
        f"{len(frame) - some - all_pro + both} events are in no persona, and nobody is counted for them.",
    ]
