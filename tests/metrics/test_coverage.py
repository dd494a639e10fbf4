"""How often the default 95 % intervals hold the truth, at n = 50 and n = 200.

The band is 93 to 97.5 %. Shares and net shares are not simulated but summed over every possible outcome, so that
nothing is left to chance; means and opportunity scores, whose outcomes are too many, are drawn with a seed.
Near the ends of the scale no interval of these holds the band, and the last tests say where and how far.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from scipy import stats

from journeywidgets.metrics.intervals import nps_adjusted_wald, opportunity, student, wilson

LOW, HIGH = 0.93, 0.975
SIZES = pytest.mark.parametrize("n", [50, 200])
SEVEN, FIVE = np.arange(1.0, 8), np.arange(1.0, 6)
REPLICATIONS = 20_000


def held(ends: Any, truth: float) -> Any:
    low, high = ends
    return (low <= truth + 1e-12) & (truth - 1e-12 <= high)


def wilson_coverage(share: float, n: int) -> float:
    successes = np.arange(n + 1)
    return float(stats.binom.pmf(successes, n, share)[held(wilson(successes / n, n), share)].sum())


def nps_coverage(promoters: float, detractors: float, n: int) -> float:
    p, d = (grid.ravel() for grid in np.meshgrid(np.arange(n + 1), np.arange(n + 1), indexing="ij"))
    p, d = p[p + d <= n], d[p + d <= n]
    shares = [promoters, detractors, 1 - promoters - detractors]
    chances = stats.multinomial.pmf(np.stack([p, d, n - p - d], axis=-1), n, shares)
    ends = nps_adjusted_wald(p / n, d / n, n)[2:]
    return float(chances[held(ends, promoters - detractors)].sum())


def mean_coverage(shares: tuple[float, ...], n: int, replications: int = REPLICATIONS) -> float:
    answers = SEVEN if len(shares) == 7 else FIVE
    chances = np.array(shares) / sum(shares)
    counts = np.random.default_rng(1).multinomial(n, chances, size=replications)
    mean = counts @ answers / n
    variance = (counts @ answers**2 / n - mean**2) * n / (n - 1)
    return float(np.mean(held(student(mean, variance, n), float(chances @ answers))))


def opportunity_coverage(cells: tuple[float, ...], n: int, replications: int = REPLICATIONS) -> float:
    both, important, satisfied, _ = chances = np.array(cells) / sum(cells)
    drawn = np.random.default_rng(2).multinomial(n, chances, size=replications) / n
    ends = opportunity(drawn[:, 0] + drawn[:, 1], drawn[:, 0] + drawn[:, 2], drawn[:, 0], n)
    truth = both + important + max(important - satisfied, 0)
    return float(np.mean(held(ends, float(truth))))


NPS = [(0.5, 0.2), (0.7, 0.1), (0.9, 0.03), (0.3, 0.4), (0.34, 0.33), (0.6, 0.05), (0.2, 0.6), (0.95, 0.0), (0.05, 0.8)]
# Shares of the answers 1 to 7, or 1 to 5: even, usual, skewed, in two camps, hard.
MEANS = [
    (1, 1, 1, 1, 1, 1, 1),
    (2, 4, 8, 16, 30, 25, 15),
    (1, 2, 3, 5, 12, 30, 47),
    (50, 0, 0, 0, 0, 0, 50),
    (40, 20, 10, 8, 7, 8, 7),
    (5, 10, 20, 40, 25),
    (3, 5, 12, 35, 45),
]
# Both, important alone, satisfied alone, neither: needs met, unmet, evenly split, in step, opposed, on a par.
OPPORTUNITIES = [
    (0.4, 0.4, 0.1, 0.1),
    (0.3, 0.6, 0.05, 0.05),
    (0.25, 0.25, 0.25, 0.25),
    (0.45, 0.05, 0.05, 0.45),
    (0.1, 0.4, 0.4, 0.1),
    (0.5, 0.2, 0.2, 0.1),
    (0.7, 0.1, 0.15, 0.05),
    (0.2, 0.1, 0.5, 0.2),
]


@SIZES
@pytest.mark.parametrize("shares", NPS)
def test_nps(shares: tuple[float, float], n: int) -> None:
    assert LOW <= nps_coverage(*shares, n) <= HIGH


@SIZES
def test_shares_of_csat_ces_and_funnels(n: int) -> None:
    found = [wilson_coverage(share, n) for share in np.linspace(0.1, 0.9, 161)]
    assert min(found) >= LOW
    assert max(found) <= HIGH
    assert 0.945 <= float(np.mean(found)) <= 0.955


@SIZES
@pytest.mark.parametrize("shares", MEANS)
def test_means_of_ces_and_score(shares: tuple[float, ...], n: int) -> None:
    assert LOW <= mean_coverage(shares, n) <= HIGH


@SIZES
@pytest.mark.parametrize("cells", OPPORTUNITIES)
def test_opportunity(cells: tuple[float, ...], n: int) -> None:
    assert LOW <= opportunity_coverage(cells, n) <= HIGH


@SIZES
@pytest.mark.parametrize(("draw", "mean"), [("normal", 3.0), ("exponential", 2.0), ("gamma", 4.0)])
def test_means_of_other_numbers(draw: str, mean: float, n: int) -> None:
    rng = np.random.default_rng(3)
    arguments = {"normal": (3, 2), "exponential": (2,), "gamma": (4, 1)}[draw]
    drawn = getattr(rng, draw)(*arguments, size=(REPLICATIONS, n))
    ends = student(drawn.mean(axis=1), drawn.var(axis=1, ddof=1), n)
    assert LOW <= float(np.mean(held(ends, mean))) <= HIGH


@pytest.mark.parametrize(
    ("shares", "n", "coverage"),
    [((0.97, 0.01), 50, 0.978), ((0.99, 0.005), 50, 0.986), ((0.99, 0.005), 200, 0.979), ((0.02, 0.02), 50, 0.997)],
)
def test_nps_is_wider_than_needed_where_nearly_all_answer_alike(
    shares: tuple[float, float], n: int, coverage: float
) -> None:
    assert nps_coverage(*shares, n) == pytest.approx(coverage, abs=0.001)


@pytest.mark.parametrize(
    ("share", "n", "coverage"), [(0.02, 50, 0.922), (0.0035, 50, 0.839), (0.01, 200, 0.948), (0.0025, 200, 0.910)]
)
def test_wilson_is_too_narrow_where_hardly_anyone_does(share: float, n: int, coverage: float) -> None:
    assert wilson_coverage(share, n) == pytest.approx(coverage, abs=0.001)
    assert wilson_coverage(1 - share, n) == pytest.approx(coverage, abs=0.001)


@pytest.mark.parametrize(
    ("shares", "n", "coverage"),
    [((0, 1, 1, 2, 4, 12, 80), 50, 0.906), ((0, 0, 0, 1, 2, 7, 90), 50, 0.880), ((0, 0, 0, 0, 0, 3, 97), 50, 0.781)],
)
def test_t_is_too_narrow_where_nearly_all_answer_alike(shares: tuple[float, ...], n: int, coverage: float) -> None:
    assert mean_coverage(shares, n) == pytest.approx(coverage, abs=0.01)
    assert LOW <= mean_coverage(shares, 200) <= HIGH


@pytest.mark.long
@SIZES
def test_many_truths(n: int) -> None:
    rng = np.random.default_rng(4)
    for shares in rng.dirichlet([4, 4, 4], size=100):
        assert LOW <= nps_coverage(shares[0], shares[1], n) <= HIGH
    for share in np.linspace(0.1, 0.9, 1601):
        assert LOW <= wilson_coverage(share, n) <= HIGH
    for shares in rng.dirichlet([4] * 7, size=50):
        assert LOW <= mean_coverage(tuple(shares), n, 200_000) <= HIGH
    for cells in rng.dirichlet([4] * 4, size=50):
        assert LOW <= opportunity_coverage(tuple(cells), n, 200_000) <= HIGH
