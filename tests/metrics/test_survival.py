"""Medians of durations that have not all ended, against statsmodels, SciPy and exact fractions."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

import narwhals as nw
import numpy as np
import numpy.typing as npt
import pandas as pd
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from statsmodels.duration.survfunc import SurvfuncRight
from tests.metrics import behaviour_reference as reference
from tests.metrics.behaviour_reference import Times
from tests.metrics.engines import relation

from journeywidgets.metrics.behaviour.survival import DURATION, ENDED, OPEN, QUANTILES, Durations, curve, durations
from journeywidgets.metrics.engine import rows

times = st.integers(0, 12)
groups = st.lists(st.builds(Times, st.lists(times, max_size=12), st.lists(times, max_size=8)), min_size=1, max_size=12)


def spells(given: list[Times]) -> pd.DataFrame:
    made = [(at, time, 1, 0) for at, group in enumerate(given) for time in group.moved]
    made += [(at, time, 0, 1) for at, group in enumerate(given) for time in group.inside]
    frame: pd.DataFrame = pd.DataFrame(made, columns=["group", DURATION, ENDED, OPEN]).astype("int64")
    return frame


def summary(frame: Any) -> dict[int, Durations]:
    lazy = nw.from_native(frame).lazy()
    return {int(row["group"]): durations(row, 1) for row in rows(curve(lazy, ["group"], level=0.95))}


def same(found: float, wanted: float) -> bool:
    return math.isclose(found, wanted, rel_tol=1e-12) or (math.isnan(found) and not math.isfinite(wanted))


@given(groups)
@settings(max_examples=150)
def test_the_median_and_its_interval_are_those_of_exact_fractions(given_groups: list[Times]) -> None:
    found = summary(pl.from_pandas(spells(given_groups)))
    for at, group in enumerate(given_groups):
        if not group.moved and not group.inside:
            assert at not in found
            continue
        mine, wanted = found[at], reference.kaplan_meier(group)
        assert (mine.ended, mine.open, mine.n) == (
            len(group.moved),
            len(group.inside),
            len(group.moved) + len(group.inside),
        )
        assert [same(mine.median, wanted.median), same(mine.low, wanted.low), same(mine.high, wanted.high)] == [
            True
        ] * 3
        for percent in QUANTILES:
            expected = reference.quantile(group.moved, Fraction(percent, 100)) if group.moved else math.nan
            assert same(mine.quantiles[percent], expected)


def drawn(seed: int, n: int, horizon: float) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Return exponential times in whole units, and whether they ended before the horizon of their entry."""
    rng = np.random.default_rng(seed)
    lasting, seen = rng.exponential(1_000, n), rng.uniform(0, horizon, n)
    return np.minimum(lasting, seen).astype(np.int64), (lasting <= seen).astype(np.int64)


def frame_of(duration: npt.NDArray[np.int64], ended: npt.NDArray[np.int64], group: Any = 0) -> pd.DataFrame:
    found: pd.DataFrame = pd.DataFrame({"group": group, DURATION: duration, ENDED: ended, OPEN: 1 - ended})
    return found


@pytest.mark.parametrize("horizon", [1_000, 3_000, 1e9])
@pytest.mark.parametrize("n", [7, 50, 400])
def test_against_statsmodels_and_scipy(n: int, horizon: float) -> None:
    samples = [drawn(seed, n, horizon) for seed in range(20)]
    found = summary(relation(pd.concat([frame_of(*sample, seed) for seed, sample in enumerate(samples)])))
    for seed, (duration, ended) in enumerate(samples):
        mine = found[seed]
        if not ended.any():
            assert math.isnan(mine.median)
            continue
        survival = SurvfuncRight(duration.astype(float), ended)
        with np.errstate(divide="ignore", invalid="ignore"):  # of the logarithm of 0, where all have left
            low, high = survival.quantile_ci(0.5, method="cloglog")
        assert [same(mine.low, low), same(mine.high, high)] == [True, True]
        # Both take the first time below a half; ours is in the middle where the curve runs along it.
        below = survival.surv_times[survival.surv_prob < 0.5 - 1e-9]
        along = survival.surv_times[np.abs(survival.surv_prob - 0.5) <= 1e-9]
        firsts = [each[0] for each in (along, below) if len(each)]
        assert same(mine.median, float(np.mean(firsts)) if firsts else math.nan)
        data = stats.CensoredData(uncensored=duration[ended == 1], right=duration[ended == 0])
        scipy = stats.ecdf(data).sf
        reached = scipy.quantiles[scipy.probabilities <= 0.5 + 1e-9]
        assert same(mine.median if not len(along) else float(along[0]), reached[0] if len(reached) else math.nan)


def test_without_open_spells_the_median_is_the_plain_one() -> None:
    samples = {n: drawn(n, n, 1e9)[0] for n in range(1, 40)}
    found = summary(relation(pd.concat([frame_of(each, np.ones_like(each), n) for n, each in samples.items()])))
    for n, duration in samples.items():
        mine = found[n]
        assert mine.median == mine.quantiles[50] == np.median(duration)
        assert [mine.quantiles[percent] for percent in QUANTILES] == pytest.approx(np.percentile(duration, QUANTILES))


def test_where_fewer_than_half_ended_there_is_no_median() -> None:
    found = summary(relation(frame_of(np.arange(1, 11), np.array([1, 1] + [0] * 8))))[0]
    assert math.isnan(found.median)
    assert math.isnan(found.high)
    assert found.quantiles[50] == 1.5


@pytest.mark.parametrize("horizon", [3_000, 1e9])
@pytest.mark.parametrize("n", [50, 200])
def test_intervals_hold_the_median_as_often_as_they_say(n: int, horizon: float) -> None:
    """Coverage over 4,000 samples; within what is asked of every default interval, 93 to 97.5 %."""
    samples = 4_000
    duration, ended = drawn(11, n * samples, horizon)
    found = summary(relation(frame_of(duration, ended, np.repeat(np.arange(samples), n))))
    truth = 1_000 * math.log(2)
    # Times are cut to whole units, so a bound just below the truth stands for it.
    held = [each.low <= truth and not each.high < math.floor(truth) for each in found.values()]
    assert len(held) == samples
    assert 0.93 <= np.mean(held) <= 0.975
