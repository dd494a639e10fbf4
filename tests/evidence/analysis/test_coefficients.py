"""Coefficients of agreement against worked examples, other libraries, and what must hold of any ratings."""

from __future__ import annotations

import warnings
from itertools import combinations
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import cohen_kappa_score
from statsmodels.stats.inter_rater import aggregate_raters, fleiss_kappa

from journeywidgets.errors import EvidenceError
from journeywidgets.evidence.analysis.coefficients import Estimate, cohen, estimate, fleiss, krippendorff

N = None
# Krippendorff (2011), section C: four observers, twelve units, values missing. Nominal alpha is 0.743.
OBSERVERS = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, N, N, N],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, N, 3],
    [N, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, N],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, N],
]
# Feinstein and Cicchetti (1990): both tables agree in 85 of 100, and kappa falls with the prevalence.
BALANCED = [(1, 1)] * 40 + [(1, 0)] * 9 + [(0, 1)] * 6 + [(0, 0)] * 45
ONE_SIDED = [(1, 1)] * 80 + [(1, 0)] * 10 + [(0, 1)] * 5 + [(0, 0)] * 5


def plain_alpha(ratings: Any) -> float | None:
    """Return alpha pair by pair, as its definition has it."""
    units = [[value for value in unit if value is not None] for unit in ratings]
    units = [unit for unit in units if len(unit) > 1]
    values = [value for unit in units for value in unit]
    apart = sum(2 * sum(a != b for a, b in combinations(unit, 2)) / (len(unit) - 1) for unit in units)
    chance = 2 * sum(a != b for a, b in combinations(values, 2))
    return 1 - (apart / len(values)) / (chance / (len(values) * (len(values) - 1))) if chance else None


def test_the_worked_example_with_missing_values() -> None:
    ratings = np.array(OBSERVERS, dtype=object).T
    assert krippendorff(ratings) == pytest.approx(0.743, abs=5e-4)
    assert estimate(ratings).n == 11  # the twelfth unit was judged by one observer alone


def test_one_sided_prevalence_lowers_kappa_where_agreement_is_the_same() -> None:
    assert cohen(BALANCED) == pytest.approx(0.70, abs=5e-3)
    assert cohen(ONE_SIDED) == pytest.approx(0.32, abs=5e-3)


def test_agreement_that_nobody_could_have_missed_is_undefined() -> None:
    for ratings in ([(1, 1)] * 9, [(0, 0)] * 9, [(1, None)] * 9, np.empty((0, 2), dtype=object)):
        assert krippendorff(ratings) is None
        assert cohen(ratings) is None
        assert fleiss(ratings) is None
        assert estimate(ratings)[:3] == (None, None, None)


def test_a_coder_who_never_varies_agrees_by_chance_alone() -> None:
    assert cohen([(1, 1)] * 5 + [(1, 0)] * 5) == pytest.approx(0)


codes = st.sampled_from(["a", "b", "c"])


@given(st.lists(st.lists(st.none() | codes, min_size=3, max_size=3), min_size=1, max_size=25))
def test_alpha_is_what_its_definition_says(ratings: list[list[str | None]]) -> None:
    table = np.array(ratings, dtype=object)
    expected = plain_alpha(ratings) if any(sum(v is not None for v in unit) > 1 for unit in ratings) else None
    assert krippendorff(table) == (None if expected is None else pytest.approx(expected))


@given(st.lists(st.tuples(codes, codes), min_size=1, max_size=40))
def test_cohen_is_scikit_learns(ratings: list[tuple[str, str]]) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        expected = cohen_kappa_score(*zip(*ratings, strict=True))
    assert cohen(ratings) == (None if np.isnan(expected) else pytest.approx(expected))


@given(st.lists(st.tuples(codes, codes, codes, codes), min_size=1, max_size=40))
def test_fleiss_is_statsmodels(ratings: list[tuple[str, ...]]) -> None:
    with np.errstate(invalid="ignore"):
        expected = fleiss_kappa(aggregate_raters(np.array(ratings))[0])
    assert fleiss(ratings) == (None if np.isnan(expected) else pytest.approx(expected))


@given(st.lists(st.tuples(codes, codes, codes), min_size=2, max_size=30), st.randoms(use_true_random=False))
def test_neither_the_order_nor_the_names_matter(ratings: list[tuple[str, ...]], random: Any) -> None:
    other = [tuple({"a": 7, "b": 3, "c": 5}[value] for value in random.sample(unit, 3)) for unit in ratings]
    random.shuffle(other)
    for method in ("krippendorff", "fleiss"):
        one, two = estimate(ratings, method, samples=0), estimate(other, method, samples=0)
        assert one.n == two.n
        assert one.value == (None if two.value is None else pytest.approx(two.value))


@pytest.mark.parametrize("method", ["krippendorff", "cohen", "fleiss"])
def test_the_bootstrap_draws_units_as_one_by_one_drawing_does(method: Any) -> None:
    table = np.array(ONE_SIDED, dtype=object)
    found = estimate(table, method, samples=4000, seed=3)
    random = np.random.default_rng(1)
    slow = [estimate(table[random.integers(0, len(table), len(table))], method, samples=0).value for _ in range(1500)]
    low, high = np.quantile([value for value in slow if value is not None], [0.025, 0.975])
    assert found.low == pytest.approx(low, abs=0.03)
    assert found.high == pytest.approx(high, abs=0.03)
    assert found == estimate(table, method, samples=4000, seed=3)


def test_clusters_widen_the_interval_where_what_is_alike_stands_together() -> None:
    alike = [unit for k in range(10) for unit in [(1, k % 2), (0, 0), (1, 1)] * 8 if k < 5 or unit[0] == unit[1]]
    people = [f"P{k}" for k in range(10) for unit in [(1, k % 2), (0, 0), (1, 1)] * 8 if k < 5 or unit[0] == unit[1]]
    single, whole = estimate(alike), estimate(alike, clusters=people)
    assert single.value == whole.value
    assert _width(whole) > 1.5 * _width(single)


def _width(found: Estimate) -> float:
    assert found.low is not None
    assert found.high is not None
    return found.high - found.low


def test_no_interval_where_many_resamples_are_undefined() -> None:
    found = estimate([(0, 0)] * 20 + [(1, 1)])
    assert found.value == 1
    assert (found.low, found.high) == (None, None)
    assert found.undefined == pytest.approx((20 / 21) ** 21, abs=0.04)


def test_what_cannot_be_computed_says_why() -> None:
    with pytest.raises(EvidenceError, match="two coders, not 3"):
        cohen([(1, 1, 1)])
    with pytest.raises(EvidenceError, match="not of 1 dimension"):
        krippendorff([1, 2])
    with pytest.raises(EvidenceError, match=r"method='kappa' is not known"):
        estimate([(1, 1)], "kappa")  # type: ignore[arg-type]
