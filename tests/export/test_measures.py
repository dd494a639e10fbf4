"""What a metric lane says: the same as the page, and what it must never say."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests import shared_figures
from tests.export.page import document

from journeywidgets.export.content.comparison import style_of
from journeywidgets.export.content.measures import Figure, Measures
from journeywidgets.model.intake import Row
from journeywidgets.model.periods import place

CASES: dict[str, Any] = json.loads(shared_figures.FILE.read_text(encoding="utf-8"))


def measures(*values: dict[str, Any], **metric: Any) -> Measures:
    """Return the measures of stage "s" for values that are given without an id."""
    found = document(
        stages=[{"id": "s"}],
        personas=[{"id": "co"}, {"id": "vi"}, {"id": "se"}],
        metrics=[{"id": "m", "unit": "%", **metric}],
        values=[{"id": f"v{at}", "metric": "m", "stage": "s", **row} for at, row in enumerate(values)],
    )
    return Measures(found.tables["metrics"]["m"], found.tables["values"].values(), ["co", "vi", "se"])


def only(*values: dict[str, Any], **metric: Any) -> Figure:
    (figure,) = measures(*values, **metric).figures("s")
    return figure


def quarter(number: int, value: float | None, half: float | None = None, **more: Any) -> dict[str, Any]:
    ends = {} if value is None or half is None else {"low": value - half, "high": value + half}
    return {"period": f"2026-Q{number}", "value": value, **ends, **more}


@pytest.mark.parametrize("case", CASES["cases"], ids=str)
def test_python_says_what_the_shared_cases_say(case: dict[str, Any]) -> None:
    assert json.loads(json.dumps(shared_figures.says(case))) == case["says"]


def test_the_cases_reach_all_that_can_be_said() -> None:
    figures = [one for case in CASES["cases"] for found in case["says"]["figures"].values() for one in found]
    assert {one["kind"] for one in figures} == {"value", "few", "unasked"}
    assert {one["change"] and one["change"]["tone"] for one in figures} == {None, "", "good", "bad"}
    assert {one["verdict"] and one["verdict"]["kind"] for one in figures} == {None, "met", "missed", "open"}
    assert sum(one["trend"] is not None for one in figures) > 50
    assert {bool(one["late"]) for one in figures} == {True, False}
    gaps = [gap for case in CASES["cases"] for gap in case["says"]["gaps"].values()]
    assert {gap and gap["text"] == "no clear difference" for gap in gaps} == {None, True, False}


@pytest.mark.parametrize("period", shared_figures.PERIODS)
def test_periods_stand_where_the_shared_cases_say(period: str) -> None:
    found = place(period)
    assert (found and list(found)) == CASES["periods"][period]


@given(st.dates(), st.integers(1, 400))
def test_days_and_weeks_have_no_gaps(day: Any, later: int) -> None:
    year, week, _ = day.isocalendar()
    if year < 1000:
        return
    here, there = place(day.isoformat()), place(f"{year}-W{week:02}")
    assert here is not None
    assert there is not None
    assert (here.number + 3) // 7 == there.number
    after = place(day.fromordinal(min(day.toordinal() + later, 3652059)).isoformat())
    assert after is not None
    assert after.number - here.number == min(later, 3652059 - day.toordinal())


def test_a_change_carries_its_interval() -> None:
    found = only(quarter(2, 35.1, 0.6), quarter(3, 31.0, 0.6)).change
    assert found is not None
    assert (found.text, found.tone) == ("▼ 4.1 [3.3, 4.9]", "bad")
    assert found.words == "2026-Q3: down by 4.1\u2009pp [3.3, 4.9] since 2026-Q2, for the worse"
    better = only(quarter(2, 35.1, 0.6), quarter(3, 31.0, 0.6), direction="down").change
    assert better is not None
    assert better.tone == "good"


def test_no_change_is_claimed_where_the_interval_contains_zero() -> None:
    found = only(quarter(2, 35.0, 2.1), quarter(3, 34.0, 2.1)).change
    assert found is not None
    assert (found.text, found.tone) == ("no clear change", "")
    assert found.words == "2026-Q3: no clear change since 2026-Q2, \u22121.0\u2009pp [\u22124.0, 2.0]"


def test_a_change_over_a_gap_names_the_period_it_is_from() -> None:
    found = only(quarter(1, 35.0), quarter(2, None, n=3), quarter(4, 31.0)).change
    assert found is not None
    assert (found.since, found.next_to) == ("2026-Q1", False)
    assert only(quarter(1, 35.0)).change is None


def test_years_and_quarters_are_not_compared() -> None:
    figure = only({"period": "2026", "value": 50.0}, quarter(2, 30.0), quarter(3, 31.0))
    assert (figure.period, figure.text) == ("2026-Q3", "31\u2009%")
    assert figure.change is not None
    assert figure.change.since == "2026-Q2"


def test_a_figure_of_all_time_stands_before_that_of_the_latest_period() -> None:
    figure = only(quarter(2, 30.0), quarter(3, 31.0), {"value": 40.0})
    assert (figure.period, figure.text) == ("", "40\u2009%")
    assert figure.change is not None
    assert (figure.change.now, figure.change.since) == ("2026-Q3", "2026-Q2")
    assert figure.trend is not None


def test_a_last_period_with_too_few_stands_for_nothing_but_is_told() -> None:
    figure = only(quarter(1, 30.0), quarter(2, 31.0), quarter(3, None, n=4))
    assert (figure.period, figure.text, figure.late) == ("2026-Q2", "31\u2009%", "2026-Q3: n too small (n 4)")
    assert figure.change is not None
    assert figure.change.now == "2026-Q2"
    nobody = only(quarter(3, None, n=0))
    assert (nobody.kind, nobody.text, nobody.n, nobody.late) == ("few", "n too small", "n 0", "")
    assert only(quarter(3, None)).kind == "unasked"


def test_of_two_values_of_one_period_the_later_computed_counts() -> None:
    old, new = quarter(3, 30.0, computed_at="2026-09-01"), quarter(3, 31.0, computed_at="2026-10-01")
    assert only(old, new).text == only(new, old).text == "31\u2009%"


@pytest.mark.parametrize(
    ("value", "low", "high", "direction", "kind"),
    [
        (40, 36, 44, "up", "met"),
        (40, 35, 45, "up", "met"),
        (36, 34, 38, "up", "open"),
        (30, 28, 34, "up", "missed"),
        (30, 28, 34, "down", "met"),
        (40, 36, 44, "down", "missed"),
        (35, 30, 40, "down", "open"),
        (40, None, None, "up", "met"),
        (30, None, None, "up", "missed"),
    ],
)
def test_a_target_is_met_only_by_the_whole_interval(
    value: float, low: float | None, high: float | None, direction: str, kind: str
) -> None:
    found = only({"value": value, "low": low, "high": high}, target=35, direction=direction).verdict
    assert found is not None
    assert found.kind == kind
    assert ("interval" in found.words) == (low is not None)


def test_a_gap_between_two_personas() -> None:
    rows = [
        {"persona": "vi", "value": 22.6, "low": 20, "high": 25},
        {"persona": "co", "value": 35, "low": 33, "high": 37},
    ]
    found = measures(*rows)
    one, other = found.pair(found.figures("s")) or pytest.fail("no pair")
    gap = found.gap(one, other)
    assert gap is not None
    assert (one.persona, gap.text, gap.clear) == ("co", "+12.4 [9.3, 15.7]", True)
    apart = measures(rows[0] | {"period": "2026"}, rows[1] | {"period": "2025"})
    assert apart.gap(*(apart.pair(apart.figures("s")) or pytest.fail("no pair"))) is None
    assert measures(*rows, {"persona": "se", "value": 1}).pair(measures(*rows).figures("s")[:1]) is None


def test_a_difference_is_never_written_as_zero_where_it_is_none() -> None:
    found = only(quarter(2, 35.11), quarter(3, 35.1), quarter(4, 35.08)).change
    assert found is not None
    assert found.text == "▼ 0.02"


numbers = st.none() | st.floats(allow_nan=False, allow_infinity=False)


@given(
    st.lists(
        st.fixed_dictionaries(
            {
                "persona": st.sampled_from([None, "co", "vi"]),
                "period": st.none() | st.sampled_from(shared_figures.PERIODS),
                "value": numbers,
                "low": numbers,
                "high": numbers,
                "n": st.none() | st.integers(0, 10**6),
            }
        ),
        min_size=1,
        max_size=8,
    ),
    numbers,
)
def test_any_values_can_be_told(rows: list[dict[str, Any]], target: float | None) -> None:
    found = measures(*rows, target=target)
    figures = found.figures("s", ["co", "vi"])
    assert figures
    for figure in figures:
        assert figure.text
        assert (figure.kind == "value") == (figure.row["value"] is not None)
        assert figure.verdict is None or figure.kind == "value"
        for point in figure.trend.points if figure.trend else ():
            assert 0 <= point.x <= 1
    if pair := found.pair(figures):
        found.gap(*pair)


def test_one_style_for_all_figures_of_a_metric() -> None:
    rows: list[Row] = [{"value": 0.125, "low": None, "high": None}, {"value": 3.0, "low": -1.0, "high": 4.0}]
    style = style_of({"unit": "h", "direction": "up", "target": 1.5}, rows)
    assert [style.write(number) for number in (0.125, 3.0, -0.001)] == ["+0.13", "+3.00", "0.00"]
    assert style.aim() == "≥\u00a01.5\u2009h"
