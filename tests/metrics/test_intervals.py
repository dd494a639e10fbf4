"""Intervals against published answers, scipy and statsmodels."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.proportion import proportion_confint
from statsmodels.stats.weightstats import DescrStatsW

from journeywidgets.metrics.intervals import (
    bca,
    nps_adjusted_wald,
    nps_bootstrap,
    nps_wald,
    opportunity,
    student,
    wald,
    wilson,
)

counts = st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@given(counts, st.sampled_from([0.8, 0.9, 0.95, 0.99]))
def test_wilson_is_that_of_statsmodels_and_scipy(count: tuple[int, int], level: float) -> None:
    k, n = count
    ours = wilson(k / n, n, level=level)
    np.testing.assert_allclose(ours, proportion_confint(k, n, alpha=1 - level, method="wilson"), atol=1e-9)
    theirs = stats.binomtest(k, n).proportion_ci(confidence_level=level, method="wilson")
    np.testing.assert_allclose(ours, (theirs.low, theirs.high), atol=1e-9)


@pytest.mark.parametrize("n", [1, 5, 10, 1000])
@pytest.mark.parametrize("share", [0, 1])
def test_wilson_has_a_width_where_all_agree(share: int, n: int) -> None:
    low, high = wilson(share, n)
    assert 0 <= low < high <= 1
    assert (low if share == 0 else high) == share


def test_wilson_of_a_top_two_box() -> None:
    low, high = wilson(74 / 107, 107)
    assert round(100 * 74 / 107, 2) == 69.16
    assert [round(100 * float(end), 1) for end in (low, high)] == [59.9, 77.1]


@pytest.mark.parametrize(
    ("promoters", "detractors", "n", "center", "half"), [(50, 20, 100, 29.13, 15.08), (10, 0, 10, 76.92, 29.42)]
)
def test_adjusted_wald_as_published(promoters: int, detractors: int, n: int, center: float, half: float) -> None:
    found = nps_adjusted_wald(promoters / n, detractors / n, n)
    assert round(100 * float(found.center), 2) == center
    assert round(100 * float(found.half), 2) == half
    assert found.low == found.center - found.half
    assert found.high == min(found.center + found.half, 1)


@given(st.tuples(st.integers(0, 300), st.integers(0, 300), st.integers(0, 300)).filter(lambda c: sum(c) > 1))
def test_adjusted_wald_holds_the_value_and_is_never_of_no_width(answers: tuple[int, int, int]) -> None:
    n = sum(answers)
    found = nps_adjusted_wald(answers[0] / n, answers[2] / n, n)
    value = (answers[0] - answers[2]) / n
    assert -1 <= found.low <= value + 1e-12
    assert value - 1e-12 <= found.high <= 1
    assert found.high - found.low > 0


samples = st.lists(st.integers(0, 10), min_size=2, max_size=60)


@given(samples)
def test_student_is_that_of_scipy_and_statsmodels(answers: list[int]) -> None:
    data = np.array(answers, dtype=float)
    found = student(data.mean(), data.var(ddof=1), len(data))
    if len(set(answers)) == 1:
        assert np.isnan(found).all()
        return
    theirs = stats.t.interval(0.95, len(data) - 1, loc=data.mean(), scale=stats.sem(data))
    np.testing.assert_allclose(found, theirs, rtol=1e-9)
    np.testing.assert_allclose(found, DescrStatsW(data).tconfint_mean(), rtol=1e-9)


@given(samples)
def test_wald_is_the_normal_interval_of_the_coded_answers(answers: list[int]) -> None:
    coded = np.where(np.array(answers) >= 9, 1.0, np.where(np.array(answers) <= 6, -1.0, 0.0))
    promoters, detractors = np.mean(coded == 1), np.mean(coded == -1)
    found = nps_wald(promoters, detractors, len(coded))
    if coded.std() == 0:
        assert np.isnan(found).all()
        return
    low, high = stats.norm.interval(0.95, loc=coded.mean(), scale=coded.std() / np.sqrt(len(coded)))
    np.testing.assert_allclose(found, (max(low, -1), min(high, 1)), rtol=1e-7, atol=1e-9)
    np.testing.assert_allclose(wald(coded.mean(), coded.var(), len(coded)), (low, high), rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("answers", [(50, 30, 20), (5, 3, 2), (90, 7, 3), (3, 40, 57), (9, 1, 0)])
def test_bca_of_counts_is_that_of_scipy_on_the_same_samples(answers: tuple[int, int, int]) -> None:
    """The bootstrap distribution is handed to scipy, so that nothing is left to chance."""
    coded = np.repeat([1.0, 0.0, -1.0], answers)
    shares = np.array(answers) / len(coded)
    drawn = np.random.default_rng(7).multinomial(len(coded), shares, size=4999)
    means = (drawn[:, 0] - drawn[:, 2]) / len(coded)
    drawing: Any = SimpleNamespace(bootstrap_distribution=means)
    theirs = stats.bootstrap((coded,), np.mean, n_resamples=0, method="BCa", bootstrap_result=drawing)
    ours = bca(means, np.array([1.0, 0.0, -1.0]), np.array(answers, dtype=float))
    np.testing.assert_allclose(ours, theirs.confidence_interval, atol=1e-12)


def test_bootstrap_of_real_counts_agrees_with_scipy() -> None:
    promoters, detractors, n = 1436, 342, 2746
    coded = np.repeat([1.0, 0.0, -1.0], [promoters, n - promoters - detractors, detractors])
    theirs = stats.bootstrap((coded,), np.mean, batch=500, method="BCa", rng=np.random.default_rng(1))
    ours = nps_bootstrap(promoters / n, detractors / n, n)
    np.testing.assert_allclose(ours, theirs.confidence_interval, atol=0.0015)


def test_bootstrap_is_repeatable_and_follows_its_seed() -> None:
    assert nps_bootstrap(0.5, 0.2, 100) == nps_bootstrap(0.5, 0.2, 100)
    assert nps_bootstrap(0.5, 0.2, 1000, seed=1) != nps_bootstrap(0.5, 0.2, 1000, seed=2)


def test_bootstrap_of_many_answers_is_as_cheap() -> None:
    low, high = nps_bootstrap(0.5, 0.2, 10**9)
    assert 0.2999 < low < 0.3 < high < 0.3001


@pytest.mark.parametrize("share", [0.0, 1.0])
def test_bootstrap_of_one_answer_alone_has_no_interval(share: float) -> None:
    assert np.isnan(nps_bootstrap(share, 1 - share, 10)).all()


def test_no_answers_no_interval() -> None:
    nan = float("nan")
    for ends in (
        wilson(nan, 0),
        wilson(0.0, 0),
        student(nan, nan, 0),
        student(3.0, 0.0, 1),
        nps_wald(nan, nan, 0),
        nps_adjusted_wald(0, 0, 0)[2:],
        opportunity(nan, nan, nan, 0),
        nps_bootstrap(0, 0, 0),
    ):
        assert np.isnan(ends).all()


def test_arrays_cost_one_call() -> None:
    shares, n = np.array([0.0, 0.5, 1.0]), np.array([10, 100, 10])
    low, high = wilson(shares, n)
    assert low.shape == high.shape == (3,)
    assert [wilson(share, size).low for share, size in zip(shares, n, strict=True)] == low.tolist()


cells = st.tuples(*[st.integers(0, 80)] * 4).filter(lambda c: sum(c) > 0)


@given(cells)
def test_opportunity_holds_the_score_within_its_range(cell: tuple[int, int, int, int]) -> None:
    both, important, satisfied, _ = cell
    n = sum(cell)
    i, s = (both + important) / n, (both + satisfied) / n
    low, high = opportunity(i, s, both / n, n)
    assert 0 <= low <= i + max(i - s, 0) + 1e-9
    assert i + max(i - s, 0) - 1e-9 <= high <= 2
    assert high > low


def test_opportunity_where_all_are_satisfied_is_wilsons_interval_of_importance() -> None:
    low, high = opportunity(0.4, 1.0, 0.4, 100)
    np.testing.assert_allclose((low, high), wilson(0.4, 100), atol=1e-12)


def test_opportunity_knows_that_the_same_people_answered() -> None:
    """The more the two answers go together, the less ``2 importance - satisfaction`` varies."""
    apart = opportunity(0.8, 0.5, 0.3, 100)
    independent = opportunity(0.8, 0.5, 0.4, 100)
    together = opportunity(0.8, 0.5, 0.5, 100)
    widths = [float(ends.high - ends.low) for ends in (apart, independent, together)]
    assert widths == sorted(widths, reverse=True)
    assert widths[0] > widths[2] * 1.3
