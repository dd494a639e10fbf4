"""Agreement beyond chance: Cohen's and Fleiss' kappa, Krippendorff's nominal alpha, with bootstrap intervals.

Ratings are units by coders. A unit that fewer than two coders judged says nothing of agreement and is left out.
Where nothing varies, agreement beyond chance is undefined: None, never 0 or 1.
"""

from __future__ import annotations

from typing import Any, Literal, NamedTuple, cast

import numpy as np
import numpy.typing as npt

from journeywidgets.errors import EvidenceError, shorten

Floats = npt.NDArray[np.float64]
Method = Literal["krippendorff", "cohen", "fleiss"]
SAMPLES = 2000
"""Resamples of a bootstrap, unless told otherwise."""
MANY = 0.1
"""The share of undefined resamples from which there is no interval."""
_PAIR = 2
_TINY = 1e-12
_BLOCK = 2_000_000  # numbers that resampling holds at once


class Estimate(NamedTuple):
    """A coefficient with its interval; None where there is none.

    `n` is the number of units that it rests on, `undefined` the share of the resamples in which nothing varied.
    """

    value: float | None
    low: float | None
    high: float | None
    n: int
    undefined: float = 0.0


def krippendorff(ratings: Any) -> float | None:
    """Return Krippendorff's alpha for nominal values; values may be missing.

    Parameters
    ----------
    ratings
        Units by coders: the value that each coder gave, of any kind; None or NaN where there is none.

    Returns
    -------
    float or None
        1 is perfect agreement, 0 what chance would give, below 0 systematic disagreement. None where all values are
        equal, or no unit was judged twice.

    References
    ----------
    K. Krippendorff (2011), "Computing Krippendorff's alpha-reliability", University of Pennsylvania.
    """
    return estimate(ratings, "krippendorff", samples=0).value


def fleiss(ratings: Any) -> float | None:
    """Return Fleiss' kappa over the units that every coder judged.

    Parameters
    ----------
    ratings
        As for `krippendorff`. Units with a missing value are left out.

    References
    ----------
    J. L. Fleiss (1971), "Measuring nominal scale agreement among many raters", Psychological Bulletin 76, 378-382.
    """
    return estimate(ratings, "fleiss", samples=0).value


def cohen(ratings: Any) -> float | None:
    """Return Cohen's kappa of two coders over the units that both judged.

    Parameters
    ----------
    ratings
        As for `krippendorff`, with two columns.

    Raises
    ------
    EvidenceError
        There are not two coders.

    References
    ----------
    J. Cohen (1960), "A coefficient of agreement for nominal scales", Educational and Psychological Measurement 20,
    37-46.
    """
    return estimate(ratings, "cohen", samples=0).value


def estimate(
    ratings: Any,
    method: Method = "krippendorff",
    *,
    clusters: Any = None,
    samples: int = SAMPLES,
    level: float = 0.95,
    seed: int = 0,
) -> Estimate:
    """Return a coefficient with its percentile bootstrap interval.

    Parameters
    ----------
    ratings
        Units by coders, as for `krippendorff`.
    method
        The coefficient.
    clusters
        What each unit belongs to, such as its source: then whole clusters are drawn, since what one person says
        is alike. None draws single units.
    samples
        How many resamples; 0 for no interval.
    level
        Of confidence.
    seed
        Of the draws, so that the same study gives the same interval.

    Returns
    -------
    Estimate
        No interval where a resample in ten or more is undefined, since those left would tell too good a tale.
    """
    numbers, width = _numbers(ratings)
    kept = _judged(numbers, method)
    numbers = numbers[kept]
    patterns, pattern_of = np.unique(
        np.sort(numbers, axis=1) if method != "cohen" else numbers, axis=0, return_inverse=True
    )
    pattern_of = pattern_of.reshape(-1)
    formula = _Formula(patterns, width, method)
    whole = np.bincount(pattern_of, minlength=len(patterns)).astype(float)
    value = _number(formula.of(whole[None, :])[0])
    if value is None or samples == 0:
        return Estimate(value, None, None, len(numbers))
    groups = np.arange(len(numbers)) if clusters is None else np.asarray(clusters, dtype=object)[kept]
    drawn = _resampled(formula, pattern_of, None if clusters is None else groups, samples, seed)
    undefined = float(np.isnan(drawn).mean())
    ends: tuple[float | None, float | None] = (None, None)
    if undefined < MANY:
        tail = (1 - level) / 2
        low, high = np.nanquantile(drawn, [tail, 1 - tail])
        ends = (float(low), float(high)) if high - low > _TINY else (None, None)
    return Estimate(value, *ends, len(numbers), undefined)


