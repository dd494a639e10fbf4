"""Times in stages: who moved on, who is still inside, and when observation ends."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from tests.metrics import behaviour_logs as make
from tests.metrics.behaviour_logs import COLUMNS, FULL
from tests.metrics.rides import RIDES, STAGES

from journeywidgets.errors import MetricError
from journeywidgets.metrics import time_in_stage
from journeywidgets.metrics.behaviour.funnel import funnel


def test_times_of_those_who_moved_on_and_of_those_still_inside() -> None:
    found = time_in_stage(RIDES, STAGES, **COLUMNS, min_n=0, until="2026-02-05")
    look, book = found.to_dict("records")
    # 2 h, 4 h and 72 h and a minute; nobody is left in the first stage.
    assert (look["value"], look["moved_on"], look["still_inside"]) == (4.0, 3, 0)
    assert math.isnan(look["km_median"])
    assert "everybody moved on" in look["method"]
    # P1 rode after a day; P2 and P3 (whose ride was before the booking) have not.
    assert (book["n"], book["moved_on"], book["still_inside"], book["median"]) == (3, 1, 2, 24.0)
    # One day old is the booking of P3, when they leave sight: who rides then is one of three.
    assert math.isnan(book["value"])
    assert (look["note"], book["note"]) == ("", "median not reached")
    assert "some were still inside at 2026-02-05 00:00:00 UTC" in book["method"]


def test_units() -> None:
    values = [
        time_in_stage(RIDES, STAGES, **COLUMNS, min_n=0, unit=unit)["value"][0] for unit in ("s", "min", "h", "days")
    ]
    assert values == [14_400, 240, 4, pytest.approx(4 / 24)]
    with pytest.raises(MetricError, match=r"unit='weeks' is not known. Use one of s, min, h, days"):
        time_in_stage(RIDES, STAGES, **COLUMNS, unit="weeks")


def test_the_last_stage_has_a_time_where_something_ends_it() -> None:
    assert time_in_stage(RIDES, STAGES, **COLUMNS)["stage"].tolist() == ["Look", "Book"]
    found = time_in_stage(RIDES, {"Look": "look"}, **COLUMNS, end=["book", "ride"], min_n=0)
    assert found["stage"].tolist() == ["Look"]
    assert found["value"].tolist() == [4.0]
    with pytest.raises(MetricError, match="There is one stage and no end of it"):
        time_in_stage(RIDES, {"Look": "look"}, **COLUMNS)


def test_what_comes_after_the_end_of_observation_is_not_known() -> None:
    found = time_in_stage(RIDES, STAGES, **COLUMNS, min_n=0, until="2026-01-07T12:00+00:00")
    assert found["n"].tolist() == [2, 1]
    assert found["still_inside"].tolist() == [1, 0]


def test_zones_of_until_are_read() -> None:
    at = [
        time_in_stage(RIDES, STAGES, **COLUMNS, min_n=0, until=until)
        for until in (
            "2026-01-07T14:00+02:00",
            pd.Timestamp("2026-01-07 12:00"),
            np.datetime64("2026-01-07T12:00"),
        )
    ]
    for other in at[1:]:
        pd.testing.assert_frame_equal(at[0], other)


def test_who_moves_on_is_who_the_funnel_counts() -> None:
    data = make.frame(make.many(9, actors=300))
    steps = funnel(data, FULL, **COLUMNS, entry="first", min_n=0)
    times = time_in_stage(data, FULL, **COLUMNS, min_n=0)
    assert times["n"].tolist() == steps["converted"].tolist()[:-1]
    assert times["moved_on"].tolist() == steps["converted"].tolist()[1:]
