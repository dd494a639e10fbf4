"""Differences between groups and periods."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from statsmodels.stats.proportion import confint_proportions_2indep

from journeywidgets import Journey
from journeywidgets.errors import MetricError
from journeywidgets.metrics import compare, csat, funnel, score
from journeywidgets.metrics.result import COLUMNS, result


def satisfied(*groups: tuple[str, str, int, int]) -> pd.DataFrame:
    """Answers of (stage, plan, how many are satisfied, of how many)."""
    rows = [
        {"stage": stage, "plan": plan, "x": 5 if number < good else 1}
        for stage, plan, good, n in groups
        for number in range(n)
    ]
    frame: pd.DataFrame = pd.DataFrame(rows)
    return frame


TWO = satisfied(("Pay", "pro", 40, 50), ("Pay", "free", 30, 60), ("Ride", "pro", 9, 10), ("Ride", "free", 8, 10))


def test_difference_of_shares_is_newcombes() -> None:
    figures = csat(TWO, "x", stage="stage", by="plan")
    found = compare(figures, "persona", against="free")
    assert found["persona"].tolist() == ["pro", "pro"]
    assert found["stage"].tolist() == ["Pay", "Ride"]
    row = found.iloc[0]
    assert row["value"] == pytest.approx(30)
    low, high = confint_proportions_2indep(40, 50, 30, 60, method="newcomb")
    assert (row["low"], row["high"]) == pytest.approx((100 * low, 100 * high), abs=1e-6)
    assert row[["against", "value_of", "value_against", "n_of", "n_against"]].tolist() == ["free", 80, 50, 50, 60]
    assert (row["n"], row["unit"], row["direction"], row["sign"]) == (50, "points", "up", 1)
    assert (row["metric"], row["note"]) == ("CSAT (difference)", "")
    assert "square-and-add" in row["method"]
    assert "Wilson" in row["method"]
    assert found.loc[1, "sign"] == 0


def test_the_first_group_is_the_one_compared_with() -> None:
    figures = csat(TWO, "x", by="plan")
    found = compare(figures)
    assert found[["persona", "against"]].to_numpy().tolist() == [["pro", "free"]]
    back = compare(figures, against="pro")
    assert back["value"].tolist() == [-found["value"].item()]
    assert (back["low"].item(), back["high"].item()) == (-found["high"].item(), -found["low"].item())


def test_the_shape_is_that_of_every_result() -> None:
    found = compare(csat(TWO, "x", stage="stage", by="plan"), metric="Gap")
    assert list(found) == [*COLUMNS, "against", "value_of", "value_against", "n_of", "n_against", "sign"]
    assert found["metric"].tolist() == ["Gap", "Gap"]
    assert [found.loc[0, name] is None for name in ("period",)] == [True]
    assert str(found["n"].dtype) == str(found["sign"].dtype) == "Int64"


def times() -> pd.DataFrame:
    rng = np.random.default_rng(1)
    at = pd.to_datetime(["2025-11-05", "2025-12-05", "2026-01-05"]).repeat(40)
    frame: pd.DataFrame = pd.DataFrame({"x": rng.normal(np.repeat([3, 5, 4], 40)), "at": at, "plan": ["a", "b"] * 60})
    return frame


def test_each_period_is_compared_with_the_one_before() -> None:
    figures = score(times(), "x", period="month", time="at", unit="min", direction="down")
    found = compare(figures, "period")
    assert found[["period", "against"]].to_numpy().tolist() == [["2025-12", "2025-11"], ["2026-01", "2025-12"]]
    assert found["value"].tolist() == pytest.approx(figures["value"].diff().tolist()[1:])
    assert found["sign"].tolist() == [1, -1]
    assert (found["unit"].tolist(), found["direction"].tolist()) == (["min"] * 2, ["down"] * 2)
    fixed = compare(figures, "period", against="2026-01")
    assert fixed[["period", "against"]].to_numpy().tolist() == [["2025-11", "2026-01"], ["2025-12", "2026-01"]]


def test_groups_are_compared_within_each_period_and_periods_within_each_group() -> None:
    figures = score(times(), "x", period="month", time="at", by="plan")
    by_group, by_period = compare(figures, "persona"), compare(figures, "period")
    assert by_group["period"].tolist() == ["2025-11", "2025-12", "2026-01"]
    assert len(by_period) == 4
    held = figures.set_index(["persona", "period"])["value"]
    assert by_group["value"].tolist() == pytest.approx(
        [held["b", month] - held["a", month] for month in held["a"].index]
    )


def test_what_has_no_value_has_no_difference() -> None:
    data = satisfied(("Pay", "pro", 3, 4), ("Pay", "free", 30, 60), ("Ride", "free", 8, 10))
    found = compare(csat(data, "x", stage="stage", by="plan"), against="free").set_index("stage")
    assert found["note"].to_dict() == {"Pay": "n too small", "Ride": "not asked"}
    assert found[["value", "low", "high", "sign"]].isna().all(axis=None)
    assert found["n"].tolist() == [4, 0]
    assert found["value_against"].tolist() == [50.0, 80.0]


def test_a_row_that_is_absent_was_not_asked() -> None:
    figures = {"value": 2.0, "low": 1.5, "high": 2.5, "n": 7}
    rows = [{"stage": "Pay", "persona": "a", **figures, "value": 1.6, "n": 9}]
    rows += [{"stage": stage, "persona": "b", **figures} for stage in ("Pay", "Ride")]
    found = compare(result(rows, metric="M", method="Given.", unit=""), against="a")
    assert found["note"].tolist() == ["", "not asked"]
    assert found["value"].tolist()[:1] == pytest.approx([0.4])
    assert found["n"].tolist() == [7, 0]


def test_figures_without_an_interval_differ_without_one() -> None:
    rows = [{"stage": "Pay", "persona": key, "value": 1.0, "n": 9} for key in "ab"]
    found = compare(result(rows, metric="M", method="Given.", unit=""))
    assert found["value"].tolist() == [0.0]
    assert found[["low", "high", "sign"]].isna().all(axis=None)


def test_everyone_is_never_compared() -> None:
    figures = pd.concat([csat(TWO, "x"), csat(TWO, "x", by="plan")], ignore_index=True)
    assert compare(figures)[["persona", "against"]].to_numpy().tolist() == [["pro", "free"]]


def test_a_persona_may_be_named() -> None:
    journey = Journey("Bike rental", personas=[{"id": "p1", "name": "Commuter"}, {"id": "p2", "name": "Visitor"}])
    figures = csat(TWO.replace({"plan": {"pro": "p1", "free": "p2"}}), "x", by="plan")
    assert compare(figures, against="Visitor", journey=journey)["against"].tolist() == ["p2"]
    assert compare(figures, against="p2")["against"].tolist() == ["p2"]


def test_funnels_compare() -> None:
    events = pd.DataFrame(
        {
            "who": [*range(40), *range(30)],
            "what": ["open"] * 40 + ["pay"] * 30,
            "at": pd.date_range("2026-01-01", periods=70, freq="min"),
            "plan": (["a", "b"] * 35),
        }
    )
    figures = funnel(events, {"Open": "open", "Pay": "pay"}, actor="who", time="at", event="what", by="plan")
    found = compare(figures)
    assert found["stage"].tolist() == ["Open", "Pay"]
    assert found["value"].tolist()[0] == 0.0


any_compare: Any = compare


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda f: any_compare(f, "stage"), "by='stage' is not known"),
        (lambda f: any_compare(f, "period"), "0 periods to compare.*period="),
        (lambda f: any_compare(f[f["persona"] == "pro"], "persona"), "1 personas to compare.*by="),
        (lambda f: any_compare(f, against="trial"), "against='trial' is none of the personas 'free', 'pro'"),
        (lambda f: any_compare(pd.concat([f, f])), r"\('CSAT', 'Pay', 'free', None\) occurs twice"),
        (lambda f: any_compare(f.drop(columns="low")), "no column 'low'"),
        (lambda _: any_compare(7), "no column 'metric'"),
    ],
)
def test_what_is_wrong_is_named(call: Any, message: str) -> None:
    with pytest.raises(MetricError, match=message):
        call(csat(TWO, "x", stage="stage", by="plan"))
