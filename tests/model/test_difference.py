"""Differences of figures: against statsmodels, against what the page computes, and where there is none."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from journeywidgets.model.difference import Estimate, difference

FIXTURE = Path(__file__).parents[1] / "fixtures" / "differences.json"
finite = st.floats(-1e6, 1e6)


def rate(successes: int, n: int) -> Estimate:
    low, high = proportion_confint(successes, n, method="wilson")
    return Estimate(100 * successes / n, 100 * low, 100 * high)


def estimates() -> st.SearchStrategy[Estimate]:
    return st.tuples(finite, st.floats(0, 1e6), st.floats(0, 1e6)).map(
        lambda made: Estimate(made[0], made[0] - made[1], made[0] + made[2])
    )


@st.composite
def counts(draw: st.DrawFn) -> tuple[int, int]:
    n = draw(st.integers(1, 100_000))
    return draw(st.integers(0, n)), n


@given(counts(), counts())
def test_for_proportions_it_is_newcombes_interval(a: tuple[int, int], b: tuple[int, int]) -> None:
    found = difference(rate(*a), rate(*b))
    low, high = confint_proportions_2indep(*a, *b, compare="diff", method="newcomb")
    assert found.value == pytest.approx(100 * (a[0] / a[1] - b[0] / b[1]), abs=1e-9)
    assert found.low == pytest.approx(100 * low, abs=1e-7)
    assert found.high == pytest.approx(100 * high, abs=1e-7)


def test_for_normal_intervals_it_is_the_normal_interval_of_the_difference() -> None:
    # Symmetric halves 3 and 4 add up to 5, as standard errors do.
    assert difference((10.0, 7.0, 13.0), (4.0, 0.0, 8.0)) == (6.0, 1.0, 11.0)


def test_newcombes_own_example() -> None:
    """56 of 70 and 48 of 80: 0.0524 to 0.3339 (Newcombe 1998, table II, example a, method 10)."""
    found = difference(rate(56, 70), rate(48, 80))
    assert [round(number / 100, 4) for number in found if number is not None] == [0.2, 0.0524, 0.3339]


@given(estimates(), estimates())
def test_turned_round_it_changes_its_sign(a: Estimate, b: Estimate) -> None:
    one, other = difference(a, b), difference(b, a)
    assert one.value is not None
    assert one.low is not None
    assert one.high is not None
    assert (other.value, other.low, other.high) == (-one.value, -one.high, -one.low)
    assert one.low <= one.value <= one.high


def test_what_is_missing_stays_missing() -> None:
    some = Estimate(4.0, 3.0, 5.0)
    assert difference(some, (None, None, None)) == (None, None, None)
    assert difference((math.nan, 1.0, 2.0), some) == (None, None, None)
    assert difference(some, (1.0, None, None)) == (3.0, None, None)
    assert difference((math.inf, 1.0, 2.0), some) == (None, None, None)
    assert difference((1.0, math.nan, 2.0), some) == (-3.0, None, None)


def test_a_figure_outside_its_interval_adds_nothing_on_that_side() -> None:
    assert difference((100.0, 30.0, 98.5), (50.0, 40.0, 60.0)).high == 60.0


def test_a_sign_needs_the_whole_interval() -> None:
    assert Estimate(4, 1, 7).sign == 1
    assert Estimate(-4, -7, -1).sign == -1
    assert Estimate(4, 0, 8).sign == 0
    assert Estimate(4).sign is None


def test_the_page_computes_the_same() -> None:
    """The same cases as js/tests/model/difference.test.ts."""
    for case in json.loads(FIXTURE.read_text("utf-8")):
        found = difference(Estimate(*case["a"]), Estimate(*case["b"]))
        assert found == pytest.approx(tuple(case["difference"])), case
        assert found.sign == case["sign"], case
