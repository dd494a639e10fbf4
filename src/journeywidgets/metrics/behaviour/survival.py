"""Durations of which some have not ended: quantiles and the Kaplan-Meier median, computed where the rows are.

Rows are counted by distinct duration, running sums over those counts give the curve, and a handful of whole
numbers a group comes back. Places in the order are found by comparing whole numbers, so that every engine
gives the same ones; quantile functions of the engines are not used, for many have none.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import narwhals as nw

from journeywidgets.metrics.intervals import z_value

DURATION, ENDED, OPEN = "jw_duration", "jw_ended", "jw_open"
"""The columns of spells: how long so far (int64), and whether that is all of it, or it has not ended (0 or 1)."""
QUANTILES = (25, 50, 75, 90)
# The survival at a time is a product of fractions, taken as a sum of logarithms. What differs from a half by
# less than rounding could is a half; the same is done by the R package survival, with a larger tolerance.
_HALF, _ROUNDING = math.log(2), 1e-10


class Durations(NamedTuple):
    """What a group's durations come to, in the unit given.

    Attributes
    ----------
    n, ended, open
        All spells, those that ended, those that have not (censored).
    quantiles
        Of those that ended, by percent; linear between neighbours. NaN where none did.
    median, low, high
        The Kaplan-Meier median and its interval; NaN where the curve does not come down far enough.
    """

    n: int
    ended: int
    open: int
    quantiles: Mapping[int, float]
    median: float
    low: float
    high: float


def curve(spells: nw.LazyFrame[Any], keys: Sequence[str], *, level: float) -> nw.LazyFrame[Any]:
    """Return one row a group, to be read by `durations`.

    Parameters
    ----------
    spells
        `keys`, `DURATION`, `ENDED` and `OPEN`, a row a spell.
    keys
        What the groups are told apart by; no nulls.
    level
        Of the median's interval.

    References
    ----------
    E. L. Kaplan and P. Meier (1958), "Nonparametric estimation from incomplete observations", Journal of the
    American Statistical Association 53, 457-481: who leaves at a time leaves before who is last seen then.
    The variance is Greenwood's. R. Brookmeyer and J. Crowley (1982), "A confidence interval for the median
    survival time", Biometrics 38, 29-41: the times at which the interval of the survival, here on the scale
    log(-log S), holds a half.
    """
    counted = spells.group_by(*keys, DURATION).agg(nw.col(ENDED).sum(), nw.col(OPEN).sum())
    counted = counted.with_columns(nw.col(ENDED).cast(nw.Int64), nw.col(OPEN).cast(nw.Int64))
    counted = counted.with_columns(jw_both=nw.col(ENDED) + nw.col(OPEN))
    summed = counted.with_columns(
        jw_n=nw.col("jw_both").sum().over(*keys).cast(nw.Int64),
        jw_all=nw.col(ENDED).sum().over(*keys).cast(nw.Int64),
        jw_seen=nw.col("jw_both").cum_sum().over(*keys, order_by=DURATION).cast(nw.Int64),
        jw_left=nw.col(ENDED).cum_sum().over(*keys, order_by=DURATION).cast(nw.Int64),
    )
    at_risk = summed.with_columns(jw_risk=nw.col("jw_n") - nw.col("jw_seen") + nw.col("jw_both"))
    stepped = at_risk.with_columns(**_steps())
    curved = stepped.with_columns(
        jw_log=nw.col("jw_log").cum_sum().over(*keys, order_by=DURATION),
        jw_spread=nw.col("jw_spread").cum_sum().over(*keys, order_by=DURATION),
    )
    held = curved.with_columns(jw_held=_holds_half(level))
    last = nw.when(nw.col("jw_held")).then(nw.col(DURATION)).max().over(*keys)
    return held.with_columns(jw_last=last).group_by(*keys).agg(*_summary())


def _steps() -> dict[str, nw.Expr]:
    """Return the steps of the log survival and of Greenwood's sum; none where the curve falls to zero."""
    ended, risk = nw.col(ENDED).cast(nw.Float64), nw.col("jw_risk").cast(nw.Float64)
    some = nw.col(ENDED) < nw.col("jw_risk")
    # Where all leave, the fraction is 0 and has no logarithm, so it is taken of 1.
    left = nw.when(some).then((risk - ended) / risk).otherwise(1.0)
    spread = nw.when(some).then(risk * (risk - ended)).otherwise(1.0)
    return {
        "jw_log": left.log(),
        "jw_spread": nw.when(some).then(ended / spread).otherwise(0.0),
    }


def _holds_half(level: float) -> nw.Expr:
    alive = nw.col(ENDED) < nw.col("jw_risk")
    down = nw.when(alive & (nw.col("jw_log") < 0)).then(0 - nw.col("jw_log")).otherwise(1.0)
    distance = (down.log() - math.log(_HALF)).abs() * down
    inside = distance * distance <= nw.col("jw_spread") * z_value(level) ** 2
    return (nw.col(ENDED) > 0) & alive & (nw.col("jw_log") < 0) & inside


def _summary() -> list[nw.Expr]:
    ended, left, everyone = nw.col(ENDED) > 0, nw.col("jw_left"), nw.col("jw_all")
    over = nw.col(ENDED) == nw.col("jw_risk")

    def first(condition: nw.Expr, name: str) -> nw.Expr:
        return nw.when(ended & condition).then(nw.col(DURATION)).min().alias(name)

    places = []
    for percent in QUANTILES:
        place = (everyone - 1) * percent
        places += [first(left * 100 > place, f"jw_low{percent}"), first((left - 1) * 100 >= place, f"jw_up{percent}")]
    return [
        nw.col("jw_n").max().alias("jw_n"),
        nw.col("jw_all").max().alias("jw_all"),
        *places,
        first(over | (nw.col("jw_log") <= _ROUNDING - _HALF), "jw_half"),
        first(over | (nw.col("jw_log") < -_ROUNDING - _HALF), "jw_below"),
        first(nw.col("jw_held"), "jw_from"),
        first(nw.col(DURATION) > nw.col("jw_last"), "jw_to"),
    ]


def durations(row: Mapping[str, Any], unit: int) -> Durations:
    """Read a row of `curve`.

    Parameters
    ----------
    row
        As plain values.
    unit
        How many of the rows' units make one of the result's.
    """
    n, ended = int(row["jw_n"]), int(row["jw_all"])
    half, below = row["jw_half"], row["jw_below"]
    # A curve that runs along a half has its median in the middle of that stretch, as an even number of
    # durations has: so without open spells it is the plain median.
    median = math.nan if half is None else half / unit if below is None else (half + below) / 2 / unit
    return Durations(
        n=n,
        ended=ended,
        open=n - ended,
        quantiles={percent: _quantile(row, percent, ended) / unit for percent in QUANTILES},
        median=median,
        low=_or_nan(row["jw_from"]) / unit,
        high=_or_nan(row["jw_to"] if row["jw_from"] is not None else None) / unit,
    )


def _quantile(row: Mapping[str, Any], percent: int, ended: int) -> float:
    """Return a quantile as NumPy and R do by default (Hyndman & Fan 1996, type 7)."""
    if not ended:
        return math.nan
    low, up = row[f"jw_low{percent}"], row[f"jw_up{percent}"]
    return float(low + (up - low) * ((ended - 1) * percent % 100) / 100)


def _or_nan(value: Any) -> float:
    return math.nan if value is None else float(value)
