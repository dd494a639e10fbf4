"""Confidence intervals from summaries: shares, moments and counts, never the answers themselves.

Every function takes numbers or NumPy arrays of one shape and returns arrays, so that a million
intervals cost one call. `n` may be fractional: the effective number of weighted answers. Shares
run from 0 to 1. An interval of no width would claim certainty, so it is returned as NaN.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

Numbers = Any
"""A number or an array of numbers."""
Floats = npt.NDArray[np.float64]
LEVEL = 0.95


class Interval(NamedTuple):
    """The ends of an interval; NaN where there is none."""

    low: Floats
    high: Floats


def z_value(level: float = LEVEL) -> float:
    """Return the standard normal's two-sided quantile: 1.96 for 0.95."""
    from scipy.special import ndtri

    return float(ndtri(0.5 + level / 2))


def wilson(share: Numbers, n: Numbers, *, level: float = LEVEL) -> Interval:
    """Return Wilson's score interval of a proportion.

    Parameters
    ----------
    share
        The proportion, from 0 to 1.
    n
        What it rests on; fractional for an effective number of weighted answers.
    level
        Of confidence.

    Returns
    -------
    Interval
        Within 0 and 1, and never of no width; NaN where `n` is 0.

    References
    ----------
    E. B. Wilson (1927), "Probable inference, the law of succession, and statistical inference",
    Journal of the American Statistical Association 22, 209-212.
    """
    p, n = _floats(share, n)
    z = z_value(level)
    with np.errstate(divide="ignore", invalid="ignore"):
        scale = 1 + z**2 / n
        center = (p + z**2 / (2 * n)) / scale
        half = z * np.sqrt(p * (1 - p) / n + z**2 / (4 * n**2)) / scale
        # At the ends of the scale the bound is the share itself; rounding would put it a hair beyond.
        low = np.where(p <= 0, 0.0, center - half)
        high = np.where(p >= 1, 1.0, center + half)
    none = ~(n > 0) | np.isnan(p)
    return Interval(np.where(none, np.nan, low), np.where(none, np.nan, high))


def wald(mean: Numbers, variance: Numbers, n: Numbers, *, level: float = LEVEL) -> Interval:
    """Return the mean +- z times its standard error, from the variance (over n) of one answer."""
    mean, variance, n = _floats(mean, variance, n)
    with np.errstate(divide="ignore", invalid="ignore"):
        half = z_value(level) * np.sqrt(variance / n)
    return _around(mean, half)


def student(mean: Numbers, variance: Numbers, n: Numbers, *, level: float = LEVEL) -> Interval:
    """Return the t interval of a mean.

    Parameters
    ----------
    mean
        Of the answers.
    variance
        Of one answer, over n - 1.
    n
        How many answers; fractional for an effective number of weighted answers.
    level
        Of confidence.

    Returns
    -------
    Interval
        NaN where `n` is 1 or less, or all answers are equal.
    """
    from scipy.special import stdtrit

    mean, variance, n = _floats(mean, variance, n)
    with np.errstate(divide="ignore", invalid="ignore"):
        quantile = stdtrit(np.where(n > 1, n - 1, np.nan), 0.5 + level / 2)
        half = quantile * np.sqrt(variance / n)
    return _around(mean, half)


def nps_wald(promoters: Numbers, detractors: Numbers, n: Numbers, *, level: float = LEVEL) -> Interval:
    """Return the Wald interval of promoters - detractors (shares), from -1 to 1.

    The variance of one answer, coded -1, 0 or 1, is ``p + d - (p - d)^2``.
    """
    p, d, n = _floats(promoters, detractors, n)
    low, high = wald(p - d, p + d - (p - d) ** 2, n, level=level)
    return Interval(np.maximum(low, -1), np.minimum(high, 1))


class Adjusted(NamedTuple):
    """An adjusted net share: its centre, half its width, and the ends within -1 and 1."""

    center: Floats
    half: Floats
    low: Floats
    high: Floats


def nps_adjusted_wald(promoters: Numbers, detractors: Numbers, n: Numbers, *, level: float = LEVEL) -> Adjusted:
    """Return the adjusted Wald interval of promoters - detractors (shares).

    Three answers are added before Wald's formula: three quarters of a promoter, three quarters
    of a detractor, one and a half passives. So it has a width even where all answer alike.

    Parameters
    ----------
    promoters, detractors
        Shares of the answers, from 0 to 1.
    n
        How many answers; fractional for an effective number of weighted answers.
    level
        Of confidence.

    Returns
    -------
    Adjusted
        ``center`` and ``half`` as the formula gives them; ``low`` and ``high`` cut at -1 and 1,
        beyond which no net share lies. NaN where `n` is 0.

    References
    ----------
    B. Rocks (2016), "Interval estimation for the net promoter score", The American
    Statistician 70, 365-372.
    """
    p, d, n = _floats(promoters, detractors, n)
    n = np.where(n > 0, n, np.nan)
    more = n + 3
    p, d = (p * n + 0.75) / more, (d * n + 0.75) / more
    half = z_value(level) * np.sqrt((p + d - (p - d) ** 2) / more)
    center = p - d
    return Adjusted(center, half, np.maximum(center - half, -1), np.minimum(center + half, 1))


