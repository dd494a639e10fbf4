"""Retention and churn of a few visitors, counted by hand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest
from statsmodels.stats.proportion import proportion_confint
from tests.metrics import behaviour_logs as make
from tests.metrics.behaviour_logs import COLUMNS
from tests.metrics.rides import VISITS, table

from journeywidgets.errors import MetricError
from journeywidgets.metrics import churn, retention

Metric = Callable[..., pd.DataFrame]


def test_retention_by_cohort_and_age() -> None:
    found = retention(VISITS, **COLUMNS, active="visit", min_n=0)
    assert table(found, "cohort", "age", "active", "size") == [
        [None, 0, 3, 3],
        [None, 1, 2, 3],
        [None, 2, 1, 2],
        ["2026-01", 0, 2, 2],
        ["2026-01", 1, 1, 2],
        ["2026-01", 2, 1, 2],
        ["2026-02", 0, 1, 1],
        ["2026-02", 1, 1, 1],
    ]
    assert found["complete"].all()
    assert "Periods that were not over at 2026-04-05 00:00:00 UTC are left out" in found["method"][0]
    low, high = proportion_confint(2, 3, method="wilson")
    assert found.loc[1, ["value", "low", "high"]].tolist() == pytest.approx([200 / 3, 100 * low, 100 * high])


def test_rolling_retention_counts_who_comes_later() -> None:
    found = retention(VISITS, **COLUMNS, active="visit", kind="rolling", min_n=0, ages=2)
    january = found[found["cohort"] == "2026-01"]
    assert table(january, "age", "active") == [[0, 2], [1, 2], [2, 2]]
    assert "unbounded" in found["method"][0]


def test_periods_that_are_not_over_are_marked_where_they_are_wanted() -> None:
    found = retention(VISITS, **COLUMNS, active="visit", incomplete=True, min_n=0)
    assert table(found[~found["complete"]], "cohort", "age", "active", "size") == [
        [None, 3, 1, 2],
        ["2026-01", 3, 1, 2],
        ["2026-02", 2, 0, 1],
    ]
    to_its_end = retention(VISITS, **COLUMNS, active="visit", until="2026-05-01", min_n=0)
    assert to_its_end["complete"].all()
    assert table(to_its_end[to_its_end["cohort"] == "2026-01"], "age", "active")[3] == [3, 1]


def test_churn_never_nets_off_the_new() -> None:
    found = churn(VISITS, **COLUMNS, active="visit", min_n=0)
    assert table(found, "period", "lost", "at_start", "value") == [
        ["2026-02", 1, 2, 50.0],  # P2 is silent; P3 is new, and no gain against it
        ["2026-03", 1, 2, 50.0],  # P1 is silent, P3 is not; P2 is back, and no gain
    ]
    assert set(found["direction"]) == {"down"}


def test_churn_by_events() -> None:
    found = churn(VISITS, **COLUMNS, lost="leave", min_n=0, until="2026-05-01")
    assert table(found, "period", "lost", "at_start") == [["2026-02", 0, 2], ["2026-03", 1, 3], ["2026-04", 0, 3]]
    assert "lost: leave in the month" in found["method"][0]


@pytest.mark.parametrize("options", [{}, {"lost": "c"}])
def test_cohorts_of_churn_add_up_to_all(options: dict[str, Any]) -> None:
    data = make.frame(make.many(5, actors=200))
    each = churn(data, **COLUMNS, **options, cohorts=True, min_n=0)
    total = churn(data, **COLUMNS, **options, min_n=0).set_index("period")[["n", "lost"]]
    assert each["cohort"].nunique() > 3
    assert (each["cohort"] < each["period"]).all()
    pd.testing.assert_frame_equal(each.groupby("period")[["n", "lost"]].sum(), total, check_index_type=False)


def test_cohorts_of_churn_are_those_of_their_actors() -> None:
    log = make.many(6, actors=200)
    first = {row.actor: min(other.time for other in log if other.actor == row.actor) for row in log}
    data = make.frame(log)
    cohort = pd.to_datetime(data["who"].map(first), unit="us").dt.strftime("%Y-%m")
    each = churn(data, **COLUMNS, cohorts=True, min_n=0, until="2021-07-01")
    for name, mine in each.groupby("cohort"):
        alone = churn(data[cohort == name], **COLUMNS, min_n=0, until="2021-07-01")
        alone = alone[alone["period"] > name].set_index("period")
        assert alone["lost"].tolist() == mine["lost"].tolist()


@pytest.mark.parametrize(
    ("metric", "options", "message"),
    [
        (retention, {"kind": "loose"}, "kind='loose' is not known"),
        (retention, {"ages": -1}, "ages=-1 is not a whole number"),
        (retention, {"ages": 1.5}, "ages=1.5 is not a whole number"),
        (retention, {"period": "hour"}, "period='hour' is not known"),
        (retention, {"period": None}, "period=None"),
        (churn, {"period": None}, "period=None"),
        (churn, {"by": 3}, "by=3 is no name"),
    ],
)
def test_options_that_are_not_known_are_refused(metric: Metric, options: dict[str, Any], message: str) -> None:
    with pytest.raises(MetricError, match=message):
        metric(VISITS, **COLUMNS, **options)