class _Formula:
    """A coefficient of how often each pattern of ratings came: one row of frequencies, one figure."""

    def __init__(self, patterns: npt.NDArray[np.intp], width: int, method: Method) -> None:
        self._patterns, self._width, self._method = patterns, width, method
        self._counts = np.zeros((len(patterns), width))
        for column in patterns.T:
            here = np.nonzero(column >= 0)[0]
            np.add.at(self._counts, (here, column[here]), 1)

    def of(self, frequencies: Floats) -> Floats:
        """Return the coefficient of each row of frequencies; NaN where it is undefined."""
        with np.errstate(divide="ignore", invalid="ignore"):
            observed, expected = getattr(self, f"_{self._method}")(frequencies)
            return np.where(1 - expected > _TINY, (observed - expected) / (1 - expected), np.nan)

    def _krippendorff(self, frequencies: Floats) -> tuple[Floats, Floats]:
        judged = self._counts.sum(axis=1)
        pairs = (judged**2 - (self._counts**2).sum(axis=1)) / np.maximum(judged - 1, 1)
        total, marginals = frequencies @ judged, frequencies @ self._counts
        apart = (total**2 - (marginals**2).sum(axis=1)) / (total * (total - 1))
        return 1 - (frequencies @ pairs) / total, 1 - apart

    def _fleiss(self, frequencies: Floats) -> tuple[Floats, Floats]:
        judged = self._counts.sum(axis=1)
        agreed = ((self._counts**2).sum(axis=1) - judged) / np.maximum(judged * (judged - 1), 1)
        marginals = frequencies @ self._counts
        shares = marginals / marginals.sum(axis=1, keepdims=True)
        return frequencies @ agreed / frequencies.sum(axis=1), (shares**2).sum(axis=1)

    def _cohen(self, frequencies: Floats) -> tuple[Floats, Floats]:
        total = frequencies.sum(axis=1)
        one, other = (np.eye(self._width)[self._patterns[:, coder]] for coder in (0, 1))
        expected = ((frequencies @ one) * (frequencies @ other)).sum(axis=1) / total**2
        return frequencies @ (one * other).sum(axis=1) / total, expected


def _numbers(ratings: Any) -> tuple[npt.NDArray[np.intp], int]:
    """Return the number of each value, -1 where there is none, and how many different values there are."""
    import pandas as pd

    table = np.asarray(ratings, dtype=object)
    if table.ndim != _PAIR:
        raise EvidenceError(f"ratings are units by coders, not of {table.ndim} dimension(s). Give a table.")
    numbers, values = pd.factorize(table.ravel())
    return numbers.reshape(table.shape), max(len(values), 1)


def _judged(numbers: npt.NDArray[np.intp], method: Method) -> npt.NDArray[np.bool_]:
    coders = numbers.shape[1]
    judged = (numbers >= 0).sum(axis=1)
    match method:
        case "krippendorff":
            return cast("npt.NDArray[np.bool_]", judged >= _PAIR)
        case "fleiss":
            return cast("npt.NDArray[np.bool_]", (judged == coders) & (coders >= _PAIR))
        case "cohen":
            if coders != _PAIR:
                raise EvidenceError(f"Cohen's kappa compares two coders, not {coders}: use fleiss or krippendorff.")
            return cast("npt.NDArray[np.bool_]", judged == _PAIR)
    raise EvidenceError(f"method={shorten(method)} is not known. Choose krippendorff, cohen or fleiss.")


def _resampled(formula: _Formula, pattern_of: npt.NDArray[np.intp], clusters: Any, samples: int, seed: int) -> Floats:
    """Return the coefficient of each resample, drawn as frequencies: what drawing the units one by one would give."""
    import pandas as pd

    random = np.random.default_rng(seed)
    if clusters is None:
        content, weights = None, np.bincount(pattern_of) / len(pattern_of)
    else:
        names, _ = pd.factorize(clusters)
        content = np.zeros((names.max() + 1, pattern_of.max() + 1))
        np.add.at(content, (names, pattern_of), 1)
        weights = np.full(len(content), 1 / len(content))
    size = len(pattern_of) if content is None else len(content)
    found = []
    block = max(1, _BLOCK // len(weights))
    for start in range(0, samples, block):
        drawn = random.multinomial(size, weights, size=min(block, samples - start)).astype(float)
        found.append(formula.of(drawn if content is None else drawn @ content))
    return np.concatenate(found)


def _number(value: Any) -> float | None:
    return None if np.isnan(value) else float(value)