def opportunity(
    importance: Numbers, satisfaction: Numbers, both: Numbers, n: Numbers, *, level: float = LEVEL
) -> Interval:
    """Return an interval of ``importance + max(importance - satisfaction, 0)`` of the same people.

    The score is the greater of ``importance`` and ``2 importance - satisfaction``. The first has
    Wilson's interval; the second gets one by square-and-add of the two Wilson intervals, with the
    correlation (phi) of the two answers of a person. The greater ends of the two bound the score.

    Parameters
    ----------
    importance, satisfaction
        Shares, from 0 to 1, of those who find it important, and who are satisfied.
    both
        The share of those who are both.
    n
        How many people answered both; fractional for an effective number of weighted answers.
    level
        Of confidence.

    Returns
    -------
    Interval
        Within 0 and 2, and never of no width; NaN where `n` is 0.

    References
    ----------
    G. Y. Zou and A. Donner (2008), "Construction of confidence limits about effect measures: A
    general approach", Statistics in Medicine 27, 1693-1702. R. G. Newcombe (1998), "Improved
    confidence intervals for the difference between binomial proportions based on paired data",
    Statistics in Medicine 17, 2635-2650.
    """
    i, s, both, n = _floats(importance, satisfaction, both, n)
    i_low, i_high = wilson(i, n, level=level)
    s_low, s_high = wilson(s, n, level=level)
    spread = i * (1 - i) * s * (1 - s)
    with np.errstate(divide="ignore", invalid="ignore"):
        phi = np.where(spread > 0, (both - i * s) / np.sqrt(spread), 0)
    gap = 2 * i - s
    down = _together(2 * (i - i_low), s_high - s, phi)
    up = _together(2 * (i_high - i), s - s_low, phi)
    return Interval(np.clip(np.maximum(i_low, gap - down), 0, 2), np.clip(np.maximum(i_high, gap + up), 0, 2))


def nps_bootstrap(
    promoters: float, detractors: float, n: float, *, level: float = LEVEL, resamples: int = 9999, seed: int = 0
) -> Interval:
    """Return the bias-corrected and accelerated bootstrap interval (BCa) of promoters - detractors.

    Respondents are drawn again as counts (multinomial), which is the same as drawing them one by
    one, and costs as much for a million answers as for ten. The same seed gives the same interval.

    Parameters
    ----------
    promoters, detractors
        Shares of the answers, from 0 to 1.
    n
        How many answers; an effective number is rounded to a whole one.
    level
        Of confidence.
    resamples, seed
        How many samples are drawn, and the seed of NumPy's default generator.

    Returns
    -------
    Interval
        NaN where all answer alike.

    References
    ----------
    B. Efron and R. J. Tibshirani (1993), "An Introduction to the Bootstrap", section 14.3.
    """
    size = round(n) if n > 0 else 0
    if size == 0:
        return Interval(np.float64("nan"), np.float64("nan"))
    shares = np.clip([promoters, 1 - promoters - detractors, detractors], 0, 1)
    drawn = np.random.default_rng(seed).multinomial(size, shares / shares.sum(), size=resamples)
    return bca((drawn[:, 0] - drawn[:, 2]) / size, np.array([1.0, 0.0, -1.0]), shares * size, level=level)


def bca(drawn: Floats, values: Floats, counts: Floats, *, level: float = LEVEL) -> Interval:
    """Return the BCa interval of a mean, from its bootstrap distribution and the counts of its values.

    Parameters
    ----------
    drawn
        The mean in each of the samples drawn.
    values, counts
        The values that answers have, and how many have each; the jackknife leaves out one answer
        of each value in turn, and counts it as often as the value occurs.
    level
        Of confidence.
    """
    from scipy.special import ndtr, ndtri

    n = counts.sum()
    mean = float((values * counts).sum() / n)
    # All answers but one: the mean moves away from the answer left out. The factor 1 / (n - 1) cancels.
    away = mean - values
    second = float((counts * away**2).sum())
    if second == 0:
        return Interval(np.float64("nan"), np.float64("nan"))
    acceleration = float((counts * -(away**3)).sum()) / (6 * second**1.5)
    share = (np.sum(drawn < mean - 1e-12) + np.sum(drawn <= mean + 1e-12)) / (2 * len(drawn))
    bias = ndtri(share)
    tails = ndtri([0.5 - level / 2, 0.5 + level / 2])
    at = ndtr(bias + (bias + tails) / (1 - acceleration * (bias + tails)))
    if not np.all(np.isfinite(at)):
        return Interval(np.float64("nan"), np.float64("nan"))
    low, high = np.quantile(drawn, at)
    return Interval(low, high) if high > low else Interval(np.float64("nan"), np.float64("nan"))


def _floats(*given: Any) -> tuple[Any, ...]:
    return tuple(np.broadcast_arrays(*[np.asarray(each, dtype=np.float64) for each in given]))


def _around(mean: Any, half: Any) -> Interval:
    none = ~(half > 0)
    return Interval(np.where(none, np.nan, mean - half), np.where(none, np.nan, mean + half))


def _together(a: Any, b: Any, phi: Any) -> Any:
    """Add two distances of correlated shares in squares; they cancel where both move together."""
    return np.sqrt(np.maximum(a**2 - 2 * phi * a * b + b**2, 0))
