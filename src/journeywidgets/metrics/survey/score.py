"""The mean of answers, or of any number, at each stage."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Literal

import pandas as pd

from journeywidgets.metrics.intervals import student
from journeywidgets.metrics.result import MIN_N, checked_min_n, result
from journeywidgets.metrics.survey.answers import survey
from journeywidgets.metrics.survey.layout import Columns, codes_of, layout, scale_of
from journeywidgets.metrics.survey.moments import Moments, moments
from journeywidgets.metrics.survey.rows import COUNTED, chosen, head, plain, remarks

if TYPE_CHECKING:
    from journeywidgets.journey import Journey

MEAN = "95 % t interval"


def score(
    answers: Any,
    score: Columns = None,
    *,
    stage: Columns = None,
    by: str | None = None,
    period: str | None = None,
    time: str | None = None,
    weight: str | None = None,
    drop: Iterable[float | str] = (),
    scale: tuple[float, float] | None = None,
    unit: str = "",
    direction: Literal["up", "down"] = "up",
    journey: Journey | None = None,
    min_n: int = MIN_N,
    metric: str = "Score",
) -> pd.DataFrame:
    """Return the mean of the answers, with its t interval.

    Parameters
    ----------
    answers, score, stage, by, period, time, weight, drop, journey, min_n, metric
        As for `nps`; the answers are numbers of any kind, such as minutes.
    scale
        The lowest and the highest answer, beyond which an answer is an error; None: any number.
    unit, direction
        What the numbers are in, and whether more is better: "up", or worse: "down".

    Returns
    -------
    pandas.DataFrame
        The columns of every result (in the unit of the answers; n counts them), then ``sd`` (over n - 1),
        ``n_eff``, ``missing``, ``dropped``. Answers that are all alike, or one alone, have a mean and no interval.

    Raises
    ------
    MetricError
        As for `nps`.

    Notes
    -----
    The interval is mean +- t (n - 1 degrees of freedom) x sd / sqrt(n); with weights n is Kish's effective n. In
    simulations it held the truth in 93.2 to 95.3 % of surveys of 50 or 200 answers on scales of 5 or 7, and of
    numbers as skewed as waiting times. Where nearly all answer alike it is too narrow with 50 answers: 90 % with 80
    of a hundred at the end of the scale, 88 % with 90, 78 % with 97; with 200 it holds these, at 93 % or more.
    """
    chosen(direction, {"up": "up", "down": "down"}, "direction")
    codes, words = codes_of(drop)
    range_ = None if scale is None else scale_of(scale, drop, whole=False)
    where = layout({"score": score}, stage)
    asked = survey(answers, where, by=by, period=period, time=time, weight=weight, journey=journey, words=words)
    least = checked_min_n(min_n)
    return result(
        [
            {**head(place, held, held.sums, least), **mean_row(held)}
            for place, held in moments(asked, range_, codes).items()
        ],
        metric=metric,
        method=f"Mean of the answers{'' if range_ is None else f' on {range_}'}; {MEAN}{remarks(asked, codes, words)}",
        unit=unit,
        direction=direction,
        min_n=least,
        extras={"sd": "float64", **COUNTED},
        hide=["sd"],
    )


def mean_row(held: Moments) -> dict[str, Any]:
    """Return the mean of answers, its t interval and their standard deviation."""
    low, high = student(held.mean, held.variance, held.sums.effective)
    return {
        "value": plain(held.mean),
        "low": plain(low),
        "high": plain(high),
        "sd": plain(math.sqrt(held.variance)) if held.variance >= 0 else math.nan,
    }
